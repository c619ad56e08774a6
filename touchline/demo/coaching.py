"""The plot of coaching: who works on what, from when to when, how it is led, and what of it takes effect.

Weeks are counted before the demo's Monday. `meetings` simulates from it, `telling.coaching` tells it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from touchline.demo.plot import Part
from touchline.demo.quarters import WEEK

# What a focus that takes effect adds to the share of planned meetings that are held, from its first day on.
PLANTED = 0.25
BEFORE = 13


@dataclass(frozen=True, slots=True)
class Attention:
    """What a leader does with a focus: shares between 0 and 1 of the weeks, or of what was seen.

    `minutes` an observation takes; `seconded` is asked of another leader, `practised` a week of the rep's own tries.
    """

    observed: float
    minutes: tuple[int, int]
    rep_leads: float
    told_in_time: float
    seconded: float
    practised: float
    pairs_weeks: int = 0
    looks: bool = True


ATTENTION = {
    "practises": Attention(
        observed=0.95,
        minutes=(38, 58),
        rep_leads=0.95,
        told_in_time=0.96,
        seconded=0.22,
        practised=0.75,
        pairs_weeks=12,
    ),
    "open_door": Attention(
        observed=0.0, minutes=(0, 0), rep_leads=0.0, told_in_time=0.0, seconded=0.0, practised=0.0, looks=False
    ),
    "improving": Attention(
        observed=0.42,
        minutes=(25, 45),
        rep_leads=0.8,
        told_in_time=0.7,
        seconded=0.0,
        practised=0.36,
    ),
}


@dataclass(frozen=True, slots=True)
class Work:
    """One rep working on one skill: begun so many weeks ago, closed so many weeks later unless that is to come.

    `levels` are what the leader sees at its start and at its end. One that `takes_effect` moves the meetings held;
    one `left_alone` was picked and not worked on; `waits` for the rep's own level of what was seen last.
    """

    rep: str
    skill: str
    begun: int
    weeks: int = 12
    levels: tuple[int, int] = (2, 3)
    takes_effect: bool = False
    left_alone: bool = False
    waits: bool = False
    drawn: bool = False

    @property
    def ends(self) -> int:
        """How many weeks ago its last week ended; below 0 where that is to come."""
        return self.begun - self.weeks

    def starts_on(self, monday: date) -> date:
        return monday - self.begun * WEEK

    def ends_on(self, monday: date) -> date:
        """The Friday of its last week."""
        return monday - self.ends * WEEK - timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Start weeks drawn for several reps of one leader: of `weeks` weeks, the first of them `first` weeks ago."""

    leader: str
    skill: str
    first: int
    weeks: int
    lasts: int
    reps: tuple[str, ...]
    take_effect: tuple[str, ...]

    def dice(self, seed: int) -> Random:
        return Random(f"start weeks {seed} {self.leader}")

    def of(self, cast: tuple[Part, ...], *, seed: int) -> list[Work]:
        """Return the work the draw makes, for those of it in the cast; in the order in which they are drawn."""
        dice, here = self.dice(seed), {part.key for part in cast}
        return [
            Work(
                rep,
                self.skill,
                begun=self.first - dice.choice(range(self.weeks)),
                weeks=self.lasts,
                levels=(1, 3) if rep in self.take_effect else (2, 3),
                takes_effect=rep in self.take_effect,
                drawn=True,
            )
            for rep in self.reps
            if rep in here
        ]


PREPARING, DISCOVERY, NEXT_STEP = "Preparing a call", "Discovery", "Agreeing the next step"
SHOWING, QUALIFYING, SECOND_CONTACT = "Showing the product", "Qualifying out", "Finding the second contact"
FIGURES, DOUBTS, NEGOTIATING = "Making the case in figures", "Answering doubts", "Negotiating"
FORECASTING = "Forecasting one’s own deals"

# Skills whose proximal metric is the meetings held, whatever else the skill is about.
BY_MEETINGS = (PREPARING, NEXT_STEP)

DRAWING = Drawing(
    "practises",
    PREPARING,
    first=24,
    weeks=5,
    lasts=12,
    reps=("lena", "joe", "amira"),
    take_effect=("lena", "amira"),
)

# At any time only a few of a team work on a skill that the meetings show: the others show what moved by itself.
PLOT = (
    Work("priya", DISCOVERY, 43, levels=(2, 4)),
    Work("priya", SECOND_CONTACT, 30),
    Work("priya", PREPARING, 17, 11, levels=(1, 4), takes_effect=True),
    Work("priya", FIGURES, 5, waits=True),
    Work("marcus", DISCOVERY, 46, levels=(1, 2)),
    Work("marcus", SECOND_CONTACT, 33, levels=(1, 3)),
    Work("marcus", DOUBTS, 20, 11),
    Work("marcus", NEXT_STEP, 8, levels=(1, 3), takes_effect=True),
    Work("marcus", QUALIFYING, 3, 10, levels=(1, 2)),
    Work("dana", PREPARING, 47, 9),
    Work("dana", NEGOTIATING, 37, levels=(2, 4)),
    Work("dana", FIGURES, 24, levels=(3, 4)),
    Work("dana", SECOND_CONTACT, 11, levels=(2, 4)),
    Work("tom", NEXT_STEP, 47, 9),
    Work("tom", SHOWING, 37, levels=(1, 3)),
    Work("tom", SECOND_CONTACT, 24, 10, levels=(2, 4)),
    Work("tom", DOUBTS, 13, 9),
    Work("tom", DISCOVERY, 3, left_alone=True),
    Work("lena", DISCOVERY, 38),
    Work("lena", DOUBTS, 9),
    Work("joe", QUALIFYING, 51, levels=(1, 2)),
    Work("joe", DISCOVERY, 38, levels=(1, 3)),
    Work("joe", SECOND_CONTACT, 9, levels=(1, 2)),
    Work("amira", FIGURES, 50, levels=(3, 3)),
    Work("amira", NEGOTIATING, 37, 11),
    Work("amira", FORECASTING, 9, levels=(3, 4)),
    Work("yusuf", NEXT_STEP, 47, 9, levels=(1, 3), takes_effect=True),
    Work("yusuf", DISCOVERY, 37),
    Work("yusuf", DOUBTS, 24),
    Work("yusuf", QUALIFYING, 10, levels=(2, 4)),
    Work("yusuf", SHOWING, 2, 8),
    Work("sam", PREPARING, 4, 10, levels=(1, 2)),
    Work("nadia", QUALIFYING, 46, 11, levels=(1, 2)),
    Work("victor", FORECASTING, 6, left_alone=True),
    Work("noor", DISCOVERY, 46, levels=(1, 2)),
    Work("noor", DOUBTS, 20),
    Work("felix", PREPARING, 24, levels=(1, 3), takes_effect=True),
    Work("felix", NEGOTIATING, 6),
    Work("simone", DISCOVERY, 40),
    Work("simone", NEXT_STEP, 10),
    Work("kwame", PREPARING, 30),
    Work("julia", QUALIFYING, 36, levels=(1, 3)),
    Work("julia", DISCOVERY, 5),
    Work("diego", FIGURES, 28),
    Work("mei", SHOWING, 44, levels=(2, 2)),
    Work("aaron", NEGOTIATING, 15),
)


def works(cast: tuple[Part, ...], *, seed: int) -> tuple[Work, ...]:
    """Return what everybody of a cast works or worked on, the draw's start weeks drawn; the oldest first."""
    here = {part.key for part in cast}
    plotted = [work for work in PLOT if work.rep in here]
    return tuple(sorted([*plotted, *DRAWING.of(cast, seed=seed)], key=lambda work: -work.begun))
