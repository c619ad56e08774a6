"""The page of one focus: what is worked on, what was seen and practised, and what the record shows week by week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from touchline.measures.coaching import prior_from
from touchline.measures.cusum import watch
from touchline.measures.practice import prompt_due
from touchline.measures.winrate import Record, expected_next
from touchline.people.models import Person
from touchline.skills.look_days import BEFORE
from touchline.skills.models import Edition, Focus, Metric, Observation, Practice
from touchline.skills.queries.counting import FIRST_STAGE_WITHIN, Counted, counted
from touchline.skills.queries.verdicts import VerdictSection, metric_words, verdict_section
from touchline.ui.charts.over_time import Plot, line
from touchline.ui.templatetags.fmt import day, day_in_text, number, percent, plural
from touchline.ui.words import few, opening

WEEKS = 12
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation as its reader may know it: the leader's level stays hidden until the rep has given theirs."""

    observation: Observation
    level: int | None
    is_mine_to_score: bool

    @classmethod
    def by(cls, observation: Observation, *, is_rep: bool) -> "Seen":
        is_hidden = is_rep and not observation.shows_level_to_rep
        return cls(observation, None if is_hidden else observation.level, is_hidden and observation.is_made)

    @property
    def waits_for_feedback(self) -> bool:
        return self.observation.is_made and not self.observation.is_told

    @property
    def counts(self) -> bool:
        return self.observation.counts

    @property
    def shows_words(self) -> bool:
        """Feedback would tell the level, so the rep reads it after scoring."""
        return self.observation.is_told and not self.is_mine_to_score

    @property
    def state(self) -> str:
        """Whether it counts, in three words or fewer."""
        one = self.observation
        if not one.is_made:
            return "Declared"
        if one.counts:
            return "Counts"
        return "Does not count" if one.led_by else "Who led?"


@dataclass(frozen=True, slots=True)
class Moving:
    """The metric week by week with its totals on both sides of the start; no `chart` where nothing was counted."""

    says: str
    chart: Plot | None
    caption: str
    alert: str


@dataclass(frozen=True, slots=True)
class FocusPage:
    focus: Focus
    reader: Person
    today: date
    finding: str
    lede: str
    seen: tuple[Seen, ...]
    level: int | None
    practices: tuple[Practice, ...]
    prompt: int | None
    moving: Moving | None
    verdict: VerdictSection
    spent: str

    @property
    def is_rep(self) -> bool:
        return self.reader.pk == self.focus.person_id

    @property
    def is_leader(self) -> bool:
        return not self.is_rep

    @property
    def name(self) -> str:
        return self.focus.person.first_name

    @property
    def has_begun(self) -> bool:
        return self.focus.starts_on <= self.today

    @property
    def can_move_start(self) -> bool:
        return self.is_leader and self.focus.is_active and not self.has_begun and not self.seen

    @property
    def can_observe(self) -> bool:
        return self.is_leader and self.focus.is_active and self.has_begun and not self.is_over

    @property
    def would_void_draw(self) -> bool:
        return self.focus.draw is not None and self.focus.draw.is_valid

    @property
    def is_over(self) -> bool:
        return self.focus.is_active and self.focus.ends_on < self.today

    @property
    def to_score(self) -> Seen | None:
        """What the rep has not scored yet, the oldest first."""
        return next((one for one in reversed(self.seen) if one.is_mine_to_score), None)

    @property
    def to_tell(self) -> Seen | None:
        """What waits for the leader's feedback, the newest first."""
        return next((one for one in self.seen if one.waits_for_feedback), None) if self.is_leader else None

    @property
    def level_says(self) -> str:
        """The level last seen in the words the skill has for it."""
        if not self.level:
            return ""
        return f"{self.level}. {Edition.NAMES[self.level - 1]}: {self.focus.edition.levels[self.level - 1]}"

    @property
    def baseline(self) -> str:
        """Where it stood before, with its denominator."""
        hits, n = self.focus.baseline_hits, self.focus.baseline_n
        return f"{number(hits)} of {number(n)} before, {round(100 * hits / n)}%" if n else "Not known"


def focus_page(focus: Focus, *, reader: Person, today: date) -> FocusPage:
    """Gather the page of `focus` for the rep or the leader; at most seven queries.

    Reads `person.workspace`, `skill`, `edition` and `draw` of the focus: select them with it.
    """
    is_rep = reader.pk == focus.person_id
    made = focus.observations.select_related("observer").order_by("-on", "-pk")
    seen = tuple(Seen.by(one, is_rep=is_rep) for one in made)
    practices = tuple(focus.practices.select_related("by").order_by("-on", "-pk"))
    verdict = verdict_section(focus, today=today)
    levels = [one for one in seen if one.level]
    return FocusPage(
        focus=focus,
        reader=reader,
        today=today,
        finding=_finding(focus, seen, verdict, reader, today),
        lede=_lede(focus, today),
        seen=seen,
        level=levels[0].level if levels else None,
        practices=practices,
        prompt=_prompt(focus, practices, today),
        moving=_moving(focus, seen, reader, today) if focus.metric else None,
        verdict=verdict,
        spent=_spent(focus, seen, practices, today),
    )


def days_alone(focus: Focus, seen: Iterable[Seen], today: date) -> int:
    """Days since it was last observed, or since it began; none before it begins."""
    last = max((one.observation.on for one in seen if one.observation.is_made), default=focus.starts_on)
    return max((today - max(last, focus.starts_on)).days, 0)


def _finding(focus: Focus, seen: Sequence[Seen], verdict: VerdictSection, reader: Person, today: date) -> str:
    """The one thing that is true of it now, the most pressing first."""
    if focus.closed_at is not None:
        said = f": {str(verdict.latest.verdict.get_said_display()).lower()}" if verdict.latest else ""
        return f"Closed on {focus.person.workspace.today(focus.closed_at):%-d %B}{said}"
    if focus.starts_on > today:
        return f"Begins on {focus.starts_on:%A, %-d %B}"
    is_rep = reader.pk == focus.person_id
    if is_rep and (waiting := next((one for one in reversed(seen) if one.is_mine_to_score), None)):
        one = waiting.observation
        return f"{one.observer.first_name} saw your {_kind(one)}: score yourself first"
    if focus.ends_on < today:
        return f"Its last day was {focus.ends_on:%-d %B}: close it with a verdict"
    if verdict.due:
        return f"The {verdict.due.lower()} is due: has it moved?"
    if not is_rep and (waiting := next((one for one in seen if one.waits_for_feedback), None)):
        one = waiting.observation
        return f"The {_kind(one)} of {one.on:%-d %B} waits for your feedback"
    if (alone := days_alone(focus, seen, today)) >= Focus.LEFT_ALONE.days:
        return f"Picked, and not worked on for {few(alone)} days"
    return _levels_say(focus, seen, is_rep=is_rep)


def _levels_say(focus: Focus, seen: Sequence[Seen], *, is_rep: bool) -> str:
    who = "You" if is_rep else focus.person.first_name
    levels = [one for one in reversed(seen) if one.level]
    if not levels:
        return "Not observed yet"
    first, last = levels[0].level, levels[-1]
    if first and last.level and first != last.level:
        verb = "moved" if last.level > first else "went"
        return f"{who} {verb} from level {first} to {last.level}, seen by {last.observation.observer.first_name}"
    name = Edition.NAMES[(last.level or 1) - 1].lower()
    if len(levels) == 1:
        return f"Level {last.level}, {name}, seen once by {last.observation.observer.first_name}"
    return f"Level {last.level}, {name}, in each of {few(len(levels))} observations"


def _kind(observation: Observation) -> str:
    return str(observation.get_kind_display()).lower()


def _lede(focus: Focus, today: date) -> str:
    if not focus.is_active:
        return focus.closed_why
    week = min((today - focus.starts_on).days, (focus.ends_on - focus.starts_on).days) // 7 + 1
    weeks = (focus.ends_on - focus.starts_on).days // 7 + 1
    since = f"Week {week} of {weeks}, " if focus.starts_on <= today else ""
    return opening(f"{since}{focus.starts_on:%-d %B} to {focus.ends_on:%-d %B}.")


def _spent(focus: Focus, seen: Iterable[Seen], practices: Iterable[Practice], today: date) -> str:
    """Minutes the leader gave: observations, and practice the leader took part in, against the promise so far."""
    spent = sum(one.observation.minutes for one in seen)
    spent += sum(one.minutes for one in practices if one.by_id != focus.person_id)
    if not focus.minutes:
        return f"{number(spent)}, none promised"
    if focus.starts_on > today:
        return f"{number(focus.minutes)} promised a week"
    weeks = (min(today, focus.ends_on) - focus.starts_on).days // 7 + 1
    return f"{number(spent)} of {number(focus.minutes * weeks)} promised so far"


def _prompt(focus: Focus, practices: Iterable[Practice], today: date) -> int | None:
    if not focus.is_active or focus.ends_on < today:
        return None
    skipped = [skip.day for skip in focus.skips.all()]
    return prompt_due(focus.starts_on, today=today, practised=[one.on for one in practices], skipped=skipped)


def _moving(focus: Focus, seen: Sequence[Seen], reader: Person, today: date) -> Moving:
    """The last twelve weeks of the metric; others of the team, together, are shown to the leader alone."""
    workspace = focus.person.workspace
    last = workspace.today(focus.closed_at) if focus.closed_at else today
    first = last - timedelta(days=last.weekday()) - (WEEKS - 1) * WEEK
    mine = focus.person_id
    others = [] if reader.pk == mine else list(Person.objects.reporting_to(reader).here().values_list("pk", flat=True))
    counts = counted(focus.metric, {mine, *others}, min(first, focus.starts_on - BEFORE), last, today=today)
    since = counts.record([mine], focus.starts_on, last)
    return Moving(
        says=_totals(focus, since),
        chart=_chart(focus, counts, [pk for pk in others if pk != mine], seen, first),
        caption=_caption(focus, first, last, today),
        alert=_alert(focus, counts, [mine, *others]) if others and focus.is_active else "",
    )


def _alert(focus: Focus, counts: Counted, team: list[int]) -> str:
    """Whether the run of events since the start is worth a look before the day set for one; failures of a day first."""
    window = (focus.starts_on - BEFORE, focus.starts_on - timedelta(days=1))
    prior = prior_from(counts.records(set(team), *window))
    baseline = expected_next(counts.record([focus.person_id], *window), mean=prior.mean, strength=prior.strength)
    since = [tally for tally in counts.by_person.get(focus.person_id, ()) if tally.day >= focus.starts_on]
    outcomes = [hit for tally in since for hit in (*[False] * (tally.n - tally.hits), *[True] * tally.hits)]
    if not outcomes or not 0 < baseline < 1:
        return ""
    found = watch(outcomes, baseline=baseline)
    if not (found.up_at or found.down_at):
        return ""
    runs = "above" if found.up_at else "below"
    return (
        f"Worth a look: {number(sum(outcomes))} of {number(len(outcomes))} run {runs} the {percent(baseline)} to be "
        "expected. An alert, not a verdict: the record is judged on the days set beforehand."
    )


def _totals(focus: Focus, since: Record) -> str:
    before = f"{number(focus.baseline_hits)} of {number(focus.baseline_n)} before it" if focus.baseline_n else ""
    if not since.n:
        return f"Nothing counted since it began{f'; {before}' if before else ''}"
    return f"{number(since.wins)} of {number(since.n)} since it began{f', {before}' if before else ''}"


def _chart(focus: Focus, counts: Counted, others: list[int], seen: Sequence[Seen], first: date) -> Plot | None:
    starts = [first + week * WEEK for week in range(WEEKS)]
    weeks = [counts.record([focus.person_id], monday, monday + timedelta(days=6)) for monday in starts]
    if sum(one.n for one in weeks) == 0:
        return None
    team = [counts.record(others, monday, monday + timedelta(days=6)) for monday in starts]
    latest = next(one for one in reversed(weeks) if one.n)
    target = focus.target / 100 if focus.target else None
    return line(
        [_share(one) for one in weeks],
        low=0,
        high=1,
        label=_told(focus, weeks),
        columns=[f"{monday:%-d %b}" if not week % 4 else "" for week, monday in enumerate(starts)],
        note=f"{number(latest.wins)} of {number(latest.n)}",
        band=(target, 1) if target else None,
        band_text=f"Target {focus.target}%" if target else "",
        others=[_share(one) for one in team] if any(one.n for one in team) else (),
        others_text="Team",
        events=_events(seen, weeks, first),
    )


def _events(seen: Sequence[Seen], weeks: Sequence[Record], first: date) -> list[tuple[int, str]]:
    """One mark for each week with an observation, on the weeks that have a point to mark."""
    found: dict[int, list[str]] = {}
    for one in reversed(seen):
        week = (one.observation.on - first).days // 7
        if one.observation.is_made and 0 <= week < len(weeks) and weeks[week].n:
            found.setdefault(week, []).append(_kind(one.observation).replace("-", " ").split()[0])
    return [(week, opening(kinds[0]) if len(kinds) == 1 else f"{len(kinds)}×") for week, kinds in sorted(found.items())]


def _share(one: Record) -> float | None:
    return one.wins / one.n if one.n else None


def _told(focus: Focus, weeks: Sequence[Record]) -> str:
    hits, n = sum(one.wins for one in weeks), sum(one.n for one in weeks)
    target = f", target {focus.target}%" if focus.target else ""
    return f"{Metric(focus.metric).label}, week by week: {number(hits)} of {number(n)} in {WEEKS} weeks{target}."


def _caption(focus: Focus, first: date, last: date, today: date) -> str:
    as_of = focus.person.workspace.facts_as_of
    source = f"CRM export of {day_in_text(as_of, today)}" if as_of else "From the CRM"
    late = ""
    if focus.metric == Metric.FIRST_STAGE:
        late = f" A new deal is counted {plural(FIRST_STAGE_WITHIN.days, 'day')} after it was created."
    return (
        f"{opening(metric_words(focus.metric))}, per week, {day(first, today)} to {day_in_text(last, today)}. "
        f"{source}.{late} Marked: observations. A week holds few events, so whether it moved is said on set days."
    )
