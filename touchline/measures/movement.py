"""Has a skill moved, or did one rater see it differently? How large a change must be to be one."""

from dataclasses import dataclass
from math import sqrt

from touchline.measures.intervals import Z90

SD = 0.9
ONE_RATER = 0.60
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Movement:
    """From one rating to a later one: the gain, and the change that it has to exceed to be more than error."""

    gain: float
    least: float

    @property
    def is_reliable(self) -> bool:
        return self.gain > self.least + _ROUNDING


def standard_error(sd: float, reliability: float) -> float:
    """Answer how far a rating lies from the true level: SEM, the spread times the root of what is not reliable.

    Raises ValueError for a negative spread or a reliability outside 0..1.
    """
    if sd < 0 or not 0 <= reliability <= 1:
        raise ValueError(f"a spread of {sd} with a reliability of {reliability} cannot be")
    return sd * sqrt(1 - reliability)


def reliable_change(sd: float = SD, reliability: float = ONE_RATER, *, z: float = Z90) -> float:
    """Answer how much two ratings differ by error alone in 90 of 100 cases (RC90). Source: standard D6."""
    return z * standard_error(sd, reliability) * sqrt(2)


def movement(before: float, after: float, *, sd: float = SD, reliability: float = ONE_RATER) -> Movement:
    """Answer whether a skill moved between two ratings.

    On levels 1 to 4 a change that one rater saw has to be two levels.
    """
    return Movement(after - before, reliable_change(sd, reliability))
