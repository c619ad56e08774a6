"""Files that are wrong or mean harm get a sentence, and nothing is written."""

import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from touchline.crm import importing
from touchline.crm.importing import staging
from touchline.crm.models import Deal, Import, Owner, SetAside, Source
from touchline.crm.tests.rows import FIRST, bring, write
from touchline.people.models import Person

HEADERS = ("deal_id", "owner", "stage", "amount", "close_date")
GOOD = ("d1", "Theo Brandt", "Proposal", "8,400.00", "2026-12-18")


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def source(cast):
    return Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)


def refused(source, path, *, says):
    people = Person.objects.count()
    batch = bring(source, path)
    assert batch.state == Import.State.REFUSED
    assert says in batch.reason
    assert "ouchline expects" in batch.reason
    assert (Deal.objects.count(), Owner.objects.count(), Person.objects.count()) == (0, 0, people)
    assert not staging.Folder(batch).path.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG image"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08" + bytes(30), "compressed"),
        (b"abc\x00def,\x00\n" * 9, "zero bytes"),
        (b"just a line of prose\nand another\n", "No columns"),
        (b"a,b\n1,2\n", "“a”, “b”"),
        (b",".join(b"c%d" % n for n in range(3000)) + b"\n1,2\n", "at most 2,000"),
        (b"," * 10_000_000, "at most 2,000"),
        (b"PK\x03\x04 not really a zip", "not a workbook"),
    ],
)
def test_a_wrong_file_is_told_what_was_expected_and_found(source, tmp_path, content, says):
    path = tmp_path / "deals.csv"
    path.write_bytes(content)
    refused(source, path, says=says)


def test_a_zip_bomb_is_not_unpacked(source, tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sheet.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(80):
            entry.write(bytes(1 << 20))
    refused(source, path, says="That is not an export")


def test_a_file_that_asks_for_more_memory_than_its_size_explains_is_stopped(source, tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "MEMORY", 60 << 20)
    monkeypatch.setattr(staging, "MEMORY_PER_BYTE", 0)
    path = write(tmp_path / "deals.csv", HEADERS, *[(f"d{n}", *GOOD[1:]) for n in range(200_000)])
    refused(source, path, says="memory")


def test_the_browser_has_a_size_limit_and_the_command_line_is_named(source, settings):
    settings.IMPORT_MAX_BYTES = 10
    upload = SimpleUploadedFile("deals.csv", b"deal_id,stage,amount\n1,Won,2\n")
    with pytest.raises(ValidationError, match="touchline import FILE"):
        importing.begin(source, [upload], by=None, at=FIRST)
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-16", "\t"), ("cp1252", ";"), ("utf-8", "|"), ("latin-1", ",")]
)
def test_any_encoding_and_delimiter_is_read(source, tmp_path, encoding, delimiter):
    names = ("Zoë Müller", "José Ñandú", "François Lefèvre", "Åsa Öberg")
    rows = [(f"d{n}", name, "Proposal", "1", "2026-12-18") for n, name in enumerate(names)]
    bring(source, write(tmp_path / "deals.csv", HEADERS, *rows, delimiter=delimiter, encoding=encoding))
    assert set(Owner.objects.values_list("name", flat=True)) == set(names)


def test_a_row_that_cannot_be_used_is_set_aside_with_its_line_and_reason(source, tmp_path):
    text = (
        "deal_id,owner,stage,amount,close_date\n"
        "d1,Theo Brandt,Proposal,8400,2026-12-18\n"
        'd2,"Theo\nBrandt",Proposal,lots,2026-12-18\n'
        '"d3,Theo Brandt,Proposal,5,2026-12-18"\n'
        "d4,Theo Brandt,Proposal,1,2,3\n"
        "d5,Theo Brandt,Proposal,1,2026-02-30\n"
        ",Theo Brandt,Proposal,1,2026-02-03\n"
    )
    path = tmp_path / "deals.csv"
    path.write_text(text)
    batch = bring(source, path)
    aside = list(SetAside.objects.order_by("line").values_list("line", "reason"))
    assert aside == [
        (3, "“lots” in amount is not an amount."),
        (6, "This row has 6 columns where 5 are expected."),
        (7, "“2026-02-30” in close_date is not a date."),
        (8, "The row has no id."),
    ]
    assert set(Deal.objects.values_list("external_id", flat=True)) == {"d1", "d3"}
    assert batch.counts["set_aside"] == 4
    assert "1 rows of deals.csv had collapsed" in " ".join(batch.notes)
    assert SetAside.objects.get(line=7).row["close_date"] == "2026-02-30"


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("3,522.00", 352200), ("1.234,56", 123456), ("$4,514", 451400), ("1054.0", 105400), ("USD 7", 700), ("0", 0),
     ("NA", None), ("Select", None), ("(12.50)", -1250), ("1'234.50", 123450)],
)  # fmt: skip
def test_money_is_read_however_it_is_written(source, tmp_path, amount, minor):
    bring(source, write(tmp_path / "deals.csv", HEADERS, (*GOOD[:3], amount, GOOD[4])))
    assert Deal.objects.get().amount_minor == minor


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("25/12/2026", "01/02/2026"), "2026-02-01"),
        (("12/25/2026", "01/02/2026"), "2026-01-02"),
        (("2026-12-25T23:00:00-05:00", "2026-01-02T10:00:00Z"), "2026-01-02"),
        (("02/23/26 08:55 PM", "01/02/26"), "2026-01-02"),
        (("46381", "46024"), "2026-01-02"),
        (("25 Dec 2026", "2 Jan 2026"), "2026-01-02"),
    ],
)
def test_the_order_of_a_date_is_inferred_from_the_whole_column(source, tmp_path, days, read):
    rows = [(f"d{n}", *GOOD[1:4], day) for n, day in enumerate(days)]
    bring(source, write(tmp_path / "deals.csv", HEADERS, *rows))
    assert str(Deal.objects.get(external_id="d1").close_on) == read


def test_an_order_that_cannot_be_inferred_is_asked(source, tmp_path):
    batch = bring(source, write(tmp_path / "deals.csv", HEADERS, (*GOOD[:4], "03/04/2026")))
    assert [question["key"] for question in batch.questions] == ["date_order"]
    assert batch.questions[0]["choices"] == ["day_first", "month_first"]
    importing.apply(importing.answer(batch, {"date_order": "day_first"}), by=None, at=FIRST)
    assert str(Deal.objects.get().close_on) == "2026-04-03"


PIPEDRIVE = "Deal - ID,Deal - Title,Deal - Owner,Deal - Stage,Deal - Status,Deal - Value,Deal - Expected close date"
HUBSPOT = "Record ID,Deal Name,Deal Stage,Deal owner,Amount,Close Date,Pipeline"
DYNAMICS = "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Owner,Status,Est. Revenue,Est. Close Date"
ZOHO = "Record Id,Deal Name,Stage,Deal Owner,Amount,Closing Date,Account Name"
SALESFORCE = "Id,Name,StageName,Amount,CloseDate,IsClosed,IsWon,OwnerId,Owner Name"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (PIPEDRIVE, "7,A,Theo Brandt,Pitch,Won,50,2026-12-18"),
        (HUBSPOT, "7,A,Closed Won,Theo Brandt,50,2026-12-18,Sales"),
        (DYNAMICS, "7,x,A,Theo Brandt,Won,50.00,2026-12-18"),
        (ZOHO, "7,A,Closed Won,Theo Brandt,50,2026-12-18,Alder"),
        (SALESFORCE, "7,A,Ganado,50,2026-12-18,yes,TRUE,u1,Theo Brandt"),
    ],
    ids=["pipedrive", "hubspot", "dynamics", "zoho", "salesforce"],
)
def test_the_exports_of_the_usual_crms_are_recognised(source, tmp_path, cast, header, row):
    path = tmp_path / "deals.csv"
    path.write_text(f"{header}\n{row}\n")
    batch = bring(source, path)
    assert (batch.state, batch.questions) == (Import.State.APPLIED, [])
    deal = Deal.objects.get()
    assert (deal.external_id, deal.name, deal.outcome, deal.amount_minor, deal.owner) == (
        "7",
        "A",
        "won",
        5000,
        cast.theo,
    )
    assert str(deal.decided_on) == "2026-12-18"


def test_both_forms_of_a_salesforce_id_are_the_same_deal(source, tmp_path):
    headers = ("Id", "Name", "StageName", "Amount")
    bring(source, write(tmp_path / "a.csv", headers, ("0063F00000S5z0vQAB", "A", "Proposal", "5")))
    again = bring(source, write(tmp_path / "b.csv", headers, ("0063F00000S5z0v", "A", "Proposal", "6")))
    assert again.counts["deals"]["changed"] == 1


def test_a_cell_escaped_against_formulas_comes_back_as_it_was(source, tmp_path):
    bring(source, write(tmp_path / "a.csv", ("deal_id", "deal", *HEADERS[1:]), ("d1", "'@The Moment Inc.", *GOOD[1:])))
    assert Deal.objects.get().name == "@The Moment Inc."
