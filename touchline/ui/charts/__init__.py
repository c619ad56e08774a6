"""Charts as positions: numbers in, percentages and paths out; the templates in cotton/chart draw them.

Nothing here knows a colour, a query or a clock. y grows downwards, a value beyond the scale stays on its edge,
and a missing value is None and leaves a gap.
"""

from touchline.ui.charts.across import Estimate, bars, bullet, dots, promises
from touchline.ui.charts.against import against
from touchline.ui.charts.over_time import landing, line, spark
from touchline.ui.charts.weeks import weeks

__all__ = ["Estimate", "against", "bars", "bullet", "dots", "landing", "line", "promises", "spark", "weeks"]
