"""Under the numbers of a real export, with the counts others made of it; skipped loudly where it is not there."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from touchline.crm.models import Source
from touchline.crm.numbers.page import numbers_json, numbers_page
from touchline.crm.tests.rows import bring
from touchline.measures.periods import Period
from touchline.people.models import Person, Workspace

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("TOUCHLINE_SHARED") or ROOT.parent / "shared") / "data"
AT = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason=f"NO REAL EXPORTS at {DATA}: set TOUCHLINE_SHARED to test them"
)


def test_every_manager_and_quarter_comes_out_as_others_counted_it(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    workspace = Workspace.objects.create(name="My company", created_at=AT)
    source = Source.objects.create(workspace=workspace, name="CRM", created_at=AT)
    bring(source, *sorted((DATA / "maven_crm_sales_opportunities").glob("*.csv")), at=AT)
    expected = json.loads((DATA / "oracles.json").read_text())["maven_oracle"]["by_manager_and_quarter"]
    for name, quarters in expected.items():
        leader = Person.objects.get(name=name)
        for code, counted in quarters.items():
            told = numbers_json(numbers_page(leader, Period.parse(code), as_of=date(2017, 12, 31)))
            found = (told["won"], told["lost"], told["won_value"])
            assert found == (counted["won"], counted["lost"], f"{counted['won_value']:.2f}"), (name, code)
