"""Goals and milestones: set by the rep or the leader, read by those above, measured by hand or by the CRM."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from touchline.crm.models import Deal, Source, Stage
from touchline.plans.models import Goal, Milestone
from touchline.plans.queries import goals_of

TODAY = date(2026, 11, 23)
QUARTER = {"starts_on": date(2026, 10, 1), "due_on": date(2026, 12, 31)}
FORM = {
    "name": "New revenue",
    "measure": "hand",
    "unit": "count",
    "start": "0",
    "target": "12",
    "starts_on": "2026-10-01",
    "due_on": "2026-12-31",
}


@pytest.fixture(autouse=True)
def _it_is_monday(monday):
    with time_machine.travel(monday, tick=False):
        yield


def goal(cast, monday, **facts):
    given = {"name": "Calls", "measure": "hand", "unit": "count", "target": Decimal(100), **QUARTER, **facts}
    return Goal.agree(cast.priya, by=cast.maya, at=monday, **given)


@pytest.fixture
def deals(cast, monday):
    """Two won this quarter for $30k, one won before it, one open with a dated step and one without."""
    source = Source.objects.create(workspace=cast.workspace, name="HubSpot", created_at=monday)
    won = Stage.objects.create(source=source, name="Won", outcome="won", position=9)
    proposal = Stage.objects.create(source=source, name="Proposal", outcome="open", position=2)

    def deal(key, **facts):
        Deal.objects.create(source=source, external_id=key, name=key, owner=cast.priya, currency="USD", **facts)

    for key, day, amount in [("a", 5, 1_000_000), ("b", 20, 2_000_000)]:
        on = date(2026, 11, day)
        deal(key, stage=won, outcome="won", amount_minor=amount, decided_on=on, created_on=on)
    early = date(2026, 9, 30)
    deal("c", stage=won, outcome="won", amount_minor=9_000_000, decided_on=early, created_on=early)
    deal("d", stage=proposal, outcome="open", amount_minor=500_000, created_on=TODAY, next_step_on=TODAY)
    deal("e", stage=proposal, outcome="open", amount_minor=700_000, created_on=early)


@pytest.mark.parametrize(
    ("measure", "unit", "value"),
    [
        ("won_amount", "money", 30_000),
        ("won_deals", "count", 2),
        ("created_amount", "money", 35_000),
        ("created_deals", "count", 3),
        ("next_steps", "percent", 50),
    ],
)
def test_what_the_crm_measures(cast, deals, monday, measure, unit, value):
    goal(cast, monday, measure=measure, unit=unit)
    (row,) = goals_of(cast.priya, today=TODAY).active
    assert row.value == value


def test_a_goal_in_a_currency_without_cents_is_not_a_hundredth(cast, deals, monday, sign_in):
    """In yen the stored amount is the amount."""
    cast.workspace.currency = "JPY"
    cast.workspace.save()
    Deal.objects.update(currency="JPY")
    agreed = goal(cast, monday, measure="won_amount", unit="money", target=Decimal(6_000_000))
    (row,) = goals_of(cast.priya, today=TODAY).active
    assert row.value == 3_000_000
    body = sign_in(cast.priya).get(f"/goals/{agreed.pk}/").content.decode()
    assert "JPY\xa03.00m" in body


def test_many_goals_cost_two_queries(cast, deals, monday, django_assert_num_queries):
    for n in range(12):
        goal(cast, monday, name=f"Goal {n}", measure="won_amount", unit="money")
    with django_assert_num_queries(2):
        assert len(goals_of(cast.priya, today=TODAY).active) == 12


def test_without_deals_a_crm_goal_says_so_instead_of_zero(cast, monday):
    goal(cast, monday, measure="won_amount", unit="money")
    (row,) = goals_of(cast.priya, today=TODAY).active
    assert (row.value, row.pace_says) == (None, "No deals imported yet")


@pytest.mark.parametrize(
    ("value", "says", "is_behind"),
    [(20, "38 behind pace", True), (58, "On pace", False), (80, "22 ahead of pace", False), (100, "Reached", False)],
)
def test_the_pace_in_words(cast, monday, value, says, is_behind):
    goal(cast, monday).note(Decimal(value), by=cast.priya, at=monday)
    (row,) = goals_of(cast.priya, today=TODAY).active
    assert (row.pace_says, row.is_behind) == (says, is_behind)


def test_a_parked_goal_is_listed_apart_and_never_behind(cast, monday):
    parked = goal(cast, monday)
    parked.note(Decimal(1), by=cast.priya, at=monday)
    parked.park(by=cast.maya, at=monday)
    goals = goals_of(cast.priya, today=TODAY)
    assert (goals.active, goals.behind, len(goals.parked)) == ((), (), 1)


@pytest.mark.parametrize("who", ["maya", "priya"])
def test_the_rep_and_the_leader_set_goals(cast, sign_in, who):
    sign_in(getattr(cast, who)).post(f"/reps/{cast.priya.pk}/goals/new/", FORM)
    assert Goal.objects.get().set_by == getattr(cast, who)


@pytest.mark.parametrize(
    ("who", "read", "change"),
    [
        ("maya", 200, 302),
        ("priya", 200, 302),
        ("vera", 200, 403),
        ("theo", 404, 404),
        ("ines", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_those_above_read_and_only_the_two_change(cast, sign_in, monday, who, read, change):
    one, client = goal(cast, monday), sign_in(getattr(cast, who))
    assert client.get(f"/goals/{one.pk}/").status_code == read
    assert client.post(f"/goals/{one.pk}/noted/", {"value": "5"}).status_code == change
    assert client.post(f"/goals/{one.pk}/closed/", {"because": "Reached early"}).status_code == change


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "Write what is to be reached."),
        ({"due_on": "2026-09-01"}, "The day must be after 1 October 2026."),
        ({"target": "0"}, "The target must differ from where the goal starts."),
    ],
)
def test_a_wrong_goal_is_refused_with_its_sentence(cast, sign_in, wrong, says):
    answer = sign_in(cast.maya).post(f"/reps/{cast.priya.pk}/goals/new/", FORM | wrong)
    assert answer.status_code == 422
    assert says in answer.text
    assert not Goal.objects.exists()


def test_a_goal_from_the_crm_takes_the_crms_unit(cast, sign_in):
    sign_in(cast.maya).post(f"/reps/{cast.priya.pk}/goals/new/", FORM | {"measure": "won_amount"})
    assert Goal.objects.get().unit == "money"


def test_a_double_click_makes_one_goal_and_one_milestone(cast, sign_in):
    key = {"key": "0b4a4c0e-32a1-4e8a-9a0e-5d1f7d1c9a01"}
    step = {"title": "First demo alone", "due_on": "2026-12-01"}
    for _ in range(2):
        sign_in(cast.maya).post(f"/reps/{cast.priya.pk}/goals/new/", FORM | key)
        sign_in(cast.maya).post(f"/reps/{cast.priya.pk}/milestones/new/", step | key)
    assert (Goal.objects.count(), Milestone.objects.count()) == (1, 1)


def test_a_changed_goal_keeps_what_it_was_on_the_timeline(cast, sign_in, monday):
    from touchline.timeline.models import Event

    one = goal(cast, monday)
    form = {"name": "Calls", "why": "", "target": "120", "due_on": "2026-12-31", "because": "More leads"}
    sign_in(cast.priya).post(f"/goals/{one.pk}/edit/", form)
    one.refresh_from_db()
    assert one.target == 120
    assert Event.objects.get(verb="goal.revised").facts["was"]["target"] == "100.00"


def test_noting_shows_where_it_stood(cast, sign_in, monday):
    one, priya = goal(cast, monday), sign_in(cast.priya)
    page = priya.post(f"/goals/{one.pk}/noted/", {"value": "42"}, follow=True).text
    assert "42 of 100" in page
    assert priya.post(f"/goals/{one.pk}/noted/", {"value": ""}).status_code == 422


def test_a_milestone_is_reached_and_opened_again(cast, sign_in, monday):
    step = Milestone.agree(cast.priya, title="Demo", due_on=date(2026, 11, 20), by=cast.maya, at=monday)
    assert [row.days_late for row in goals_of(cast.priya, today=TODAY).overdue] == [3]
    maya = sign_in(cast.maya)
    maya.post(f"/milestones/{step.pk}/reached/")
    step.refresh_from_db()
    assert step.reached_by == cast.maya
    assert goals_of(cast.priya, today=TODAY).overdue == ()
    maya.post(f"/milestones/{step.pk}/reopened/")
    step.refresh_from_db()
    assert not step.is_reached


def test_those_above_do_not_tick_milestones(cast, sign_in, monday):
    step = Milestone.agree(cast.priya, title="Demo", due_on=TODAY, by=cast.maya, at=monday)
    assert sign_in(cast.vera).post(f"/milestones/{step.pk}/reached/").status_code == 403
    assert sign_in(cast.ines).post(f"/milestones/{step.pk}/reached/").status_code == 404


def test_new_business_alone_counts_where_the_company_says_so(cast, deals, monday):
    cast.workspace.counts = "new"
    cast.workspace.save()
    cast.priya.refresh_from_db()
    goal(cast, monday, measure="won_deals")
    assert goals_of(cast.priya, today=TODAY).active[0].value == 0


def test_a_goal_tells_who_changed_what_and_why(cast, monday, sign_in):
    one, priya = goal(cast, monday), sign_in(cast.priya)
    change = {"name": "Calls", "why": "", "target": "80", "due_on": "2027-01-31"}
    refused = priya.post(f"/goals/{one.pk}/edit/", change)
    assert (refused.status_code, "Write why the goal changes." in refused.text) == (422, True)
    priya.post(f"/goals/{one.pk}/edit/", {**change, "because": "Two weeks of leave"})
    sign_in(cast.maya).post(f"/goals/{one.pk}/edit/", {**change, "name": "Good calls", "because": "Quality first"})
    one.refresh_from_db()
    one.park(by=cast.maya, at=monday)
    text = " ".join(sign_in(cast.maya).get(f"/goals/{one.pk}/").text.split())
    told = [
        "Parked",
        "Changed: was called “Calls”",
        "Quality first",
        "Changed: target 100 to 80, due 31 Dec 2026 to 31",
    ]
    places = [text.index(words) for words in [*told, "Two weeks of leave", ">Set<"]]
    assert places == sorted(places)
    assert "Priya, Today" in text


def test_a_learning_goal_says_so(cast, monday, sign_in):
    maya = sign_in(cast.maya)
    maya.post(f"/reps/{cast.priya.pk}/goals/new/", {**FORM, "name": "Demo alone", "is_learning": "on"})
    assert Goal.objects.get().is_learning
    assert "A learning goal." in maya.get(f"/goals/{Goal.objects.get().pk}/").text
    assert "Learning" in maya.get(f"/reps/{cast.priya.pk}/").text


def test_a_goal_by_hand_moves_when_it_is_noted_or_changed(cast, monday):
    from datetime import timedelta

    later = monday + timedelta(days=1)
    one = goal(cast, monday)
    assert goals_of(cast.priya, today=TODAY).active[0].is_unmoved_since(later)
    one.note(Decimal(3), by=cast.maya, at=later)
    assert not goals_of(cast.priya, today=TODAY).active[0].is_unmoved_since(later)


def test_a_goal_ends_with_a_reason_that_is_read_later(cast, monday, sign_in):
    one, priya = goal(cast, monday), sign_in(cast.priya)
    refused = priya.post(f"/goals/{one.pk}/parked/", {"because": " "})
    assert (refused.status_code, "Write why, in a few words." in refused.text) == (422, True)
    one.refresh_from_db()
    assert one.parked_at is None
    assert (
        "The market is closed"
        in priya.post(f"/goals/{one.pk}/parked/", {"because": "The market is closed"}, follow=True).text
    )
    priya.post(f"/goals/{one.pk}/resumed/")
    assert (
        "Another number took its place"
        in priya.post(f"/goals/{one.pk}/closed/", {"because": "Another number took its place"}, follow=True).text
    )
    one.refresh_from_db()
    assert one.closed_at


def test_a_milestone_is_changed_and_dropped_with_a_reason_and_can_come_back(cast, monday, sign_in):
    from touchline.timeline.models import Event

    step = Milestone.agree(cast.priya, title="Demo", due_on=date(2026, 11, 20), by=cast.maya, at=monday)
    maya = sign_in(cast.maya)
    assert "Change the milestone" in maya.get(f"/milestones/{step.pk}/edit/").text
    form = {"title": "Demo alone", "due_on": "2026-12-04"}
    assert maya.post(f"/milestones/{step.pk}/edit/", form).status_code == 422
    maya.post(f"/milestones/{step.pk}/edit/", {**form, "because": "The customer was ill"})
    step.refresh_from_db()
    assert (step.title, step.due_on) == ("Demo alone", date(2026, 12, 4))
    told = Event.objects.get(verb="milestone.revised").facts
    assert (told["was"], told["because"]) == ({"title": "Demo", "due_on": "2026-11-20"}, "The customer was ill")
    assert maya.post(f"/milestones/{step.pk}/dropped/", {"because": ""}).status_code == 422
    maya.post(f"/milestones/{step.pk}/dropped/", {"because": "No demos any more"})
    assert goals_of(cast.priya, today=TODAY).milestones == ()
    assert Event.objects.get(verb="milestone.dropped").facts["because"] == "No demos any more"
    maya.post(f"/milestones/{step.pk}/restored/")
    assert len(goals_of(cast.priya, today=TODAY).milestones) == 1
