"""What most stories about one-on-ones begin with."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from touchline.oneonones.models import OneOnOne, Rhythm


@pytest.fixture(autouse=True)
def _it_is_monday(monday):
    """Views read the clock, so the stories here happen at one instant."""
    with time_machine.travel(monday, tick=False):
        yield


@pytest.fixture
def rhythm(cast, monday):
    """Maya and Priya meet every Monday at 10:30 since 19 October."""
    return Rhythm.agree(
        cast.maya,
        cast.priya,
        every=Rhythm.Every.WEEK,
        weekday=0,
        at_time=time(10, 30),
        starts_on=date(2026, 10, 19),
        by=cast.maya,
        at=monday - timedelta(days=36),
    )


@pytest.fixture
def today_one(rhythm, cast, monday):
    """Today's one-on-one with Priya; the one of 16 November was held, the four before it too."""
    for one in rhythm.one_on_ones.filter(due_on__lt=date(2026, 11, 23)).order_by("due_on"):
        one.hold(by=cast.maya, at=datetime.combine(one.due_on, time(11), tzinfo=ZoneInfo("UTC")))
    rhythm.fall_due(until=date(2026, 12, 21))
    return OneOnOne.objects.get(due_on=date(2026, 11, 23))
