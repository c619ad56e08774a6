"""The months, focuses, observations or reps behind one reading of a leader's work on skills."""

from collections.abc import Iterator

from django.urls import reverse

from touchline.skills.models import Focus
from touchline.skills.queries.indicators import Counts, Judged
from touchline.standard.practice import Found, List
from touchline.standard.readings import Line
from touchline.ui.templatetags.fmt import day_in_text, number, plural

FoundSkills = Found[Counts]


def _months(found: FoundSkills) -> Iterator[Line]:
    names = found.names
    for month in found.counts.months:
        told = f"A focus on {month.days} of 30 days from {day_in_text(month.first, found.last)}"
        yield Line(month.last, names[month.rep], told, month.hit)


def _begun(found: FoundSkills) -> Iterator[Line]:
    for one in found.counts.begun:
        told = "everything is there" if one.hit else f"no {' and no '.join(_missing(one.focus))}"
        yield _line(found, one, told)


def _missing(focus: Focus) -> list[str]:
    parts = {
        "behaviour": focus.behaviour,
        "metric": focus.metric,
        "baseline": focus.baseline_n,
        "target": focus.target,
        "if-then plan": focus.if_then,
    }
    return [name for name, there in parts.items() if not there]


def _hours(found: FoundSkills) -> Iterator[Line]:
    names = found.names
    for one in found.counts.times:
        told = f"{plural(one.minutes, 'minute')} that count in {number(one.months)} months"
        yield Line(None, names[one.rep], told, one.coached.hours >= 2)


def _told(found: FoundSkills) -> Iterator[Line]:
    names = found.names
    for one in found.counts.told:
        seen = one.observation
        if one.hit:
            told = "feedback within two days, with a behaviour and a next try"
        elif one.hit is None:
            told = "feedback can still be given in time"
        elif not seen.is_told:
            told = "no feedback"
        else:
            told = "feedback without a next try" if seen.was_told_in_time else "feedback after more than two days"
        url = reverse("skills:observation", args=[seen.pk]) if found.reports_now(one.rep) else ""
        yield Line(seen.on, names[one.rep], f"{seen.get_kind_display()}: {told}", one.hit, url)


def _spaced(found: FoundSkills) -> Iterator[Line]:
    for one in found.counts.spaced:
        told = "practised in three weeks of its first six" if one.hit else "practised in fewer than three weeks"
        yield _line(found, one, told)


def _moved(found: FoundSkills) -> Iterator[Line]:
    for one in found.counts.moved:
        yield _line(found, one, f"from level {one.levels[0]} to level {one.levels[-1]}")


def _pairs(found: FoundSkills) -> Iterator[Line]:
    names = found.names
    for seen, second in found.counts.pairs:
        rep = seen.focus.person_id
        url = reverse("skills:observation", args=[seen.pk]) if found.reports_now(rep) else ""
        told = f"{seen.get_kind_display()}: you gave level {seen.level}, the second rater {second}"
        yield Line(seen.on, names[rep], told, seen.level == second, url)


def _core(found: FoundSkills) -> Iterator[Line]:
    names = found.names
    for one in found.counts.times:
        if one.is_middle is not None:
            where = "middle three fifths" if one.is_middle else "either end"
            yield Line(None, names[one.rep], f"{plural(one.minutes, 'minute')}, {where}", one.is_middle)


def _gains(found: FoundSkills) -> Iterator[Line]:
    names = found.names
    for one in found.counts.gains:
        told = "Rose by more than raters err on a skill" if one.hit else "No such gain in twelve months"
        yield Line(None, names[one.rep], told, one.hit)


def _line(found: FoundSkills, one: Judged, told: str) -> Line:
    """A line about a focus; what it was about is not the leader's to read once the rep has another one."""
    rep = one.focus.person_id
    name = found.names[rep]
    if not found.reports_now(rep):
        return Line(one.on, name, f"A focus: {told}", one.hit)
    url = reverse("skills:focus", args=[one.focus.pk])
    return Line(one.on, name, f"{one.focus.skill.name}: {told}", one.hit, url)


LISTS: dict[str, List | None] = {
    "D1": _months,
    "D2": _begun,
    "D3": _hours,
    "D3.share": _hours,
    "D4": _told,
    "D5": _spaced,
    "D6": _moved,
    "D7": _pairs,
    "D8.core": _core,
    "D8.stagnation": _gains,
}
