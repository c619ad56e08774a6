"""Is a goal on pace? Where a straight path from start to target stands today."""

from dataclasses import dataclass
from datetime import date

SLACK = 0.1


@dataclass(frozen=True, slots=True)
class GoalPace:
    """`done` and `expected_share` are shares of the way from start to target; `done` may pass 1 or fall below 0."""

    expected: float
    expected_share: float
    value: float | None
    done: float | None
    ahead: float | None
    is_behind: bool | None


def goal_pace(
    *, start: float, target: float, value: float | None, starts_on: date, ends_on: date, today: date
) -> GoalPace:
    """Answer where a goal should be by `today` on a straight path, and how far ahead (in units, below 0 behind) it is.

    Works for goals that go down. Behind means more than a tenth of the whole way short of the line: our convention.
    """
    span = (ends_on - starts_on).days
    gone = min(1.0, max(0.0, (today - starts_on).days / span)) if span > 0 else float(today >= ends_on)
    expected = start + (target - start) * gone
    if value is None:
        return GoalPace(expected, gone, None, None, None, None)
    way = target - start
    done = (value - start) / way if way else None
    ahead = (value - expected) * (1 if way >= 0 else -1)
    return GoalPace(expected, gone, value, done, ahead, None if done is None else done < gone - SLACK)
