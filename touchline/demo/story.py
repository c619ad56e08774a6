"""The whole company's deals and quotas for one seed and one Monday: what telling then tells."""

from dataclasses import dataclass
from datetime import date

from touchline.demo import coaching, meetings
from touchline.demo.coaching import Work
from touchline.demo.market import WON, territories
from touchline.demo.meetings import Meeting
from touchline.demo.plot import CAST, Part
from touchline.demo.quarters import COMPLETE_QUARTERS, Quarter, quarters
from touchline.demo.selling import Deal, quota_of, sell


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that was sold, planned and asked for, by rep key, and what everybody worked on."""

    monday: date
    seed: int
    cast: tuple[Part, ...]
    quarters: tuple[Quarter, ...]
    deals: dict[str, list[Deal]]
    works: tuple[Work, ...]
    meetings: dict[str, list[Meeting]]

    @property
    def last_quarter(self) -> Quarter:
        """The last complete fiscal quarter: the one “at 96% of plan” speaks of."""
        return self.quarters[-2]

    def quota(self, part: Part, quarter: Quarter) -> int:
        return quota_of(part, quarter, now=self.quarters[-1])

    def won(self, part: Part, quarter: Quarter) -> list[int]:
        """Return the amounts this rep won in a quarter, by the owner the deal had when it was signed."""
        return [
            deal.amount
            for deals in self.deals.values()
            for deal in deals
            if deal.outcome == WON and deal.owner == part.key and deal.decided_on and deal.decided_on in quarter
        ]

    def open_on(self, part: Part, day: date) -> list[Deal]:
        """Return the deals a rep has on the table on a day, the largest first."""
        there = [d for d in self.deals[part.key] if d.created_on < day and (d.decided_on is None or d.decided_on > day)]
        return sorted(there, key=lambda deal: -deal.amount)

    def ramped(self, leader: str, quarter: Quarter) -> tuple[Part, ...]:
        """Return those of a leader's team today who carried a full quota in `quarter`."""
        return tuple(
            part
            for part in self.cast
            if part.leader == leader and part.left is None and part.is_here((self.monday - quarter.starts_on).days // 7)
        )


def simulate(*, monday: date, seed: int, cast: tuple[Part, ...] = CAST) -> Story:
    """Simulate three years of deals up to the morning of `monday`; same arguments, same story."""
    # One quarter more than is told, so that the first one does not begin with an empty pipeline.
    spans = quarters(monday, complete=COMPLETE_QUARTERS + 1)
    lands = territories(tuple(part.key for part in cast), seed=seed)
    deals = {p.key: sell(p, lands[p.key], seed=seed, monday=monday, quarters=spans) for p in cast}
    works = coaching.works(cast, seed=seed)
    planned = {p.key: meetings.plan(p, works, seed=seed, monday=monday) for p in cast}
    return Story(monday, seed, cast, quarters=spans[1:], deals=deals, works=works, meetings=planned)
