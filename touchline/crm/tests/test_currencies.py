"""Money in different currencies is never added up, and one without cents has none."""

from datetime import date

import pytest

from touchline.cli.facts import facts_document
from touchline.crm.models import Deal, Quota, Source
from touchline.crm.queries.standing import standings
from touchline.crm.tests.rows import FIRST, bring, write

HEADERS = ("deal_id", "owner", "stage", "amount", "currency", "close_date")
ROWS = [
    ("d1", "Theo Brandt", "Closed Won", "8400.50", "USD", "2026-10-05"),
    ("d2", "Theo Brandt", "Closed Won", "1200000", "JPY", "2026-10-06"),
    ("d3", "Theo Brandt", "Closed Won", "900", "EUR", "2026-10-07"),
    ("d4", "Theo Brandt", "Proposal", "5000000", "JPY", "2026-12-07"),
]


@pytest.fixture
def batch(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)
    return bring(source, write(tmp_path / "deals.csv", HEADERS, *ROWS))


def test_the_import_says_which_amounts_are_not_counted(batch):
    assert "Some amounts are in EUR and JPY." in " ".join(batch.notes)


def test_a_currency_without_cents_is_kept_without_them(batch):
    assert Deal.objects.get(external_id="d2").amount_minor == 1_200_000
    assert Deal.objects.get(external_id="d1").amount_minor == 840_050


def test_facts_keep_currencies_apart(batch, cast):
    facts = facts_document(cast.workspace)
    assert (facts["currency"], facts["won_value"]) == ("USD", "8400.50")
    assert facts["won_value_by_leader"] == {"Maya Okonkwo": "8400.50"}
    assert facts["won_value_by_quarter"] == {"2026Q4": "8400.50"}
    assert facts["won_value_elsewhere"] == {"EUR": "900.00", "JPY": "1200000"}


def test_a_rep_stands_by_what_was_won_in_the_currency_of_the_quota(batch, cast, monday):
    quarter = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 12, 31), "by": cast.maya, "at": monday}
    Quota.agree(cast.theo, **quarter, amount_minor=1_680_100, currency="USD")
    (theo,) = standings([cast.theo], today=monday.date())
    assert (theo.won, theo.attainment) == (840_050, 0.5)
    assert [open_deal.amount for open_deal in theo.open_deals] == [None]
