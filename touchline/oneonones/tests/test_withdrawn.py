"""What falls away when a rhythm changes is cancelled in calendars, not silently gone."""

from datetime import time

from touchline.oneonones.models import OneOnOne, Rhythm, Withdrawn
from touchline.oneonones.tasks import fall_due_all


def test_what_falls_away_leaves_its_calendar_identity_behind(cast, rhythm, monday):
    fall_due_all(monday)
    coming = {one.uid: one.starts_at for one in OneOnOne.objects.filter(starts_at__gt=monday)}
    rhythm.end(by=cast.maya, at=monday)
    left = {row.uid: row.starts_at for row in Withdrawn.objects.all()}
    assert left == coming
    assert len(left) == 5
    assert not OneOnOne.objects.filter(uid__in=left).exists()
    assert set(Withdrawn.objects.values_list("sequence", "minutes", "at")) == {(1, 30, monday)}


def test_what_was_due_already_is_not_withdrawn(cast, rhythm, monday):
    due = set(rhythm.one_on_ones.filter(starts_at__lte=monday).values_list("uid", flat=True))
    rhythm.pause(why="Parental leave", by=cast.maya, at=monday)
    assert due
    assert not Withdrawn.objects.filter(uid__in=due).exists()


def test_another_time_gives_the_slots_of_that_week_a_new_identity(cast, rhythm, monday):
    fall_due_all(monday)
    terms = {"every": 7, "weekday": 0, "at_time": time(15), "starts_on": monday.date()}
    Rhythm.agree(cast.maya, cast.priya, by=cast.maya, at=monday, **terms)
    assert not set(Withdrawn.objects.values_list("uid", flat=True)) & set(
        OneOnOne.objects.values_list("uid", flat=True)
    )


def test_the_two_can_read_what_was_withdrawn_and_nobody_else(cast, rhythm, monday):
    fall_due_all(monday)
    rhythm.end(by=cast.maya, at=monday)
    cast.priya.move(to=cast.ines, by=cast.adam, on=monday.date())
    seen = [
        Withdrawn.objects.visible_to(it.user).count()
        for it in (cast.maya, cast.priya, cast.ines, cast.vera, cast.theo, cast.adam)
    ]
    assert seen == [5, 5, 0, 0, 0, 0]
