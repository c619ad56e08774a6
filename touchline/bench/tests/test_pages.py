import json
import os
import subprocess
import sys

import pytest

MOST_QUERIES = 12
ASKED = {"week:week", "week:team", "week:team-of", "crm:numbers", "crm:numbers-of", "oneonones:show"}
NOTHING_FILLED_IN = {
    "crm:import",
    "crm:import-aside",
    "crm:import-columns",
    "crm:source",
    "oneonones:feed",
    "oneonones:tap",
    "people:invitation",
    "skills:draw",
}


def bench(*arguments):
    command = [sys.executable, "-m", "touchline.bench", *arguments, "--json", "--reps=9", "--years=1"]
    alone = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "TOUCHLINE_TESTING")}
    done = subprocess.run(command, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_the_bench_of_the_pages_reads_each_from_the_server_beside_that_of_one_rep():
    told = bench(
        "pages", "--times=2", "--page=week:team", "--page=week:week", "--page=crm:num", "--page=oneonones:show"
    )
    assert told["database"] == "sqlite"
    assert (told["rows"]["deals"], told["rows"]["changes"]) == (9 * 125, 9 * 125 * 8)
    pages = {viewer: {p["page"] for p in told["pages"] if p["viewer"] == viewer} for viewer in ("leader", "VP")}
    assert pages["leader"] == ASKED
    assert pages["VP"] == ASKED - {"oneonones:show"}
    assert set(told["left_out"]["leader"]) == NOTHING_FILLED_IN
    for page in told["pages"]:
        assert 0 < page["queries"] <= MOST_QUERIES, page
        assert 0 < page["median_ms"] <= page["p95_ms"], page
        assert page["processor_ms"] > 0
    (week,) = (p for p in told["pages"] if (p["viewer"], p["page"]) == ("VP", "week:week"))
    assert week["ratio"] == round(week["median_ms"] / week["baseline_median_ms"], 2)
    assert week["bytes"] > 5_000


@pytest.mark.slow
def test_the_bench_of_the_load_lets_clients_read_and_write_at_once():
    told = bench("load", "--seconds=3", "--clients=1,3", "--workers=1")
    assert [reading["clients"] for reading in told["load"]] == [1, 3]
    for reading in told["load"]:
        assert reading["requests"] > 0
        assert 0 < reading["read_median_ms"] <= reading["read_p95_ms"]
