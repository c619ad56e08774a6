"""What the gallery shows: invented figures, fixed so that a picture of it can be compared with the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.paginator import Page
from django.core.validators import MinValueValidator

from touchline.measures.indicators.one_on_ones import ONE_ON_ONES
from touchline.measures.standard import Band, Reading
from touchline.ui import charts, readings
from touchline.ui.charts.across import Bars, Bullet, Lanes, Promises
from touchline.ui.charts.over_time import Plot, Spark
from touchline.ui.forms import OnceMixin, Segments
from touchline.ui.templatetags.fmt import money, percent

TODAY = date(2026, 11, 23)
LATER = "Enter an end date after 23 November 2026"
WEEKS = ("7 Sep", "", "", "", "5 Oct", "", "", "", "2 Nov", "", "", "Now")
PRIYA = (0.36, 0.34, 0.38, 0.37, 0.39, 0.38, 0.41, 0.42, 0.47, 0.55, 0.60, 0.64)
TEAM = (0.41, 0.42, 0.41, 0.43, 0.43, 0.44, 0.44, 0.45, 0.46, 0.46, 0.47, 0.47)
WON = (0, 4_000_000, 11_000_000, 18_000_000, 30_000_000, 47_000_000, 61_000_000, 84_000_000)
PLAN = tuple(int(140_000_000 * week / 12) for week in range(13))


class SkillFocus(OnceMixin, forms.Form):
    """The gallery's one real form; leave it empty to see it refused."""

    skill = forms.ChoiceField(
        help_text="One skill moves faster than two",
        choices=[
            ("", "Choose a skill"),
            ("step", "A dated next step on every deal"),
            ("people", "Three or more people"),
        ],
        error_messages={"required": "Choose the skill Marcus will work on"},
    )
    until = forms.DateField(
        label="Work on it until",
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        validators=[MinValueValidator(date(2026, 11, 24), LATER)],
        error_messages={"required": LATER},
    )
    seen = forms.ChoiceField(
        label="Seen as",
        widget=Segments,
        required=False,
        choices=[("no", "Not yet"), ("help", "With help"), ("own", "Alone")],
    )
    good = forms.CharField(label="What good looks like", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    tell = forms.BooleanField(
        label="Tell Marcus by e-mail", required=False, help_text="He can read the focus either way"
    )


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    initials: str
    skill: str
    spark: Spark
    now: float
    target: float
    kept: Promises
    met_on: date
    recognised_on: date | None


Goal = tuple[str, int, int, str, Bullet]


@dataclass(frozen=True, slots=True)
class Gallery:
    today: date
    team: tuple[Row, ...]
    focus: Plot
    small: Plot
    bare: Plot
    landing: Plot
    goals: tuple[Goal, ...]
    promises: tuple[Promises, ...]
    rates: Lanes
    moved: Bars
    largest: Bars
    strengths: tuple[tuple[int, str], ...]
    verdicts: tuple[bool | None, ...]
    refused: SkillFocus
    reading: readings.Row
    lines: Page[readings.Line]


def gallery_page() -> Gallery:
    return Gallery(
        today=TODAY,
        team=_team(),
        focus=charts.line(
            PRIYA,
            low=0.2,
            high=0.9,
            label="Priya’s deals over $30k with three or more contacts: 36% on 7 September, 64% now, target 70%.",
            columns=WEEKS,
            note="14 of 22 deals",
            band=(0.7, 0.9),
            band_text="Target: 70% or more",
            others=TEAM,
            others_text="Team",
            events=[(3, "Deal review"), (6, "Shadowed Amira"), (8, "Role-play")],
        ),
        small=charts.line(
            PRIYA,
            low=0.2,
            high=0.9,
            label="The same line, smaller: 36% to 64%.",
            columns=WEEKS,
            note="14 of 22",
            band=(0.7, 0.9),
            band_text="Target: 70% or more",
            height=118,
        ),
        bare=charts.line(
            (0.31, 0.33, None, None, 0.42, 0.40),
            low=0,
            high=1,
            label="A line with two weeks missing: 31% to 40%.",
            height=160,
        ),
        landing=_landing(),
        goals=_goals(),
        promises=_promises(),
        rates=_rates(),
        moved=_moved(),
        largest=_largest(),
        strengths=((0, "None"), (1, "Thin"), (2, "Fair"), (3, "Good"), (4, "Strong")),
        verdicts=(False, True, None),
        refused=SkillFocus({"refused-until": "2026-11-20"}, prefix="refused"),
        reading=_reading(),
        lines=_lines(),
    )


def _team() -> tuple[Row, ...]:
    def row(
        name: str,
        initials: str,
        skill: str,
        values: Sequence[float],
        target: float,
        states: list[str],
        met: date,
        recognised: date | None,
    ) -> Row:
        label = f"{name}: {percent(values[0])} to {percent(values[-1])}, target {percent(target)}"
        spark = charts.spark(values, low=0.15, high=0.85, band=(target, 0.85), label=label)
        kept = charts.promises(states, who=name)
        return Row(name, initials, skill, spark, values[-1], target, kept, met, recognised)

    k, l, m, o = "kept", "late", "missed", "open"  # noqa: E741
    return (
        row(
            "Priya Raman",
            "PR",
            "3 or more people in every deal",
            PRIYA,
            0.70,
            [k, k, k, m, k, k, k, l, k, k],
            TODAY,
            date(2026, 11, 17),
        ),
        row(
            "Marcus Oyelaran",
            "MO",
            "A dated next step on every deal",
            PRIYA[::-1],
            0.80,
            [k, m, l, k, m, m, k, l, m, o],
            date(2026, 11, 12),
            date(2026, 10, 21),
        ),
        row(
            "Sam Okafor",
            "SO",
            "First-call certification",
            (0.2, 0.22, 0.26, 0.34, 0.4),
            0.80,
            [k, k, l],
            date(2026, 11, 16),
            None,
        ),
    )


def _reading() -> readings.Row:
    indicator = ONE_ON_ONES["O1"]
    found = Reading(indicator.id, 0.64, 0.46, 0.78, 22, Band.BELOW)
    return readings.Row(
        indicator, found, "14 of 22 one-on-ones held when due", date(2026, 8, 25), TODAY, url="#behind-reading"
    )


def _lines() -> Page[readings.Line]:
    lines = (
        readings.Line(date(2026, 11, 16), "Priya Raman", "Held on 16 Nov, 30 minutes", hit=True),
        readings.Line(date(2026, 11, 9), "Marcus Oyelaran", "Missed", hit=False),
    )
    return readings.listed(lines, page=1)


def _landing() -> Plot:
    return charts.landing(
        WON,
        plan=PLAN,
        likely=134_000_000,
        low=118_000_000,
        high=151_000_000,
        label="Won so far $840k; likely $1.34m by 31 December, between $1.18m and $1.51m; quota $1.40m.",
        say=money,
        columns=("5 Oct", "", "", "", "2 Nov", "", "", "Today", "", "", "", "", "31 Dec"),
    )


def _goals() -> tuple[Goal, ...]:
    def goal(name: str, value: int, top: int, pace: int | None, words: str) -> Goal:
        bar = charts.bullet(value, top=top, pace=pace, label=f"{name}: {money(value)} of {money(top)}, {words}")
        return name, value, top, words, bar

    return (
        goal("New revenue, Q4", 21_200_000, 30_000_000, 18_200_000, "$30k ahead of pace"),
        goal("Pipeline created, Q4", 41_000_000, 90_000_000, 55_400_000, "$144k behind pace"),
        goal("Renewals, Q4", 0, 12_000_000, None, "Starts in December"),
    )


def _promises() -> tuple[Promises, ...]:
    return (
        charts.promises(["kept"] * 14 + ["missed", "kept", "late", "kept", "open", "open"], who="Priya", step=12),
        charts.promises([], who="Sam"),
    )


def _rates() -> Lanes:
    rate = charts.Estimate
    return charts.dots(
        [
            rate("Priya Raman", 0.31, 0.22, 0.41, "22 of 71", limits=(0.17, 0.35)),
            rate("Marcus Oyelaran", 0.12, 0.07, 0.2, "8 of 66", limits=(0.16, 0.35), needs_you=True),
            rate("Dana Whitfield", 0.27, 0.18, 0.37, "17 of 63", limits=(0.16, 0.36)),
            rate("Tom Ashby", 0.44, 0.24, 0.65, "7 of 16", limits=(0.06, 0.5), enough=False),
            rate("Sam Okafor", None, note="1 of 4"),
        ],
        low=0,
        high=0.7,
        reference=0.26,
    )


def _moved() -> Bars:
    part = charts.Estimate
    return charts.bars(
        [
            part("Deals decided", 18_000_000, note="9 more"),
            part("Win rate", 9_500_000, note="2 points up"),
            part("Deal size", -23_000_000, note="$6k smaller", needs_you=True),
            part("Everything else", 1_000_000),
        ],
        say=money,
    )


def _largest() -> Bars:
    part = charts.Estimate
    return charts.bars(
        [part("Halden", 0.31), part("Northwind Foods", 0.12), part("All other 41", 0.57)], say=percent, top=1
    )
