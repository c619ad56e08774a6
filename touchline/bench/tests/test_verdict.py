import json

from click.testing import CliRunner

from touchline.bench.__main__ import main
from touchline.bench.verdict import naive, run


def test_the_bench_of_the_verdict_says_how_often_luck_is_called_moved():
    said = CliRunner().invoke(main, ["verdict", "--teams", "100", "--seed", "7", "--json"])
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)
    assert list(found) == ["teams", "false_moved", "naive_false_moved", "true_moved_20pt"]
    assert found["teams"] == 100
    assert found["false_moved"] <= 0.02
    assert found["naive_false_moved"] > 0.12
    assert found["true_moved_20pt"] >= 0.5
    assert found == run(seed=7, teams=100, deals=60)


def test_people_are_told_the_same():
    said = CliRunner().invoke(main, ["verdict", "--teams", "20", "--deals", "30"])
    assert said.exit_code == 0, said.output
    assert "30 deals before and after" in said.output
    assert "Called “moved” with no effect: " in said.output


def test_a_naive_before_and_after_believes_the_worst_who_recovers():
    # From 8 to 17 of 60: two errors of the difference.
    assert naive(8, 17, 60)
    assert not naive(12, 12, 60)
