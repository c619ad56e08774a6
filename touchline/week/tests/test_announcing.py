"""What a webhook is told: the event somebody chose, once, with names and a time and nothing else."""

from datetime import date, timedelta

import pytest

from touchline.oneonones.models import Commitment, OneOnOne, Topic
from touchline.people.models import Notice, Webhook
from touchline.people.offers import announced
from touchline.people.webhooks import announce

SECRET = "Northwind wants out"
DAY = timedelta(days=1)


@pytest.fixture
def nine(monday):
    """Monday at 9:40, outside quiet hours."""
    return monday + timedelta(hours=2)


@pytest.fixture
def webhook(cast, nine):
    everything = [*announced()]
    address = "https://hooks.slack.com/services/x"
    return Webhook.add(cast.theo, kind="slack", address=address, events=everything, at=nine - DAY)


def told(at):
    announce(at=at)
    announce(at=at)
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def test_a_one_on_one_is_told_the_day_before_and_again_when_it_moves(webhook, cast, nine):
    one = OneOnOne.plan(cast.maya, cast.theo, starts_at=nine + 2 * DAY, by=cast.maya, at=nine)
    assert told(nine) == []
    first = "Maya Okonkwo and Theo Brandt meet on Wednesday, 25 November at 9:40."
    assert told(nine + DAY) == [first]
    one.move(nine + 2 * DAY + timedelta(hours=1), by=cast.maya, at=nine + DAY)
    assert told(nine + DAY) == [first, first.replace("9:40", "10:40")]


def test_mondays_one_on_one_is_told_on_friday(webhook, cast, nine):
    OneOnOne.plan(cast.maya, cast.theo, starts_at=nine + 7 * DAY, by=cast.maya, at=nine)
    assert told(nine + 3 * DAY) == []
    assert len(told(nine + 4 * DAY)) == 1


def test_a_promise_is_told_when_due_and_once_when_overdue_without_its_words(webhook, cast, nine):
    Commitment.make(SECRET, owner=cast.theo, to=cast.maya, due_on=date(2026, 11, 24), by=cast.maya, at=nine)
    assert told(nine) == []
    assert told(nine + DAY) == ["A promise of Theo Brandt to Maya Okonkwo is due on Tuesday, 24 November."]
    told(nine + 2 * DAY)
    assert told(nine + 3 * DAY)[1:] == ["A promise of Theo Brandt to Maya Okonkwo was due on Tuesday, 24 November."]


def test_a_topic_of_the_other_is_told_and_ones_own_is_not(webhook, cast, nine):
    Topic.raise_(SECRET, leader=cast.maya, rep=cast.theo, by=cast.maya, at=nine)
    Topic.raise_(SECRET, leader=cast.maya, rep=cast.theo, by=cast.theo, at=nine)
    Topic.raise_(SECRET, leader=cast.maya, rep=cast.priya, by=cast.maya, at=nine)
    assert told(nine) == ["Maya Okonkwo added a topic to the one-on-one of Maya Okonkwo and Theo Brandt."]


def test_what_was_taken_back_is_not_told(webhook, cast, nine):
    topic = Topic.raise_(SECRET, leader=cast.maya, rep=cast.theo, by=cast.maya, at=nine)
    topic.withdraw(by=cast.maya, at=nine)
    assert told(nine) == []


def test_only_chosen_events_are_told_and_none_in_quiet_hours(webhook, cast, nine):
    Topic.raise_(SECRET, leader=cast.maya, rep=cast.theo, by=cast.maya, at=nine)
    assert told(nine.replace(hour=20)) == []
    webhook.choose(["due"])
    assert told(nine) == []
    webhook.choose(["topic"])
    assert len(told(nine)) == 1


def test_no_notice_holds_what_is_talked_about(webhook, cast, nine):
    Commitment.make(SECRET, owner=cast.theo, to=cast.maya, due_on=date(2026, 11, 23), by=cast.maya, at=nine)
    Topic.raise_(SECRET, leader=cast.maya, rep=cast.theo, by=cast.maya, at=nine)
    OneOnOne.plan(cast.maya, cast.theo, starts_at=nine + DAY, by=cast.maya, at=nine)
    assert len(told(nine)) == 3
    assert SECRET not in str(list(Notice.objects.values_list()))
