"""Two questions worth asking, chosen by what changed. Pure: no clock, no database.

Each kind of news has several wordings and takes the next one each time; those of last time are passed over.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from touchline.oneonones.brief.headline import Facts
from touchline.oneonones.brief.news import DealNews, News

ASKED = 2

ABOUT_DEALS = {
    News.SLIPPED: (
        "What has to be true on their side before {it} can close, and who decides that?",
        "If {it} slips once more, what will have been the reason?",
        "Who at {it} is worse off if nothing changes this quarter?",
    ),
    News.LOST: (
        "Knowing how {it} ended, at which point would you have left it?",
        "What did {it} choose instead, and when did they begin to lean that way?",
    ),
    News.PASSED: (
        "The date on {it} has gone by. Which date would you put your name to?",
        "What do we know for certain about how {it} decides?",
    ),
    News.SHRANK: (
        "Which part of {it} went away when the amount came down?",
        "What would {it} have to see to want all of it again?",
    ),
    News.STALE: (
        "What is the smallest step that would show whether {it} is alive?",
        "If {it} came in new today, would you start it?",
    ),
    News.STEP_MISSED: (
        "What kept the next step at {it} from happening?",
        "Which step would {it} take without being chased?",
    ),
    News.WON: (
        "What did you do at {it} that you could repeat in the next one?",
        "Which moment turned {it}, and whose idea was it?",
    ),
    News.MOVED_ON: (
        "What did {it} agree to when it moved on?",
        "What could still stop {it} from here?",
    ),
    News.CREATED: (
        "Why is {it} looking now, and not last year?",
        "What would make {it} not worth your next month?",
    ),
}
ABOUT_PROMISES = (
    "Some of what you promised is past due. What got in the way, and do we still want it?",
    "Which open promise would you make smaller so that it gets done this week?",
)
ABOUT_GOALS = (
    "Where will the rest of “{it}” come from?",
    "What would you drop to give “{it}” two more hours a week?",
)
ABOUT_MILESTONES = (
    "What is still missing for “{it}”?",
    "Who could help you finish “{it}”?",
)
ABOUT_FOCUS = (
    "When did you last try “{it}”, and what did the other side do?",
    "Where this week will “{it}” be hard, and could I be there?",
    "What is different about “{it}” since we chose it?",
)
ABOUT_SILENCE = (
    "We have not spoken of {it} for a while. What is going on there?",
    "If I asked your customer about {it} today, what would they tell me?",
)
WITHOUT_GOALS = (
    "Which number would you like to be held to this quarter?",
    "What should be different at the end of the quarter because of you?",
)
ABOUT_NOTHING = (
    "What worries you that has not gone wrong yet?",
    "Which part of your week gives the least back?",
    "What would you like more of my time for?",
    "What do you know about your customers that I do not?",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one thing; `key` names the wording it was made from."""

    kind: str
    text: str
    key: str


def questions(facts: Facts, *, number: int, last: Collection[str] = ()) -> tuple[Question, ...]:
    """Two questions of different kinds for the pair's `number`-th one-on-one, the weightiest news first.

    `last` holds the keys of those asked the time before; none of them is asked again.
    """
    asked: dict[str, Question] = {}
    for kind, wordings, it in _worth_asking(facts):
        if kind not in asked:
            asked[kind] = _next(kind, wordings, it, number, last)
    chosen = [*asked.values()][:ASKED]
    for turn in range(ASKED * number, ASKED * number + len(ABOUT_NOTHING)):
        if len(chosen) == ASKED:
            break
        at = turn % len(ABOUT_NOTHING)
        if f"open {at}" not in last:
            chosen.append(Question("open", ABOUT_NOTHING[at], f"open {at}"))
    return tuple(chosen)


def _next(kind: str, wordings: tuple[str, ...], it: str, number: int, last: Collection[str]) -> Question:
    turns = [(number + i) % len(wordings) for i in range(len(wordings))]
    at = next(turn for turn in turns if f"{kind} {turn}" not in last)
    return Question(kind, wordings[at].format(it=it), f"{kind} {at}")


def _worth_asking(facts: Facts) -> Iterator[tuple[str, tuple[str, ...], str]]:
    troubled = [deal for deal in facts.deals if deal.needs_you]
    yield from _deals(troubled[:1])
    if facts.goals_behind:
        yield "goal", ABOUT_GOALS, facts.goals_behind[0]
    if facts.owed_by_rep:
        yield "promise", ABOUT_PROMISES, ""
    if facts.milestones_late:
        yield "milestone", ABOUT_MILESTONES, facts.milestones_late[0]
    if facts.focuses:
        yield "focus", ABOUT_FOCUS, facts.alone[0] if facts.alone else facts.focuses[0]
    if facts.silent:
        yield "silent", ABOUT_SILENCE, facts.silent[0]
    if not facts.goals:
        yield "no_goal", WITHOUT_GOALS, ""
    yield from _deals([deal for deal in facts.deals if not deal.needs_you])
    yield from _deals(troubled[1:])


def _deals(deals: list[DealNews]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for deal in deals:
        if variants := ABOUT_DEALS.get(deal.kind):
            yield deal.kind, variants, deal.name
