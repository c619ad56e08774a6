"""Leave and holidays excuse one-on-ones by themselves, and days away taken back open them again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from touchline.oneonones.absences import enter_absence, withdraw_absence
from touchline.oneonones.models import OneOnOne
from touchline.oneonones.tasks import fall_due_all
from touchline.people.models import Absence


def away(cast, who, first, last, monday):
    return enter_absence(who, from_on=first, to_on=last, by=who, at=monday)


def test_leave_excuses_the_open_slots_it_touches_and_says_who_and_why(cast, rhythm, monday, sign_in):
    fall_due_all(monday)
    form = {"kind": "leave", "from_on": "2026-11-30", "to_on": "2026-12-07"}
    page = sign_in(cast.priya).post("/days-away/", form, follow=True).text
    assert "two one-on-ones excused" in page
    outcomes = dict(OneOnOne.objects.filter(due_on__gte=date(2026, 11, 23)).values_list("due_on", "outcome"))
    assert [outcomes[date(2026, 11, 23) + timedelta(weeks=n)] for n in range(4)] == ["", "excused", "excused", ""]
    one = OneOnOne.objects.get(due_on=date(2026, 11, 30))
    assert (one.outcome_why, one.outcome_by, one.recorded_at) == ("Leave", cast.priya, monday)


def test_the_leaders_leave_excuses_too(cast, rhythm, monday):
    fall_due_all(monday)
    _, excused = away(cast, cast.maya, date(2026, 11, 30), date(2026, 11, 30), monday)
    assert excused == 1


def test_what_falls_due_later_on_a_day_of_leave_is_born_excused(cast, rhythm, monday):
    away(cast, cast.priya, date(2027, 1, 4), date(2027, 1, 8), monday)
    fall_due_all(monday + timedelta(days=30))
    one = OneOnOne.objects.get(due_on=date(2027, 1, 4))
    assert (one.outcome, one.recorded_at) == ("excused", monday)


def test_taking_leave_back_opens_what_is_to_come_and_leaves_what_is_over(cast, rhythm, monday):
    fall_due_all(monday)
    absence, _ = away(cast, cast.priya, date(2026, 11, 16), date(2026, 11, 30), monday)
    withdraw_absence(absence, by=cast.priya, at=monday)
    states = dict(OneOnOne.objects.values_list("due_on", "outcome"))
    assert (states[date(2026, 11, 16)], states[date(2026, 11, 23)], states[date(2026, 11, 30)]) == ("excused", "", "")


def test_where_the_other_is_away_too_it_stays_excused(cast, rhythm, monday):
    fall_due_all(monday)
    hers, _ = away(cast, cast.priya, date(2026, 11, 30), date(2026, 11, 30), monday)
    away(cast, cast.maya, date(2026, 11, 30), date(2026, 12, 4), monday)
    withdraw_absence(hers, by=cast.priya, at=monday)
    one = OneOnOne.objects.get(due_on=date(2026, 11, 30))
    assert (one.outcome, one.outcome_by) == ("excused", cast.maya)


def test_what_a_leader_opens_again_is_not_excused_a_second_time(cast, rhythm, monday):
    fall_due_all(monday)
    away(cast, cast.priya, date(2026, 11, 30), date(2026, 11, 30), monday)
    one = OneOnOne.objects.get(due_on=date(2026, 11, 30))
    one.reopen(by=cast.maya, at=monday)
    fall_due_all(monday)
    one.refresh_from_db()
    assert one.is_open


def test_what_was_held_stays_held(cast, today_one, monday):
    away(cast, cast.priya, date(2026, 11, 16), date(2026, 11, 16), monday)
    assert OneOnOne.objects.get(due_on=date(2026, 11, 16)).is_held


@pytest.mark.parametrize("whose", ["workspace", "rep", "leader"])
def test_a_public_holiday_of_either_excuses_by_its_name(cast, rhythm, monday, whose):
    somebody = {"workspace": cast.workspace, "rep": cast.priya, "leader": cast.maya}[whose]
    somebody.holidays = "DE"
    somebody.save()
    fall_due_all(monday + timedelta(days=110))
    one = OneOnOne.objects.get(due_on=date(2027, 3, 29))
    assert (one.outcome, one.outcome_why, one.is_holiday) == ("excused", "Easter Monday", True)


def test_one_is_not_moved_onto_leave(cast, today_one, monday):
    away(cast, cast.priya, date(2026, 11, 25), date(2026, 11, 25), monday)
    with pytest.raises(ValidationError, match="Priya Raman is away on 25 November 2026"):
        today_one.move(monday + timedelta(days=2), by=cast.maya, at=monday)


def test_days_away_are_taken_back_by_oneself_alone(cast, monday, sign_in):
    absence, _ = away(cast, cast.priya, date(2026, 12, 1), date(2026, 12, 2), monday)
    url = f"/days-away/{absence.pk}/withdrawn/"
    assert sign_in(cast.maya).post(url).status_code == 403
    assert sign_in(cast.ines).post(url).status_code == 404
    sign_in(cast.priya).post(url)
    assert not Absence.objects.standing().exists()


def test_the_leader_sees_when_reps_are_away_and_nobody_else_does(cast, monday, sign_in):
    away(cast, cast.priya, date(2026, 12, 1), date(2026, 12, 2), monday)
    assert "Priya Raman: 1 December to 2 December" in sign_in(cast.maya).get("/days-away/").text
    for other in (cast.theo, cast.vera, cast.adam):
        assert "Priya" not in sign_in(other).get("/days-away/").text


def test_days_that_end_before_they_begin_are_refused_with_a_sentence(cast, sign_in):
    answer = sign_in(cast.priya).post("/days-away/", {"kind": "leave", "from_on": "2026-12-02", "to_on": "2026-12-01"})
    assert answer.status_code == 422
    assert "The last day must be 2 December 2026 or later." in answer.text


def test_a_country_nobody_keeps_holidays_of_is_refused(cast, sign_in):
    answer = sign_in(cast.theo).post("/settings/profile/", {"name": "Theo", "theme": "dark", "holidays": "XX"})
    assert answer.status_code == 422
    assert "Write a country like DE" in answer.text
