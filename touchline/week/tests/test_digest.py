"""The digest: what is in it, whose it is, when it leaves and when it does not."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from touchline.oneonones.models import Commitment, OneOnOne
from touchline.people.models import Absence, Digest, Reach
from touchline.skills.models import Focus, Observation, SecondRating, Skill, Terms
from touchline.week.tasks import line_up_digests, send_digest

THEOS, MAYAS = "Send Northwind the security answers", "Introduce Theo to the finance director"
EIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def work(at):
    """What clock and worker do at an instant, each of them twice."""
    with time_machine.travel(at, tick=False):
        line_up_digests(at=at)
        line_up_digests(at=at)
        for queued in DBTaskResult.objects.order_by("enqueued_at"):
            send_digest.call(*queued.args_kwargs["args"])
    DBTaskResult.objects.all().delete()


def letters_to(person):
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def promise(what, owner, to, due_on, at):
    return Commitment.make(what, owner=owner, to=to, due_on=due_on, by=to, at=at)


@pytest.fixture
def theos(cast, monday):
    """Theo promised Maya something for Tuesday."""
    return promise(THEOS, cast.theo, cast.maya, EIGHT.date(), monday)


@pytest.fixture
def mayas(cast, monday):
    """Maya promised Theo something for Monday."""
    return promise(MAYAS, cast.maya, cast.theo, monday.date(), monday)


def test_each_gets_their_own_and_nobody_elses(cast, theos, mayas):
    work(EIGHT)
    assert {letter.to[0] for letter in mail.outbox} == {cast.theo.email, cast.maya.email}
    (to_theo,), (to_maya,) = letters_to(cast.theo), letters_to(cast.maya)
    assert to_theo.subject == "One promise due today"
    assert THEOS in to_theo.body
    assert MAYAS not in to_theo.body + to_theo.alternatives[0].content
    assert to_maya.subject == "One promise overdue"
    assert MAYAS in to_maya.body
    assert THEOS not in to_maya.body + to_maya.alternatives[0].content


def test_it_names_todays_one_on_ones_on_the_readers_clock(cast, monday):
    cast.theo.zone = "Europe/Berlin"
    cast.theo.save()
    OneOnOne.plan(cast.maya, cast.theo, starts_at=EIGHT + timedelta(hours=3), by=cast.maya, at=monday)
    work(EIGHT - timedelta(hours=1))
    (to_theo,) = mail.outbox
    assert to_theo.subject == "One one-on-one today"
    assert "One-on-one with Maya Okonkwo" in to_theo.body
    assert "Tuesday, 24 November at 12:00" in to_theo.body


def test_it_leaves_when_the_morning_comes_where_the_person_is(cast, theos):
    cast.theo.zone = "America/New_York"
    cast.theo.save()
    work(EIGHT)
    assert letters_to(cast.theo) == []
    work(EIGHT + timedelta(hours=4, minutes=59))
    assert letters_to(cast.theo) == []
    work(EIGHT + timedelta(hours=5))
    assert len(letters_to(cast.theo)) == 1


def test_nothing_is_sent_when_there_is_nothing_to_say(cast):
    work(EIGHT)
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_what_was_told_is_not_told_again_the_next_day_but_after_a_week(cast, mayas):
    for n in range(8):
        work(EIGHT + n * DAY)
    assert [digest.sent_on for digest in Digest.objects.order_by("sent_on")] == [date(2026, 11, 24), date(2026, 12, 1)]


def test_one_a_day_three_a_week_and_none_at_the_weekend(cast, monday):
    for n in range(14):
        promise(f"Promise {n}", cast.theo, cast.maya, monday.date() + n * DAY, monday)
    for n in range(13):
        work(EIGHT - DAY + n * DAY)
        work(EIGHT - DAY + n * DAY + timedelta(hours=2))
    sent = list(Digest.objects.filter(person=cast.theo).order_by("sent_on").values_list("sent_on", flat=True))
    assert [day.day for day in sent] == [23, 24, 25, 30, 1, 2]
    assert len(letters_to(cast.theo)) == 6


def test_a_worker_that_was_killed_sends_it_once(cast, theos):
    with time_machine.travel(EIGHT, tick=False):
        line_up_digests(at=EIGHT)
        (queued,) = DBTaskResult.objects.all()
        send_digest.call(*queued.args_kwargs["args"])
        send_digest.call(*queued.args_kwargs["args"])
    assert len(mail.outbox) == 1


def test_a_task_that_got_lost_is_lined_up_again(cast, theos):
    line_up_digests(at=EIGHT)
    DBTaskResult.objects.all().delete()
    work(EIGHT + timedelta(minutes=29))
    assert mail.outbox == []
    work(EIGHT + timedelta(minutes=31))
    assert len(letters_to(cast.theo)) == 1


def test_the_row_and_the_task_are_stored_together(cast, theos, settings):
    """Where the task cannot be stored the row is not there either, so the next tick tries again."""
    settings.TASKS = {"default": {"BACKEND": "touchline.week.tests.test_digest.NoQueue"}}
    with pytest.raises(ConnectionError):
        line_up_digests(at=EIGHT)
    assert not Digest.objects.exists()


@pytest.mark.parametrize("reason", ["off", "away", "settled", "left", "no address"])
def test_whoever_is_not_to_be_mailed_is_not(reason, cast, theos):
    {
        "off": lambda: Reach.objects.create(person=cast.theo, wants_digest=False),
        "away": lambda: Absence.enter(cast.theo, from_on=EIGHT, to_on=EIGHT, by=cast.theo, at=EIGHT),
        "settled": lambda: theos.keep(by=cast.theo, at=EIGHT - DAY),
        "left": lambda: cast.theo.leave(by=cast.adam, on=EIGHT.date()),
        "no address": lambda: type(cast.theo).objects.filter(pk=cast.theo.pk).update(email=""),
    }[reason]()
    work(EIGHT)
    assert mail.outbox == []


def test_what_was_settled_before_the_worker_came_is_not_mailed_and_counts_for_nothing(cast, theos):
    line_up_digests(at=EIGHT)
    theos.keep(by=cast.theo, at=EIGHT)
    work(EIGHT)
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_the_rep_is_asked_to_confirm_and_both_links_act(cast, theos, monday):
    held = OneOnOne.log(cast.maya, cast.theo, held_at=monday, by=cast.maya, at=monday)
    work(EIGHT)
    (to_theo,) = letters_to(cast.theo)
    assert to_theo.subject == "One promise due today, one one-on-one to confirm"
    keep, confirm = re.findall(r"/tap/\S+", to_theo.body)
    with time_machine.travel(EIGHT, tick=False):
        Client().post(keep)
        Client().post(confirm)
    held.refresh_from_db()
    theos.refresh_from_db()
    assert (held.confirmed_at, theos.state) == (EIGHT, "kept")


def test_the_leader_is_asked_how_it_ended(cast, monday):
    OneOnOne.plan(cast.maya, cast.theo, starts_at=monday + timedelta(hours=2), by=cast.maya, at=monday)
    work(EIGHT)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([cast.maya.email], "One one-on-one without an outcome")


def test_the_subject_carries_no_words_of_anybody_and_the_mail_says_how_to_stop_it(cast, theos):
    work(EIGHT)
    (letter,) = mail.outbox
    assert "Northwind" not in letter.subject
    assert letter.extra_headers["List-Unsubscribe"].endswith("/settings/reach/>")
    assert "/settings/reach/" in letter.body


class NoQueue:
    """A queue whose database has just gone."""

    def __init__(self, alias, params):
        self.alias = alias

    def validate_task(self, task):
        pass

    def enqueue(self, task, args, kwargs):
        raise ConnectionError


@pytest.fixture
def observed(cast):
    """Maya observed Theo on discovery on Monday at nine, and wrote what she saw."""
    at = EIGHT - timedelta(hours=23)
    skill = next(s for s in Skill.start_with(cast.workspace, by=cast.maya, at=at) if s.name == "Discovery")
    terms = Terms(skill, "Asks what it costs", at.date(), at.date() + timedelta(days=60))
    focus = Focus.choose(cast.theo, terms, by=cast.maya, at=at - timedelta(minutes=5))
    seen = Observation.declare(focus, kind="call", lead="rep", by=cast.maya, at=at)
    seen.score(level=4, minutes=30, by=cast.maya, at=at + timedelta(minutes=30))
    seen.tell(behaviour="canary-said", effect="it worked", next_try="again", by=cast.maya, at=at + timedelta(hours=1))
    return seen


def test_a_rep_is_asked_to_score_themselves_and_told_no_word_of_it(cast, observed):
    work(EIGHT)
    (to_theo,) = letters_to(cast.theo)
    assert to_theo.subject == "One observation to score"
    assert f"/observations/{observed.pk}/" in to_theo.body
    assert "canary-said" not in to_theo.body + to_theo.alternatives[0].content
    observed.score_oneself(3, by=cast.theo, at=EIGHT)
    work(EIGHT + DAY)
    assert len(letters_to(cast.theo)) == 2
    assert letters_to(cast.theo)[1].subject == "A practice due"
    work(EIGHT + 2 * DAY)
    assert len(letters_to(cast.theo)) == 2


def test_a_leader_who_is_asked_for_a_second_level_is_told(cast, observed):
    asked = SecondRating.ask(observed, cast.ines, by=cast.maya, at=EIGHT - timedelta(hours=2))
    work(EIGHT)
    (to_ines,) = letters_to(cast.ines)
    assert to_ines.subject == "One second level asked of you"
    assert f"/second-ratings/{asked.pk}/" in to_ines.body
    assert "canary-said" not in to_ines.body
    assert letters_to(cast.maya) == []
