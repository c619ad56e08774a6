"""What the leader is told before a one-on-one, and what is asked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.crm.models import Deal, DealChange, Import, Source, Stage
from touchline.oneonones.brief.headline import Facts, headline
from touchline.oneonones.brief.news import Change, DealNews, News, Watched, deal_news
from touchline.oneonones.brief.questions import questions
from touchline.oneonones.queries.show import one_on_one_page, with_surroundings

SINCE, TODAY = date(2026, 11, 16), date(2026, 11, 23)


def watched(**facts):
    return Watched(**{"pk": 1, "name": "Northwind", "amount": 8_400_000, "currency": "USD", **OPEN, **facts})


OPEN = {"outcome": "open", "stage": "Proposal"}


def only(deal):
    (news,) = deal_news([deal], since=SINCE, today=TODAY)
    return news


def news(kind, *, amount=1_000_000, name="Northwind", pushes=0):
    return DealNews(1, name, amount, "USD", kind, ("It changed.",), pushes)


def test_a_deal_that_slips_again_says_how_often():
    slipped = only(watched(pushes=3, changes=(Change("close", "2026-11-30", "2026-12-18"),)))
    assert (slipped.kind, slipped.says) == (News.SLIPPED, ("Close date moved to 18 Dec, 3rd time.",))
    assert slipped.needs_you


def test_several_changes_of_one_field_are_one_line_from_first_to_last():
    changes = (Change("stage", "Discovery", "Proposal"), Change("stage", "Proposal", "Contract"))
    assert only(watched(changes=changes)).says == ("Discovery to Contract.",)
    there_and_back = (Change("stage", "Discovery", "Proposal"), Change("stage", "Proposal", "Discovery"))
    assert deal_news([watched(changes=there_and_back)], since=SINCE, today=TODAY) == ()


@pytest.mark.parametrize(
    ("facts", "kind", "says"),
    [
        ({"outcome": "won", "decided_on": date(2026, 11, 18)}, News.WON, "Won on 18 Nov."),
        ({"outcome": "lost", "decided_on": date(2026, 11, 18)}, News.LOST, "Lost on 18 Nov."),
        ({"changes": (Change("amount", "9000000", "8400000"),)}, News.SHRANK, "Down from $90k."),
        ({"changes": (Change("amount", "6000000", "8400000"),)}, News.GREW, "Up from $60k."),
        (
            {"changes": (Change("close", "2026-12-18", "2026-12-01"),)},
            News.EARLIER,
            "Close date brought forward to 1 Dec.",
        ),
        ({"close_on": date(2026, 11, 20)}, News.PASSED, "Close date passed on 20 Nov."),
        ({"stage_since": date(2026, 9, 21)}, News.STALE, "In Proposal for 63 days."),
        ({"next_step_on": date(2026, 11, 20)}, News.STEP_MISSED, "Next step was due 20 Nov."),
        ({"created_on": date(2026, 11, 19)}, News.CREATED, "New since 19 Nov."),
    ],
)
def test_what_a_line_says(facts, kind, says):
    found = only(watched(**facts))
    assert (found.kind, found.says[0]) == (kind, says)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"outcome": "won", "decided_on": SINCE},
        {"close_on": TODAY},
        {"stage_since": date(2026, 6, 1)},
        {"outcome": "lost", "decided_on": date(2026, 11, 1), "close_on": date(2026, 11, 20)},
    ],
)
def test_nothing_new_is_no_line(facts):
    assert deal_news([watched(**facts)], since=SINCE, today=TODAY) == ()


def test_the_biggest_deal_comes_first():
    moved = (Change("stage", "Discovery", "Proposal"),)
    deals = [watched(pk=n, name=f"Deal {n}", amount=n, changes=moved) for n in (5, 50, 20)]
    assert [d.value for d in deal_news(deals, since=SINCE, today=TODAY)] == [50, 20, 5]


def facts(**known):
    return Facts(**{"rep": "Priya", "since": "since 16 November", "goals": 2, **known})


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({}, "Nothing in Priya’s deals moved since 16 November."),
        ({"goals": 0}, "Priya has no goal yet. Agree on one today."),
        ({"has_deals": False}, "Priya has no deals imported yet, so this is about goals and promises."),
        ({"deals": (news(News.SLIPPED, pushes=3),)}, "Northwind, $10k, slipped for the third time."),
        ({"owed_by_leader": 1, "owed_by_rep": 2}, "You owe Priya one promise past due."),
        ({"owed_by_rep": 2}, "Priya owes you two promises past due."),
        ({"found": ("New revenue is behind pace.", "“Demo” is overdue.")}, "New revenue is behind pace."),
        ({"found": ("New revenue is behind pace.",), "owed_by_rep": 2}, "Priya owes you two promises past due."),
        ({"deals": (news(News.WON, name="Alba"), news(News.LOST))}, "Northwind, $10k, was lost. Alba, $10k, was won."),
        ({"deals": (news(News.LOST), news(News.SLIPPED, amount=9_000_000, name="Alba"))}, "Alba, $90k, slipped."),
        ({"deals": tuple(news(News.SLIPPED) for _ in range(12))}, "12 deals slipped since 16 November, $120k in all."),
        ({"kept": 3}, "Priya kept three promises since 16 November."),
    ],
)
def test_the_headline_is_the_fact_that_matters_most(known, says):
    assert headline(facts(**known)) == says


known_facts = st.builds(
    facts,
    goals=st.integers(0, 3),
    owed_by_rep=st.integers(0, 2),
    goals_behind=st.sampled_from([(), ("New revenue",)]),
    milestones_late=st.sampled_from([(), ("First demo",)]),
    deals=st.lists(st.builds(news, st.sampled_from(News), name=st.sampled_from(["Alba", "Teller"])), max_size=4).map(
        tuple
    ),
)


@given(before=known_facts, after=known_facts, number=st.integers(1, 500))
def test_no_question_comes_twice_running(before, after, number):
    asked, asked_next = questions(before, number=number), questions(after, number=number + 1)
    assert len({question.text for question in asked}) == 2
    assert not {question.text for question in asked} & {question.text for question in asked_next}


def test_the_questions_follow_what_changed():
    asked = questions(facts(deals=(news(News.LOST),), goals_behind=("New revenue",)), number=2)
    assert [question.kind for question in asked] == ["lost", "goal"]
    assert "Northwind" in asked[0].text


@pytest.fixture
def source(cast, monday):
    """One CRM with an import this morning."""
    source = Source.objects.create(workspace=cast.workspace, name="HubSpot", created_at=monday)
    Import.objects.create(
        source=source, state=Import.State.APPLIED, as_of=monday, started_at=monday, applied_at=monday, by=cast.maya
    )
    return source


def deal(source, owner, name, *, amount=8_400_000, **facts):
    stage, _ = Stage.objects.get_or_create(source=source, name="Proposal", defaults={"outcome": "open", "position": 1})
    given = {"outcome": "open", "currency": "USD", "stage": stage, **facts}
    return Deal.objects.create(source=source, external_id=name, name=name, owner=owner, amount_minor=amount, **given)


def changed(deal, field, old, new, at):
    DealChange.objects.create(deal=deal, field=field, old=old, new=new, seen_by=at)


def page_of(one, reader, now):
    from touchline.oneonones.models import OneOnOne

    ones = with_surroundings(OneOnOne.objects.visible_to(reader.user), reader=reader)
    return one_on_one_page(ones.get(pk=one.pk), reader=reader, now=now)


def test_only_what_changed_since_the_last_held_one_is_in_the_brief(cast, source, today_one, monday):
    northwind = deal(source, cast.priya, "Northwind", pushes=3)
    changed(northwind, DealChange.Field.CLOSE, "2026-11-30", "2026-12-18", monday - timedelta(days=2))
    old = deal(source, cast.priya, "Teller")
    changed(old, DealChange.Field.STAGE, "Discovery", "Proposal", monday - timedelta(days=12))
    changed(deal(source, cast.theo, "Not hers"), DealChange.Field.STAGE, "Discovery", "Proposal", monday)
    brief = page_of(today_one, cast.maya, monday).brief
    assert [(d.name, d.says) for d in brief.deals] == [("Northwind", ("Close date moved to 18 Dec, 3rd time.",))]
    assert (brief.watched, brief.source, brief.since) == (2, "HubSpot", date(2026, 11, 16))
    assert brief.headline.startswith("Northwind, $84k, slipped for the third time.")


def test_the_brief_page_names_its_source_and_counts_the_rest(cast, source, today_one, monday, sign_in):
    for n in range(8):
        moved = deal(source, cast.priya, f"Deal {n}", amount=n * 100_000)
        changed(moved, DealChange.Field.STAGE, "Discovery", "Proposal", monday - timedelta(days=1))
    text = sign_in(cast.maya).get(f"/one-on-ones/{today_one.pk}/").text
    assert "And 2 more." in text
    assert "8 deals from HubSpot, export of 23 November, 7:40." in text
    assert "Deal 7" in text
    assert "Deal 1<" not in text


def test_a_question_added_twice_is_one_topic_and_can_come_back(cast, today_one, monday, sign_in):
    from touchline.oneonones.models import Topic

    ask, maya = page_of(today_one, cast.maya, monday).brief.asks[0], sign_in(cast.maya)
    for _ in range(2):
        maya.post(f"/one-on-ones/{today_one.pk}/topics/", {"text": ask.text, "key": ask.key})
    topic = Topic.objects.get()
    topic.withdraw(by=cast.maya, at=monday)
    maya.post(f"/one-on-ones/{today_one.pk}/topics/", {"text": ask.text, "key": ask.key})
    topic.refresh_from_db()
    assert topic.withdrawn_at is None


def test_a_brief_costs_the_same_for_many_deals(cast, source, today_one, monday, django_assert_num_queries):
    deal(source, cast.priya, "Northwind")
    with django_assert_num_queries(7):
        page_of(today_one, cast.maya, monday)
    for n in range(40):
        moved = deal(source, cast.priya, f"Deal {n}")
        changed(moved, DealChange.Field.STAGE, "Discovery", "Proposal", monday)
    with django_assert_num_queries(7):
        assert page_of(today_one, cast.maya, monday).brief.more == 34


def test_the_brief_of_a_past_one_on_one_knows_nothing_that_came_after(cast, source, today_one, monday):
    from touchline.oneonones.models import OneOnOne

    deal(source, cast.priya, "Came later", created_on=date(2026, 11, 18))
    deal(source, cast.priya, "Won later", outcome="won", decided_on=date(2026, 11, 20))
    held = OneOnOne.objects.get(due_on=date(2026, 11, 16))
    brief = page_of(held, cast.maya, monday).brief
    assert brief.deals == ()
    assert [d.name for d in page_of(today_one, cast.maya, monday).brief.deals] == ["Came later", "Won later"]


def test_the_rep_has_no_brief(cast, source, today_one, monday):
    assert page_of(today_one, cast.priya, monday).brief is None


def test_the_first_one_on_one_looks_four_weeks_back(cast, source, monday):
    from touchline.oneonones.models import OneOnOne

    first = OneOnOne.plan(
        cast.maya, cast.theo, starts_at=datetime(2026, 11, 23, 9, tzinfo=UTC), by=cast.maya, at=monday
    )
    brief = page_of(first, cast.maya, monday).brief
    assert brief.is_first
    assert brief.since == date(2026, 10, 26)
