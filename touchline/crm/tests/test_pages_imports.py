import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from touchline.crm.facts import facts_of
from touchline.crm.models import Deal, Import, Mapping, Source
from touchline.timeline.models import Event

HEADER = "Opportunity ID,Opportunity Name,Account Name,Opportunity Owner,Stage,Amount,Close Date,Created Date\n"
ALDER = "d1,Alder rollout,Alder Group,Theo Brandt,Proposal,84000,2026-12-18,2026-09-01\n"
BIRCH = "d2,Birch renewal,Birch Ltd,Priya Raman,Closed Won,12000,2026-10-05,2026-08-01\n"
CEDAR = "d3,Cedar,Cedar Inc,Theo Brandt,Proposal,lots,2026-12-18,2026-09-01\n"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def at_once(settings, tmp_path):
    """Tasks run where they are enqueued, and uploads go to a folder of the test's own."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path


def upload(client, *texts, name="deals.csv", **more):
    files = [SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode()) for text in texts]
    return client.post("/imports/new/", {"files": files, "source": "new", "name": "Salesforce", **more})


def press(client, batch, act, **data):
    return client.post(f"/imports/{batch.pk}/{act}/", data)


def body(client, batch):
    return " ".join(client.get(f"/imports/{batch.pk}/").content.decode().split())


@pytest.fixture
def maya(cast, sign_in):
    return sign_in(cast.maya)


def test_an_upload_is_read_and_shown_before_anything_is_saved(maya, cast):
    response = upload(maya, HEADER + ALDER + BIRCH)
    batch = Import.objects.get()
    assert response["Location"] == f"/imports/{batch.pk}/"
    assert (batch.state, batch.by, batch.source.name) == ("previewed", cast.maya, "Salesforce")
    page = body(maya, batch)
    assert "2 deals and 2 accounts new" in page
    assert "Import 2 rows" in page
    assert "Nothing is saved until you choose Import" in page
    assert page.count('class="btn primary"') == 1
    assert not Deal.objects.exists()


def test_the_mapping_says_what_each_column_becomes_and_why(maya):
    upload(maya, HEADER.replace("Close Date", "Close Date").replace("Created Date", "Lead Source") + ALDER)
    page = body(maya, Import.objects.get())
    assert re.search(r"<td[^>]*>Value", page)
    assert "The column is called “Amount”." in page
    assert "84000" in page
    assert "1 column not used" in page
    assert "Lead Source" in page


def test_applying_saves_the_facts_and_undoing_takes_them_back(maya, cast):
    upload(maya, HEADER + ALDER + BIRCH)
    batch = Import.objects.get()
    press(maya, batch, "applied")
    assert set(Deal.objects.values_list("name", "owner__name")) == {
        ("Alder rollout", "Theo Brandt"),
        ("Birch renewal", "Priya Raman"),
    }
    page = body(maya, batch)
    assert "Imported: 2 deals and 2 accounts new" in page
    assert "by Maya Okonkwo" in page
    response = maya.post(f"/imports/{batch.pk}/undone/", follow=True)
    assert not Deal.objects.exists()
    assert "This import was undone" in response.content.decode()
    assert "Undone: 2 deals and 2 accounts new" in response.content.decode()
    assert Event.objects.filter(actor=cast.maya, verb__contains="undone").exists()


def test_a_second_press_of_the_button_changes_nothing(maya):
    upload(maya, HEADER + ALDER)
    batch = Import.objects.get()
    press(maya, batch, "applied")
    assert press(maya, batch, "applied").status_code == 302
    assert Deal.objects.count() == 1


def test_the_same_file_again_is_refused_kindly(maya):
    upload(maya, HEADER + ALDER)
    press(maya, Import.objects.get(), "applied")
    upload(maya, HEADER + ALDER, source=str(Source.objects.get().pk))
    again = Import.objects.order_by("pk").last()
    page = body(maya, again)
    assert again.state == "refused"
    assert "Nothing was imported" in page
    assert "This export is here already" in page
    assert "Choose other files" in page


def test_a_newer_export_says_what_moved(maya):
    upload(maya, HEADER + ALDER)
    press(maya, Import.objects.get(), "applied")
    upload(maya, HEADER + ALDER.replace("2026-12-18", "2027-01-29"), source=str(Source.objects.get().pk))
    assert "1 close date moved, 0 stages changed, 0 new deals" in body(maya, Import.objects.order_by("pk").last())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "PNG image"),
        (b"Manager,2017 Q1,2017 Q2\nMelvin Marxen,1,2\n", "Touchline expects an export with a header row"),
        (b"Rep,Q1 2026,Q2 2026\nTheo Brandt,1000,2000\n", "it holds quotas, not facts of a CRM"),
        (b"Name,Period,Quota\nTheo Brandt,Q1 2026,2000\n", "on the page Quotas, under Paste or upload"),
    ],
)
def test_a_wrong_file_gets_a_sentence_and_nothing_is_saved(maya, content, sentence):
    upload(maya, content)
    batch = Import.objects.get()
    assert batch.state == "refused"
    assert sentence in body(maya, batch)


def test_an_empty_upload_and_no_upload_are_refused_in_the_form(maya):
    response = maya.post("/imports/new/", {"source": "new"})
    assert response.status_code == 422
    assert "Choose at least one file." in response.content.decode()
    assert "This file is empty." in upload(maya, b"").content.decode()
    assert not Import.objects.exists()


def test_files_that_are_too_large_are_sent_to_the_command_line(maya, settings):
    settings.IMPORT_MAX_BYTES = 10
    response = upload(maya, HEADER + ALDER)
    assert response.status_code == 422
    assert "touchline import" in response.content.decode()


def test_an_export_from_tomorrow_is_refused(maya, cast):
    from django.utils import timezone

    tomorrow = timezone.now().date() + timedelta(days=2)
    response = upload(maya, HEADER + ALDER, as_of=tomorrow.isoformat())
    assert "An export is from today or earlier." in response.content.decode()


def test_an_unknown_stage_asks_and_the_answer_is_kept(maya):
    upload(maya, HEADER + ALDER.replace("Proposal", "Zugesagt"))
    batch = Import.objects.get()
    page = body(maya, batch)
    assert "1 question before this can be imported" in page
    assert "What does the stage “Zugesagt” mean?" in page
    refused = press(maya, batch, "answered")
    assert refused.status_code == 422
    assert "Answer: What does the stage “Zugesagt” mean?" in refused.content.decode()
    press(maya, batch, "answered", q0="won")
    batch.refresh_from_db()
    assert batch.state == "previewed"
    press(maya, batch, "applied")
    assert Deal.objects.get().outcome == "won"


def test_what_a_stage_means_can_be_corrected_before_it_counts(maya):
    upload(maya, HEADER + ALDER)
    batch = Import.objects.get()
    assert "What the stages mean" in body(maya, batch)
    press(maya, batch, "answered", q0="lost")
    press(maya, batch, "applied")
    assert Deal.objects.get().outcome == "lost"


def test_columns_are_corrected_once_and_remembered(maya, cast):
    odd = HEADER.replace("Amount", "Total Sum")
    upload(maya, odd + ALDER)
    batch = Import.objects.get()
    file = batch.files.get()
    page = maya.get(f"/imports/{batch.pk}/columns/{file.pk}/0/").content.decode()
    assert "Total Sum" in page
    given = {"holds": "deals", "c0": "key", "c1": "name", "c2": "account", "c3": "owner", "c4": "stage"}
    given |= {"c5": "amount", "c6": "close_on", "c7": "created_on"}
    maya.post(f"/imports/{batch.pk}/columns/{file.pk}/0/", given)
    press(maya, batch, "applied")
    assert Deal.objects.get().amount_minor == 8_400_000
    assert Mapping.objects.get().corrected_by == cast.maya
    upload(maya, odd + ALDER.replace("84000", "90000"), source=str(batch.source_id))
    assert "As you said last time." in body(maya, Import.objects.order_by("pk").last())


def test_a_table_can_be_said_to_hold_nothing(maya):
    upload(maya, HEADER + ALDER)
    batch = Import.objects.get()
    maya.post(f"/imports/{batch.pk}/columns/{batch.files.get().pk}/0/", {"holds": "nothing"})
    assert "Nothing was imported" in body(maya, batch)


def test_two_columns_cannot_become_the_same(maya):
    upload(maya, HEADER + ALDER)
    batch = Import.objects.get()
    url = f"/imports/{batch.pk}/columns/{batch.files.get().pk}/0/"
    response = maya.post(url, {"holds": "deals", "c4": "stage", "c5": "amount", "c6": "amount"})
    assert response.status_code == 422
    assert "Value is already taken from “Amount”." in response.content.decode()


def test_rows_set_aside_are_shown_downloaded_mended_and_brought_in(maya):
    upload(maya, HEADER + ALDER + CEDAR)
    batch = Import.objects.get()
    page = body(maya, batch)
    assert "1 row set aside" in page
    assert "“lots” in Amount is not an amount." in page
    assert "Import 1 row" in page
    press(maya, batch, "applied")
    file = batch.files.get()
    download = maya.get(f"/imports/{batch.pk}/set-aside/{file.pk}/")
    text = b"".join(download.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Line,Reason,Opportunity ID")
    assert text.splitlines()[1].startswith("3,")
    mended = SimpleUploadedFile("mended.csv", text.replace("lots,", "5000,").encode())
    maya.post(f"/imports/{batch.pk}/mended/", {"files": [mended]})
    fresh = Import.objects.order_by("pk").last()
    press(maya, fresh, "applied")
    assert Deal.objects.get(external_id="d3").amount_minor == 500_000
    assert facts_of(fresh.source.workspace).set_aside == 0
    assert "Mend 1 row" not in body(maya, batch)
    press(maya, fresh, "undone")
    assert facts_of(fresh.source.workspace).set_aside == 1


def test_a_row_that_is_still_wrong_is_not_mended(maya):
    upload(maya, HEADER + ALDER + CEDAR)
    batch = Import.objects.get()
    press(maya, batch, "applied")
    url = f"/imports/{batch.pk}/set-aside/{batch.files.get().pk}/"
    text = b"".join(maya.get(url).streaming_content)
    maya.post(f"/imports/{batch.pk}/mended/", {"files": [SimpleUploadedFile("mended.csv", text + BIRCH.encode())]})
    press(maya, Import.objects.order_by("pk").last(), "applied")
    assert batch.set_aside_rows.get().mended_at is None


def test_mended_rows_are_read_by_the_columns_that_were_corrected(maya):
    upload(maya, HEADER.replace("Amount", "Wert") + ALDER + CEDAR)
    batch = Import.objects.get()
    columns = {
        f"c{n}": name for n, name in enumerate(["key", "name", "account", "owner", "stage", "amount", "close_on"])
    }
    maya.post(f"/imports/{batch.pk}/columns/{batch.files.get().pk}/0/", {"holds": "deals", **columns})
    press(maya, batch, "applied")
    url = f"/imports/{batch.pk}/set-aside/{batch.files.get().pk}/"
    text = b"".join(maya.get(url).streaming_content).decode("utf-8-sig").replace("lots,", "5000,")
    maya.post(f"/imports/{batch.pk}/mended/", {"files": [SimpleUploadedFile("mended.csv", text.encode())]})
    press(maya, Import.objects.order_by("pk").last(), "applied")
    assert Deal.objects.get(external_id="d3").amount_minor == 500_000


def test_while_it_is_read_the_page_asks_again_and_then_reloads(maya, cast, monday):
    source = Source.objects.create(workspace=cast.workspace, name="Big", created_at=monday)
    batch = Import.objects.create(
        source=source, as_of=monday, started_at=monday, step="Reading big.csv", rows_done=4000
    )
    page = body(maya, batch)
    assert 'hx-trigger="every 1s"' in page
    assert "Reading big.csv, 4,000 rows so far" in page
    part = maya.get(f"/imports/{batch.pk}/", **HTMX).content.decode()
    assert part.strip().startswith('<div id="progress"')
    Import.objects.update(state="previewed", step="")
    assert maya.get(f"/imports/{batch.pk}/", **HTMX)["HX-Refresh"] == "true"
    assert "every 1s" not in body(maya, batch)


def test_an_import_can_be_discarded(maya):
    upload(maya, HEADER + ALDER)
    batch = Import.objects.get()
    press(maya, batch, "discarded")
    assert "This import was discarded" in body(maya, batch)
    refused = press(maya, batch, "discarded")
    assert refused.status_code == 422
    assert "nothing to discard" in refused.content.decode()


def test_only_the_newest_import_can_be_undone(maya):
    upload(maya, HEADER + ALDER)
    first = Import.objects.get()
    press(maya, first, "applied")
    upload(maya, HEADER + ALDER + BIRCH, source=str(first.source_id))
    press(maya, Import.objects.order_by("pk").last(), "applied")
    assert "Undo this import" not in body(maya, first)
    refused = press(maya, first, "undone")
    assert refused.status_code == 422
    assert "Undo that one first" in refused.content.decode()
    assert Deal.objects.count() == 2


def test_the_list_names_files_states_and_who(maya):
    upload(maya, HEADER + ALDER)
    page = maya.get("/imports/").content.decode()
    assert "1 import waits for you" in page
    assert "deals.csv" in page
    assert "Ready to apply" in page
    assert "by Maya Okonkwo" in page
    press(maya, Import.objects.get(), "applied")
    page = maya.get("/imports/").content.decode()
    assert "The facts are from" in page
    assert "Undo deals.csv" in page


@pytest.mark.parametrize(
    ("who", "status"), [("ines", 404), ("adam", 200), ("theo", 404), ("omar", 404), ("stranger", 404)]
)
def test_who_sees_an_import(maya, cast, sign_in, who, status):
    upload(maya, HEADER + ALDER)
    batch = Import.objects.get()
    client = sign_in(getattr(cast, who))
    assert client.get(f"/imports/{batch.pk}/").status_code == status
    assert press(client, batch, "applied").status_code == (302 if status == 200 else 404)
    assert Deal.objects.exists() == (status == 200)


@pytest.mark.parametrize("who", ["theo", "omar"])
@pytest.mark.parametrize("url", ["/imports/", "/imports/new/"])
def test_imports_are_for_leaders_and_administrators(cast, sign_in, who, url):
    assert sign_in(getattr(cast, who)).get(url).status_code == 404


def test_import_pages_cost_the_same_for_many(maya, django_assert_max_num_queries):
    counted = []
    for n in (1, 30):
        rows = "".join(ALDER.replace("d1", f"n{n}-{i}") for i in range(n))
        bad = "".join(CEDAR.replace("d3", f"b{n}-{i}") for i in range(n))
        upload(maya, HEADER + rows + bad, source="new")
        batch = Import.objects.order_by("pk").last()
        for url in ("/imports/", f"/imports/{batch.pk}/"):
            with django_assert_max_num_queries(12) as found:
                maya.get(url)
            counted.append((url.split("/")[-2].isdigit(), len(found.captured_queries)))
    assert counted[:2] == counted[2:]


def test_an_exported_formula_does_not_run(maya, cast):
    upload(maya, HEADER + ALDER.replace("Alder rollout", "=HYPERLINK(1)") + BIRCH.replace("12000", "-12000"))
    press(maya, Import.objects.get(), "applied")
    text = b"".join(maya.get("/deals/export/").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
    assert "84000" in text
    assert len(text.splitlines()) == 3
