"""Start weeks drawn by chance: what a draw could prove before it is made, and who begins when after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from touchline.people.models import Person
from touchline.skills.models import Draw, Focus, Skill
from touchline.ui.templatetags.fmt import day_in_text, number
from touchline.ui.words import few, opening, some

WEEK = timedelta(weeks=1)
SHOWN = (3, 5, 7)
MOST_REPS = 6


@dataclass(frozen=True, slots=True)
class Proof:
    """What a draw for so many reps could prove: the best of how many draws it would be, for each span of weeks."""

    reps: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawingPage:
    """Drawing start weeks: whom it can be drawn for, what it could prove."""

    team: tuple[Person, ...]
    skills: tuple[Skill, ...]
    proofs: tuple[Proof, ...]
    monday: date
    weeks: tuple[int, ...] = SHOWN

    @property
    def can_draw(self) -> bool:
        return len(self.team) >= Draw.LEAST_REPS

    @property
    def missing(self) -> str:
        """Why there is nothing to draw, empty where there is."""
        if not self.skills:
            return "No skill is described yet."
        if not self.can_draw:
            return f"You lead {some(len(self.team), 'rep')}; a draw takes {few(Draw.LEAST_REPS)} or more."
        return ""


@dataclass(frozen=True, slots=True)
class Start:
    focus: Focus
    says: str
    is_moved: bool


@dataclass(frozen=True, slots=True)
class DrawPage:
    """One draw: who begins when as far as the reader may know, whether it holds, what it proved."""

    draw: Draw
    starts: tuple[Start, ...]
    finding: str
    state: str
    proves: str
    is_leader: bool
    today: date


def drawing_page(team: Sequence[Person], skills: QuerySet[Skill], *, today: date) -> DrawingPage:
    """What a leader sees before drawing; one query."""
    next_monday = today + timedelta(days=7 - today.weekday())
    sizes = range(Draw.LEAST_REPS, min(max(len(team), Draw.LEAST_REPS), MOST_REPS) + 1)
    proofs = tuple(Proof(some(reps, "rep"), tuple(_one_of(weeks**reps) for weeks in SHOWN)) for reps in sizes)
    return DrawingPage(tuple(team), tuple(skills.order_by("name")), proofs, next_monday)


def draw_page(draw: Draw, reader: Person, focuses: QuerySet[Focus], *, reps: int, today: date) -> DrawPage:
    """What `reader` may know of a draw with `reps` reps: all of it the leader, the own start a rep; two queries."""
    found = focuses.filter(draw=draw).select_related("person", "skill").prefetch_related("verdicts")
    starts = tuple(_start(draw, focus, today) for focus in found.order_by("starts_on", "person__name"))
    return DrawPage(
        draw=draw,
        starts=starts,
        finding=_finding(draw, starts, today, is_leader=draw.leader_id == reader.pk),
        state=_state(draw, today),
        proves=_proves(draw, reps, starts),
        is_leader=draw.leader_id == reader.pk,
        today=today,
    )


def _start(draw: Draw, focus: Focus, today: date) -> Start:
    is_moved = focus.starts_on not in draw.eligible
    begun = "Began" if focus.starts_on <= today else "Begins"
    return Start(
        focus, f"{begun} {day_in_text(focus.starts_on, today)}, until {day_in_text(focus.ends_on, today)}", is_moved
    )


def _finding(draw: Draw, starts: Sequence[Start], today: date, *, is_leader: bool) -> str:
    if not draw.is_valid:
        return "The draw is void: a start was moved"
    if not is_leader or not starts:
        return f"Start weeks drawn: {draw.skill.name}"
    coming = sum(start.focus.starts_on > today for start in starts)
    if coming == len(starts):
        return f"Chance has decided when {some(coming, 'rep')} begin{'s' if coming == 1 else ''}"
    begun = len(starts) - coming
    return f"{opening(few(begun))} of {some(len(starts), 'rep')} {'has' if begun == 1 else 'have'} begun"


def _state(draw: Draw, today: date) -> str:
    last = draw.eligible[-1]
    span = f"{some(draw.weeks, 'week')}, {draw.first_on:%-d %b} to {last:%-d %b}"
    drawn = f"Drawn {day_in_text(draw.drawn_at, today)} from {span}."
    if draw.voided_at is None:
        return f"{drawn} Locked: a start that is moved voids it."
    who = f" by {draw.voided_by.first_name}" if draw.voided_by else ""
    return f"{drawn} Void since {day_in_text(draw.voided_at, today)}, when a start was moved{who}. The focuses go on."


def _proves(draw: Draw, reps: int, starts: Sequence[Start]) -> str:
    """What the test said once the second look is in; before it, the most it could say."""
    if not draw.is_valid:
        return "Chance no longer decided who began when, so the test of the draw is not made."
    draws = draw.weeks**reps
    tested = [one.p_drawn for start in starts for one in start.focus.verdicts.all() if one.p_drawn is not None]
    if not tested:
        return (
            f"At best it can say: as good as this in {_one_of(draws)} draws by chance alone. "
            "It is tested once, at the second look, sixteen weeks after the start."
        )
    as_good = number(round(tested[0] * draws))
    return f"As good as this in {as_good} of {number(draws)} draws by chance alone: p {tested[0]:.3f}."


def _one_of(draws: int) -> str:
    return f"1 of {number(draws)}"
