"""The plot: who is in the company, how well each sells and how each leader leads.

Nothing here is a result. What a team closes, who makes quota and what hides behind the total comes out of the deals
that `selling` simulates from these parameters.
"""

from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from touchline.demo.company import VP

LEADERS = ("practises", "open_door", "improving")
WEEKS = 156
# Longer than the story, so that whatever began then began with it.
YEARS_OF_WEEKS = 999


@dataclass(frozen=True, slots=True)
class Skill:
    """How somebody sells.

    `reach` is the share of quota their pipeline would close by itself, `win` the chance that a new deal is won, `size`
    their typical deal against the company's. `steer` is how far they manage the quarter to its number: working existing
    customers when behind, letting a signature run over when ahead. `rosy` shortens the close dates they promise, `hope`
    is the chance that they keep a dead deal open, `next_steps` the share of open deals they keep a dated next step on.
    `gain` is what a year adds to reach.
    """

    reach: float
    win: float = 0.30
    size: float = 1.0
    steer: float = 0.5
    rosy: float = 0.15
    hope: float = 0.2
    next_steps: float = 0.75
    gain: float = 0.0


@dataclass(frozen=True, slots=True)
class Tender:
    """A very large deal that comes on the market: which quarter it is decided in (0 the one today is in)."""

    quarter: int
    quotas: float
    is_won: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A rep: whose team, how they sell, what is asked of them, when they came and went (in weeks before today).

    `meets` is the weekday, counted from the day of the demo, and the time of their one-on-one; `unmet` for how many
    weeks their leader has let it slip.
    """

    key: str
    name: str
    leader: str
    skill: Skill
    quota: int = 240_000
    title: str = "Account executive"
    joined: int | None = None
    left: int | None = None
    came_from: str = ""
    came: int | None = None
    heir: str = ""
    tenders: tuple[Tender, ...] = ()
    meets: tuple[int, int, int] = (2, 11, 0)
    unmet: int = 0

    @property
    def is_ramping(self) -> bool:
        """New enough to still learn the job."""
        return self.joined is not None and self.joined < 13

    def is_here(self, weeks_ago: int) -> bool:
        """Say whether they worked here `weeks_ago` weeks before today."""
        return (self.joined is None or weeks_ago <= self.joined) and (self.left is None or weeks_ago > self.left)


@dataclass(frozen=True, slots=True)
class Habits:
    """What a leader does with one-on-ones: shares between 0 and 1 of what is due, of the misses, of those held.

    `minutes` they take; `useful` what reps think of them, 1 to 5. Topics and promises are a number for each one.
    """

    held: float
    moved: float
    minutes: tuple[int, int]
    goals_reviewed: float
    rep_promises: float
    leader_promises: float
    rep_keeps: float
    leader_keeps: float
    rep_topics: float
    leader_topics: float
    notes: float
    confirmed: float
    rated: float
    useful: float
    own_fault: float

    def towards(self, other: "Habits", share: float) -> "Habits":
        """Return the habits `share` of the way from these to `other`."""

        def between(mine: Any, theirs: Any) -> Any:
            if isinstance(mine, tuple):
                return tuple(round(between(*pair)) for pair in zip(mine, theirs, strict=True))
            return mine + (theirs - mine) * share

        return Habits(**{one.name: between(getattr(self, one.name), getattr(other, one.name)) for one in fields(self)})


@dataclass(frozen=True, slots=True)
class Style:
    """How a leader leads: the habits of today, and those of three years ago where they were others.

    `rhythms` are how often they meet a rep, each from so many weeks before today; goals are set since `sets_goals`
    weeks. In the last `faultless` weeks nothing slipped but what a part says, and nobody waits longer than
    `at_most_days`.
    """

    name: str
    team: str
    says: str
    habits: Habits
    was: Habits | None = None
    rhythms: tuple[tuple[int, int], ...] = ((YEARS_OF_WEEKS, 14),)
    sets_goals: int = 0
    faultless: int = 0
    at_most_days: int | None = None

    def habits_on(self, weeks_ago: float) -> Habits:
        """Return the habits of a week: between what they were and what they are."""
        return self.habits.towards(self.was, min(weeks_ago / WEEKS, 1)) if self.was else self.habits


PRACTISED = Habits(
    held=0.94,
    moved=0.06,
    minutes=(26, 38),
    goals_reviewed=0.985,
    rep_promises=1.15,
    leader_promises=0.5,
    rep_keeps=0.86,
    leader_keeps=0.98,
    rep_topics=1.3,
    leader_topics=0.7,
    notes=0.7,
    confirmed=0.97,
    rated=0.5,
    useful=4.5,
    own_fault=0.4,
)
OPEN_DOOR = Habits(
    held=0.5,
    moved=0.12,
    minutes=(8, 18),
    goals_reviewed=0.0,
    rep_promises=0.0,
    leader_promises=0.0,
    rep_keeps=0.5,
    leader_keeps=0.4,
    rep_topics=0.12,
    leader_topics=0.9,
    notes=0.12,
    confirmed=0.4,
    rated=0.6,
    useful=2.0,
    own_fault=0.8,
)
NEARLY_GOOD = Habits(
    held=0.84,
    moved=0.1,
    minutes=(22, 34),
    goals_reviewed=0.9,
    rep_promises=1.0,
    leader_promises=0.45,
    rep_keeps=0.74,
    leader_keeps=0.85,
    rep_topics=0.75,
    leader_topics=0.8,
    notes=0.55,
    confirmed=0.86,
    rated=0.6,
    useful=4.0,
    own_fault=0.6,
)

STYLES = {
    "practises": Style(
        name="Helen Marsh",
        team="Mid-market North",
        says="Holds her one-on-ones and reviews the goals in them. Start here.",
        habits=PRACTISED,
        rhythms=((YEARS_OF_WEEKS, 7),),
        sets_goals=YEARS_OF_WEEKS,
        faultless=2,
        at_most_days=21,
    ),
    "open_door": Style(
        name="Bruno Keller",
        team="Mid-market South",
        says="Keeps an open door and shows a great total. Look at who carries it.",
        habits=OPEN_DOOR,
    ),
    "improving": Style(
        name="Anjali Menon",
        team="Public and Health",
        says="Kept an open door three years ago and is better every quarter since.",
        habits=NEARLY_GOOD,
        was=OPEN_DOOR,
        rhythms=((YEARS_OF_WEEKS, 28), (104, 14)),
        sets_goals=117,
    ),
}
# The VP meets each of the three, so many working days after the day of the demo, at that time.
STEERS = Style(
    name=VP,
    team="",
    says="Meets each of her leaders every two weeks.",
    habits=replace(PRACTISED, held=0.9, minutes=(35, 55), useful=4.0, rep_topics=1.1, leader_topics=0.9),
    sets_goals=YEARS_OF_WEEKS,
    faultless=2,
    at_most_days=31,
)
STEERED = {"practises": (1, 11, 30), "open_door": (2, 14, 0), "improving": (3, 15, 0)}

STEADY = Skill(reach=0.85, win=0.33, steer=0.97, rosy=0.1, hope=0.1, next_steps=0.85)
STRUGGLING = Skill(reach=0.44, win=0.24, size=0.5, steer=0.0, rosy=0.5, hope=0.6, next_steps=0.45)
ALONE = Skill(reach=0.56, win=0.24, size=0.6, steer=0.0, rosy=0.35, hope=0.5, next_steps=0.4)
GROWING = Skill(reach=0.62, win=0.28, steer=0.2, rosy=0.25, hope=0.3, next_steps=0.6, gain=0.08)

CAST = (
    Part("priya", "Priya Raman", "practises", replace(STEADY, size=1.15, reach=0.9), quota=250_000, meets=(0, 10, 30)),
    Part("marcus", "Marcus Oyelaran", "practises", replace(STRUGGLING, rosy=0.6), meets=(3, 9, 30)),
    Part(
        "dana",
        "Dana Whitfield",
        "practises",
        replace(STEADY, win=0.36),
        title="Senior account executive",
        meets=(2, 11, 0),
    ),
    Part("tom", "Tom Ashby", "practises", STEADY, meets=(3, 13, 0), unmet=2),
    Part("lena", "Lena Fischer", "practises", STEADY, came_from="improving", came=56, meets=(2, 16, 0)),
    Part("joe", "Joe Carvalho", "practises", replace(STRUGGLING, hope=0.45), meets=(1, 9, 30)),
    Part("amira", "Amira Haddad", "practises", replace(STEADY, size=1.2), quota=260_000, meets=(4, 14, 30)),
    Part("yusuf", "Yusuf Demir", "practises", replace(STEADY, next_steps=0.75), meets=(1, 15, 0)),
    Part("sam", "Sam Okafor", "practises", replace(STEADY, reach=0.8, steer=0.2), joined=5, meets=(0, 14, 0)),
    Part("nadia", "Nadia Petrov", "practises", replace(STRUGGLING, reach=0.4), left=34, heir="amira", meets=(4, 10, 0)),
    Part(
        "victor",
        "Victor Lang",
        "open_door",
        Skill(reach=1.2, win=0.38, size=0.8, steer=0.0, rosy=0.2, hope=0.3, next_steps=0.5),
        quota=260_000,
        title="Senior account executive",
        meets=(0, 15, 0),
        tenders=(
            Tender(-11, 1.5),
            Tender(-9, 1.3, is_won=False),
            Tender(-8, 2.0),
            Tender(-6, 1.8),
            Tender(-4, 1.6),
            Tender(-3, 1.9, is_won=False),
            Tender(-1, 3.85),
            Tender(0, 1.7),
        ),
    ),
    Part("chloe", "Chloe Bennett", "open_door", ALONE, meets=(0, 9, 0)),
    Part("mateo", "Mateo Rivas", "open_door", replace(ALONE, reach=0.58), meets=(1, 9, 0)),
    Part("hana", "Hana Suzuki", "open_door", ALONE, meets=(2, 9, 0)),
    Part("owen", "Owen Pritchard", "open_door", replace(ALONE, hope=0.7), meets=(3, 9, 0)),
    Part("leila", "Leila Nasser", "open_door", replace(ALONE, reach=0.56), meets=(4, 9, 0)),
    Part("greg", "Grzegorz Wolski", "open_door", ALONE, meets=(0, 11, 0)),
    Part("tara", "Tara Quinn", "open_door", replace(ALONE, reach=0.55), meets=(1, 11, 0)),
    Part("noor", "Noor Rahman", "improving", GROWING, meets=(2, 11, 0)),
    Part("felix", "Felix Brandt", "improving", replace(GROWING, reach=0.8), meets=(3, 11, 0)),
    Part("simone", "Simone Girard", "improving", replace(GROWING, steer=0.4), meets=(4, 11, 0)),
    Part("kwame", "Kwame Boateng", "improving", replace(GROWING, steer=0.5), meets=(0, 13, 0)),
    Part("julia", "Julia Novak", "improving", replace(GROWING, reach=0.7, steer=0.1), meets=(1, 13, 0)),
    Part("diego", "Diego Paredes", "improving", replace(GROWING, reach=0.75, steer=0.2), meets=(2, 13, 0)),
    Part("mei", "Mei-Ling Chua", "improving", replace(GROWING, steer=0.6), meets=(3, 13, 0)),
    Part("aaron", "Aaron Feld", "improving", replace(GROWING, reach=0.7, steer=0.2), joined=70, meets=(4, 13, 0)),
)


def team(leader: str, cast: tuple[Part, ...] = CAST) -> tuple[Part, ...]:
    """Return the reps whose leader is `leader` today."""
    return tuple(part for part in cast if part.leader == leader and part.left is None)


def shuffled(seed: int) -> tuple[Part, ...]:
    """Return the cast with the names dealt anew, to show that the plot hangs on how people sell and lead alone."""
    names = [part.name for part in CAST]
    Random(f"names {seed}").shuffle(names)
    return tuple(replace(part, name=name) for part, name in zip(CAST, names, strict=True))
