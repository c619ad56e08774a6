"""The document of `touchline import`: its keys stay, and its exit code says what became of the export."""

import json

import pytest

pytestmark = pytest.mark.slow
HEADER = "Opportunity ID,Opportunity Owner,Stage,Amount,Close Date\n"
ROWS = "d1,Theo Brandt,Closed Won,8400,2026-10-05\nd2,Priya Raman,Parked,900,2026-12-05\nd3,Theo Brandt,Parked,lots,\n"
KEYS = {"status", "rows", "deals", "people", "set_aside", "questions", "reason"}


@pytest.fixture
def bring(touchline, tmp_path):
    """Run the import on a file with this text; return the exit code and the document."""

    def run(text, *options):
        file = tmp_path / "deals.csv"
        file.write_text(text)
        done = touchline("import", file, "--json", *options)
        return done.returncode, json.loads(done.stdout)

    return run


def test_a_question_is_asked_answered_and_the_export_applied_once(bring, touchline):
    code, asked = bring(HEADER + ROWS)
    assert (code, asked["status"], asked["deals"]["new"]) == (1, "needs_answer", 2)
    assert asked.keys() >= KEYS
    (question,) = asked["questions"]
    assert (question["key"], question["choices"]) == ("stage:Parked", ["open", "won", "lost"])
    assert touchline("show", "facts", "--json").returncode == 1
    code, dry = bring(HEADER + ROWS, "--answer", "stage:Parked=open", "--dry-run")
    assert (code, dry["status"], dry["set_aside"]) == (0, "previewed", 1)
    code, applied = bring(HEADER + ROWS, "--answer", "stage:Parked=open")
    assert (code, applied["status"], applied["reason"]) == (0, "applied", None)
    assert (applied["deals"], applied["people"]) == (
        {"new": 2, "changed": 0, "unchanged": 0},
        {"new": 2, "matched": 0},
    )
    code, again = bring(HEADER + ROWS)
    assert (code, again["status"]) == (1, "refused")
    assert "This export is here already" in again["reason"]
    facts = json.loads(touchline("show", "facts", "--json").stdout)
    assert (facts["deals"], facts["won_value"], facts["set_aside"]) == (2, "8400.00", 1)


def test_misuse_is_told_apart_from_a_refusal(touchline, tmp_path):
    assert touchline("import", tmp_path / "nowhere.csv").returncode == 2
    (tmp_path / "empty.csv").write_text("")
    refused = touchline("import", tmp_path / "empty.csv", "--json")
    assert (refused.returncode, json.loads(refused.stdout)["status"]) == (1, "refused")
