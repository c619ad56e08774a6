"""The bench of the import says what it promises to say, at a size that takes seconds."""

import json

import pytest
from click.testing import CliRunner

from touchline.bench.__main__ import main
from touchline.bench.importing import told
from touchline.bench.meanwhile import compared

pytestmark = pytest.mark.slow


def test_it_tells_the_rate_beside_the_floor_and_what_others_felt_meanwhile():
    said = CliRunner().invoke(main, ["import", "--rows", "400", "--quiet", "1", "--json"])
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)
    assert {"seconds", "rows_per_second", "floor_rows_per_second", "ratio", "peak_mb", "cpu_seconds"} <= set(found)
    assert (found["rows"], found["deals"]) == (400, 100)
    assert set(found["steps"]) == set(found["reimport_steps"]) == {"begin", "read", "apply"}
    assert set(found["meanwhile"]) == {"page", "note_save"}
    for felt in found["meanwhile"].values():
        assert felt["quiet_p95_ms"] > 0
        assert felt["during_p95_ms"] > 0
        assert felt["ratio"] > 0
    assert "p95 of a note save: " in told(found)


def test_the_ratio_is_of_the_import_to_the_quiet_before_it():
    felt = compared({"page": 20.0, "note_save": 10.0}, {"page": 30.0, "note_save": 25.0})
    assert (felt["page"]["ratio"], felt["note_save"]["ratio"]) == (1.5, 2.5)
