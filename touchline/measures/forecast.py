"""Can the forecast be trusted? Its bias and its errors at a fixed horizon, and the calls on single deals."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scipy.special import bdtr

LEAST_PERIODS = 6
LEAST_CALLS = 10


@dataclass(frozen=True, slots=True)
class Forecast:
    """Errors of forecasts: `bias` above 0 is too high. `tracking_signal` beyond 4 either way is a lean, not luck."""

    bias: float | None
    wape: float | None
    mape: float | None
    mad: float | None
    tracking_signal: float | None
    within_5: int
    within_10: int
    sign_p: float | None
    mase: float | None
    n: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Brier:
    """Squared error of probabilities: 0 is perfect; `skill` is what it gains over always saying the base rate."""

    score: float | None
    base_rate: float | None
    reference: float | None
    skill: float | None
    n: int
    enough: bool


def forecast(forecasts: Sequence[float], actuals: Sequence[float]) -> Forecast:
    """Answer how far and which way forecasts lean, taken at one fixed horizon and in order of time.

    MAPE leaves out periods with an actual of zero. MASE compares with repeating the period before. Source: standard P8
    and 3.8. Raises ValueError when the two differ in length.
    """
    errors = [f - a for f, a in zip(forecasts, actuals, strict=True)]
    n, total = len(errors), sum(actuals)
    if not n:
        return Forecast(None, None, None, None, None, 0, 0, None, None, 0, enough=False)
    absolute = [abs(e) for e in errors]
    relative = [abs(e) / a for e, a in zip(errors, actuals, strict=True) if a]
    mad = sum(absolute) / n
    return Forecast(
        bias=sum(errors) / total if total else None,
        wape=sum(absolute) / total if total else None,
        mape=sum(relative) / len(relative) if relative else None,
        mad=mad,
        tracking_signal=sum(errors) / mad if mad else 0.0,
        within_5=sum(e <= 0.05 for e in relative),
        within_10=sum(e <= 0.10 for e in relative),
        sign_p=sign_test(over=sum(e > 0 for e in errors), under=sum(e < 0 for e in errors)),
        mase=_mase(absolute, actuals),
        n=n,
        enough=n >= LEAST_PERIODS,
    )


def sign_test(*, over: int, under: int) -> float | None:
    """Return the chance of so one-sided a run of errors from a fair coin, two-sided and exact; ties are left out."""
    n = over + under
    return min(1.0, 2 * float(bdtr(min(over, under), n, 0.5))) if n else None


def brier(calls: Sequence[tuple[float, bool]]) -> Brier:
    """Answer how good probabilities for single deals were, against always saying the base rate (Brier 1950)."""
    n = len(calls)
    if not n:
        return Brier(None, None, None, None, 0, enough=False)
    score = sum((p - won) ** 2 for p, won in calls) / n
    base = sum(bool(won) for _, won in calls) / n
    reference = base * (1 - base)
    return Brier(score, base, reference, 1 - score / reference if reference else None, n, enough=n >= LEAST_CALLS)


def _mase(absolute: Sequence[float], actuals: Sequence[float]) -> float | None:
    steps = [abs(now - before) for before, now in pairwise(actuals)]
    naive = sum(steps) / len(steps) if steps else 0
    return sum(absolute[1:]) / len(steps) / naive if naive else None
