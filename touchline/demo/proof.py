"""Does the plot hold? The measures of the product, asked about the simulated teams."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from touchline.demo.plot import LEADERS, STYLES, shuffled
from touchline.demo.story import Story, simulate
from touchline.measures.concentration import LOOK_WITHOUT_TOP, Concentration, concentration
from touchline.measures.participation import Participation, Result, participation


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands under one leader's number of the last complete quarter."""

    leader: str
    attainment: float
    spread: Participation
    deals: Concentration

    @property
    def says_look(self) -> bool:
        """Both panels ask to look: few reps at quota, and one deal that carries the number."""
        return bool(self.spread.look and self.deals.look)

    @property
    def says_pass(self) -> bool:
        """Enough reps at quota, and the largest deal is no more of the number than the convention allows."""
        largest = self.deals.top1
        return self.spread.look is False and largest is not None and largest <= 1 - LOOK_WITHOUT_TOP


def read(story: Story, leader: str) -> Reading:
    """Ask the measures about one leader's team, ramped reps only, in the last complete quarter."""
    quarter = story.last_quarter
    reps = story.ramped(leader, quarter)
    won = {part.key: story.won(part, quarter) for part in reps}
    quota = sum(story.quota(part, quarter) for part in reps)
    results = [Result(won=sum(won[part.key]), quota=story.quota(part, quarter)) for part in reps]
    deals = [amount for amounts in won.values() for amount in amounts]
    return Reading(leader, sum(deals) / quota, participation(results), concentration(deals, quota=quota))


def told(monday: date, seeds: Iterable[int]) -> Iterator[str]:
    """Yield one line per seed and leader, names dealt anew each time, for people to read."""
    for seed in seeds:
        story = simulate(monday=monday, seed=seed, cast=shuffled(seed))
        for reading in (read(story, leader) for leader in LEADERS):
            verdict = "look" if reading.says_look else "pass" if reading.says_pass else "mixed"
            at_quota = f"{(reading.spread.at_quota.mid or 0) * reading.spread.n:.0f} of {reading.spread.n}"
            yield (
                f"seed {seed:>2}  {STYLES[reading.leader].name:<13} {reading.attainment:>4.0%} of plan, "
                f"{at_quota} at quota, {reading.deals.without_top or 0:>4.0%} without the largest deal: {verdict}"
            )
