"""Look at what the record says of a focus, on the days set beforehand and on no other."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from touchline.measures.coaching import (
    VERSION,
    Conditions,
    Effect,
    Prior,
    Ruling,
    drift,
    effect,
    looks,
    prior_from,
    verdict,
)
from touchline.measures.practice import is_spaced
from touchline.measures.randomised import Course, randomised
from touchline.measures.winrate import Record
from touchline.people.models import Person, Seat
from touchline.people.queries.reported import reported_to
from touchline.skills.look_days import BEFORE, NO_METRIC, STALE_FACTS, due_look, look_days
from touchline.skills.models import Draw, Focus, Metric, Verdict
from touchline.skills.queries.counting import Counted, counted
from touchline.timeline.models import Event

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
STAGE_BASED = {Metric.WIN_RATE, Metric.FIRST_STAGE, Metric.CLOSE_KEPT}


@dataclass(frozen=True, slots=True)
class Window:
    """The days compared: thirteen weeks before the start, and from the start until the day before the look."""

    before_from: date
    before_to: date
    after_from: date
    after_to: date

    @classmethod
    def of(cls, focus: Focus, look_on: date) -> "Window":
        start = focus.starts_on
        return cls(start - BEFORE, start - DAY, start, max(look_on - DAY, start))


@transaction.atomic
def take_due_look(focus: Focus, *, by: Person, at: datetime) -> Verdict:
    """Take the look that is due; refused before its day, and while the facts do not reach up to it."""
    today = focus.person.workspace.today(at)
    look = due_look(focus, taken=set(focus.verdicts.values_list("look", flat=True)), today=today)
    if look is None:
        coming = [day for day in look_days(focus).values() if day > today]
        when = f"The next look is on {coming[0]:%-d %B %Y}." if coming else "Both looks were taken."
        raise ValidationError(f"{when} Looking more often finds more by luck.")
    if not focus.metric:
        raise ValidationError("The CRM counts nothing for this focus, so there is nothing to look at.")
    day = look_days(focus)[look]
    if not _facts_reach(focus, day):
        raise ValidationError(
            f"The newest CRM export is of {focus.person.workspace.facts_as_of:%-d %B %Y}. "
            f"Import one of {day:%-d %B %Y} or later, then look: it is done once."
        )
    return take_look(focus, look=look, by=by, at=at)


@transaction.atomic
def take_look(focus: Focus, *, look: str, by: Person | None, at: datetime) -> Verdict:
    """Store what the record says at one look; a look that was taken stays as it was.

    Closing is no third look: it repeats the last one whose day has come, and before the first says too early.
    """
    if there := focus.verdicts.filter(look=look).first():
        return there
    today = focus.person.workspace.today(at)
    if look != Verdict.Look.CLOSE:
        day = look_days(focus)[look]
        return Verdict.store(focus, look=look, by=by, at=at, looked_on=today, **_found(focus, look, day, today))
    reached = [(name, day) for name, day in look_days(focus).items() if day <= today]
    if reached and focus.metric and _facts_reach(focus, reached[-1][1]):
        last = take_look(focus, look=reached[-1][0], by=by, at=at)
        return Verdict.store(focus, look=look, by=by, at=at, looked_on=today, **_same_as(last))
    why = NO_METRIC if not focus.metric else STALE_FACTS if reached else "before_the_look"
    return Verdict.store(focus, look=look, by=by, at=at, looked_on=today, **_unsaid(focus, why, today))


def _found(focus: Focus, look: str, look_on: date, today: date) -> dict[str, Any]:
    """Everything a verdict stores, counted as it was known on the day of the look."""
    window = Window.of(focus, look_on)
    team, untouched = _teammates(focus, window)
    counts = counted(focus.metric, [*team, focus.person_id], window.before_from, window.after_to, today=look_on)
    before = counts.record([focus.person_id], window.before_from, window.before_to)
    after = counts.record([focus.person_id], window.after_from, window.after_to)
    team_before = counts.record(untouched, window.before_from, window.before_to)
    team_after = counts.record(untouched, window.after_from, window.after_to)
    prior = prior_from(counts.records([*team, focus.person_id], window.before_from, window.before_to))
    found = effect(before, after, prior=prior, drift=drift(team_before, team_after))
    ruling = verdict(found, _conditions(focus, counts, window, look_on, today))
    draw = focus.draw if focus.draw and focus.draw.is_valid else None
    return {
        **asdict(window),
        **_counts(before, after, team_before, team_after),
        **_said(found, ruling, prior),
        "metric": focus.metric,
        "design": Verdict.Design.DRAWN if draw else Verdict.Design.ONE_REP,
        "p_drawn": _chance_of_the_draw(draw, focus.metric) if draw and look == Verdict.Look.SECOND else None,
        "version": ruling.version,
    }


def _conditions(focus: Focus, counts: Counted, window: Window, look_on: date, today: date) -> Conditions:
    practised = focus.practices.filter(on__lt=look_on).values_list("on", flat=True)
    return Conditions(
        weeks_before=counts.weeks_with(focus.person_id, window.before_from, window.before_to),
        weeks_after=counts.weeks_with(focus.person_id, window.after_from, window.after_to),
        is_practised=is_spaced(practised, starts_on=focus.starts_on),
        is_same_metric=not _is_redefined(focus, look_on),
        is_at_a_look=look_on <= today,
    )


def _is_redefined(focus: Focus, look_on: date) -> bool:
    """Did a stage change its meaning since the focus was chosen? A meaning holds for all deals, old ones too."""
    changes = Event.objects.filter(workspace=focus.person.workspace, verb="stage.explained")
    changed = changes.filter(happened_at__gt=focus.chosen_at, happened_at__date__lt=look_on)
    return focus.metric in STAGE_BASED and changed.exists()


def _teammates(focus: Focus, window: Window) -> tuple[list[int], list[int]]:
    """The reps of the same leader from the start to the look, and those of them who do not share the focus."""
    seat = Seat.objects.filter(person=focus.person).touching(window.after_from, window.after_from).first()
    if seat is None or seat.leader is None:
        return [], []
    reported = reported_to(seat.leader, window.after_from, window.after_to)
    team = [
        one.person.pk
        for one in reported
        if one.first <= window.after_from and one.last >= window.after_to and one.person.pk != focus.person_id
    ]
    alike = Q(skill=focus.skill_id) | Q(metric=focus.metric)
    in_that_time = Q(closed_at=None) | Q(closed_at__date__gte=window.before_from)
    sharing = Focus.objects.filter(alike, in_that_time, person__in=team, starts_on__lte=window.after_to)
    shared = set(sharing.values_list("person", flat=True))
    return team, [person for person in team if person not in shared]


def _chance_of_the_draw(draw: Draw, metric: str) -> float | None:
    """How often a draw would have come out as well by chance, over the reps of the draw.

    Read at the second look: by then eight weeks have passed since the last week that could be drawn. It is counted
    as known on the first day anybody of the draw could have that look, so that all are told the same.
    """
    drawn = list(draw.focuses.order_by("pk"))
    first = draw.first_on - BEFORE
    last = looks(draw.eligible[-1])[0] - DAY
    weeks = (last + DAY - first) // WEEK
    eligible = tuple((day - first) // WEEK for day in draw.eligible)
    counts = counted(metric, [one.person_id for one in drawn], first, last, today=looks(draw.first_on)[1])
    courses = []
    for one in drawn:
        hits, n = counts.weekly(one.person_id, first, weeks)
        courses.append(Course(tuple(hits), tuple(n), (one.starts_on - first) // WEEK, eligible))
    return randomised(courses).p


def _facts_reach(focus: Focus, day: date) -> bool:
    workspace = focus.person.workspace
    return workspace.facts_as_of is None or workspace.today(workspace.facts_as_of) >= day


def _counts(before: Record, after: Record, team_before: Record, team_after: Record) -> dict[str, int]:
    return {
        "hits_before": before.wins,
        "n_before": before.n,
        "hits_after": after.wins,
        "n_after": after.n,
        "team_hits_before": team_before.wins,
        "team_n_before": team_before.n,
        "team_hits_after": team_after.wins,
        "team_n_after": team_after.n,
    }


def _said(found: Effect, ruling: Ruling, prior: Prior) -> dict[str, Any]:
    """Word and figures; where it is too early, the figures stay unsaid as well."""
    said = {
        "said": ruling.verdict,
        "why": list(ruling.reasons),
        "prior_mean": prior.mean,
        "prior_strength": prior.strength,
    }
    if ruling.reasons:
        return said
    figures = ("p_up", "p_worth", "points", "low", "high", "luck_tail")
    return said | {name: getattr(found, name) for name in figures}


def _unsaid(focus: Focus, why: str, today: date) -> dict[str, Any]:
    window = Window.of(focus, max(today, focus.starts_on + DAY))
    is_drawn = focus.draw is not None and focus.draw.is_valid
    return {
        **asdict(window),
        "said": Verdict.Said.TOO_EARLY,
        "why": [why],
        "metric": focus.metric,
        "design": Verdict.Design.DRAWN if is_drawn else Verdict.Design.ONE_REP,
        "version": VERSION,
    }


def _same_as(last: Verdict) -> dict[str, Any]:
    own = {"id", "focus", "look", "by", "at", "looked_on"}
    return {field.name: getattr(last, field.name) for field in Verdict._meta.fields if field.name not in own}
