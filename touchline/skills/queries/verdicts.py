"""What the record says of a focus, in words: only what was looked at on a day set beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from touchline.measures.coaching import LEAST_EVENTS, LEAST_WEEKS, TooEarly
from touchline.measures.winrate import Record, expected_next
from touchline.skills.look_days import NO_METRIC, STALE_FACTS, due_look, look_days
from touchline.skills.models import Focus, Metric, Verdict
from touchline.ui.templatetags.fmt import day, day_in_text, number, percent

SAYS = {
    Verdict.Said.MOVED: "Moved: up by more than luck and the team explain",
    Verdict.Said.LEANING_YES: "Leaning yes: probably up, not surely",
    Verdict.Said.CANT_TELL: "Can’t tell yet: a rise, a fall and nothing all fit",
    Verdict.Said.LEANING_NO: "Leaning no: probably down, not surely",
    Verdict.Said.WENT_DOWN: "Went down: by more than luck and the team explain",
    Verdict.Said.TOO_EARLY: "Too early to say",
}
WHY = {
    TooEarly.TOO_FEW_EVENTS: f"Fewer than {LEAST_EVENTS} events before or after the start.",
    TooEarly.TOO_FEW_WEEKS: f"Events in fewer than {LEAST_WEEKS} weeks before or after the start.",
    TooEarly.NOT_PRACTISED: "Not practised in three different weeks of the first six, so there is nothing to judge.",
    TooEarly.METRIC_CHANGED: "A stage of the CRM changed its meaning in that time, so before and after do not compare.",
    TooEarly.BEFORE_THE_LOOK: "Closed before the first look, and looking early finds more by luck.",
    STALE_FACTS: "No CRM export reached up to the look when it was closed.",
    NO_METRIC: "The CRM counts nothing for this focus.",
}
ALTERNATIVES = (
    "Territory or product changed.",
    "Prices changed.",
    "The season: this part of the year may always be better or worse.",
    "Marketing changed what comes in.",
)
SCEPTIC = "Association with a coached period is not proof that coaching did it."
NOT_BEFORE = "Not before: whoever looks every week finds a rise by luck sooner or later."


@dataclass(frozen=True, slots=True)
class Look:
    """One look that was taken: the verdict in words and everything it rests on.

    `team` holds the counts of others, which in a team of two are one person’s: it is for the leader alone.
    """

    verdict: Verdict
    title: str
    says: str
    figures: str
    chance: str
    luck: str
    counts: tuple[str, ...]
    team: str
    draw: str
    why: tuple[str, ...]
    regression: str

    @property
    def is_sure(self) -> bool:
        return self.verdict.said in (Verdict.Said.MOVED, Verdict.Said.WENT_DOWN)


@dataclass(frozen=True, slots=True)
class VerdictSection:
    """The verdict of a focus on its page; `due` names the look that can be taken now, empty while none can."""

    focus: Focus
    looks: tuple[Look, ...]
    coming: str
    due: str
    void: str
    alternatives: tuple[str, ...]
    today: date
    sceptic: str = SCEPTIC

    @property
    def latest(self) -> Look | None:
        return self.looks[0] if self.looks else None

    @property
    def earlier(self) -> tuple[Look, ...]:
        return self.looks[1:]


def verdict_section(focus: Focus, *, today: date) -> VerdictSection:
    """What was looked at and when the next look is; one query, or two where start weeks were drawn.

    Reads `focus.person`, `focus.skill` and `focus.draw`: select them with the focus.
    """
    verdicts = sorted(focus.verdicts.all(), key=lambda one: (one.looked_on, one.pk), reverse=True)
    looks = tuple(_look(focus, one, today) for one in verdicts)
    due = due_look(focus, taken={one.look for one in verdicts}, today=today) if focus.metric else None
    regression = (looks[0].regression,) if looks and looks[0].regression else ()
    name = focus.person.first_name
    return VerdictSection(
        focus=focus,
        looks=looks,
        coming=_coming(focus, {one.look for one in verdicts}, today),
        due=Verdict.Look(due).label if due else "",
        void=_void(focus, today),
        alternatives=(*ALTERNATIVES, *regression, f"{name} knew, and being watched changes what people do."),
        today=today,
    )


def now_says(focus: Focus, *, today: date) -> str:
    """What the record says today in a few words, without looking: the last verdict, else when it will be looked at.

    One query, none where the verdicts were prefetched.
    """
    verdicts: Iterable[Verdict] = focus.verdicts.all()
    if last := max(verdicts, key=lambda one: (one.looked_on, one.pk), default=None):
        return f"{last.get_said_display()}, looked at {day_in_text(last.looked_on, today)}"
    if not focus.metric:
        return "Nothing the CRM counts"
    first = look_days(focus)[Verdict.Look.FIRST]
    return f"First look due since {first:%-d %b}" if first <= today else f"First look on {first:%-d %b}"


def metric_words(metric: str) -> str:
    """What a metric counts, as it stands inside a sentence."""
    label = str(Metric(metric).label)
    return label[:1].lower() + label[1:]


def _coming(focus: Focus, taken: set[str], today: date) -> str:
    if not focus.metric:
        return ""
    days = [when for look, when in look_days(focus).items() if look not in taken and when > today]
    if not days:
        return ""
    told = " and ".join(f"{when:%-d %b %Y}" for when in days)
    noun = "looked at again" if len(days) == 1 else "looked at"
    return f"The record is {noun} on {told}. {NOT_BEFORE}"


def _void(focus: Focus, today: date) -> str:
    if focus.draw is None or focus.draw.is_valid:
        return ""
    return (
        f"The draw of start weeks is void: a start was moved {day_in_text(focus.draw.voided_at, today)}, "
        "so chance no longer decided and the test of the draw is not made."
    )


def _look(focus: Focus, one: Verdict, today: date) -> Look:
    return Look(
        verdict=one,
        title=f"{one.get_look_display()}, {day_in_text(one.looked_on, today)}",
        says=SAYS[Verdict.Said(one.said)],
        figures=_figures(one),
        chance=_chance(one),
        luck=_luck(one),
        counts=_counts(focus, one, today),
        team=_team(one),
        draw=_draw(one),
        why=tuple(WHY[reason] for reason in one.why),
        regression=_regression(focus, one),
    )


def _figures(one: Verdict) -> str:
    """The effect in points, with where it lies in nine cases of ten."""
    if one.points is None or one.low is None or one.high is None:
        return ""
    return f"{_signed(one.points)} points, between {_signed(one.low)} and {_signed(one.high)} in 9 cases of 10."


def _signed(points: float) -> str:
    count = round(points)
    return f"+{count}" if count > 0 else number(count)


def _chance(one: Verdict) -> str:
    if one.p_up is None:
        return ""
    return f"{percent(one.p_up)} for any rise, {percent(one.p_worth)} for one worth having."


def _luck(one: Verdict) -> str:
    if one.luck_tail is None:
        return ""
    share = "less than 1%" if one.luck_tail < 0.01 else percent(one.luck_tail)
    return f"If nothing had changed, a rep with this history does this well {share} of the time."


def _counts(focus: Focus, one: Verdict, today: date) -> tuple[str, ...]:
    """Hits and events of the rep on both sides, with the days."""
    if not one.n_before + one.n_after:
        return ()
    before = f"{day(one.before_from, today)} to {day_in_text(one.before_to, today)}"
    after = f"{day(one.after_from, today)} to {day_in_text(one.after_to, today)}"
    return (
        f"{focus.person.first_name}: {number(one.hits_before)} of {number(one.n_before)} before ({before}), "
        f"{number(one.hits_after)} of {number(one.n_after)} after ({after}).",
    )


def _team(one: Verdict) -> str:
    if not one.n_before + one.n_after:
        return ""
    if not one.team_n_before + one.team_n_after:
        return "No teammate without this focus to compare with."
    return (
        f"Teammates without this focus: {number(one.team_hits_before)} of {number(one.team_n_before)} before, "
        f"{number(one.team_hits_after)} of {number(one.team_n_after)} after. Their movement is taken off."
    )


def _draw(one: Verdict) -> str:
    if one.p_drawn is None:
        return ""
    share = "less than 1%" if one.p_drawn < 0.01 else percent(one.p_drawn)
    return f"Start weeks were drawn by chance: another draw would have come out as well {share} of the time."


def _regression(focus: Focus, one: Verdict) -> str:
    """The figure to expect with nothing done, for a rep who was picked when low."""
    if one.prior_mean is None or one.prior_strength is None or not one.n_before:
        return ""
    rate = one.hits_before / one.n_before
    expected = expected_next(Record(one.hits_before, one.n_before), mean=one.prior_mean, strength=one.prior_strength)
    if expected < rate or percent(expected) == percent(rate):
        return ""
    name = focus.person.first_name
    return (
        f"{name} was picked when low: after {percent(rate)}, {percent(expected)} is to be expected with nothing done."
    )


def verdict_counts(verdicts: Iterable[Verdict]) -> str:
    """How often each verdict was given, the most frequent first: 3 can’t tell yet, 1 moved."""
    found: dict[str, int] = {}
    for one in verdicts:
        word = str(one.get_said_display())
        found[word] = found.get(word, 0) + 1
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{n} {word[:1].lower()}{word[1:]}" for word, n in ordered)
