"""What reps say in confidence: nothing below four of them, a figure from six, and nothing that a change gives away."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from touchline.oneonones.models import OneOnOne, Rhythm, Usefulness
from touchline.oneonones.queries.indicators import going
from touchline.people.models import Person

IN_JULY = datetime(2026, 7, 15, 11, tzinfo=UTC)
IN_MAY = datetime(2026, 5, 13, 11, tzinfo=UTC)


@pytest.fixture
def reps(cast):
    """Seven reps of Maya's."""
    day = datetime(2025, 1, 6, tzinfo=UTC).date()
    new = [Person.join(cast.workspace, name=f"Rep {n}", leader=cast.maya, by=cast.adam, on=day) for n in range(5)]
    return [cast.theo, cast.priya, *new]


def rate(leader, rep, score, *, at):
    one = OneOnOne.log(leader, rep, held_at=at, by=leader, at=at)
    Usefulness.rate(one, score, by=rep, at=at + timedelta(days=1))
    return one


def useful(cast, as_of):
    found = going(cast.maya, as_of=as_of)
    return found.reading("O7.useful"), found.windows["O7.useful"]


def test_six_reps_make_a_figure_in_halves_of_the_quarter_that_is_over(cast, reps, monday):
    for rep, score in zip(reps, (5, 5, 4, 4, 3, 2), strict=False):
        rate(cast.maya, rep, score, at=IN_JULY)
    reading, (first, last) = useful(cast, monday)
    assert (reading.value, reading.n, reading.band, reading.low) == (4.0, 6, "good", None)
    assert (f"{first}", f"{last}") == ("2026-07-01", "2026-09-30")


def test_a_rep_counts_once_however_often_asked(cast, reps, monday):
    """Theo's ten fives are one voice among six: the median of 5, 4, 3, 3, 3, 3."""
    for week in range(10):
        rate(cast.maya, reps[0], 5, at=IN_JULY + timedelta(weeks=week))
    for rep, score in zip(reps[1:], (4, 3, 3, 3, 3), strict=False):
        rate(cast.maya, rep, score, at=IN_JULY)
    assert useful(cast, monday)[0].value == 3.0


@pytest.mark.parametrize(("n", "value", "band"), [(3, None, "too_little"), (5, None, "good"), (6, 4.5, "good")])
def test_below_four_nothing_and_below_six_no_figure(cast, reps, monday, n, value, band):
    for rep, score in zip(reps[:n], (5, 4, 5, 4, 5, 4), strict=False):
        rate(cast.maya, rep, score, at=IN_JULY)
    reading, _ = useful(cast, monday)
    assert (reading.value, reading.band, reading.n) == (value, band, n)


def test_where_all_say_the_same_there_is_no_figure(cast, reps, monday):
    for rep in reps[:6]:
        rate(cast.maya, rep, 2, at=IN_JULY)
    assert (useful(cast, monday)[0].value, useful(cast, monday)[0].band) == (None, "below")


def test_one_answer_more_than_last_quarter_is_held_back(cast, reps, monday):
    for rep in reps[:6]:
        rate(cast.maya, rep, 3, at=IN_MAY)
    for rep, score in zip(reps, (5, 4, 5, 4, 5, 4, 1), strict=False):
        rate(cast.maya, rep, score, at=IN_JULY)
    reading, _ = useful(cast, monday)
    assert (reading.value, reading.band, reading.reasons) == (None, "too_little", ("not_released",))


def test_nothing_is_told_of_a_quarter_before_it_is_over_and_a_week_has_passed(cast, reps):
    for rep, score in zip(reps, (5, 4, 5, 4, 5, 4), strict=False):
        rate(cast.maya, rep, score, at=IN_JULY)
    for rep in reps[:4]:
        rate(cast.maya, rep, 1, at=datetime(2026, 10, 5, 11, tzinfo=UTC))
    assert useful(cast, datetime(2026, 10, 7, 23, tzinfo=UTC))[0].value is None
    assert useful(cast, datetime(2026, 10, 8, 1, tzinfo=UTC))[0].value == 4.5


def test_nothing_a_leader_does_to_a_one_on_one_moves_the_figure(cast, reps):
    held, told = datetime(2026, 9, 28, 11, tzinfo=UTC), datetime(2026, 10, 9, 11, tzinfo=UTC)
    ones = [rate(cast.maya, rep, score, at=held) for rep, score in zip(reps, (5, 5, 4, 2, 2, 2), strict=False)]
    before, _ = useful(cast, told)
    ones[0].reopen(by=cast.maya, at=told)
    cast.theo.move(to=cast.ines, by=cast.adam, on=told.date())
    assert useful(cast, told)[0] == before
    assert before.value == 3.0


def test_a_rated_one_that_is_opened_again_is_not_dropped_with_its_rhythm(cast, reps, monday):
    terms = {"every": 7, "weekday": 2, "at_time": time(9), "starts_on": monday.date()}
    rhythm = Rhythm.agree(cast.maya, cast.theo, **terms, by=cast.maya, at=monday)
    early = rhythm.one_on_ones.first()
    early.hold(by=cast.maya, at=monday)
    Usefulness.rate(early, 1, by=cast.theo, at=monday)
    early.reopen(by=cast.maya, at=monday)
    rhythm.pause(why="Quiet weeks", by=cast.maya, at=monday)
    assert list(rhythm.one_on_ones.all()) == [early]
    assert Usefulness.objects.get().score == 1


def test_no_score_of_one_rep_ever_leaves_the_database(cast, reps, monday, sign_in):
    for rep, score in zip(reps, (5, 4, 5, 4, 5, 4), strict=False):
        rate(cast.maya, rep, score, at=IN_JULY)
    client = sign_in(cast.maya)
    with CaptureQueriesContext(connection) as captured:
        html = client.get("/one-on-ones/going/").content.decode()
    assert len(captured) <= 12
    scored = [query["sql"] for query in captured if '"score"' in query["sql"]]
    assert len(scored) == 2
    assert all(sql.startswith("SELECT AVG(") or sql.startswith("SELECT MIN(") for sql in scored)
    assert "Your reps rate their use 4.5 of 5" in html
