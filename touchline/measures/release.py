"""May an answer given in confidence be shown? When the ratings of a small group may leave the table they are in.

Source: standard 2.5. Two releases of nearly the same people give away the difference, so a release waits until the
people who answered are the same as in the last one, or differ by at least as many as a release needs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST_FOR_A_BAND = 4
LEAST_FOR_A_NUMBER = 6
STEP = 0.5


class Verdict(StrEnum):
    TOO_FEW = "too_few"
    HELD = "held"
    BAND = "band"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Released:
    """What may be known of one wave: how many answered, whether their median reaches the limit (`is_met`), and
    from six answers on the median itself (`value`).
    """

    verdict: Verdict
    n: int
    value: float | None = None
    is_met: bool | None = None


def verdict(waves: Sequence[Collection[int]]) -> Verdict:
    """Answer what may be shown of the last of `waves`, each the people who answered in it, the first wave first."""
    shown: frozenset[int] | None = None
    found = Verdict.TOO_FEW
    for wave in waves:
        members = frozenset(wave)
        if len(members) < LEAST_FOR_A_BAND:
            found = Verdict.TOO_FEW
        elif shown is not None and 0 < len(shown ^ members) < LEAST_FOR_A_BAND:
            found = Verdict.HELD
        else:
            shown = members
            found = Verdict.NUMBER if len(members) >= LEAST_FOR_A_NUMBER else Verdict.BAND
    return found


def release(found: Verdict, *, median: float | None, n: int, at_least: float, agree: bool = False) -> Released:
    """Cut `median` down to what may be shown: halves, or only whether it is at least `at_least`.

    Where all `agree` the figure would tell what each of them said, so only the band is left.
    """
    if found in (Verdict.TOO_FEW, Verdict.HELD) or median is None:
        return Released(found, n)
    halves = round(median / STEP) * STEP
    if found is Verdict.BAND or agree:
        return Released(Verdict.BAND, n, is_met=halves >= at_least)
    return Released(found, n, value=halves, is_met=halves >= at_least)
