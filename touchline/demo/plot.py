"""The plot: who is in the company, how well each sells and how each leader leads.

Nothing here is a result. What a team closes, who makes quota and what hides behind the total comes out of the deals
that `selling` simulates from these parameters.
"""

from dataclasses import dataclass, replace
from random import Random

LEADERS = ("practises", "open_door", "improving")


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
class Style:
    """How a leader leads: shares of what is due that gets done, each between 0 and 1.

    `gain` is what the year added to `held`; in the last `faultless` weeks nothing slipped but what a part says.
    """

    name: str
    team: str
    says: str
    every: int
    held: float
    moved: float
    goals_reviewed: float
    promises: float
    rep_keeps: float
    leader_keeps: float
    topics_from_rep: float
    notes: float
    sets_goals: bool
    gain: float = 0.0
    faultless: int = 0


STYLES = {
    "practises": Style(
        name="Helen Marsh",
        team="Mid-market North",
        says="Holds her one-on-ones and reviews the goals in them. Start here.",
        every=7,
        held=0.92,
        moved=0.06,
        goals_reviewed=0.9,
        promises=0.85,
        rep_keeps=0.84,
        leader_keeps=0.93,
        topics_from_rep=0.6,
        notes=0.7,
        sets_goals=True,
        faultless=2,
    ),
    "open_door": Style(
        name="Bruno Keller",
        team="Mid-market South",
        says="Keeps an open door and shows a great total. Look at who carries it.",
        every=28,
        held=0.3,
        moved=0.15,
        goals_reviewed=0.05,
        promises=0.2,
        rep_keeps=0.5,
        leader_keeps=0.4,
        topics_from_rep=0.1,
        notes=0.15,
        sets_goals=False,
    ),
    "improving": Style(
        name="Anjali Menon",
        team="Public and Health",
        says="Average a year ago and better every quarter since.",
        every=14,
        held=0.55,
        moved=0.12,
        goals_reviewed=0.4,
        promises=0.5,
        rep_keeps=0.65,
        leader_keeps=0.7,
        topics_from_rep=0.35,
        notes=0.4,
        sets_goals=True,
        gain=0.35,
    ),
}

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
    Part("tom", "Tom Ashby", "practises", STEADY, meets=(3, 13, 0), unmet=3),
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
