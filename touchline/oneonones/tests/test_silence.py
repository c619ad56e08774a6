"""What changed and nobody spoke of, what was known at the time, and that no question comes twice running."""

from datetime import date, datetime, timedelta

import pytest

from touchline.crm.models import Deal, DealChange, Owner, Source, Stage
from touchline.oneonones.brief.as_it_was import as_it_was
from touchline.oneonones.brief.news import Change, DealNews, News, Watched
from touchline.oneonones.brief.questions import questions
from touchline.oneonones.brief.unraised import not_raised, not_spoken_of
from touchline.oneonones.models import Asked, Commitment, GoalReview, Note, OneOnOne, Topic
from touchline.oneonones.queries.show import one_on_one_page, with_surroundings
from touchline.oneonones.tests.test_brief import facts
from touchline.plans.models import Goal, Milestone

TODAY = date(2026, 11, 23)


def news(name, *, kind=News.SLIPPED, account=""):
    return DealNews(1, name, 100, "USD", kind, ("It changed.",), account=account)


@pytest.mark.parametrize(
    ("text", "is_silent"),
    [
        ("Who decides at NORTHWIND now", False),
        ("The Nordlicht people want a pilot", False),
        ("Holiday plans", True),
        ("", True),
    ],
)
def test_a_deal_is_raised_by_its_name_its_account_or_the_first_word_of_either(text, is_silent):
    assert bool(not_raised([news("Northwind renewal", account="Nordlicht AG")], [text])) is is_silent


def test_what_is_won_or_lost_needs_no_raising():
    assert not_raised([news("Alba", kind=News.WON), news("Teller", kind=News.LOST)], []) == ()


def test_a_short_first_word_alone_names_nothing():
    assert not_raised([news("The Bakery")], ["the weather"]) != ()


def test_a_goal_is_spoken_of_when_it_is_ticked_or_named():
    goals = [(1, "New revenue"), (2, "Demos"), (3, "Referrals")]
    assert not_spoken_of(goals, ["our demos are thin"], reviewed={1}) == ["Referrals"]


def test_what_was_seen_later_is_taken_back():
    now = Watched(
        1, "Alba", 5_000, "USD", "won", "Closed won", pushes=2, decided_on=TODAY, close_on=TODAY, stage_since=TODAY
    )
    later = [
        Change("close", "2026-11-20", "2026-11-22"),
        Change("close", "2026-11-22", "2026-11-23"),
        Change("amount", "9000", "5000"),
        Change("stage", "Proposal", "Closed won"),
    ]
    was = as_it_was(now, later, day=date(2026, 11, 16))
    assert (was.outcome, was.stage, was.amount, was.close_on) == ("open", "Proposal", 9_000, date(2026, 11, 20))
    assert (was.pushes, was.decided_on, was.stage_since) == (0, None, None)
    assert as_it_was(now, [], day=TODAY) == now


def test_the_wording_of_last_time_is_passed_over_even_when_the_count_says_otherwise():
    first = questions(facts(goals_behind=("New revenue",)), number=3)
    again = questions(facts(goals_behind=("New revenue",)), number=3, last={question.key for question in first})
    assert not {question.text for question in first} & {question.text for question in again}
    assert len({question.text for question in again}) == 2


@pytest.fixture
def source(cast, monday):
    return Source.objects.create(workspace=cast.workspace, name="HubSpot", created_at=monday)


def deal(source, owner, name, **facts):
    stage, _ = Stage.objects.get_or_create(source=source, name="Proposal", defaults={"outcome": "open", "position": 1})
    given = {"outcome": "open", "currency": "USD", "stage": stage, "amount_minor": 8_400_000, **facts}
    return Deal.objects.create(source=source, external_id=name, name=name, owner=owner, **given)


def changed(deal, field, old, new, at):
    return DealChange.objects.create(deal=deal, field=field, old=old, new=new, seen_by=at)


def brief_of(one, cast, now):
    ones = with_surroundings(OneOnOne.objects.visible_to(cast.maya.user), reader=cast.maya)
    return one_on_one_page(ones.get(pk=one.pk), reader=cast.maya, now=now).brief


def held_on(day):
    return OneOnOne.objects.get(due_on=date(2026, 11, day))


def test_the_brief_names_the_deal_nobody_spoke_of_for_three_meetings(cast, source, today_one, monday, sign_in):
    for name in ("Northwind", "Teller", "Alba"):
        moved = deal(source, cast.priya, name)
        changed(moved, DealChange.Field.CLOSE, "2026-12-01", "2026-12-18", monday - timedelta(days=13))
    Note.write(held_on(16), by=cast.priya, body="Teller asks for references", version=0, at=monday - timedelta(days=7))
    Topic.raise_("Alba: who signs", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday - timedelta(days=8))
    brief = brief_of(today_one, cast, monday)
    assert [silent.name for silent in brief.silence.deals] == ["Northwind"]
    assert any("Northwind" in ask.text for ask in brief.asks)
    text = sign_in(cast.maya).get(f"/one-on-ones/{today_one.pk}/").text
    assert "Not raised in three one-on-ones" in text
    assert "Changed since 2 November and named in no topic, shared note or commitment." in text


def test_a_promise_about_it_counts_as_raised(cast, source, today_one, monday):
    moved = deal(source, cast.priya, "Northwind")
    changed(moved, DealChange.Field.CLOSE, "2026-12-01", "2026-12-18", monday - timedelta(days=13))
    assert brief_of(today_one, cast, monday).silence
    by = {"by": cast.maya, "at": monday - timedelta(days=6)}
    Commitment.make("Call Northwind", owner=cast.priya, to=cast.maya, due_on=TODAY, **by)
    assert brief_of(today_one, cast, monday).silence is None


def test_a_goal_nobody_reviewed_is_silent_until_it_is_ticked(cast, source, today_one, monday):
    by = {"by": cast.maya, "at": monday - timedelta(days=30)}
    days = {"starts_on": date(2026, 10, 1), "due_on": date(2026, 12, 31)}
    goal = Goal.agree(cast.priya, name="Ten demos", measure="hand", unit="count", target=10, **days, **by)
    assert brief_of(today_one, cast, monday).silence.goals == ("Ten demos",)
    GoalReview.tick(held_on(9), goal, by=cast.maya, at=monday)
    assert brief_of(today_one, cast, monday).silence is None


def test_two_meetings_are_too_few_to_call_it_silence(cast, source, rhythm, monday):
    for day in (9, 16):
        held_on(day).hold(by=cast.maya, at=datetime(2026, 11, day, 11, tzinfo=monday.tzinfo))
    moved = deal(source, cast.priya, "Northwind")
    changed(moved, DealChange.Field.CLOSE, "2026-12-01", "2026-12-18", monday - timedelta(days=13))
    rhythm.fall_due(until=TODAY)
    assert brief_of(held_on(23), cast, monday).silence is None


def test_a_past_brief_shows_the_deal_as_it_was_known_then(cast, source, today_one, monday):
    northwind = deal(source, cast.priya, "Northwind", amount_minor=5_000_000, close_on=date(2026, 12, 20), pushes=1)
    changed(northwind, DealChange.Field.STAGE, "Discovery", "Proposal", monday - timedelta(days=9))
    changed(northwind, DealChange.Field.AMOUNT, "8400000", "5000000", monday - timedelta(days=2))
    (then,) = brief_of(held_on(16), cast, monday).deals
    assert (then.money, then.says) == ("$84k", ("Discovery to Proposal.",))
    (now,) = brief_of(today_one, cast, monday).deals
    assert (now.money, now.says) == ("$50k", ("Down from $84k.",))


def test_a_deal_taken_over_later_is_not_in_a_past_brief_and_its_former_owner_is_named(cast, source, today_one, monday):
    Owner.objects.create(source=source, key="u1", name="Theo Brandt", person=cast.theo)
    taken = deal(source, cast.priya, "Northwind", created_on=date(2026, 11, 10))
    changed(taken, DealChange.Field.OWNER, "u1", "u2", monday - timedelta(days=2))
    assert brief_of(held_on(16), cast, monday).deals == ()
    assert brief_of(today_one, cast, monday).deals[0].says == ("Taken over from Theo Brandt.",)


def test_a_past_brief_shows_promises_and_goals_as_they_stood(cast, today_one, monday):
    before = {"by": cast.maya, "at": monday - timedelta(days=10)}
    promise = Commitment.make("Map Alba", owner=cast.priya, to=cast.maya, due_on=date(2026, 11, 20), **before)
    days = {"starts_on": date(2026, 11, 1), "due_on": date(2026, 12, 31)}
    goal = Goal.agree(cast.priya, name="Ten demos", measure="hand", unit="count", target=10, **days, **before)
    step = Milestone.agree(cast.priya, title="First demo", due_on=TODAY, **before)
    goal.note(2, **before)
    promise.keep(by=cast.maya, at=monday)
    goal.note(7, by=cast.maya, at=monday)
    step.reach(by=cast.maya, at=monday)
    Goal.agree(cast.priya, name="Set later", measure="hand", unit="count", target=1, **days, by=cast.maya, at=monday)
    then = brief_of(held_on(16), cast, monday)
    assert [p.mark for p in then.promises] == ["open"]
    assert [(row.name, row.value) for row in then.goals.active] == [("Ten demos", 2)]
    assert [step.is_reached for step in then.goals.milestones] == [False]
    now = brief_of(today_one, cast, monday)
    assert [p.mark for p in now.promises] == ["late"]
    assert [(row.name, row.value) for row in now.goals.active] == [("Ten demos", 7), ("Set later", None)]


def test_holding_keeps_the_questions_and_the_next_brief_asks_others(cast, today_one, monday, sign_in):
    offered = [ask.text for ask in brief_of(today_one, cast, monday).asks]
    sign_in(cast.maya).post(f"/one-on-ones/{today_one.pk}/held/")
    assert str(Asked.objects.get()) == " ".join(offered)
    following = OneOnOne.objects.get(due_on=date(2026, 11, 30))
    assert not {ask.text for ask in brief_of(following, cast, monday).asks} & set(offered)
    Topic.raise_("Something new", leader=cast.maya, rep=cast.priya, by=cast.priya, at=monday)
    OneOnOne.log(cast.maya, cast.priya, held_at=monday - timedelta(days=4), by=cast.maya, at=monday)
    assert [ask.text for ask in brief_of(today_one, cast, monday).asks] == offered


def test_logging_one_in_between_does_not_bring_last_times_questions_back(cast, today_one, monday, sign_in):
    sign_in(cast.maya).post(f"/one-on-ones/{today_one.pk}/held/")
    last = {question["text"] for question in Asked.objects.get().questions}
    OneOnOne.log(cast.maya, cast.priya, held_at=monday - timedelta(days=4), by=cast.maya, at=monday)
    following = OneOnOne.objects.get(due_on=date(2026, 11, 30))
    assert not {ask.text for ask in brief_of(following, cast, monday).asks} & last


def test_a_goal_nothing_moved_on_in_six_one_on_ones_is_flagged(cast, today_one, monday, sign_in):
    by = {"by": cast.maya, "at": monday - timedelta(days=60)}
    days = {"starts_on": date(2026, 9, 1), "due_on": date(2026, 12, 31)}
    goal = Goal.agree(cast.priya, name="Ten demos", measure="hand", unit="count", target=10, **days, **by)
    maya, flag = sign_in(cast.maya), "Nothing moved on it in six one-on-ones."
    url = f"/one-on-ones/{today_one.pk}/"
    assert flag not in maya.get(url).text
    OneOnOne.log(cast.maya, cast.priya, held_at=monday - timedelta(days=45), by=cast.maya, at=monday)
    assert flag in maya.get(url).text
    goal.note(2, by=cast.priya, at=monday)
    assert flag not in maya.get(url).text
