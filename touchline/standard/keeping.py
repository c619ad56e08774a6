"""What of the stored readings goes when somebody is forgotten: nothing, for they hold figures alone."""

from touchline.people.kept import Kept
from touchline.standard.models import StoredReading

KEPT = (
    Kept(
        StoredReading,
        "What each indicator of a leader came to, week by week.",
        "leader__workspace",
        about=("leader",),
        plain=("practice", "indicator", "standard", "band", "reasons"),
        stays="Readings of the standard: figures without words.",
    ),
)
