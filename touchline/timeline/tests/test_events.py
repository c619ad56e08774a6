"""Who can read what happened."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from touchline.people.models import Person
from touchline.timeline.models import Event, record, recorded_together


@pytest.fixture(autouse=True)
def nothing_happened(cast):
    """What the record says of how the cast was hired belongs to no story here."""
    Event.objects.all().delete()


@pytest.fixture
def happened(cast, monday):
    """Maya held a one-on-one with Theo, wrote something for herself, and Noor kept a promise."""
    return {
        "held": record("one_on_one.held", by=cast.maya, about=cast.theo, label="One-on-one held", at=monday),
        "private": record("note.written", by=cast.maya, about=cast.theo, label="Note", at=monday, private_to=cast.maya),
        "kept": record("commitment.kept", by=cast.noor, about=cast.noor, label="Kept", at=monday),
    }


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("maya", {"held", "private"}),
        ("theo", {"held"}),
        ("noor", {"kept"}),
        ("ines", {"kept"}),
        ("vera", set()),
        ("omar", set()),
        ("adam", set()),
        ("stranger", set()),
    ],
)
def test_who_sees_which_events(cast, happened, who, sees):
    visible = set(Event.objects.visible_to(getattr(cast, who).user))
    assert visible == {happened[name] for name in sees}


def test_a_new_leader_sees_what_is_shared_and_never_what_was_private(cast, happened, monday):
    cast.theo.move(to=cast.ines, by=cast.adam, on=monday.date())
    visible = Event.objects.visible_to(cast.ines.user).exclude(verb="seat.given")
    assert set(visible) == {happened["held"], happened["kept"]}


def test_a_leader_before_keeps_only_what_they_did_themselves(cast, happened, monday):
    cast.theo.move(to=cast.ines, by=cast.adam, on=monday.date())
    later = record("deal.seen", by=None, about=cast.theo, label="Deal moved", at=monday + timedelta(days=1))
    assert later not in Event.objects.visible_to(cast.maya.user)
    assert happened["held"] in Event.objects.visible_to(cast.maya.user)


def test_an_event_about_a_report_is_listed_once_however_often_they_moved(cast, happened, monday):
    cast.theo.move(to=cast.ines, by=cast.adam, on=date(2026, 3, 1))
    cast.theo.move(to=cast.maya, by=cast.adam, on=date(2026, 4, 1))
    assert Event.objects.visible_to(cast.maya.user).filter(verb="one_on_one.held").count() == 1


def test_history_keeps_its_words_when_names_change(cast, happened):
    Person.objects.filter(pk=cast.theo.pk).update(name="Somebody Else")
    assert Event.objects.get(pk=happened["held"].pk).label == "One-on-one held"


def test_an_act_that_is_rolled_back_leaves_no_event(cast, monday):
    def act_that_fails():
        with transaction.atomic():
            record("one_on_one.held", by=cast.maya, about=cast.theo, label="One-on-one held", at=monday)
            raise ValueError

    with pytest.raises(ValueError):
        act_that_fails()
    assert not Event.objects.exists()


def test_what_is_logged_afterwards_carries_both_times(cast, monday):
    event = record(
        "one_on_one.held",
        by=cast.maya,
        about=cast.theo,
        label="One-on-one held",
        at=monday,
        recorded_at=monday + timedelta(days=3),
    )
    assert event.recorded_at - event.happened_at == timedelta(days=3)


def test_what_is_recorded_together_is_written_in_its_order_by_one_statement(cast, monday, django_assert_num_queries):
    with django_assert_num_queries(3), recorded_together():
        for label in ("Held", "Confirmed", "Rated"):
            record("one_on_one.held", by=cast.maya, about=cast.theo, label=label, at=monday)
    assert list(Event.objects.order_by("pk").values_list("label", flat=True)) == ["Held", "Confirmed", "Rated"]


def test_a_failure_half_way_leaves_nothing_of_what_was_recorded_together(cast, monday):
    def tell_half():
        with recorded_together():
            record("one_on_one.held", by=cast.maya, about=cast.theo, label="One-on-one held", at=monday)
            raise ValueError

    with pytest.raises(ValueError):
        tell_half()
    record("one_on_one.missed", by=cast.maya, about=cast.theo, label="One-on-one missed", at=monday)
    assert [event.verb for event in Event.objects.all()] == ["one_on_one.missed"]
