"""Readings are stored week by week, once, and never rewritten: told about Maya's one-on-ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from touchline.measures.standard import VERSION
from touchline.oneonones.standard import PRACTICE
from touchline.oneonones.tests.story_of_going import tell
from touchline.standard.models import StoredReading
from touchline.standard.queries.document import indicators_document
from touchline.standard.queries.stored import newest_readings
from touchline.standard.storing import end_of, last_week_over, store_week, weeks_to_store
from touchline.standard.tasks import line_up, store_readings

LAST = date(2026, 11, 16)
WEEK = timedelta(weeks=1)


def judged_anew(leader, *, as_of):
    found = PRACTICE.find(leader, as_of=as_of)
    return replace(found, readings=tuple(replace(one, standard="2027.1") for one in found.readings))


NEWER = replace(PRACTICE, find=judged_anew)


@pytest.fixture
def story(cast):
    return tell(cast)


def stored(**where):
    return list(StoredReading.objects.filter(**where).order_by("pk").values())


def test_a_week_runs_from_monday_to_sunday_where_the_company_is(cast, monday):
    assert last_week_over(cast.workspace, at=monday) == LAST
    cast.workspace.zone = "America/New_York"
    assert last_week_over(cast.workspace, at=datetime(2026, 11, 23, 4, tzinfo=UTC)) == LAST - WEEK
    assert end_of(LAST, cast.workspace).astimezone(UTC).replace(microsecond=0) == datetime(
        2026, 11, 23, 4, 59, 59, tzinfo=UTC
    )


def test_a_stored_week_says_what_the_command_line_says_of_its_sunday(cast, story, monday):
    store_week(cast.workspace, LAST, at=monday)
    told = indicators_document([cast.maya], None, as_of=end_of(LAST, cast.workspace))
    assert len(told) == 21
    rows = {row.indicator: row for row in StoredReading.objects.filter(leader=cast.maya)}
    for entry in told:
        row = rows[entry["id"]]
        assert (row.practice, row.value, row.low, row.high, row.n) == tuple(
            entry[key] for key in ("practice", "value", "low", "high", "n")
        )
        assert (row.band, row.reasons, row.standard) == (entry["band"], entry["reasons"], entry["standard"])
        assert {"from": f"{row.first_on}", "to": f"{row.last_on}"} == entry["window"]


def test_storing_twice_changes_nothing_and_what_is_stored_stays(cast, story, monday):
    store_week(cast.workspace, LAST, at=monday)
    before = stored()
    story.slots[cast.priya.pk][4].delete()
    store_week(cast.workspace, LAST, at=monday + WEEK)
    assert stored() == before


def test_a_newer_version_of_the_standard_gets_rows_of_its_own(cast, story, monday, settings):
    store_week(cast.workspace, LAST, at=monday, practice="one_on_ones")
    before = stored(standard=VERSION)
    settings.TOUCHLINE_PRACTICES = [f"{__name__}.NEWER"]
    store_week(cast.workspace, LAST, at=monday + WEEK)
    assert stored(standard=VERSION) == before
    assert StoredReading.objects.filter(standard="2027.1", leader=cast.maya).count() == 11


def test_a_week_that_is_not_over_is_refused(cast, story, monday):
    with pytest.raises(ValueError, match="not over"):
        store_week(cast.workspace, date(2026, 11, 23), at=monday)
    assert stored() == []


def test_any_past_week_can_be_counted_again(cast, story, monday):
    """Priya's of 16 November is held in the newer week only, so that one more is due in it and one more was held."""
    for week_on in (LAST, LAST - WEEK):
        store_week(cast.workspace, week_on, at=monday)
    held = StoredReading.objects.filter(leader=cast.maya, indicator="O1")
    assert [(round(row.value * row.n), row.n) for row in held.order_by("week_on")] == [(13, 21), (14, 22)]
    assert [row.last_on for row in held.order_by("week_on")] == [date(2026, 11, 15), date(2026, 11, 22)]


def test_the_clock_lines_up_what_is_missing_and_the_worker_stores_it(cast, story, monday):
    with time_machine.travel(monday, tick=False):
        asked = line_up(at=monday)
        assert asked == 13 * 2
        for week_on, practice in list(weeks_to_store(cast.workspace, at=monday)):
            store_readings.call(cast.workspace.pk, week_on.isoformat(), practice)
        assert line_up(at=monday) == 0
        assert line_up(at=monday + WEEK) == 2
    assert StoredReading.objects.filter(leader=cast.maya).dates("week_on", "day").count() == 13
    assert {row.stored_at for row in StoredReading.objects.all()} == {monday}
    assert timezone.now() != monday


def test_a_company_in_which_nobody_leads_has_nothing_to_store(cast, monday):
    assert list(weeks_to_store(cast.stranger.workspace, at=monday)) == []


def test_the_newest_of_all_practices_is_one_query(cast, story, monday, django_assert_num_queries):
    for back in range(3):
        store_week(cast.workspace, LAST - back * WEEK, at=monday)
    with django_assert_num_queries(1):
        newest = newest_readings(cast.maya, today=monday.date())
    assert {(row.practice, row.week_on) for row in newest.values()} == {("one_on_ones", LAST), ("skills", LAST)}
    assert newest["O1"].reading == PRACTICE.find(cast.maya, as_of=end_of(LAST, cast.workspace)).reading("O1")


def test_a_past_day_knows_only_the_weeks_that_were_over_and_none_that_are_long_gone(cast, story, monday):
    for back in range(3):
        store_week(cast.workspace, LAST - back * WEEK, at=monday)
    assert {row.week_on for row in newest_readings(cast.maya, today=LAST).values()} == {LAST - WEEK}
    assert newest_readings(cast.maya, today=LAST + 8 * WEEK) == {}


def test_only_the_leader_may_read_what_is_stored_about_them(cast, story, monday):
    store_week(cast.workspace, LAST, at=monday)
    assert StoredReading.objects.visible_to(cast.maya.user).count() == 21
    for other in (cast.theo, cast.adam, cast.stranger):
        assert not StoredReading.objects.visible_to(other.user).filter(leader=cast.maya).exists()
    assert {row.leader for row in StoredReading.objects.visible_to(cast.vera.user)} == {cast.vera}
    assert not StoredReading.objects.visible_to(None).exists()
