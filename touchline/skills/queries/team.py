"""The Skills page of a leader: who works on what, where the time goes, what was tried and what moved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from touchline.measures.indicators.skills import SKILLS
from touchline.measures.skills import core
from touchline.measures.standard import Band
from touchline.people.models import Person
from touchline.skills.look_days import due_look
from touchline.skills.models import Edition, Focus, Observation, Verdict
from touchline.skills.queries.coached import YEAR, Rated, coached, middle_of, minutes_by_rep, rated
from touchline.skills.queries.current import CurrentFocus, focuses_on
from touchline.skills.queries.verdicts import verdict_counts
from touchline.standard.readings import span
from touchline.ui.templatetags.fmt import percent, plural
from touchline.ui.words import few, opening, some

PAGE_SIZE = 40
TRIED_SHOWN = 20
WINDOW = timedelta(weeks=13)
TENURED = timedelta(days=365)
NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class State:
    """How it stands in three words or fewer; `weight` says how much it needs the leader, 0 not at all."""

    says: str
    weight: int = 0

    @property
    def needs_you(self) -> bool:
        return self.weight > 0


LEFT_ALONE, OVER, LOOK_DUE = State("Not worked on", 4), State("Over, close it", 3), State("Look due", 2)
WORKED_ON, NOT_CHOSEN = State("Worked on"), State("Not chosen")


@dataclass(frozen=True, slots=True)
class FocusLine:
    """One focus of a row, and how it stands; `is_coming` while it has not begun."""

    focus: CurrentFocus
    state: State
    is_coming: bool

    @property
    def level(self) -> str:
        """The level last seen, by its number and short name."""
        if self.focus.level is None:
            return ""
        return f"{self.focus.level}, {Edition.NAMES[self.focus.level - 1].lower()}"


@dataclass(frozen=True, slots=True)
class RepRow:
    """One rep: at most two focuses, and the minutes a week promised and spent while there was one."""

    person: Person
    focuses: tuple[FocusLine, ...]
    promised: int | None
    spent: int | None
    total: int

    @property
    def state(self) -> State:
        return max((line.state for line in self.focuses), key=lambda state: state.weight, default=NOT_CHOSEN)

    @property
    def may_choose(self) -> bool:
        return len(self.focuses) < len(Focus.PLACES)


@dataclass(frozen=True, slots=True)
class Tried:
    """A focus that was closed or looked at, and what the record said of it last."""

    focus: Focus
    verdict: Verdict

    @property
    def n(self) -> int:
        return self.verdict.n_before + self.verdict.n_after


@dataclass(frozen=True, slots=True)
class Gains:
    """Of `tenured` reps here for a year, how many gained by more than raters err on one focus at least."""

    tenured: int
    gained: int


@dataclass(frozen=True, slots=True)
class Act:
    """The one thing to do now."""

    says: str
    url: str


@dataclass(frozen=True, slots=True)
class TeamSkills:
    leader: Person
    today: date
    finding: str
    lede: str
    act: Act | None
    rows: tuple[RepRow, ...]
    people: int
    page: int
    pages: int
    minutes: int
    coached: int
    core_says: str
    gains: Gains
    tried: tuple[Tried, ...]
    tried_total: int
    verdicts: str

    @property
    def time_says(self) -> str:
        """How much coaching counted, and with how many reps."""
        if not self.minutes:
            return "No coaching time counted yet"
        who = f"{few(self.coached)} of {some(self.people, 'rep')}"
        return f"{plural(self.minutes, 'minute')} of coaching counted with {who}"

    @property
    def gains_say(self) -> str:
        """Stagnation in words: how many of those here for a year gained anything."""
        if not self.gains.tenured:
            return "Nobody has been here for a year yet, so nobody could stagnate."
        gained = f"{opening(few(self.gains.gained))} of {some(self.gains.tenured, 'rep')}"
        return f"{gained} here for a year gained on a skill in twelve months."


def team_overview(leader: Person, people: Sequence[Person], *, today: date, page: int = 1) -> TeamSkills:
    """The team of `leader`; `people` are read `with_focuses`. Five queries, however many reps and years there are."""
    pks = [person.pk for person in people]
    focuses = _focuses(pks, today)
    first = today - WINDOW + timedelta(days=1)
    spent = minutes_by_rep(coached(leader, pks, first, today))
    # Whoever came within the window had no full share of it, as in the reading D8.
    throughout = [person.pk for person in people if person.started_on is None or person.started_on <= first]
    seen = Observation.objects.visible_to(leader.user).filter(focus__person__in=pks)
    levels = rated(seen, since=today - YEAR)
    rows = sorted(
        (_row(person, [one for one in focuses if one.person_id == person.pk], spent, today) for person in people),
        key=lambda row: (-row.state.weight, bool(row.focuses), row.person.name),
    )
    tried = _tried(focuses, today)
    pages = max(1, -(-len(rows) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return TeamSkills(
        leader=leader,
        today=today,
        finding=finding(rows, today=today),
        lede=lede(rows),
        act=act(rows),
        rows=tuple(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        people=len(rows),
        page=page,
        pages=pages,
        minutes=sum(spent[pk] for pk in pks),
        coached=sum(spent[pk] > 0 for pk in pks),
        core_says=core_says(spent, throughout, middle_of(throughout, today=today)),
        gains=_gains(people, levels, today),
        tried=tuple(tried[:TRIED_SHOWN]),
        tried_total=len(tried),
        verdicts=verdict_counts(one.verdict for one in tried),
    )


def _focuses(people: Sequence[int], today: date) -> list[Focus]:
    """What the people work on or did within a year, with the verdicts."""
    lately = Q(closed_at=None) | Q(closed_at__date__gte=today - YEAR) | Q(verdicts__looked_on__gte=today - YEAR)
    found = Focus.objects.filter(lately, person__in=people).distinct()
    return list(
        found.select_related("skill", "person__workspace").prefetch_related("verdicts").order_by("starts_on", "pk")
    )


def _row(person: Person, focuses: Sequence[Focus], spent: Counter[int], today: date) -> RepRow:
    by_pk = {focus.pk: focus for focus in focuses}
    lines = tuple(
        FocusLine(line, _state(line, by_pk.get(line.pk), today), not line.has_begun(today))
        for line in focuses_on(person)
    )
    weeks, promised = _promised(focuses, today)
    return RepRow(
        person=person,
        focuses=lines,
        promised=round(promised / weeks) if weeks else None,
        spent=round(spent[person.pk] / weeks) if weeks else None,
        total=spent[person.pk],
    )


def _state(line: CurrentFocus, focus: Focus | None, today: date) -> State:
    if line.is_over(today):
        return OVER
    if line.is_left_alone(today):
        return LEFT_ALONE
    if not line.has_begun(today):
        return State(f"Begins {line.starts_on:%-d %b}")
    taken = {one.look for one in focus.verdicts.all()} if focus else set()
    return LOOK_DUE if focus and focus.metric and due_look(focus, taken=taken, today=today) else WORKED_ON


def _promised(focuses: Sequence[Focus], today: date) -> tuple[float, float]:
    """In how many of the thirteen weeks a rep had a focus, and the minutes promised in them."""
    first = today - WINDOW + timedelta(days=1)
    days: set[date] = set()
    minutes = 0.0
    for focus in focuses:
        closed_on = focus.person.workspace.today(focus.closed_at) if focus.closed_at else today
        start, end = max(focus.starts_on, first), min(closed_on, today)
        mine = [start + timedelta(days=n) for n in range((end - start).days + 1)]
        days.update(mine)
        minutes += focus.minutes * len(mine) / 7
    return max(1.0, len(days) / 7) if days else 0.0, minutes


def _tried(focuses: Iterable[Focus], today: date) -> list[Tried]:
    """The last verdict of each focus within a year, the newest first."""
    found = [
        Tried(focus, max(focus.verdicts.all(), key=lambda one: (one.looked_on, one.pk)))
        for focus in focuses
        if focus.verdicts.all()
    ]
    lately = [one for one in found if one.verdict.looked_on >= today - YEAR]
    return sorted(lately, key=lambda one: (one.verdict.looked_on, one.verdict.pk), reverse=True)


def _gains(people: Iterable[Person], levels: Iterable[Rated], today: date) -> Gains:
    tenured = {one.pk for one in people if (here := one.tenure(today=today)) is not None and here >= TENURED}
    gained = {one.rep for one in levels if one.can_tell and one.is_gain}
    return Gains(len(tenured), len(tenured & gained))


def finding(rows: Sequence[RepRow], *, today: date) -> str:
    """The headline: whose focus is left alone, else what waits to be closed or looked at, else who has none."""
    if not rows:
        return "No one reports to you yet"
    if not any(row.focuses for row in rows):
        return "Nobody works on a skill yet"
    alone = {row.person.first_name: _longest_alone(row, today) for row in rows if LEFT_ALONE in _states(row)}
    if alone:
        have = "has" if len(alone) == 1 else "have"
        return f"{names(list(alone))} {have} had no observation in {some(min(alone.values()) // 7, 'week')}"
    if over := [row.person.first_name for row in rows if OVER in _states(row)]:
        return f"{names(over)}: the focus is over and waits for you to close it"
    if due := [row.person.first_name for row in rows if LOOK_DUE in _states(row)]:
        return f"The record of {names(due)} can be looked at"
    if none := [row.person.first_name for row in rows if not row.focuses]:
        return f"{names(none)} {'works' if len(none) == 1 else 'work'} on no skill yet"
    return "Everybody works on a skill and was observed within two weeks"


def lede(rows: Sequence[RepRow]) -> str:
    """How many work on something, and how many states need the leader."""
    if not rows:
        return ""
    busy = sum(bool(row.focuses) for row in rows)
    told = f"{opening(few(busy))} of {some(len(rows), 'rep')} {'works' if busy == 1 else 'work'} on a skill."
    waiting = sum(row.state.needs_you for row in rows)
    return (
        f"{told} {opening(some(waiting, 'row'))} below {'needs' if waiting == 1 else 'need'} you." if waiting else told
    )


def act(rows: Sequence[RepRow]) -> Act | None:
    """What to do about the first row: observe, close or look, else choose; nothing where all is well."""
    chosen = next((row for row in rows if row.state.needs_you), None)
    if chosen is None:
        free = next((row for row in rows if not row.focuses), None)
        said = "Find what would help {}"
        return (
            Act(said.format(free.person.first_name), reverse("skills:diagnosis", args=[free.person.pk]))
            if free
            else None
        )
    line = max(chosen.focuses, key=lambda line: line.state.weight)
    name = chosen.person.first_name
    if line.state == LEFT_ALONE:
        return Act(f"Observe {name}", reverse("skills:observe", args=[line.focus.pk]))
    verb = "Close" if line.state == OVER else "Look at"
    return Act(f"{verb} the focus of {name}", reverse("skills:focus", args=[line.focus.pk]))


def core_says(spent: Counter[int], people: Sequence[int], middle: frozenset[int]) -> str:
    """Where the time goes: to the middle, which gains most, or to both ends."""
    reading = core([spent[pk] for pk in middle], [spent[pk] for pk in people if pk not in middle])
    if reading.band is Band.TOO_LITTLE or not middle or reading.value is None:
        return "Too little to say how much of it went to the middle three fifths of the team."
    limits = span(SKILLS[reading.id], SKILLS[reading.id].good)
    return f"{percent(reading.value, 1)} of it went to the middle three fifths of the team; good is {limits}."


def names(found: Sequence[str]) -> str:
    """Up to three names, and how many more: Marcus, Tom and two others."""
    if len(found) <= NAMES_SHOWN:
        *others, last = found
        return f"{', '.join(others)} and {last}" if others else last
    rest = len(found) - NAMES_SHOWN + 1
    return f"{', '.join(found[: NAMES_SHOWN - 1])} and {some(rest, 'other')}"


def _states(row: RepRow) -> list[State]:
    return [line.state for line in row.focuses]


def _longest_alone(row: RepRow, today: date) -> int:
    """For how many days the focus left alone longest has not been observed."""
    alone = [line.focus for line in row.focuses if line.state == LEFT_ALONE]
    return max((today - max(one.seen_on or one.starts_on, one.starts_on)).days for one in alone)
