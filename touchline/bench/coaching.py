"""Ten years of coaching for the same company: four focuses a year and rep, each observed, practised and looked at."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from touchline.bench.filling import Values, fill
from touchline.people.models import Person
from touchline.skills.models import Edition, Focus, Observation, Practice, Skill, Verdict

FOCUS = [
    "id", "person", "place", "skill", "edition", "behaviour", "metric", "baseline_hits", "baseline_n", "target", "cue",
    "then", "minutes", "starts_on", "ends_on", "chosen_by", "chosen_at", "closed_at", "closed_by",
]  # fmt: skip
OBSERVATION = [
    "focus", "observer", "kind", "declared_lead", "declared_at", "on", "seen_at", "recorded_at", "minutes", "level",
    "self_level", "self_at", "behaviour", "effect", "next_try", "feedback_at",
]  # fmt: skip
PRACTICE = ["focus", "kind", "on", "minutes", "said", "by", "at"]
VERDICT = [
    "focus", "look", "said", "design", "metric", "before_from", "before_to", "after_from", "after_to", "hits_before",
    "n_before", "hits_after", "n_after", "version", "looked_on", "by", "at",
]  # fmt: skip
LASTS, EVERY = timedelta(days=70), timedelta(days=91)
TEAM = 8


def coach(
    dice: Random, leaders: Sequence[Person], reps: Sequence[Person], *, start: date, today: date
) -> dict[str, int]:
    """Fill what leaders and reps did about skills; returns how many rows of each."""
    workspace = leaders[0].workspace
    skills = Skill.start_with(workspace, by=leaders[0], at=_noon(start))
    focuses = list(_focuses(dice, leaders, reps, skills, start, today))
    return {
        "focuses": fill(Focus, FOCUS, focuses),
        "observations": fill(Observation, OBSERVATION, _observations(dice, focuses, today)),
        "practices": fill(Practice, PRACTICE, _practices(dice, focuses, today)),
        "verdicts": fill(Verdict, VERDICT, _verdicts(dice, focuses, today)),
    }


def _focuses(
    dice: Random, leaders: Sequence[Person], reps: Sequence[Person], skills: Sequence[Skill], start: date, today: date
) -> Iterator[Values]:
    number = 0
    for place, rep in enumerate(reps):
        leader = leaders[place // TEAM]
        first = start + timedelta(days=dice.randrange(60))
        while first <= today:
            number += 1
            skill = skills[dice.randrange(len(skills))]
            # The newest one of each rep is still worked on.
            ended = _noon(first + LASTS) if first + EVERY <= today else None
            yield (
                number, rep.pk, 1, skill.pk, skill.edition_id, "Asks what it costs", skill.metric or "win_rate",
                dice.randrange(8, 20), 40, 60, "new_deal", "ask who pays", 30, first, first + LASTS, leader.pk,
                _noon(first), ended, leader.pk if ended else None,
            )  # fmt: skip
            first += EVERY


def _observations(dice: Random, focuses: Sequence[Values], today: date) -> Iterator[Values]:
    for focus in focuses:
        for week in range(10):
            on = focus[13] + timedelta(days=7 * week + dice.randrange(5))
            if on >= today:
                break
            level = dice.randint(1, Edition.LEVELS)
            yield (
                focus[0], focus[15], "call", "rep", _noon(on), on, _noon(on) + timedelta(hours=1),
                _noon(on) + timedelta(hours=1), 30, level, max(level - 1, 1), _noon(on) + timedelta(hours=2),
                "Asked for the cost", "They named a sum", "Ask who pays it", _noon(on) + timedelta(hours=3),
            )  # fmt: skip


def _practices(dice: Random, focuses: Sequence[Values], today: date) -> Iterator[Values]:
    for focus in focuses:
        for week in range(6):
            on = focus[13] + timedelta(days=7 * week + dice.randrange(5))
            if on >= today:
                break
            yield focus[0], "retry", on, 15, "Tried it", focus[1], _noon(on)


def _verdicts(dice: Random, focuses: Sequence[Values], today: date) -> Iterator[Values]:
    for focus in focuses:
        starts_on, looked_on = focus[13], focus[13] + timedelta(days=56)
        if looked_on <= today:
            said = dice.choice([*Verdict.Said.values])
            yield (
                focus[0], "first", said, "one_rep", focus[6], starts_on - timedelta(days=91),
                starts_on - timedelta(days=1), starts_on, looked_on, 12, 40, 15, 40, "1", looked_on, focus[15],
                _noon(looked_on),
            )  # fmt: skip


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
