"""Stored readings: the newest of one leader, over all practices."""

from datetime import date, timedelta

from touchline.measures.standard import VERSION
from touchline.people.models import Person
from touchline.standard.models import StoredReading

WEEK = timedelta(weeks=1)
LOOKS_BACK = timedelta(weeks=5)


def newest_readings(leader: Person, *, today: date, standard: str = VERSION) -> dict[str, StoredReading]:
    """The newest stored reading of each indicator of `leader`, over every practice; one query.

    Only of weeks that were over before `today`, and of the last five of them: an older one says nothing of now.
    """
    over = StoredReading.objects.filter(
        leader=leader, standard=standard, week_on__range=(today - LOOKS_BACK - WEEK, today - WEEK)
    )
    return {row.indicator: row for row in over.order_by("week_on")}
