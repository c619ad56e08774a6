"""What there is to sell to: territories of invented accounts, deal sizes, and how long each stage takes."""

from dataclasses import dataclass
from itertools import islice
from math import exp, log
from random import Random

from touchline.demo.company import PRODUCTS, accounts

OPEN_STAGES = ("Discovery", "Evaluation", "Proposal", "Contract")
WON, LOST = "Closed Won", "Closed Lost"
ACCOUNTS_EACH = 105
TYPICAL_DEAL = 27_000
SPREAD = 0.5
MEAN_DEAL = TYPICAL_DEAL * exp(SPREAD**2 / 2)
# How likely a deal of average skill gets through each stage; together they are the win rate below.
PASSES = (0.60, 0.72, 0.82, 0.88)
AVERAGE_WIN = PASSES[0] * PASSES[1] * PASSES[2] * PASSES[3]
WEEKS_IN_STAGE = ((1, 4), (1, 4), (1, 4), (1, 3))

NEXT_STEPS = (
    (
        "Call with the operations lead",
        "Meet the second shift manager",
        "Send the question list",
        "Map who has to live with it",
        "Ask for last year’s figures",
    ),
    (
        "Demo with their own data",
        "Site visit",
        "Meet the finance director",
        "Agree what a good trial shows",
        "Review the trial with both managers",
    ),
    (
        "Walk through the proposal",
        "Price call with the finance director",
        "Send the three-year option",
        "Proposal review with the board sponsor",
    ),
    ("Signing date with legal", "Answer the security questions", "Final terms call", "Book the kick-off"),
)


@dataclass(slots=True)
class Territory:
    """The accounts one rep sells to: fresh ones first, then those met before."""

    fresh: list[str]
    met: list[str]
    customers: list[str]

    def next_prospect(self, dice: Random) -> str:
        """Return an account to open a new deal with."""
        account = self.fresh.pop() if self.fresh else dice.choice(self.met)
        self.met.append(account)
        return account


def territories(keys: tuple[str, ...], *, seed: int) -> dict[str, Territory]:
    """Deal the market out, so that no two reps sell to the same account."""
    everyone = list(accounts())
    Random(f"market {seed}").shuffle(everyone)
    rest = iter(everyone)
    return {key: Territory(fresh=list(islice(rest, ACCOUNTS_EACH)), met=[], customers=[]) for key in keys}


def deal_size(dice: Random, *, scale: float) -> int:
    """Return the value of a new deal in whole units of the currency."""
    return max(int(round(TYPICAL_DEAL * scale * dice.lognormvariate(0, SPREAD), -2)), 3_000)


def chance_to_pass(stage: int, *, win: float) -> float:
    """Return the chance to get through a stage for somebody who wins the share `win` of new deals."""
    chance: float = PASSES[stage] ** (log(win) / log(AVERAGE_WIN))
    return chance


def deal_name(account: str, kind: str, dice: Random) -> str:
    """Return what a rep would call the deal."""
    product = dice.choice(PRODUCTS)
    return f"{account}: more {product} seats" if kind == "Expansion" else f"{account}: {product}"
