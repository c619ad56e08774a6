"""On which days the record is looked at for a focus: set beforehand, read by pages, kept to by whoever looks."""

from datetime import date, timedelta

from touchline.measures.coaching import looks
from touchline.skills.models import Focus, Verdict

BEFORE = timedelta(weeks=13)
# Why nothing can be said, beside the reasons of the measure.
NO_METRIC, STALE_FACTS = "no_metric", "stale_facts"


def look_days(focus: Focus) -> dict[str, date]:
    """The two days set beforehand."""
    first, second = looks(focus.starts_on)
    return {Verdict.Look.FIRST: first, Verdict.Look.SECOND: second}


def due_look(focus: Focus, *, taken: set[str], today: date) -> str | None:
    """Which look is due: its day has come and nobody has taken it."""
    return next((look for look, day in look_days(focus).items() if day <= today and look not in taken), None)
