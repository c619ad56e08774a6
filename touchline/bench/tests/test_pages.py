import json
import os
import subprocess
import sys

OF_A_LEADER = ["week", "team", "rep", "numbers", "going", "one-on-one"]
PAGES = [*OF_A_LEADER, "week, VP", "team, VP", "rep, VP", "numbers, VP", "going, VP"]
MOST_QUERIES = 12


def test_the_bench_of_the_pages_reads_each_one_from_the_server_beside_the_page_of_one_rep():
    command = [sys.executable, "-m", "touchline.bench", "pages", "--json", "--reps=9", "--years=1", "--times=2"]
    alone = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "TOUCHLINE_TESTING")}
    done = subprocess.run(command, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["database"] == "sqlite"
    assert (told["rows"]["deals"], told["rows"]["changes"]) == (9 * 125, 9 * 125 * 8)
    assert [page["page"] for page in told["pages"]] == PAGES
    for page in told["pages"]:
        assert 0 < page["queries"] <= MOST_QUERIES, page
        assert 0 < page["median_ms"] <= page["p95_ms"], page
        assert page["ratio"] == round(page["median_ms"] / page["baseline_median_ms"], 2), page
        assert page["bytes"] > 5_000, page
