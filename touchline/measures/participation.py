"""Is it the team or one star? How many reps are at quota, and what is left without the best one."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from touchline.measures.intervals import Z95, Estimate, share

LEAST_REPS = 3
LOOK_BELOW, LOOK_ABOVE = 0.45, 0.85
GOOD_FROM, GOOD_TO = 0.55, 0.75


@dataclass(frozen=True, slots=True)
class Result:
    """One rep's period."""

    won: float
    quota: float
    is_ramped: bool = True


@dataclass(frozen=True, slots=True)
class Participation:
    """`at_quota` is the share of ramped reps at quota with its interval; `look` marks both too few and too many."""

    at_quota: Estimate
    team: float | None
    median: float | None
    without_best: float | None
    best_share: float | None
    look: bool | None
    n: int
    enough: bool


def participation(results: Sequence[Result], *, z: float = Z95) -> Participation:
    """Answer how many ramped reps make their own quota, and how the team stands without its best rep.

    Team attainment counts everybody; without the best rep, that rep's quota goes too. Bands from standard 3.2
    (practitioner surveys): look below 45% or above 85% of reps. Reps without a quota are not in it.
    """
    counted = [r for r in results if r.quota > 0]
    ramped = [r for r in counted if r.is_ramped]
    hits = sum(r.won >= r.quota for r in ramped)
    at_quota = share(hits, len(ramped), z=z, least=LEAST_REPS)
    won, quota = sum(r.won for r in counted), sum(r.quota for r in counted)
    best = max(counted, key=lambda r: (r.won, r.quota), default=None)
    rest = quota - best.quota if best else 0
    return Participation(
        at_quota=at_quota,
        team=won / quota if quota else None,
        median=median(r.won / r.quota for r in ramped) if ramped else None,
        without_best=(won - best.won) / rest if best and rest else None,
        best_share=best.won / won if best and won else None,
        look=None if at_quota.mid is None else not LOOK_BELOW <= at_quota.mid <= LOOK_ABOVE,
        n=len(ramped),
        enough=at_quota.enough,
    )
