"""Do two raters see the same? Agreement of pairs of ratings of the same observations."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from touchline.measures.intervals import Estimate, share

LEAST_PAIRS = 20


@dataclass(frozen=True, slots=True)
class Agreement:
    """`kappa` beyond chance, errors weighed by their square: 1 is perfect, 0 chance, None where nothing can be said.

    It falls when everybody is rated the same, so `exact` and `within_one` stand beside it.
    """

    kappa: float | None
    exact: Estimate
    within_one: Estimate
    n: int
    enough: bool


def agreement(pairs: Sequence[tuple[int, int]]) -> Agreement:
    """Answer how far two raters agree on the same observations, each pair one of them.

    Kappa is 1 minus the mean squared difference divided by the one expected if both had rated blindly (Cohen 1968, with
    quadratic weights; how many levels there are makes no difference); None where both gave one level only. Source: D7.
    """
    n = len(pairs)
    apart = Counter(abs(first - second) for first, second in pairs)
    return Agreement(
        kappa=_kappa(pairs),
        exact=share(apart[0], n, least=LEAST_PAIRS),
        within_one=share(apart[0] + apart[1], n, least=LEAST_PAIRS),
        n=n,
        enough=n >= LEAST_PAIRS,
    )


def _kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    if not pairs:
        return None
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    seen = sum((first - second) ** 2 for first, second in pairs) / len(pairs)
    blind = sum((a - b) ** 2 * firsts[a] * seconds[b] for a in firsts for b in seconds) / len(pairs) ** 2
    return 1 - seen / blind if blind else None
