"""What two people who meet say: the rep about their deals, a leader about their team."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from random import Random
from typing import TypeVar

from touchline.demo import words
from touchline.demo.plot import STYLES, Part, team
from touchline.demo.telling.people import Company

Promise = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Lines:
    """What can be said, by who says it."""

    rep_topics: Sequence[str]
    leader_topics: Sequence[str]
    rep_promises: Sequence[Promise]
    leader_promises: Sequence[Promise]
    notes: Sequence[str]
    rep_notes: Sequence[str]
    private_notes: Sequence[str]


ABOUT_DEALS = Lines(
    words.REP_TOPICS,
    words.LEADER_TOPICS,
    words.REP_PROMISES,
    words.LEADER_PROMISES,
    words.NOTES,
    words.REP_NOTES,
    words.PRIVATE_NOTES,
)
STATUS_ONLY = Lines(
    words.REP_TOPICS,
    words.STATUS_TOPICS,
    words.REP_PROMISES,
    words.LEADER_PROMISES,
    words.NOTES,
    words.REP_NOTES,
    words.PRIVATE_NOTES,
)
ABOUT_A_TEAM = Lines(
    words.LEADER_RAISES,
    words.VP_RAISES,
    words.LEADER_PLEDGES,
    words.VP_PLEDGES,
    words.STEERING_NOTES,
    words.STEERING_NOTES,
    words.STEERING_PRIVATE,
)


Line = TypeVar("Line")
Names = Callable[[date], dict[str, str]]


@dataclass(slots=True)
class Voice:
    """Fills lines in with what is on the table on a day, and does not say the same thing soon again."""

    lines: Lines
    names: Names
    dice: Random
    said: deque[object] = field(default_factory=lambda: deque(maxlen=8))

    def fresh(self, lines: Sequence[Line]) -> Line:
        """Choose a line not used lately."""
        line = self.dice.choice([line for line in lines if line not in self.said] or lines)
        self.said.append(line)
        return line

    def fill(self, line: str, day: date) -> str:
        return line.format(**self.names(day))

    def say(self, lines: Sequence[str], day: date) -> str:
        return self.fill(self.fresh(lines), day)


def of_rep(told: Company, part: Part, leader: str, dice: Random) -> Voice:
    """Return how a rep and a leader talk: about the rep's own deals of the day."""
    peers = [one.name.split()[0] for one in team(leader, told.story.cast) if one != part] or ["a colleague"]
    open_on = lru_cache(maxsize=1)(lambda day: told.story.open_on(part, day)[:6])

    def names(day: date) -> dict[str, str]:
        deals = open_on(day)
        accounts = list(dict.fromkeys(deal.account for deal in deals)) or ["the trade fair list"]
        account = dice.choice(accounts)
        return {
            "account": account,
            "other": dice.choice([name for name in accounts if name != account] or accounts),
            "stage": next((deal.shown_on(day).stage for deal in deals if deal.account == account), "call").lower(),
            "peer": dice.choice(peers),
            "rep": part.name.split()[0],
        }

    return Voice(ABOUT_DEALS if STYLES[leader].sets_goals else STATUS_ONLY, names, dice)


def of_leader(told: Company, key: str, dice: Random) -> Voice:
    """Return how a leader and the VP talk: about the leader's reps and their largest deals."""
    reps = team(key, told.story.cast)

    def names(day: date) -> dict[str, str]:
        one = dice.choice(reps)
        other = dice.choice([rep for rep in reps if rep != one] or reps)
        deals = told.story.open_on(one, day)
        account = deals[0].account if deals else "the largest customer"
        return {"rep": one.name.split()[0], "other": other.name.split()[0], "account": account}

    return Voice(ABOUT_A_TEAM, names, dice)
