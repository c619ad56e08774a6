"""The skills of a company: the list with who works on what, and one skill with its levels and its editions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from touchline.people.models import Person
from touchline.skills.models import Edition, Focus, Metric, Skill
from touchline.skills.starter import STARTER
from touchline.ui.words import few, opening, some

# What the CRM counts, as a sentence about the one it is counted for.
COUNTED_AS = {
    Metric.WIN_RATE: "Each deal that was decided is one chance; it went well if it was won.",
    Metric.FIRST_STAGE: "Each new deal is one chance; it went well if it left the first stage within 30 days.",
    Metric.CLOSE_KEPT: "Each decided deal is a close date that held; each move to a later day is one that did not.",
    Metric.MEETINGS_HELD: "Each planned meeting is one chance; it went well if it was held.",
}


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody the reader may know to work on a skill now; `edition` is the one the focus keeps."""

    focus: int
    person: Person
    skill: int
    edition: int
    starts_on: date
    ends_on: date
    is_me: bool


@dataclass(frozen=True, slots=True)
class SkillRow:
    skill: Skill
    workers: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All skills of a company; of who works on them only the reader and the reader's own reps."""

    finding: str
    rows: tuple[SkillRow, ...]
    retired: tuple[Skill, ...]
    can_describe: bool
    starters: str
    today: date


@dataclass(frozen=True, slots=True)
class Described:
    """One edition as history shows it, with what was said differently from the one before."""

    edition: Edition
    levels: tuple[tuple[str, str], ...]
    changed: str


@dataclass(frozen=True, slots=True)
class SkillPage:
    """One skill in its words of today, what the CRM counts of it, who works on it, and every edition, newest first."""

    skill: Skill
    now: Described
    history: tuple[Described, ...]
    workers: tuple[Worker, ...]
    counted_as: str
    can_describe: bool
    today: date


def library_page(reader: Person, skills: Iterable[Skill], *, today: date) -> Library:
    """The skills of `skills` with who works on them, as `reader` may know it; two queries."""
    listed = list(skills)
    by_skill: dict[int, list[Worker]] = defaultdict(list)
    for worker in _workers(reader):
        by_skill[worker.skill].append(worker)
    current = [skill for skill in listed if skill.retired_at is None]
    rows = tuple(SkillRow(skill, tuple(by_skill[skill.pk])) for skill in current)
    return Library(
        finding=_finding(rows, leads=reader.is_leader),
        rows=rows,
        retired=tuple(skill for skill in listed if skill.retired_at),
        can_describe=Skill.can_describe(reader, reader.workspace),
        starters=few(len(STARTER)),
        today=today,
    )


def skill_page(skill: Skill, reader: Person, *, today: date) -> SkillPage:
    """One skill as `reader` may know it; two queries beside the skill's own."""
    editions = list(skill.editions.select_related("written_by").order_by("-number"))
    before: list[Edition | None] = [*editions[1:], None]
    history = tuple(_described(one, last) for one, last in zip(editions, before, strict=True))
    return SkillPage(
        skill=skill,
        now=history[0],
        history=history,
        workers=tuple(worker for worker in _workers(reader) if worker.skill == skill.pk),
        counted_as=COUNTED_AS[Metric(skill.metric)] if skill.metric else "",
        can_describe=Skill.can_describe(reader, reader.workspace),
        today=today,
    )


def _workers(reader: Person) -> list[Worker]:
    focuses = Focus.objects.visible_to(reader.user).active().select_related("person", "edition")
    return [
        Worker(
            focus=focus.pk,
            person=focus.person,
            skill=focus.skill_id,
            edition=focus.edition.number,
            starts_on=focus.starts_on,
            ends_on=focus.ends_on,
            is_me=focus.person_id == reader.pk,
        )
        for focus in focuses.order_by("person__name", "pk")
    ]


def _described(edition: Edition, before: Edition | None) -> Described:
    named = tuple(zip(Edition.NAMES, edition.levels, strict=True))
    return Described(edition, named, _changed(edition, before) if before else "The first words")


def _changed(edition: Edition, before: Edition) -> str:
    parts = []
    if edition.about != before.about:
        parts.append("what it is")
    levels = [n for n, (new, old) in enumerate(zip(edition.levels, before.levels, strict=True), 1) if new != old]
    if levels:
        parts.append(f"level {levels[0]}" if len(levels) == 1 else f"levels {_listed([str(n) for n in levels])}")
    if edition.sounds_good != before.sounds_good:
        parts.append("what good sounds like")
    if edition.sounds_bad != before.sounds_bad:
        parts.append("what bad sounds like")
    return f"Changed: {_listed(parts)}" if parts else "Changed: its name or what the CRM counts"


def _finding(rows: Sequence[SkillRow], *, leads: bool) -> str:
    """The headline: who works on how many of them, else what there is."""
    if not rows:
        return "No skill is described yet"
    worked = [row for row in rows if row.workers]
    names = sorted({worker.person.first_name for row in worked for worker in row.workers if not worker.is_me})
    mine = [row.skill.name for row in worked if any(worker.is_me for worker in row.workers)]
    there = opening(some(len(rows), "skill"))
    if not worked:
        one = "it" if len(rows) == 1 else "one"
        return f"{there}, and none of your reps works on {one}" if leads else f"{there}, in four levels each"
    if not names:
        return f"You work on {_listed(mine)}"
    who = _listed(names) if len(names) < 3 else f"{opening(few(len(names)))} of your reps"
    many = f"{few(len(worked))} of {some(len(rows), 'skill')}" if len(rows) > 1 else rows[0].skill.name
    return f"{who} {'works' if len(names) == 1 else 'work'} on {many}"


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
