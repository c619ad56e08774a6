"""Good and world-class begin at one place in every row, whatever the figure is and whichever end is the better one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchline.ui import charts
from touchline.ui.charts.against import GOOD_AT, TOO_MUCH_AT, WORLD_CLASS_AT
from touchline.ui.templatetags.fmt import number, percent

HELD = {"good": (0.8, None), "world_class": (0.92, None)}
CALLED_OFF = {"good": (None, 0.10), "world_class": (None, 0.04)}
SILENCE = {"good": (None, 21), "world_class": (None, 14), "ends": (0, None)}
TOPICS = {"good": (0.4, 0.75)}
THIRD = {"good": (0.9, 1.5), "world_class": (1.0, 1.5), "ends": (0, None)}
HOURS = {"good": (2, None), "world_class": (3, 5), "ends": (0, None)}
ROWS = [HELD, CALLED_OFF, SILENCE, TOPICS, THIRD, HOURS]


def drawn(value, row, **more):
    return charts.against(value, **row, say=more.pop("say", number), label="", **more)


@pytest.mark.parametrize("row", ROWS)
def test_the_limits_stand_at_the_same_place_in_every_row(row):
    edge = next(side for side in row["good"] if side is not None)
    assert drawn(edge, row).dot == GOOD_AT == drawn(None, row).good.x
    if "world_class" in row:
        better = next(side for side in row["world_class"] if side is not None)
        assert drawn(better, row).dot == WORLD_CLASS_AT == drawn(None, row).world_class.x


@pytest.mark.parametrize(("row", "better", "worse"), [(HELD, 0.9, 0.7), (CALLED_OFF, 0.02, 0.3), (SILENCE, 7, 30)])
def test_better_is_further_right_also_where_less_is_better(row, better, worse):
    assert drawn(better, row).dot > GOOD_AT > drawn(worse, row).dot


def test_good_with_two_sides_ends_at_its_upper_limit():
    topics, third = drawn(0.66, TOPICS), drawn(1.1, THIRD)
    assert topics.good.x + topics.good.width == TOO_MUCH_AT == drawn(0.75, TOPICS).dot
    assert (topics.world_class, topics.good.x) == (None, GOOD_AT)
    assert third.good.x + third.good.width == third.world_class.x + third.world_class.width == TOO_MUCH_AT
    assert drawn(0.9, TOPICS).dot > TOO_MUCH_AT


def test_only_world_class_ends_where_more_is_still_good():
    hours = drawn(6, HOURS)
    assert hours.good.x + hours.good.width == 100
    assert hours.world_class.x + hours.world_class.width == TOO_MUCH_AT < hours.dot < 100


def test_the_limits_are_written_under_their_edges():
    written = [(limit.x, limit.text) for limit in drawn(None, CALLED_OFF, say=percent).limits]
    assert written == [(GOOD_AT, "10%"), (WORLD_CLASS_AT, "4%")]
    assert [limit.text for limit in drawn(None, TOPICS, say=percent).limits] == ["40%", "75%"]


def test_an_interval_runs_from_left_to_right_also_on_a_flipped_scale():
    row = drawn(0.03, CALLED_OFF, interval=(0.01, 0.07))
    assert row.start < row.dot < row.stop
    assert (drawn(0.9, HELD).start, drawn(None, HELD, interval=(0.1, 0.9)).start) == (None, None)


def test_a_value_beyond_the_scale_stands_at_its_end_and_says_so():
    silent, much = drawn(52, SILENCE), drawn(4, THIRD)
    assert (silent.dot, silent.beyond) == (0, "low")
    assert (much.dot, much.beyond) == (100, "high")
    assert {drawn(value, HELD).beyond for value in (0, 0.5, 1)} == {""}


@given(st.sampled_from(ROWS), st.floats(0, 10), st.floats(0, 10))
def test_what_is_at_least_as_good_never_stands_further_left(row, one, other):
    worse, better = sorted((one, other), reverse=row["good"][0] is None)
    assert 0 <= drawn(worse, row).dot <= drawn(better, row).dot <= 100


def test_dots_of_one_week_stand_beside_each_other():
    weeks = charts.weeks([(0, "full"), (12, "none"), (12, "needs_you")], of=13, label="Tom: 1 of 3")
    assert [dot.state for dot in weeks.dots] == ["full", "none", "needs_you"]
    assert weeks.dots[0].x == pytest.approx(100 / 26, abs=0.01)
    assert 0 < weeks.dots[2].x - weeks.dots[1].x < 100 / 13
