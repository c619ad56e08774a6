"""When somebody may be reached, and the page on which they say so."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.people.models import Absence, Digest, Person, Reach, Workspace

EARLY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hour", "is_quiet"),
    [
        ("UTC", 7, True),
        ("UTC", 8, False),
        ("UTC", 17, False),
        ("UTC", 18, True),
        ("America/New_York", 12, True),
        ("America/New_York", 13, False),
        ("Pacific/Auckland", 7, True),
        ("Asia/Tokyo", 1, False),
    ],
)
def test_quiet_hours_are_on_the_persons_own_clock(zone, hour, is_quiet, cast):
    cast.theo.zone = zone
    assert Reach.of(cast.theo).is_quiet(EARLY.replace(hour=hour)) == is_quiet


def test_the_weekend_is_quiet_where_the_person_is(cast):
    cast.theo.zone = "Pacific/Auckland"
    friday_evening_in_london = datetime(2026, 11, 27, 20, tzinfo=UTC)
    assert Reach.of(cast.theo).is_quiet(friday_evening_in_london)
    cast.theo.zone = "America/Los_Angeles"
    assert not Reach.of(cast.theo).is_quiet(friday_evening_in_london)


def test_a_public_holiday_is_quiet_where_the_person_works(cast):
    boxing_day_observed = datetime(2026, 12, 28, 9, tzinfo=UTC)
    cast.workspace.holidays = "GB-ENG"
    cast.theo.workspace = cast.workspace
    assert Reach.of(cast.theo).is_quiet(boxing_day_observed)
    cast.theo.holidays = "DE"
    assert not Reach.of(cast.theo).is_quiet(boxing_day_observed)


def test_the_same_time_twice_is_no_quiet_hours(cast):
    reach = Reach(person=cast.theo, quiet_from=time(8), quiet_to=time(8))
    assert not reach.is_quiet(EARLY.replace(hour=3))


def test_a_saturday_is_told_of_on_friday(cast):
    reach = Reach.of(cast.theo)
    assert reach.last_day_by(date(2026, 11, 29)) == date(2026, 11, 27)
    assert reach.last_day_by(date(2026, 11, 26)) == date(2026, 11, 26)


def test_one_a_day_three_a_week_none_at_the_weekend(cast):
    mornings = [EARLY + timedelta(days=n) for n in range(14)]
    sent = [at for at in mornings if _is_sent(cast.theo, at)]
    assert [at.day for at in sent] == [23, 24, 25, 30, 1, 2]
    assert not _is_sent(cast.theo, sent[0] + timedelta(hours=1))


def test_nothing_goes_out_late_in_the_day_or_on_a_day_away(cast):
    assert Digest.line_up(cast.theo, at=EARLY.replace(hour=12)) is None
    Absence.enter(cast.theo, from_on=EARLY.date(), to_on=EARLY.date(), by=cast.theo, at=EARLY)
    assert Digest.line_up(cast.theo, at=EARLY) is None


def test_a_worker_that_comes_too_late_sends_nothing_and_it_counts_for_nothing(cast):
    digest = Digest.line_up(cast.theo, at=EARLY)
    assert not digest.begin(at=EARLY.replace(hour=19))
    assert not Digest.objects.exists()


def test_a_digest_begins_once_and_again_after_a_mail_server_refused(cast):
    digest = Digest.line_up(cast.theo, at=EARLY)
    assert digest.begin(at=EARLY)
    assert not digest.begin(at=EARLY)
    digest.fail()
    assert Digest.line_up(cast.theo, at=EARLY + timedelta(minutes=29)) is None
    assert Digest.line_up(cast.theo, at=EARLY + timedelta(minutes=30)) == digest
    assert digest.begin(at=EARLY + timedelta(minutes=30))
    assert Digest.objects.count() == 1


@pytest.mark.django_db(transaction=False)
@given(data=st.data())
def test_never_more_than_one_a_day_and_three_a_week_and_never_when_quiet(data):
    """Whatever somebody chooses and whenever the clock looks."""
    from django.db import transaction

    with transaction.atomic():
        workspace = Workspace.objects.create(name="Fieldstone", created_at=EARLY)
        zone = data.draw(st.sampled_from(["UTC", "Pacific/Auckland", "America/New_York", "Asia/Kolkata"]))
        theo = Person.objects.create(workspace=workspace, name="Theo Brandt", zone=zone)
        hours, days = st.times().map(lambda t: t.replace(microsecond=0)), st.lists(st.integers(0, 6), max_size=5)
        reach = Reach.objects.create(
            person=theo,
            quiet_from=data.draw(hours),
            quiet_to=data.draw(hours),
            quiet_days=data.draw(days),
            wants_digest=data.draw(st.booleans()),
        )
        looks = data.draw(st.lists(st.integers(0, 30 * 24 * 4), min_size=20, max_size=60))
        sent = [at for n in sorted(looks) if _is_sent(theo, at := EARLY + timedelta(minutes=15 * n))]
        local = [at.astimezone(ZoneInfo(zone)).date() for at in sent]
        assert len(set(local)) == len(local)
        assert not any(reach.is_quiet(at) for at in sent)
        assert all(sum(day <= other < day + timedelta(days=7) for other in local) <= 3 for day in local)
        assert reach.wants_digest or not sent
        transaction.set_rollback(True)


def _is_sent(person, at):
    digest = Digest.line_up(person, at=at)
    return digest is not None and digest.begin(at=at)


def test_somebody_says_how_they_are_reached(cast, sign_in):
    theo = sign_in(cast.theo)
    sent = {"wants_digest": "on", "quiet_from": "17:00", "quiet_to": "09:30", "quiet_days": ["4", "5", "6"]}
    theo.post("/settings/reach/changed/", sent)
    theo.post("/settings/reach/changed/", sent)
    reach = Reach.objects.get()
    assert (reach.person, reach.quiet_from, reach.quiet_days) == (cast.theo, time(17), [4, 5, 6])
    body = theo.get("/settings/reach/").content.decode()
    assert "At most one mail a day and three a week, never before 9:30" in body
    assert "Nothing on Friday, Saturday, Sunday" in body


def test_a_digest_can_be_switched_off(cast, sign_in):
    theo = sign_in(cast.theo)
    theo.post("/settings/reach/changed/", {"quiet_from": "18:00", "quiet_to": "08:00"})
    assert "You get no digest" in theo.get("/settings/reach/").content.decode()
    assert Digest.line_up(cast.theo, at=EARLY) is None


def test_seven_quiet_days_are_refused_with_what_to_do(cast, sign_in):
    sent = {"wants_digest": "on", "quiet_from": "18:00", "quiet_to": "08:00", "quiet_days": list("0123456")}
    response = sign_in(cast.theo).post("/settings/reach/changed/", sent)
    assert response.status_code == 422
    assert "switch the digest off" in response.content.decode()
    assert not Reach.objects.exists()


def test_looking_at_the_page_stores_nothing(cast, sign_in):
    assert "never before 8:00" in sign_in(cast.theo).get("/settings/reach/").content.decode()
    assert not Reach.objects.exists()
