"""One-on-ones as a practice of the standard: its questions, its sentences, and whom to meet next."""

from django.urls import reverse

from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.standard import Band, Reading
from touchline.oneonones.queries.behind import LISTS
from touchline.oneonones.queries.indicators import MeetingCounts, going
from touchline.oneonones.queries.record import silence_says
from touchline.oneonones.queries.strip import missed_running, strip_of
from touchline.standard.practice import Act, Begin, Finding, Found, PracticeDefinition, Question
from touchline.ui.templatetags.fmt import number
from touchline.ui.words import few

SENTENCES = {
    "O1": "{hits} of {n} one-on-ones held when due",
    "O2": "You called off {hits} of {n} one-on-ones due",
    "O4": "{hits} of {n} one-on-ones were tied to goals",
    "O5.rep": "Your reps kept {hits} of {n} promises",
    "O5.leader": "You kept {hits} of {n} promises",
    "O7": "Your reps wrote {hits} of {n} topics",
    "O8": "Your reps confirmed {hits} of {n} one-on-ones",
}
UNKNOWN = {
    "O1": "No one-on-one fell due yet",
    "O1.worst": "No rep had six one-on-ones due",
    "O2": "No one-on-one fell due yet",
    "O3": "No one-on-one fell due yet",
    "O4": "No one-on-one is written down yet",
    "O5.rep": "No promise to you fell due",
    "O5.leader": "No promise of yours fell due",
    "O6": "Too few deals were decided to draw the thirds",
    "O7": "No topic was raised",
    "O8": "No one-on-one is written down yet",
}
ABOUT_MEETING = {"O1", "O1.worst", "O2", "O3"}
ABOUT_PROMISES = {"O5.rep", "O5.leader"}


def says(found: Found[MeetingCounts], reading: Reading) -> str:
    """A reading as a sentence, with names where a name is what it is about."""
    if reading.id == "O7.useful":
        return useful_says(reading)
    if reading.value is None:
        return UNKNOWN[reading.id]
    n = number(reading.n)
    hits = number(round(reading.value * reading.n))
    if reading.id == "O1.worst":
        return f"{_first_name(found, found.counts.least_met(reading.n))} met you in {hits} of {n} one-on-ones due"
    if reading.id == "O3":
        return f"{_first_name(found, _most_silent(found))} went {silence_says(int(reading.value))} without a one-on-one"
    if reading.id == "O6":
        return f"The lowest third gets {number(reading.value)} times the minutes of the others"
    return SENTENCES[reading.id].format(hits=hits, n=n)


def useful_says(reading: Reading) -> str:
    """What reps said, as a figure, as a band, or not at all; five answers never make a figure."""
    if reading.value is not None:
        return f"Your reps rate their use {number(reading.value)} of 5"
    told = {Band.GOOD: "Your reps find them useful", Band.BELOW: "Your reps find them of mixed use"}
    return told.get(reading.band, "What your reps think of them is not shown yet")


def notices(found: Found[MeetingCounts]) -> Finding | None:
    """Where all is good: the rep, or the reps, with whom the last ones were missed."""
    running = missed_running(found)
    if not running:
        return None
    names = [_first_name(found, rep) for rep in running]
    act = act_on(found, "O1")
    held = f"{says(found, found.reading('O1'))}."
    if len(names) > 1:
        who = " and ".join(names) if len(names) == 2 else f"{few(len(names))} reps"
        return Finding(f"You hold your one-on-ones, except the last with {who}", held, act)
    slots = next(iter(running.values()))
    *before, last = (one.due_on for one in slots)
    days = [f"{day:%-d}" if day.month == last.month else f"{day:%-d %B}" for day in before]
    due = f"{', '.join(days)} and {last:%-d %B}"
    return Finding(
        f"You hold your one-on-ones, except the last {few(len(slots))} with {names[0]}",
        f"{held} {names[0]}’s of {due} did not take place.",
        act,
    )


def act_on(found: Found[MeetingCounts], id: str) -> Act | None:
    """Whom to meet: who was missed twice running, else whom the reading is about unless the last one with them counts.

    Where it is about promises, to settle them.
    """
    running = missed_running(found)
    if id in ABOUT_PROMISES:
        return Act("Settle promises", reverse("oneonones:commitments"))
    if not running and id not in ABOUT_MEETING:
        return None
    rep = max(running, key=lambda rep: len(running[rep]), default=None)
    if rep is None:
        rep = _most_silent(found) if id == "O3" else _least_held(found)
    if rep is None or not found.reports_now(rep) or found.counts.last_counts(rep):
        return None
    return Act(f"Plan one with {_first_name(found, rep)}", f"{reverse('oneonones:new')}?rep={rep}")


def _least_held(found: Found[MeetingCounts]) -> int | None:
    kept = found.counts.kept_by_rep
    return min(kept, key=lambda rep: (kept[rep].held / kept[rep].due, -kept[rep].due), default=None)


def _most_silent(found: Found[MeetingCounts]) -> int | None:
    silences = found.counts.silences
    return max(silences, key=lambda rep: silences[rep], default=None)


def _first_name(found: Found[MeetingCounts], rep: int | None) -> str:
    return next(one.person.first_name for one in found.reported if one.person.pk == rep)


PRACTICE = PracticeDefinition(
    key="one_on_ones",
    title="One-on-ones",
    going="how they are going",
    home="oneonones:index",
    indicators=ONE_ON_ONES,
    questions=(
        Question("Do they take place?", ("O1", "O1.worst", "O2", "O3")),
        Question("Do they change anything?", ("O4", "O5.rep", "O5.leader")),
        Question("Are they theirs?", ("O7", "O6", "O7.useful", "O8")),
    ),
    find=going,
    says=says,
    lists=LISTS,
    headlines=("O1", "O3", "O4", "O5.leader", "O2", "O5.rep", "O7.useful", "O6", "O7", "O8"),
    withheld={"O1": "O1.worst"},
    ledes=("O1", "O8"),
    nobody="No one reported to you in these thirteen weeks",
    too_early="It is too early to say how your one-on-ones are going",
    begin=Begin(
        lede="Answers come from the one-on-ones you hold: most of them after six have fallen due.",
        says="Set a rhythm with each rep, review a goal in each one-on-one and write down what is promised.",
        act="Set rhythms",
        url_name="oneonones:rhythms",
    ),
    judged=(
        "A one-on-one counts from 20 minutes with a goal or milestone reviewed, from two working days before the day"
        " it was due to five after. Leave booked before is not due. It counts while the rep reported to you. Leaders"
        " above you see how many were held, and nothing of what is said.",
    ),
    fills="It fills as one-on-ones fall due.",
    act=act_on,
    notices=notices,
    strip=strip_of,
)
