"""How a one-on-one ends or moves, what is said afterwards, and what each mistaken attempt is told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from touchline.crm.models import Quota
from touchline.oneonones.models import Amendment, Commitment, Note, OneOnOne, Rhythm, Usefulness
from touchline.oneonones.queries.rhythms import rhythm_rows
from touchline.oneonones.tasks import fall_due_all
from touchline.oneonones.tests.test_planning import team


def url(one, verb=""):
    return f"/one-on-ones/{one.pk}/{verb + '/' if verb else ''}"


def test_holding_keeps_the_minutes_talked_and_missing_whose_side_could_not(cast, today_one, sign_in):
    maya = sign_in(cast.maya)
    maya.post(url(today_one, "held"), {"minutes": "22"})
    today_one.refresh_from_db()
    assert today_one.lasted == 22
    maya.post(url(today_one, "reopened"))
    page = maya.post(url(today_one, "missed"), {"whose": "rep", "why": "Ill"}, follow=True).text
    assert "Priya could not" in page


def test_an_undone_move_is_due_at_its_first_time_again(cast, today_one, sign_in):
    first, maya = today_one.starts_at, sign_in(cast.maya)
    maya.post(url(today_one, "moved"), {"day": "2026-11-25", "time": "09:00", "why": "Fair"})
    maya.post(url(today_one, "moved-back"))
    today_one.refresh_from_db()
    assert (today_one.starts_at, today_one.moved_at, today_one.sequence) == (first, None, 2)


def test_moving_this_and_all_after_it_re_dates_every_slot_and_keeps_what_is_in_them(cast, today_one, sign_in, monday):
    coming = OneOnOne.objects.get(due_on=date(2026, 12, 7))
    Note.write(coming, by=cast.priya, body="Ask about Alba", version=0, at=monday)
    before = dict(OneOnOne.objects.values_list("uid", "due_on"))
    sign_in(cast.maya).post(url(today_one, "following-moved"), {"day": "2026-11-24", "time": "14:00"})
    after = dict(OneOnOne.objects.values_list("uid", "due_on"))
    moved = {uid: after[uid] - day for uid, day in before.items()}
    assert {moved[uid] for uid, day in before.items() if day >= date(2026, 11, 23)} == {timedelta(days=1)}
    assert {moved[uid] for uid, day in before.items() if day < date(2026, 11, 23)} == {timedelta(0)}
    coming.refresh_from_db()
    assert (coming.starts_at, coming.moved_at) == (datetime(2026, 12, 8, 14, tzinfo=UTC), None)
    fall_due_all(monday + timedelta(days=14))
    assert OneOnOne.objects.filter(due_on__gt=date(2026, 12, 22)).first().starts_at.weekday() == 1


def test_following_ones_do_not_skip_a_slot(cast, today_one, sign_in):
    answer = sign_in(cast.maya).post(url(today_one, "following-moved"), {"day": "2026-12-01", "time": "14:00"})
    assert answer.status_code == 422
    assert "less than 7 days away" in answer.text


def test_following_ones_do_not_land_on_a_day_the_two_have_a_one_on_one(cast, today_one, sign_in, monday):
    apart = OneOnOne.plan(cast.maya, cast.priya, starts_at=monday + timedelta(days=15), by=cast.maya, at=monday)
    before = set(OneOnOne.objects.values_list("pk", "due_on"))
    answer = sign_in(cast.maya).post(url(today_one, "following-moved"), {"day": "2026-11-24", "time": "14:00"})
    assert (answer.status_code, apart.due_on) == (422, date(2026, 12, 8))
    assert "one-on-one on 8 December 2026 already" in answer.text
    assert set(OneOnOne.objects.values_list("pk", "due_on")) == before


def test_after_fourteen_days_words_are_locked_and_an_amendment_is_added_instead(cast, today_one, sign_in, monday):
    today_one.hold(by=cast.maya, at=monday)
    Note.write(today_one, by=cast.maya, body="Alba waits", version=0, at=monday)
    later = monday + timedelta(days=15)
    with pytest.raises(ValidationError, match="locked since 7 December 2026"):
        Note.write(today_one, by=cast.maya, body="Alba came", version=1, at=later)
    with pytest.raises(ValidationError, match="locked"):
        Commitment.make(
            "Call", owner=cast.theo, to=cast.maya, due_on=later.date(), by=cast.maya, at=later, one_on_one=today_one
        )
    with pytest.raises(ValidationError, match="locked"):
        today_one.reopen(by=cast.maya, at=later)
    with time_machine.travel(later, tick=False):
        page = sign_in(cast.priya).post(url(today_one, "amended"), {"text": "It was Boreal"}, follow=True).text
    assert "It was Boreal" in page
    assert "Priya Raman, 8 December 2026" in page
    assert "<textarea" not in page.split('id="notes"')[1].split("</section>")[0]
    assert Amendment.objects.get().author == cast.priya


def test_the_rep_confirms_with_one_tap_on_their_week_within_seven_days(cast, today_one, sign_in, monday):
    today_one.hold(by=cast.maya, at=monday)
    priya = sign_in(cast.priya)
    assert "Yes, it took place" in priya.get("/").text
    priya.post(url(today_one, "confirmed"))
    today_one.refresh_from_db()
    assert today_one.confirmed_at == monday
    assert url(today_one, "confirmed") not in priya.get("/").text


def test_what_is_older_than_a_week_is_not_asked_about(cast, today_one, sign_in, monday):
    today_one.hold(by=cast.maya, at=monday)
    with time_machine.travel(monday + timedelta(days=7, minutes=1), tick=False):
        priya = sign_in(cast.priya)
        assert url(today_one, "confirmed") not in priya.get("/").text
        assert priya.post(url(today_one, "rated"), {"score": "4"}).status_code == 422


def test_who_reads_a_rating_stands_before_it_and_the_leader_never_sees_one(cast, today_one, sign_in, monday):
    today_one.hold(by=cast.maya, at=monday)
    priya = sign_in(cast.priya)
    page = priya.get(url(today_one)).text
    assert page.index("nobody reads your answer") < page.index('name="score"')
    priya.post(url(today_one, "rated"), {"score": "2"})
    assert Usefulness.objects.get().score == 2
    assert "You said 2" in priya.get(url(today_one)).text
    assert "rating" not in sign_in(cast.maya).get(url(today_one)).text
    assert sign_in(cast.maya).post(url(today_one, "rated"), {"score": "5"}).status_code == 403


def test_logging_one_holds_the_slot_that_waits_that_day(cast, rhythm, monday):
    waiting = OneOnOne.objects.get(due_on=date(2026, 11, 16))
    held_at = datetime(2026, 11, 16, 15, tzinfo=UTC)
    assert OneOnOne.log(cast.maya, cast.priya, held_at=held_at, by=cast.maya, at=monday) == waiting
    assert OneOnOne.objects.filter(due_on=date(2026, 11, 16)).count() == 1


def test_a_leader_sits_in_one_one_on_one_at_a_time(cast, today_one, sign_in):
    maya, form = sign_in(cast.maya), {"rep": cast.theo.pk, "day": "2026-11-30", "time": "10:45", "minutes": "30"}
    answer = maya.post("/one-on-ones/new/", form)
    assert answer.status_code == 422
    assert "Maya and Priya meet then, at 10:30 for 30 minutes." in answer.text
    answer = maya.post(url(today_one, "moved"), {"day": "2026-11-30", "time": "10:15"})
    assert "Maya and Priya meet then" in answer.text


def test_two_rhythms_at_one_time_are_refused_in_both_rows(cast, sign_in):
    given = {**team(cast), f"rep{cast.theo.pk}-weekday": "0", f"rep{cast.theo.pk}-at_time": "10:45"}
    answer = sign_in(cast.maya).post("/one-on-ones/rhythms/", given)
    assert answer.status_code == 422
    assert "You meet Theo Brandt then" in answer.text
    assert "You meet Priya Raman then" in answer.text
    assert not Rhythm.objects.exists()


def test_two_reps_may_swap_their_times_in_one_submit(cast, sign_in):
    maya, days = sign_in(cast.maya), {cast.priya.pk: "1", cast.theo.pk: "0"}
    maya.post("/one-on-ones/rhythms/", team(cast))
    maya.post("/one-on-ones/rhythms/", {**team(cast), **{f"rep{pk}-weekday": day for pk, day in days.items()}})
    assert dict(Rhythm.objects.running().values_list("rep", "weekday")) == {cast.priya.pk: 1, cast.theo.pk: 0}


def test_a_zone_that_does_not_exist_is_refused_with_an_example(cast, sign_in, monday):
    answer = sign_in(cast.maya).post("/one-on-ones/rhythms/", {**team(cast), f"rep{cast.theo.pk}-zone": "Mars/Phobos"})
    assert answer.status_code == 422
    assert "“Mars/Phobos” is not a time zone. Write one like Europe/Berlin." in answer.text


def test_the_pairs_zone_decides_the_instant_and_agenda_lines_stay_with_the_rhythm(cast, sign_in):
    pair = f"rep{cast.theo.pk}"
    given = {**team(cast), f"{pair}-zone": "America/New_York", f"{pair}-agenda": "Pipeline\r\n\r\nAnything in the way"}
    sign_in(cast.maya).post("/one-on-ones/rhythms/", given)
    rhythm = Rhythm.objects.get(rep=cast.theo)
    assert rhythm.agenda_lines == ["Pipeline", "Anything in the way"]
    assert rhythm.one_on_ones.first().starts_at.hour == 15


def test_a_rhythm_does_not_begin_in_the_past(cast, monday):
    terms = {"every": 7, "weekday": 0, "at_time": time(9), "starts_on": date(2026, 11, 20)}
    with pytest.raises(ValidationError, match="first day from today on"):
        Rhythm.agree(cast.maya, cast.theo, **terms, by=cast.maya, at=monday)


def test_a_time_of_today_that_is_over_does_not_fall_due(cast, monday):
    terms = {"every": 7, "weekday": 0, "at_time": time(7), "starts_on": monday.date()}
    rhythm = Rhythm.agree(cast.maya, cast.theo, **terms, by=cast.maya, at=monday)
    assert rhythm.one_on_ones.order_by("due_on").first().due_on == date(2026, 11, 30)


def test_two_leaders_cannot_both_meet_one_rep_regularly(cast, rhythm, monday):
    terms = {"every": 7, "weekday": 2, "at_time": time(9), "starts_on": monday.date(), "by": cast.ines, "at": monday}
    with pytest.raises(ValidationError, match="Priya Raman does not report to Ines Duarte"):
        Rhythm.agree(cast.ines, cast.priya, **terms)
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    Rhythm.agree(cast.ines, cast.priya, **terms)
    assert [it.leader for it in Rhythm.objects.running().filter(rep=cast.priya)] == [cast.ines]


def test_a_rep_below_plan_is_proposed_weekly_with_the_reason(cast, monday, sign_in):
    quarter = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31)}
    Quota.agree(cast.theo, **quarter, amount_minor=10_000_00, currency="USD", by=cast.maya, at=monday)
    theo = next(row for row in rhythm_rows(cast.maya, today=monday.date()) if row.rep == cast.theo)
    assert theo.proposal.every == Rhythm.Every.WEEK
    assert "below plan, at 0% of an even pace this quarter" in sign_in(cast.maya).get("/one-on-ones/rhythms/").text


def test_a_locked_page_offers_nothing_that_would_be_refused_and_costs_no_more(cast, today_one, sign_in, monday):
    today_one.hold(by=cast.maya, at=monday)
    with time_machine.travel(monday + timedelta(days=15), tick=False):
        maya = sign_in(cast.maya)
        maya.get(url(today_one))
        with CaptureQueriesContext(connection) as captured:
            page = maya.get(url(today_one)).text
    assert "Will do what" not in page
    assert "Open again" not in page
    assert len(captured) <= 12
