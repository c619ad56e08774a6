"""What a leader needs to choose a focus: the skill in words, and what each metric of this rep could show at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from touchline.measures.power import MOST, STEP, detectable
from touchline.measures.winrate import Record
from touchline.people.models import Person
from touchline.skills.look_days import BEFORE, look_days
from touchline.skills.models import Edition, Focus, Metric, Skill, Verdict
from touchline.skills.queries.counting import FIRST_STAGE_WITHIN, counted
from touchline.skills.queries.verdicts import now_says
from touchline.ui.templatetags.fmt import day_in_text, number, percent, plural
from touchline.ui.words import some

DAY = timedelta(days=1)
MONTH = 365 / 12
# A metric that shows no smaller rise than this by the first look is too rare to hope for. Our convention.
WORTH_HOPING = 20
SUGGESTED = timedelta(weeks=10)


@dataclass(frozen=True, slots=True)
class Offer:
    """One metric for this rep: where it stood, how often it comes, and the smallest rise these volumes could show.

    `rise` is in points, None where none could be shown; `by` is the day of the look that could show it.
    """

    metric: str
    label: str
    baseline: Record
    a_month: float
    rise: int | None
    by: date
    is_first_look: bool
    says: str
    stood: str

    @property
    def is_rare(self) -> bool:
        return self.rise is None or not self.is_first_look or self.rise > WORTH_HOPING

    @property
    def is_frequent(self) -> bool:
        return not self.is_rare


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill one can choose; `is_matching` where the CRM counts of it what the diagnosis found below."""

    skill: Skill
    is_matching: bool


@dataclass(frozen=True, slots=True)
class ChoosingPage:
    """Choosing a focus for `rep`: first the skill, then with `skill` the rest."""

    rep: Person
    today: date
    asked: str
    rows: tuple[SkillRow, ...] = ()
    skill: Skill | None = None
    levels: tuple[tuple[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()
    metric: str = ""
    better: str = ""

    @property
    def asked_words(self) -> str:
        return str(Metric(self.asked).label) if self.asked else ""

    @property
    def matching(self) -> list[SkillRow]:
        return [row for row in self.rows if row.is_matching]

    @property
    def rest(self) -> list[SkillRow]:
        return [row for row in self.rows if not row.is_matching]


@dataclass(frozen=True, slots=True)
class Place:
    """One of the two places that are taken."""

    focus: Focus
    since: str
    observed: str
    record: str


@dataclass(frozen=True, slots=True)
class ThirdPage:
    """A third focus was asked for: the two the rep has, of which one is closed first."""

    rep: Person
    places: tuple[Place, ...]


def skills_to_choose(rep: Person, skills: QuerySet[Skill], *, asked: str, today: date) -> ChoosingPage:
    """The skills, those that should move what was `asked` for leading; one query."""
    rows = [SkillRow(skill, bool(asked) and skill.metric == asked) for skill in skills.select_related("edition")]
    ordered = sorted(rows, key=lambda row: (not row.is_matching, row.skill.name))
    return ChoosingPage(rep, today, asked, rows=tuple(ordered))


def choosing_page(rep: Person, skill: Skill, *, asked: str, today: date) -> ChoosingPage:
    """One skill with its levels and what each metric could show; five queries. Reads the skill's edition."""
    wanted = asked or skill.metric
    offers = sorted((_offer(rep, metric, today=today) for metric in Metric), key=lambda one: _order(one, wanted))
    return ChoosingPage(
        rep,
        today,
        asked,
        skill=skill,
        levels=tuple(zip(Edition.NAMES, skill.edition.levels, strict=True)) if skill.edition else (),
        offers=tuple(offers),
        metric=wanted,
        better=_better(rep, offers, wanted),
    )


def baselines(people: Sequence[Person], metric: str, *, starts_on: date, today: date) -> list[Record]:
    """What the CRM counted of `metric` for each in the thirteen weeks before `starts_on`; two queries at most."""
    if not metric:
        return [Record(0, 0) for _ in people]
    first, last = starts_on - BEFORE, starts_on - DAY
    found = counted(metric, [person.pk for person in people], first, last, today=today)
    return found.records([person.pk for person in people], first, last)


def third_page(rep: Person, taken: QuerySet[Focus], *, today: date) -> ThirdPage:
    """The focuses that take the places of `rep`, each with what is known of it; two queries."""
    taken = taken.select_related("skill").prefetch_related("verdicts")
    seen = taken.annotate(seen_on=Max("observations__on")).order_by("starts_on", "pk")
    return ThirdPage(rep, tuple(_place(focus, today) for focus in seen))


def _place(focus: Focus, today: date) -> Place:
    seen_on: date | None = getattr(focus, "seen_on", None)
    return Place(
        focus=focus,
        since=f"Since {day_in_text(focus.starts_on, today)}" if focus.starts_on <= today else "Not begun yet",
        observed=f"last observed {day_in_text(seen_on, today)}" if seen_on else "never observed",
        record=now_says(focus, today=today),
    )


def _offer(rep: Person, metric: Metric, *, today: date) -> Offer:
    (baseline,) = baselines([rep], metric, starts_on=today, today=today)
    window = BEFORE - FIRST_STAGE_WITHIN if metric == Metric.FIRST_STAGE else BEFORE
    a_day = baseline.n / window.days
    rise, look = _rise(metric, baseline, a_day, today)
    days = look_days(Focus(starts_on=today))
    return Offer(
        metric=metric,
        label=str(metric.label),
        baseline=baseline,
        a_month=a_day * MONTH,
        rise=rise,
        by=days[look],
        is_first_look=look == Verdict.Look.FIRST,
        says=_says(rep, baseline, a_day * MONTH, rise, days[look], today),
        stood=f"{number(baseline.wins)} of {number(baseline.n)}, {percent(baseline.rate)}" if baseline.n else "Nothing",
    )


def _rise(metric: str, baseline: Record, a_day: float, today: date) -> tuple[int | None, str]:
    """The smallest rise that could be shown by the first look, else by the second."""
    look: str = Verdict.Look.FIRST
    for look, day in look_days(Focus(starts_on=today)).items():
        span = day - today
        known = span - FIRST_STAGE_WITHIN if metric == Metric.FIRST_STAGE else span
        before, after = round(a_day * BEFORE.days), round(a_day * known.days)
        rise = detectable(before, after, baseline.rate) if baseline.rate is not None and after else None
        if rise is not None:
            return rise, look
    return None, look


def _says(rep: Person, baseline: Record, a_month: float, rise: int | None, by: date, today: date) -> str:
    if not baseline.n:
        return f"Nothing counted for {rep.first_name} in thirteen weeks, so no rise could be shown."
    often = f"With {rep.first_name}’s volumes ({number(round(a_month)) if a_month >= 1 else 'fewer than 1'} a month)"
    when = f"{by:%-d %B}" if by.year == today.year else f"{by:%-d %B %Y}"
    if rise is None:
        left = min(MOST, int((1 - (baseline.rate or 0)) * 100))
        return f"{often} not even a rise of {plural(left, 'point')} could be detected by {when}."
    smaller = rise // (2 * STEP) * STEP
    return (
        f"{often} we could detect a rise of {plural(rise, 'point')} by {when}{f', not {smaller}' if smaller else ''}."
    )


def _order(offer: Offer, wanted: str) -> tuple[bool, bool, int, str]:
    """The wanted one leads, then those that could show the smallest rise soonest."""
    return offer.metric != wanted, not offer.is_first_look, offer.rise or MOST + STEP, offer.label


def _better(rep: Person, offers: Iterable[Offer], wanted: str) -> str:
    """Where what is wanted is too rare: the metric that could show the smallest rise by the first look."""
    found = {offer.metric: offer for offer in offers}
    asked = found.get(wanted)
    if asked is None or not asked.is_rare:
        return ""
    frequent = [one for one in found.values() if one.metric != wanted and one.is_frequent]
    best = min(frequent, key=lambda one: one.rise or MOST, default=None)
    if best is None:
        return f"None of these comes often enough for {rep.first_name}: levels seen in observations will tell more."
    often = f"“{best.label}” comes more often: a rise of {plural(best.rise or 0, 'point')} would show."
    return f"“{asked.label}” is too rare to show {some(WORTH_HOPING, 'point')} by the first look. {often}"
