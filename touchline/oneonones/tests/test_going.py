"""How the one-on-ones are going: every number counted a second time by hand, from the rows of a small story."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from touchline.oneonones.models import Commitment, GoalReview, OneOnOne, Topic
from touchline.oneonones.models.away import Away
from touchline.oneonones.queries.indicators import going
from touchline.oneonones.tests.story_of_going import tell, win_rates
from touchline.people.models import Absence

TODAY = date(2026, 11, 23)
FIRST = date(2026, 8, 25)


@pytest.fixture
def story(cast):
    return tell(cast)


def weekdays(start, end):
    """Working days after `start` up to `end`; negative the other way."""
    if end < start:
        return -weekdays(end, start)
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))


def counted_by_hand(leader):
    """Slots due and held by rep, called off, tied, held, confirmed and tellable, straight from the rows."""
    reviewed = {review.one_on_one_id for review in GoalReview.objects.all()}
    promised = {promise.one_on_one_id for promise in Commitment.objects.exclude(one_on_one=None)}
    away = [(a.person_id, a.from_on, a.to_on) for a in Absence.objects.all() if a.entered_at.date() < a.from_on]
    rows = list(OneOnOne.objects.filter(leader=leader))
    loose = [one for one in rows if one.rhythm_id is None and one.pk in reviewed]
    found = defaultdict(lambda: [0, 0])
    called_off = 0
    for one in rows:
        if one.rhythm_id is None or not FIRST <= one.due_on <= TODAY:
            continue
        if any(who == one.rep_id and start <= one.due_on <= end for who, start, end in away):
            continue
        took = one.talked_minutes or one.minutes
        near = one.is_held and -2 <= weekdays(one.due_on, one.outcome_at.date()) <= 5
        held = near and took >= 20 and one.pk in reviewed
        other = next((o for o in loose if o.rep_id == one.rep_id and 0 <= (o.due_on - one.due_on).days <= 5), None)
        if not held and other:
            loose.remove(other)
            held = near = True
        if not held and one.outcome == "" and weekdays(one.due_on, TODAY) <= 5:
            continue
        found[one.rep_id][0] += 1
        found[one.rep_id][1] += held
        called_off += not near and (one.missed_by == "leader" or (one.moved_by_id == leader.pk and not one.missed_by))
    talks = [one for one in rows if one.is_held]
    tellable = [one for one in talks if one.confirmed_at or one.recorded_at < datetime(2026, 11, 16, 7, 40, tzinfo=UTC)]
    return {
        "kept": dict(found),
        "called_off": called_off,
        "held": len(talks),
        "tied": sum(one.pk in reviewed and one.pk in promised for one in talks),
        "tellable": len(tellable),
        "confirmed": sum(one.confirmed_at is not None for one in tellable),
    }


@pytest.fixture
def readings(cast, story, monday):
    return {reading.id: reading for reading in going(cast.maya, as_of=monday).readings}


def test_every_number_equals_a_count_by_hand(cast, readings):
    hand = counted_by_hand(cast.maya)
    hits = {id: (round(one.value * one.n), one.n) for id, one in readings.items() if one.value is not None}
    kept = hand["kept"]
    assert kept == {cast.priya.pk: [11, 5], cast.theo.pk: [11, 9]}
    assert hits["O1"] == tuple(map(sum, zip(*[(held, due) for due, held in kept.values()], strict=True))) == (14, 22)
    assert hits["O1.worst"] == (5, 11)
    assert hits["O2"] == (hand["called_off"], 22) == (2, 22)
    assert hits["O4"] == (hand["tied"], hand["held"]) == (14, 17)
    assert hits["O5.rep"] == (7, 11)
    assert (hits["O5.leader"], readings["O5.leader"].band) == ((0, 1), "too_little")
    topics = Topic.objects.filter(leader=cast.maya)
    assert hits["O7"] == (sum(topic.author_id == topic.rep_id for topic in topics), len(topics)) == (6, 12)
    assert hits["O8"] == (hand["confirmed"], hand["tellable"]) == (14, 16)


def test_the_longest_silence_runs_between_one_on_ones_that_count(readings):
    """Priya's of 31 August is the last that counts until Thursday 22 October."""
    assert (readings["O3"].value, readings["O3"].band) == (52, "below")
    assert "over_a_month" in readings["O3"].reasons


def test_the_page_says_it_in_words_with_range_and_window(cast, story, sign_in):
    html = sign_in(cast.maya).get("/one-on-ones/going/").content.decode()
    assert "<h1>14 of 22 one-on-ones held when due</h1>" in html
    assert "64%, between 46% and 78%, 22 due, 25 Aug to today." in html
    assert "Priya met you in 5 of 11 one-on-ones due" in html
    assert "Your reps kept 7 of 11 promises" in html
    assert "Good is at least 80%, world-class at least 92%: our starting line." in html


def test_what_was_not_known_yet_does_not_count(cast, story):
    """Priya's of 9 November was written down on the 13th; her promises due on the second moved or came late."""

    def known(*day):
        return {one.id: one for one in going(cast.maya, as_of=datetime(*day, tzinfo=UTC)).readings}

    assert known(2026, 11, 14, 12)["O4"].n - known(2026, 11, 12, 12)["O4"].n == 1
    assert round(known(2026, 11, 5, 9)["O5.rep"].value * 9) == 5
    assert known(2026, 11, 2, 9)["O5.rep"].n == 0
    assert known(2026, 11, 2, 12)["O8"].n == 11
    assert (known(2026, 11, 5, 9)["O8"].n, known(2026, 11, 23, 7)["O8"].n) == (12, 16)


def test_a_holiday_is_not_due_however_late_it_was_noticed(cast, story, monday):
    slot = story.slots[cast.theo.pk][8]
    before = going(cast.maya, as_of=monday).counts.kept_by_rep[cast.theo.pk]
    slot.excuse_for(Away("Reformation Day", cast.theo), at=monday)
    after = going(cast.maya, as_of=monday).counts.kept_by_rep[cast.theo.pk]
    assert (before.due - after.due, before.held - after.held) == (1, 0)


def test_leave_does_not_hide_one_that_was_held(cast, story, monday):
    on = story.slots[cast.theo.pk][0].due_on
    Absence.enter(cast.theo, from_on=on, to_on=on, by=cast.theo, at=datetime(2026, 8, 20, tzinfo=UTC))
    assert going(cast.maya, as_of=monday).counts.kept_by_rep[cast.theo.pk].held == 9


def test_one_written_down_late_is_no_help_to_world_class(cast, story, monday):
    found = going(cast.maya, as_of=monday)
    seen, timely = (sum(kept.held for kept in found.counts.record.kept(timely=timely)) for timely in (False, True))
    assert (seen, timely) == (14, 13)


def test_every_figure_opens_to_what_it_counts(cast, story, sign_in):
    client = sign_in(cast.maya)
    slots = client.get("/one-on-ones/going/O1/").content.decode()
    assert slots.count('<td role="cell" data-label="Counted">Yes</td>') == 14
    assert slots.count('<td role="cell" data-label="Counted">No</td>') == 8
    assert "Held on 9 Nov, 30 minutes, written down later" in slots
    assert "Held on 16 Nov, 30 minutes, not confirmed" in slots
    for why in (
        "Held for 10 minutes, too short to count",
        "Held, no goal or milestone reviewed",
        "Excused, not beforehand",
    ):
        assert why in slots
    promises = client.get("/one-on-ones/going/O5.rep/").content.decode()
    assert "Promise 5: kept on the day agreed anew" in promises
    assert "Promise 9" not in promises
    for id in ("O1.worst", "O2", "O3", "O4", "O5.leader", "O6", "O7", "O8"):
        assert client.get(f"/one-on-ones/going/{id}/").status_code == 200, id
    assert client.get("/one-on-ones/going/O7.useful/").status_code == 404
    assert client.get("/one-on-ones/going/O9/").status_code == 404


def test_a_one_on_one_counts_while_the_rep_reported(cast, story, monday, sign_in):
    cast.priya.move(to=cast.ines, by=cast.adam, on=date(2026, 10, 1))
    found = going(cast.maya, as_of=monday)
    assert {rep: kept.due for rep, kept in found.counts.kept_by_rep.items()} == {cast.priya.pk: 5, cast.theo.pk: 11}
    html = sign_in(cast.maya).get("/one-on-ones/going/O1/").content.decode()
    assert f"/one-on-ones/{story.slots[cast.theo.pk][0].pk}/" in html
    assert f"/one-on-ones/{story.slots[cast.priya.pk][0].pk}/" not in html


def test_a_leader_of_leaders_sees_how_many_were_held_and_nothing_else(cast, story, sign_in):
    client = sign_in(cast.vera)
    own, everyone = (client.get(f"/one-on-ones/{page}").content.decode() for page in ("going/", ""))
    assert "14 of 22" in everyone
    for content in ("Promise", "Topic 1", "Priya", "Theo", "promises kept"):
        assert content not in own
        assert content not in everyone.split("<main")[1]
    assert "Theo" not in client.get("/one-on-ones/going/O1/").content.decode()


def test_what_was_held_of_those_due_is_one_figure_on_every_page(cast, story, sign_in):
    """The leader's list, the page of how it is going, its strip, the team's doors, and the list of the leader above."""
    client = sign_in(cast.maya)
    listed, going_, team = (client.get(path).text for path in ("/one-on-ones/", "/one-on-ones/going/", "/team/"))
    assert "14 of 22 one-on-ones held when due" in going_
    for html in (listed, going_, team):
        assert "5 of 11" in html
        assert "9 of 11" in html
    assert "14 of 22" in sign_in(cast.vera).get("/one-on-ones/").text


def test_a_rep_has_no_such_page_and_a_new_leader_is_told_where_to_begin(cast, sign_in):
    assert sign_in(cast.theo).get("/one-on-ones/going/").status_code == 404
    assert sign_in(cast.theo).get("/one-on-ones/going/O1/").status_code == 404
    html = sign_in(cast.ines).get("/one-on-ones/going/").content.decode()
    assert "Nothing to count yet" in html
    assert "Set rhythms" in html


def test_the_lowest_third_gets_its_minutes_counted(cast, story, monday):
    """Theo, who wins least, got nine half hours; Priya 220 minutes, Noor none."""
    cast.noor.seats.update(leader=cast.maya)
    assert going(cast.maya, as_of=monday).reading("O6").band == "too_little"
    win_rates(cast, [cast.theo, cast.priya, cast.noor])
    parity = going(cast.maya, as_of=monday).reading("O6")
    assert (parity.value, parity.n, parity.band) == (pytest.approx(270 / ((220 + 0) / 2)), 3, "below")
