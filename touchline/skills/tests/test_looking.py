"""What the record says of a focus, on the day set beforehand and on no other; every count made by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from touchline.crm.models import Stage
from touchline.skills.looking import take_due_look, take_look
from touchline.skills.models import Verdict
from touchline.skills.queries.verdicts import now_says, verdict_section
from touchline.skills.tests.story_of_a_focus import decide, practise

WEEK = timedelta(weeks=1)


@pytest.fixture
def focus(cast, choose):
    """Theo works on win rate since 28 September; the first look is on 23 November, the second on 18 January."""
    return choose(weeks_ago=8, metric="win_rate")


@pytest.fixture
def told(cast, focus):
    """Case C of the standard: 20 of 80 before, 38 of 80 after; the team flat at a quarter."""
    start = focus.starts_on
    cast.noor.move(to=cast.maya, by=cast.adam, on=date(2026, 6, 1))
    decide(cast, cast.theo, start - 13 * WEEK, 13, hits=20, n=80)
    decide(cast, cast.theo, start, 8, hits=38, n=80)
    for other in (cast.priya, cast.noor):
        decide(cast, other, start - 13 * WEEK, 13, hits=15, n=60)
        decide(cast, other, start, 8, hits=15, n=60)
    practise(focus)
    return focus


def test_a_look_stores_what_it_counted_and_never_again(cast, told, monday):
    found = take_due_look(told, by=cast.maya, at=monday)
    assert (found.look, found.said, found.design, found.why) == ("first", "moved", "one_rep", [])
    assert (found.hits_before, found.n_before, found.hits_after, found.n_after) == (20, 80, 38, 80)
    team = (found.team_hits_before, found.team_n_before, found.team_hits_after, found.team_n_after)
    assert team == (30, 120, 30, 120)
    assert (found.before_from, found.before_to) == (date(2026, 6, 29), date(2026, 9, 27))
    assert (found.after_from, found.after_to) == (date(2026, 9, 28), date(2026, 11, 22))
    assert found.p_up > 0.95
    assert 0 < found.low < 10 < found.points < found.high
    decide(cast, cast.theo, told.starts_on, 8, hits=0, n=70)
    assert take_look(told, look="first", by=cast.maya, at=monday + WEEK).n_after == 80
    assert Verdict.objects.count() == 1


def test_before_its_day_nobody_looks(cast, told, monday, sign_in):
    early = monday - timedelta(days=1)
    with pytest.raises(ValidationError, match="next look is on 23 November 2026"):
        take_due_look(told, by=cast.maya, at=early)
    section = verdict_section(told, today=early.date())
    assert (section.looks, section.due) == ((), "")
    assert "looked at on 23 Nov 2026 and 18 Jan 2027" in section.coming
    assert "by luck sooner or later" in section.coming
    assert now_says(told, today=early.date()) == "First look on 23 Nov"
    assert now_says(told, today=monday.date()) == "First look due since 23 Nov"
    with time_machine.travel(early, tick=False):
        assert sign_in(cast.maya).post(f"/focuses/{told.pk}/looked/").status_code == 422
    assert not Verdict.objects.exists()


def test_a_look_taken_late_counts_what_it_would_have_counted(cast, told, monday):
    decide(cast, cast.theo, monday.date(), 2, hits=30, n=30)
    late = take_due_look(told, by=cast.maya, at=monday + 2 * WEEK)
    assert (late.look, late.n_after, late.after_to) == ("first", 80, date(2026, 11, 22))
    with pytest.raises(ValidationError, match="18 January 2027"):
        take_due_look(told, by=cast.maya, at=monday + 3 * WEEK)


def test_the_section_says_it_in_words(cast, told, monday):
    take_due_look(told, by=cast.maya, at=monday)
    section = verdict_section(told, today=monday.date())
    look = section.latest
    assert look.says == "Moved: up by more than luck and the team explain"
    assert look.figures == "+11 points, between +2 and +22 in 9 cases of 10."
    assert look.luck == "If nothing had changed, a rep with this history does this well less than 1% of the time."
    assert look.counts == ("Theo: 20 of 80 before (29 Jun to 27 Sep), 38 of 80 after (28 Sep to yesterday).",)
    assert look.team == (
        "Teammates without this focus: 30 of 120 before, 30 of 120 after. Their movement is taken off."
    )
    assert section.sceptic == "Association with a coached period is not proof that coaching did it."
    assert any("Prices" in other for other in section.alternatives)
    assert section.alternatives[-1].startswith("Theo knew")
    assert not any("picked when low" in other for other in section.alternatives)
    assert now_says(told, today=monday.date()) == "Moved, looked at today"


@pytest.mark.parametrize(
    ("break_it", "why"),
    [
        (lambda focus, cast, at: focus.practices.first().delete(), "not_practised"),
        (lambda focus, cast, at: cast.theo.deals.filter(outcome="won", decided_on__gte=focus.starts_on).delete()
         and cast.theo.deals.filter(decided_on__gte=focus.starts_on + 3 * WEEK).delete(), "too_few_weeks"),
        (lambda focus, cast, at: Stage.objects.create(
            source=cast.theo.deals.first().source, name="On hold", outcome="open", position=3
         ).mean("lost", position=3, by=cast.adam, at=at - WEEK), "metric_changed"),
    ],
)  # fmt: skip
def test_each_gate_closes_with_its_reason_and_no_figure(cast, told, monday, break_it, why):
    break_it(told, cast, monday)
    found = take_due_look(told, by=cast.maya, at=monday)
    assert found.said == "too_early"
    assert why in found.why
    assert (found.points, found.p_up, found.luck_tail) == (None, None, None)
    section = verdict_section(told, today=monday.date())
    assert section.latest.why
    assert section.latest.figures == ""


def test_a_stage_explained_before_the_focus_was_chosen_closes_no_gate(cast, told, monday):
    stage = Stage.objects.create(source=cast.theo.deals.first().source, name="On hold", outcome="open", position=3)
    stage.mean("lost", position=3, by=cast.adam, at=told.chosen_at - WEEK)
    assert take_due_look(told, by=cast.maya, at=monday).why == []


def test_twenty_events_on_each_side_are_the_least(cast, focus, monday):
    decide(cast, cast.theo, focus.starts_on - 13 * WEEK, 13, hits=5, n=20)
    decide(cast, cast.theo, focus.starts_on, 8, hits=9, n=19)
    practise(focus)
    assert take_due_look(focus, by=cast.maya, at=monday).why == ["too_few_events"]


def test_teammates_who_share_the_skill_or_the_metric_are_no_yardstick(cast, told, choose, monday):
    choose(cast.priya, "Negotiating", weeks_ago=6, metric="win_rate")
    found = take_due_look(told, by=cast.maya, at=monday)
    assert (found.team_n_before, found.team_n_after) == (60, 60)


def test_closing_is_no_third_look(cast, told, monday):
    first = take_due_look(told, by=cast.maya, at=monday)
    told.close(by=cast.maya, at=monday + 3 * WEEK)
    closing = take_look(told, look="close", by=cast.maya, at=monday + 3 * WEEK)
    assert (closing.points, closing.after_to, closing.said) == (first.points, first.after_to, "moved")


def test_closing_before_the_first_look_says_too_early(cast, told, monday):
    early = monday - 2 * WEEK
    told.close(by=cast.maya, at=early)
    closing = take_look(told, look="close", by=cast.maya, at=early)
    assert (closing.said, closing.why, closing.p_up, closing.n_after) == ("too_early", ["before_the_look"], None, 0)
    assert "looking early finds more by luck" in verdict_section(told, today=early.date()).latest.why[0]


def test_closing_after_the_day_takes_the_look_that_was_due(cast, told, monday):
    closing = take_look(told, look="close", by=cast.maya, at=monday + WEEK)
    assert set(told.verdicts.values_list("look", flat=True)) == {"first", "close"}
    assert closing.n_after == 80


def test_old_facts_are_not_looked_at(cast, told, monday):
    cast.workspace.facts_as_of = monday - timedelta(days=5)
    cast.workspace.save()
    told.person.refresh_from_db()
    with pytest.raises(ValidationError, match="newest CRM export is of 18 November"):
        take_due_look(told, by=cast.maya, at=monday)
    closing = take_look(told, look="close", by=cast.maya, at=monday)
    assert closing.why == ["stale_facts"]


def test_nothing_is_looked_at_where_the_crm_counts_nothing(cast, choose, monday):
    focus = choose(weeks_ago=8, metric="", baseline=(0, 0))
    with pytest.raises(ValidationError, match="counts nothing"):
        take_due_look(focus, by=cast.maya, at=monday)
    assert now_says(focus, today=monday.date()) == "Nothing the CRM counts"
    assert take_look(focus, look="close", by=cast.maya, at=monday).why == ["no_metric"]


def test_who_was_picked_when_low_is_told_what_was_to_be_expected(cast, told, monday):
    cast.theo.deals.filter(outcome="won", decided_on__lt=told.starts_on).update(outcome="lost")
    found = take_due_look(told, by=cast.maya, at=monday)
    (said,) = [other for other in verdict_section(told, today=monday.date()).alternatives if "picked when low" in other]
    rate = found.prior_strength * found.prior_mean / (found.prior_strength + 80)
    assert f"after 0%, {rate:.0%} is to be expected" in said


def test_a_leader_presses_once_and_the_rep_may_not(cast, told, monday, sign_in):
    url = f"/focuses/{told.pk}/looked/"
    with time_machine.travel(monday, tick=False):
        assert sign_in(cast.theo).post(url).status_code == 403
        assert sign_in(cast.vera).post(url).status_code == 404
        answer = sign_in(cast.maya).post(url)
        assert (answer.status_code, answer.url) == (302, f"/focuses/{told.pk}/")
        assert sign_in(cast.maya).post(url).status_code == 422
    assert told.verdicts.get().said == "moved"


def test_the_page_of_the_focus_offers_the_look_on_its_day_and_then_shows_it(cast, told, monday, sign_in):
    url = f"/focuses/{told.pk}/"
    with time_machine.travel(monday - timedelta(days=1), tick=False):
        before = sign_in(cast.maya).get(url).content.decode()
        assert "The record is looked at on 23 Nov 2026 and 18 Jan 2027." in before
        assert "Take the first look" not in before
    with time_machine.travel(monday, tick=False):
        assert "Take the first look" in sign_in(cast.maya).get(url).content.decode()
        assert "Take the first look" not in sign_in(cast.theo).get(url).content.decode()
        sign_in(cast.maya).post(f"{url}looked/")
        after = sign_in(cast.maya).get(url).content.decode()
        for words in (
            "Moved: up by more than luck and the team explain",
            "+11 points, between +2 and +22 in 9 cases of 10.",
            "Association with a coached period is not proof that coaching did it.",
            "The record is looked at again on 18 Jan 2027.",
            "Estimator 2026.1",
        ):
            assert words in after


def test_a_rep_never_reads_the_counts_of_others(cast, told, monday, sign_in):
    take_due_look(told, by=cast.maya, at=monday)
    with time_machine.travel(monday, tick=False):
        theirs = sign_in(cast.theo).get(f"/focuses/{told.pk}/").content.decode()
        assert "20 of 80" in theirs
        assert "30 of 120" not in theirs
        assert "their counts are not yours to read" in theirs
        assert "30 of 120" in sign_in(cast.maya).get(f"/focuses/{told.pk}/").content.decode()


def test_the_days_of_a_look_are_those_of_the_company(cast, told):
    """In the evening of the 22nd in Berlin it is still the 22nd."""
    with pytest.raises(ValidationError):
        take_due_look(told, by=cast.maya, at=datetime(2026, 11, 22, 21, 30, tzinfo=UTC))
