"""One question under the number: what was found, how sure that is, and what it rests on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypedDict

from touchline.measures.intervals import Estimate
from touchline.ui.charts.across import Bars, Lanes
from touchline.ui.templatetags.fmt import money, percent, plural

TITLES = {
    "attainment": "Is the number made?",
    "participation": "Is it the team or one star?",
    "concentration": "Does the number rest on one deal?",
    "drivers": "What moved the number?",
    "win_rate": "Do reps win at different rates, or is it luck?",
    "regression": "Who will look different with nothing done?",
    "cycle_time": "Do won deals take longer?",
    "deal_size": "Are won deals getting smaller?",
    "coverage": "Is there enough pipeline to make it?",
    "slippage": "Do deals close when they were said to?",
    "ageing": "Which open deals are too old?",
    "next_step": "Does every open deal have a next step?",
    "timing": "Is it all won in the last week?",
    "mix": "Is it new business?",
}


class Verdict(StrEnum):
    """Pass: nothing to look at. Look: worth opening. Can't tell: the record is too thin or says nothing about it."""

    PASS = "pass"
    LOOK = "look"
    CANT_TELL = "cant_tell"


class Unit(StrEnum):
    """What the interval is in; money is in minor units."""

    SHARE = "share"
    MONEY = "money"
    DAYS = "days"


class Basis(TypedDict):
    """Which question an answer belongs to, and how many of what it rests on."""

    key: str
    n: int
    of: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The answer to one question; `finding` is its heading, `convention` says which limit is only ours."""

    key: str
    verdict: Verdict
    finding: str
    n: int
    of: str
    window: str
    source: str = ""
    low: float | None = None
    high: float | None = None
    unit: Unit = Unit.SHARE
    about: str = ""
    confidence: int = 90
    currency: str = ""
    convention: str = ""
    note: str = ""
    needs_quota: bool = False
    lanes: Lanes | None = None
    bars: Bars | None = None
    measured: str = ""
    opens: bool = True

    @property
    def question(self) -> str:
        return TITLES[self.key]

    @property
    def look(self) -> bool | None:
        return None if self.verdict is Verdict.CANT_TELL else self.verdict is Verdict.LOOK

    @property
    def is_our_convention(self) -> bool:
        return "our convention" in self.convention

    @property
    def counted(self) -> str:
        """The denominator in words: 243 won deals."""
        return plural(self.n, self.of)

    @property
    def interval(self) -> str:
        """The interval in words and what it is of, empty where there is none."""
        if self.low is None or self.high is None:
            return ""
        say: dict[Unit, Callable[[float], str]] = {
            Unit.SHARE: percent,
            Unit.MONEY: lambda minor: money(round(minor), self.currency),
            Unit.DAYS: days,
        }
        low, high = say[self.unit](self.low), say[self.unit](self.high)
        return f"{self.about}: {low} to {high} in {self.confidence} cases of 100"

    def sure(self, estimate: Estimate, *, about: str) -> "Panel":
        """Return the panel with the interval of an estimate, and what it is of."""
        return replace(self, low=estimate.low, high=estimate.high, about=about)


def judged(*, fine: bool | None) -> Verdict:
    """Turn a yes, a no or nothing known into a verdict."""
    return Verdict.CANT_TELL if fine is None else Verdict.PASS if fine else Verdict.LOOK


def signed(minor: float, currency: str) -> str:
    """Money with its sign: +$146k, −$84k."""
    return f"{'+' if minor > 0 else ''}{money(round(minor), currency)}"


def days(count: float) -> str:
    return plural(round(count), "day")
