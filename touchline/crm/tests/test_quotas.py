from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from touchline.crm.models import Quota, QuotaChange
from touchline.timeline.models import Event

Q1 = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31)}
Q2 = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}
HTMX = {"HTTP_HX_REQUEST": "true"}
ROW = {"amount-0": "120,000", "share-0": "100", "amount-1": "", "amount-2": "", "amount-3": "", "why": "New year"}


@pytest.fixture
def theos_quota(cast, monday):
    return Quota.agree(cast.theo, **Q1, amount_minor=12_000_000, currency="USD", by=cast.maya, at=monday)


def grid(client, query="?year=2026"):
    return client.get(f"/quotas/{query}").content.decode()


def test_the_grid_says_what_is_missing_and_what_counts(cast, sign_in, theos_quota):
    body = grid(sign_in(cast.maya))
    assert "3 of 3 people have no quota for part of 2026" in body
    assert "$120k" in body
    assert "all won deals" in body
    assert "Theo Brandt" in body


def test_a_leader_of_leaders_sees_every_rep_below(cast, sign_in, theos_quota):
    body = grid(sign_in(cast.vera))
    assert "Theo Brandt" in body
    assert "Noor Haddad" in body


def test_a_leader_sees_only_the_reps_below(cast, sign_in, theos_quota):
    body = grid(sign_in(cast.ines))
    assert "Noor Haddad" in body
    assert "Theo Brandt" not in body


def test_an_administrator_without_reports_reads_no_rep_pages_from_here(cast, sign_in):
    assert f"/reps/{cast.theo.pk}/" not in grid(sign_in(cast.adam))
    assert f"/reps/{cast.theo.pk}/" in grid(sign_in(cast.vera))


@pytest.mark.parametrize("who", ["theo", "omar"])
@pytest.mark.parametrize("url", ["/quotas/", "/quotas/paste/", "/quotas/history/"])
def test_reps_and_executives_have_no_quotas_to_set(cast, sign_in, who, url):
    assert sign_in(getattr(cast, who)).get(url).status_code == 404


def test_a_saved_row_sets_the_quota_and_keeps_why(cast, sign_in):
    response = sign_in(cast.maya).post(f"/quotas/{cast.theo.pk}/?year=2026&per=quarter", ROW)
    quota = Quota.objects.get()
    assert response["Location"] == "/quotas/?year=2026&per=quarter"
    assert (quota.person, quota.amount_minor, quota.starts_on) == (cast.theo, 12_000_000, date(2026, 1, 1))
    change = QuotaChange.objects.get()
    assert (change.old_minor, change.new_minor, change.by, change.why) == (None, 12_000_000, cast.maya, "New year")
    assert Event.objects.get(verb="quota.agreed").about == cast.theo


def test_with_script_only_the_grid_comes_back(cast, sign_in):
    response = sign_in(cast.maya).post(f"/quotas/{cast.theo.pk}/?year=2026", ROW, **HTMX)
    body = response.content.decode()
    assert body.strip().startswith('<div id="quotas">')
    assert "$120k" in body


def test_a_share_counts_only_in_part(cast, sign_in):
    client = sign_in(cast.maya)
    client.post(f"/quotas/{cast.theo.pk}/?year=2026", ROW | {"share-0": "50"})
    quota = Quota.objects.get()
    assert (quota.share, quota.counted_minor) == (Decimal("0.5"), 6_000_000)
    body = grid(client)
    assert "$60k" in body
    assert "50%" in body


def test_an_emptied_cell_takes_the_quota_away_but_not_its_history(cast, sign_in, theos_quota):
    client = sign_in(cast.maya)
    client.post(f"/quotas/{cast.theo.pk}/?year=2026", ROW | {"amount-0": ""})
    assert not Quota.objects.exists()
    assert "$120k taken away" in grid(client)


def test_a_bad_cell_is_named_and_what_was_typed_stays(cast, sign_in, theos_quota):
    bad = ROW | {"amount-1": "12o,000", "share-0": "150"}
    response = sign_in(cast.maya).post(f"/quotas/{cast.theo.pk}/?year=2026", bad)
    body = response.content.decode()
    assert response.status_code == 422
    assert "Q2 2026: “12o,000” is not an amount" in body
    assert "Q1 2026: A share is more than 0 and at most 100 percent, not 150" in body
    assert 'value="12o,000"' in body
    assert Quota.objects.get().amount_minor == 12_000_000


@pytest.mark.parametrize("who", ["ines", "stranger", "theo"])
def test_nobody_but_those_above_sets_a_quota(cast, sign_in, who):
    response = sign_in(getattr(cast, who)).post(f"/quotas/{cast.theo.pk}/?year=2026", ROW)
    assert response.status_code == 404
    assert not Quota.objects.exists()


def test_an_administrator_sets_anybodys(cast, sign_in):
    sign_in(cast.adam).post(f"/quotas/{cast.noor.pk}/?year=2026", ROW)
    assert Quota.objects.get().person == cast.noor


def test_a_quota_by_month_shows_in_its_quarter_and_cannot_be_doubled(cast, sign_in, monday):
    january = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 31)}
    Quota.agree(cast.theo, **january, amount_minor=4_000_000, currency="USD", by=cast.maya, at=monday)
    client = sign_in(cast.maya)
    assert "$40k" in grid(client)
    assert "1 part<" in grid(client)
    page = client.post("/quotas/paste/?year=2026", {"text": "Theo Brandt\t120,000", "step": "set"})
    assert page.status_code == 422
    assert "Theo Brandt, Q1 2026: a quota from 1 Jan to 31 Jan 2026 is there." in page.content.decode()
    assert Quota.objects.count() == 1


PASTED = "Name\tQ1 2026\tQ2 2026\nTheo Brandt\t$120,000\t130k @ 50%\nRaman, Priya\t90000\t-\nLea Unknown\t1\t1\n"


def test_a_pasted_grid_is_shown_before_it_is_saved(cast, sign_in, theos_quota):
    response = sign_in(cast.maya).post("/quotas/paste/?year=2026", {"text": PASTED, "step": "check"})
    body = response.content.decode()
    assert response.status_code == 200
    assert "2 quotas would change" in body
    assert "1 of them the same as now" in body
    assert "Line 4: Lea Unknown" in body
    assert "Set 2 quotas" in body
    assert Quota.objects.count() == 1


def test_a_confirmed_paste_sets_all_of_it(cast, sign_in):
    response = sign_in(cast.maya).post("/quotas/paste/?year=2026", {"text": PASTED, "step": "set", "why": "Board"})
    assert response.status_code == 302
    found = set(Quota.objects.values_list("person__name", "starts_on", "amount_minor", "share"))
    assert found == {
        ("Theo Brandt", Q1["starts_on"], 12_000_000, Decimal(1)),
        ("Theo Brandt", Q2["starts_on"], 13_000_000, Decimal("0.5")),
        ("Priya Raman", Q1["starts_on"], 9_000_000, Decimal(1)),
    }


def test_a_csv_file_in_rows_is_understood(cast, sign_in):
    text = "Rep;Quarter;Quota;Share\r\ntheo@fieldstone.example;2026 Q2;120.000,00;50%\r\n"
    upload = SimpleUploadedFile("quotas.csv", ("\ufeff" + text).encode())
    response = sign_in(cast.maya).post("/quotas/paste/?year=2026", {"file": upload, "step": "check"})
    body = response.content.decode()
    assert "1 quota would change" in body
    assert "theo@fieldstone.example" in body
    sign_in(cast.maya).post("/quotas/paste/?year=2026", {"text": text, "step": "set"})
    assert Quota.objects.get().counted_minor == 6_000_000


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Name\tQ1 2026\nTheo Brandt\tlots", "Line 2, Theo Brandt, Q1 2026: “lots” is not an amount"),
        ("Name,Q1 2026\nTheo Brandt,120,000", "Line 2 has 2 amounts for 1 periods"),
        ("Name\tSometime\nTheo Brandt\t1", "The heading “Sometime” is not a period"),
        ("Name\tQ1\nTheo Brandt\t1\nTheo Brandt\t2", "Theo Brandt has Q1 2026 on lines 2 and 3"),
        ("Name\tPeriod\tQuota\nTheo Brandt\tsoon\t5", "Line 2: “soon” is not a period"),
    ],
)
def test_a_cell_that_is_not_understood_is_named_and_nothing_is_saved(cast, sign_in, text, sentence):
    response = sign_in(cast.maya).post("/quotas/paste/?year=2026", {"text": text, "step": "set"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Quota.objects.exists()


def test_an_empty_paste_and_a_picture_are_refused(cast, sign_in):
    client = sign_in(cast.maya)
    assert "Paste the rows" in client.post("/quotas/paste/", {"text": " "}).content.decode()
    picture = SimpleUploadedFile("quotas.csv", b"\x89PNG\r\n\x1a\n\xff\xfe")
    response = client.post("/quotas/paste/", {"file": picture})
    assert response.status_code == 422
    assert "This file is not text" in response.content.decode()


def test_a_leader_cannot_paste_for_somebody_elses_rep(cast, sign_in):
    response = sign_in(cast.ines).post("/quotas/paste/?year=2026", {"text": PASTED, "step": "set"})
    assert "Line 2: Theo Brandt" in response.content.decode()
    assert not Quota.objects.exists()


def test_months_of_a_fiscal_year_that_starts_in_february(cast, sign_in):
    cast.workspace.fiscal_year_starts = 2
    cast.workspace.save()
    client = sign_in(cast.maya)
    client.post("/quotas/paste/?year=2026&per=month", {"text": "Name\tFeb\tJan\nTheo Brandt\t1\t2", "step": "set"})
    assert [q.starts_on for q in Quota.objects.order_by("starts_on")] == [date(2025, 2, 1), date(2026, 1, 1)]


def test_the_history_names_who_when_and_why(cast, sign_in, theos_quota, monday):
    Quota.agree(
        cast.theo, **Q1, amount_minor=10_000_000, currency="USD", by=cast.vera, at=monday, why="Territory split"
    )
    body = sign_in(cast.maya).get("/quotas/history/").content.decode()
    assert "$120k to $100k" in body
    assert "Vera Lindqvist: Territory split" in body
    assert "23 Nov 2026" in body
    assert "Territory split" not in sign_in(cast.ines).get("/quotas/history/").content.decode()


def test_the_grid_costs_the_same_for_many(cast, sign_in, theos_quota, monday, django_assert_max_num_queries):
    client = sign_in(cast.maya)
    for _ in range(2):
        with django_assert_max_num_queries(12) as found:
            client.get("/quotas/?year=2026")
        counted = len(found.captured_queries)
        for month in range(4, 10):
            days = {"starts_on": date(2026, month, 1), "ends_on": date(2026, month, 28)}
            Quota.agree(cast.priya, **days, amount_minor=1, currency="USD", by=cast.maya, at=monday)
            days = {"starts_on": date(2025, month, 1), "ends_on": date(2025, month, 28)}
            Quota.agree(cast.theo, **days, amount_minor=1, currency="USD", by=cast.maya, at=monday)
    assert len(found.captured_queries) == counted
