"""Where marks go, worked by hand."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from touchline.ui import charts
from touchline.ui.charts.scale import Mark, Scale, round_steps, spread
from touchline.ui.templatetags.fmt import money, percent

shares = st.floats(0, 1, allow_nan=False)


def test_a_sparkline_runs_to_its_end_dot_and_leaves_a_gap_where_nothing_is_known():
    spark = charts.spark((0.2, 0.4, None, 0.8), low=0, high=1, label="Priya: 20% to 80%", band=(0.7, 1))
    assert spark.path == "M0,80L32,60M96,20"
    assert (spark.end.x, spark.end.y) == (96, 20)
    assert (spark.band.y, spark.band.height, spark.band.edge) == (0, 30, 30)


def test_a_sparkline_of_nothing_draws_nothing():
    spark = charts.spark((None, None), low=0, high=1, label="Sam: too little to say")
    assert (spark.path, spark.end, spark.band) == ("", None, None)


def test_a_value_beyond_the_scale_stays_on_its_edge():
    assert charts.spark((-1, 5), low=0, high=1, label="").path == "M0,100L96,0"


def test_the_last_value_is_said_beside_the_line_and_the_team_below_it():
    plot = charts.line(
        (0.36, 0.64), low=0.2, high=0.9, label="", others=(0.4, 0.47), others_text="Team", note="14 of 22"
    )
    assert [(side.text, side.note, side.is_strong) for side in plot.sides] == [
        ("64%", "14 of 22", True),
        ("Team 47%", "", False),
    ]
    assert plot.sides[0].y == Scale(0.2, 0.9).down(0.64)


def test_labels_at_the_edge_never_cover_each_other():
    plot = charts.landing((0, 50), plan=(0, 50, 100), likely=99, low=98, high=101, label="", say=lambda v: f"${v:g}")
    heights = [side.y * (236 - 26) / 100 for side in plot.sides]
    assert all(after - before >= 17 for before, after in pairwise(heights))


def test_grid_labels_keep_out_of_the_target_band():
    free = charts.line((0.5,), low=0, high=1, label="")
    banded = charts.line((0.5,), low=0, high=1, label="", band=(0.7, 1))
    assert [row.text for row in free.rows] == ["75%", "50%", "25%"][::-1]
    assert [row.text for row in banded.rows] == ["25%", "50%"]


def test_a_landing_starts_its_fan_where_the_won_line_ends():
    plot = charts.landing((0, 40), plan=(0, 50, 100), likely=90, low=80, high=100, label="", say=money)
    top = 100 * 1.06
    now = f"50,{round(100 - 40 / top * 100, 2):g}"
    assert plot.path.endswith(f"L{now}")
    assert plot.fan.startswith(f"M{now}")
    assert plot.fan.endswith("z")
    assert plot.likely.startswith(f"M{now}")


def test_a_goal_is_behind_only_below_its_pace_line():
    assert not charts.bullet(212, top=300, pace=182, label="").is_behind
    behind = charts.bullet(410, top=900, pace=554, label="")
    assert behind.is_behind
    assert (behind.width, behind.pace) == (45.56, 61.56)
    assert not charts.bullet(0, top=120, label="").is_behind


def test_a_goal_passed_fills_the_track_and_no_more():
    assert charts.bullet(360, top=300, pace=300, label="").width == 100


def test_promises_stand_in_order_and_are_counted_in_words():
    chart = charts.promises(["kept", "missed", "late", "kept", "open"], who="Priya")
    assert [(dot.x, dot.state) for dot in chart.dots][:2] == [(6, "kept"), (17.4, "missed")]
    assert chart.label == "Priya: 2 kept, 1 kept late, 1 missed, 1 open"
    assert charts.promises([]).label == "No promises yet"


def test_an_estimate_shows_how_sure_it_is_and_an_unknown_one_says_so():
    sure = charts.Estimate("Priya", 0.35, 0.2, 0.5, "22 of 71", limits=(0.1, 0.4))
    thin = charts.Estimate("Tom", 0.44, 0.24, 0.65, enough=False)
    lanes = charts.dots([sure, thin, charts.Estimate("Sam", None)], low=0, high=0.5, reference=0.25)
    first, second, third = lanes.rows
    assert (first.dot, first.start, first.stop, first.reference) == (70, 40, 100, 50)
    assert (first.limits.x, first.limits.width) == (20, 60)
    assert first.label == "Priya: 35%, 20% to 50%"
    assert second.mark == "m-thin"
    assert (third.text, third.dot, third.is_known) == ("Too little to say", None, False)


def test_bars_share_one_zero_and_losses_go_left():
    bars = charts.bars([charts.Estimate("Up", 30), charts.Estimate("Down", -10)], say=str)
    assert bars.zero == 25
    assert [(bar.x, bar.width) for bar in bars.rows] == [(25, 75), (0, 25)]


def test_round_steps_are_few_and_round():
    assert round_steps(0, 1) == (0.25, 0.5, 0.75, 1.0)
    assert round_steps(0.2, 0.9) == (0.4, 0.6, 0.8)
    assert round_steps(0, 150) == (50, 100, 150)
    assert round_steps(3, 3) == ()


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6))
def test_steps_stay_within_their_scale_and_number(low, width):
    steps = round_steps(low, low + width)
    assert len(steps) <= 5
    slack = max(abs(low), width) * 1e-6
    assert all(low - slack < step <= low + width + slack for step in steps)


@given(st.lists(st.none() | shares, min_size=1, max_size=30))
def test_every_mark_stays_inside_the_plot(values):
    plot = charts.line(values, low=0.2, high=0.8, label="", say=percent)
    numbers = plot.path.replace("M", " ").replace("L", " ").replace(",", " ").split()
    assert all(0 <= float(number) <= 100 for number in numbers)


@given(st.lists(shares, min_size=2, max_size=4))
def test_spreading_keeps_the_order_of_values(heights):
    placed = spread([Mark(100, height * 100, str(height)) for height in heights], 252)
    assert [mark.text for mark in placed] == [str(height) for height in sorted(heights)]
