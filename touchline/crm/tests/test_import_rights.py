"""A leader brings in facts and gains nothing by it: no seat, no role, no deal of another team, no act on sources."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from touchline.crm import importing
from touchline.crm.models import Deal, Import, Owner, Source
from touchline.crm.tests.rows import FIRST, bring, write
from touchline.people.models import Person, ReportingLine, Role, Seat, Team

LATER = FIRST + timedelta(days=7)
ROSTER = ("User ID", "Full Name", "Email", "Manager", "Team")
DEALS = ("deal_id", "deal_name", "owner", "owner_email", "stage", "amount", "close_date")


@pytest.fixture(autouse=True)
def at_once(settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def source(cast):
    return Source.objects.create(workspace=cast.workspace, name="CRM", created_at=FIRST)


@pytest.fixture
def ines(cast, sign_in):
    """Ines leads Noor and administers nothing."""
    return sign_in(cast.ines)


@pytest.fixture
def adam(cast, sign_in):
    return sign_in(cast.adam)


def upload(client, source, *rows):
    """Bring rows in through the page, up to the preview."""
    text = "\n".join(",".join(row) for row in rows)
    files = [SimpleUploadedFile("file.csv", text.encode())]
    client.post("/imports/new/", {"files": files, "source": str(source.pk), "name": ""})
    return Import.objects.order_by("pk").last()


def press(client, batch, act):
    return client.post(f"/imports/{batch.pk}/{act}/")


def body(client, batch):
    return " ".join(client.get(f"/imports/{batch.pk}/").text.split())


def lines() -> set[tuple[str, str]]:
    return set(ReportingLine.objects.values_list("above__name", "below__name"))


def attack(cast):
    """The roster that made a whole company report to whoever brought it in: Vera, above Ines, has no seat."""
    return [
        ROSTER,
        ("U900", cast.vera.name, "", cast.ines.name, ""),
        ("U901", "Lena Berg", "", cast.ines.name, "North"),
    ]


def test_a_roster_of_a_leader_gives_nobody_a_seat_or_a_role(ines, source, cast):
    before = lines(), set(Role.objects.values_list("person", "kind")), Seat.objects.count()
    batch = upload(ines, source, *attack(cast))
    press(ines, batch, "applied")
    assert (lines(), set(Role.objects.values_list("person", "kind")), Seat.objects.count()) == before
    assert ines.get(f"/people/{cast.vera.pk}/").status_code == 404
    assert Person.objects.filter(name="Lena Berg").exists()


def test_the_preview_names_every_seat_and_role_and_what_would_be_a_circle(ines, source, cast):
    page = body(ines, upload(ines, source, *attack(cast)))
    assert "Lena Berg reports to Ines Duarte and is in team North" in page
    assert "Lena Berg becomes a rep" in page
    assert "Left out: Vera Lindqvist reports to Ines Duarte. Ines Duarte already reports to Vera Lindqvist." in page
    assert "an administrator confirms these afterwards" in page


def test_an_administrator_confirms_what_a_leader_proposed_and_undoing_takes_it_back(ines, adam, source, cast):
    batch = upload(ines, source, *attack(cast))
    press(ines, batch, "applied")
    assert "Seats and roles to confirm" in adam.get("/imports/").text
    assert press(ines, batch, "confirmed").status_code == 403
    assert "Confirm 2 seats and roles" in body(adam, batch)
    assert "Confirm 2" not in body(ines, batch)
    assert press(adam, batch, "confirmed").status_code == 302
    assert (cast.ines.name, "Lena Berg") in lines()
    assert Person.objects.get(name="Lena Berg").kinds == {"rep"}
    assert press(adam, batch, "confirmed").status_code == 422
    page = adam.get("/audit/").text
    assert "Lena Berg reports to Ines Duarte" in page
    assert "Lena Berg is rep" in page
    assert press(ines, batch, "undone").status_code == 403
    press(adam, batch, "undone")
    assert not Person.objects.filter(name="Lena Berg").exists()
    assert not Team.objects.filter(name="North").exists()
    assert (cast.ines.name, "Lena Berg") not in lines()


def test_what_was_undone_can_no_longer_be_confirmed(ines, adam, source, cast):
    batch = upload(ines, source, *attack(cast))
    press(ines, batch, "applied")
    assert press(ines, batch, "undone").status_code == 302
    assert press(adam, batch, "confirmed").status_code == 422


def test_somebody_seated_meanwhile_stays_where_they_are(ines, adam, source, cast):
    batch = upload(ines, source, *attack(cast))
    press(ines, batch, "applied")
    lena = Person.objects.get(name="Lena Berg")
    lena.move(to=cast.maya, by=cast.adam, on=FIRST.date())
    press(adam, batch, "confirmed")
    assert lena.seats.get().leader == cast.maya


def test_an_administrator_gives_them_with_the_import_but_never_a_circle(adam, source, cast):
    batch = upload(adam, source, *attack(cast))
    assert "Given when you import." in body(adam, batch)
    press(adam, batch, "applied")
    batch.refresh_from_db()
    assert (cast.ines.name, "Lena Berg") in lines()
    assert (cast.ines.name, cast.vera.name) not in lines()
    assert [note for note in batch.notes if note.startswith("Left out: Vera Lindqvist reports to Ines Duarte.")]
    assert cast.vera.seats.count() == 0


def test_two_who_would_report_to_each_other_do_not(source, tmp_path):
    rows = [ROSTER, ("1", "Ada Ott", "", "Bo Ott", ""), ("2", "Bo Ott", "", "Ada Ott", "")]
    batch = bring(source, write(tmp_path / "team.csv", *rows))
    assert lines() & {("Bo Ott", "Ada Ott"), ("Ada Ott", "Bo Ott")} == {("Bo Ott", "Ada Ott")}
    assert "Left out: Bo Ott reports to Ada Ott. Ada Ott already reports to Bo Ott." in batch.notes


def test_an_import_whose_people_were_seated_since_is_not_undone(ines, source, cast):
    batch = upload(ines, source, *attack(cast))
    press(ines, batch, "applied")
    Person.objects.get(name="Lena Berg").move(to=cast.maya, by=cast.adam, on=FIRST.date())
    refused = press(ines, batch, "undone")
    assert refused.status_code == 422
    assert "seats have been written about people it brought in" in refused.text


@pytest.fixture
def theirs(source, cast, tmp_path):
    """Theo of Maya's team owns a deal and an activity; an owner nobody knows has another deal."""
    rows = [
        ("d1", "Alder", cast.theo.name, cast.theo.email, "Proposal", "84000", "2026-12-18"),
        ("d2", "Birch", "P. R.", "", "Proposal", "100", "2026-12-18"),
    ]
    bring(source, write(tmp_path / "a.csv", DEALS, *rows))
    Owner.objects.get(key="P. R.").match(None, by=cast.adam, at=FIRST)
    return source


def test_a_leader_takes_no_deal_of_another_team_by_a_file(ines, theirs, cast):
    stolen = ("d1", "Mine", cast.noor.name, cast.noor.email, "Closed Won", "1", "2026-12-18")
    own = ("d9", "Noor’s own", cast.noor.name, cast.noor.email, "Proposal", "5", "2026-12-18")
    batch = upload(ines, theirs, DEALS, stolen, own)
    assert "1 deal of other teams stay as they are" in body(ines, batch)
    press(ines, batch, "applied")
    assert Deal.objects.get(external_id="d1").owner == cast.theo
    assert Deal.objects.get(external_id="d1").name == "Alder"
    assert Deal.objects.get(external_id="d9").owner == cast.noor


def test_a_leader_deletes_no_deal_of_another_team_by_a_file(ines, theirs, cast):
    gone = (*("d1", "Alder", cast.theo.name, cast.theo.email, "Proposal", "1", "2026-12-18"), "true")
    own = (*("d9", "Own", cast.noor.name, cast.noor.email, "Proposal", "5", "2026-12-18"), "false")
    press(ines, upload(ines, theirs, (*DEALS, "is_deleted"), gone, own), "applied")
    assert set(Deal.objects.values_list("external_id", flat=True)) == {"d1", "d2", "d9"}


def settle(client, owner, act, who=""):
    return client.post(f"/imports/owners/{owner.pk}/matched/", {"act": act, "who": who})


def test_a_matched_owner_is_matched_anew_by_an_administrator_alone(ines, adam, theirs, cast):
    theo = Owner.objects.get(person=cast.theo)
    assert settle(ines, theo, "match", cast.noor.name).status_code == 404
    with pytest.raises(PermissionDenied):
        theo.match(cast.noor, by=cast.ines, at=LATER)
    assert Deal.objects.get(external_id="d1").owner == cast.theo
    assert settle(adam, theo, "match", cast.noor.name).status_code == 302
    assert Deal.objects.get(external_id="d1").owner == cast.noor


def test_a_leader_matches_free_owners_to_their_own_team_alone(ines, theirs, cast):
    free = Owner.objects.get(person=None)
    page = ines.get("/imports/owners/").text
    assert "You match owners to people of your own team" in page
    assert cast.theo.name not in page
    assert settle(ines, free, "match", cast.theo.name).status_code == 422
    for act in ("new", "ignore", "ask"):
        assert settle(ines, free, act).status_code == 403
    for verb in (lambda: free.match(cast.theo, by=cast.ines, at=LATER), lambda: free.ignore(by=cast.ines, at=LATER)):
        with pytest.raises(PermissionDenied):
            verb()
    assert settle(ines, free, "match", cast.noor.name).status_code == 302
    assert Deal.objects.get(external_id="d2").owner == cast.noor


def test_a_leader_matches_no_free_owner_to_another_team_by_a_file(ines, theirs, cast):
    free = Owner.objects.get(person=None)
    press(ines, upload(ines, theirs, ROSTER, (free.key, cast.priya.name, cast.priya.email, "", "")), "applied")
    assert Deal.objects.get(external_id="d2").owner is None


def test_a_leader_knows_no_import_of_anybody_else(ines, adam, theirs, cast):
    bad = ("d5", "Cedar", cast.theo.name, cast.theo.email, "Proposal", "lots", "2026-12-18")
    batch = upload(adam, theirs, DEALS, bad, ("d6", "Elm", cast.theo.name, "", "Proposal", "5", "2026-12-18"))
    url = f"/imports/{batch.pk}/"
    assert ines.get(url).status_code == 404
    assert ines.get(f"{url}set-aside/{batch.files.get().pk}/").status_code == 404
    assert ines.get(f"{url}columns/{batch.files.get().pk}/0/").status_code == 404
    for act in ("applied", "answered", "discarded", "mended", "undone", "confirmed"):
        assert press(ines, batch, act).status_code == 404
    assert "file.csv" not in ines.get("/imports/").text
    for verb in (importing.apply, importing.discard):
        with pytest.raises(PermissionDenied):
            verb(batch, by=cast.ines, at=LATER)
    press(adam, batch, "applied")
    batch.refresh_from_db()
    with pytest.raises(PermissionDenied):
        importing.undo(batch, by=cast.ines, at=LATER)
    assert Deal.objects.filter(external_id="d6").exists()


def test_a_leader_works_on_their_own_import_from_the_file_to_its_undoing(ines, source, cast):
    bad = ("d5", "Cedar", cast.noor.name, cast.noor.email, "Proposal", "lots", "2026-12-18")
    good = ("d6", "Elm", cast.noor.name, cast.noor.email, "Proposal", "5", "2026-12-18")
    batch = upload(ines, source, DEALS, bad, good)
    assert ines.get(f"/imports/{batch.pk}/set-aside/{batch.files.get().pk}/").status_code == 200
    press(ines, batch, "applied")
    assert Deal.objects.get().owner == cast.noor
    assert "Undo this import" in body(ines, batch)
    press(ines, batch, "undone")
    assert not Deal.objects.exists()


def test_a_leader_says_nothing_about_the_sources_of_everybody(ines, theirs, cast):
    url = f"/imports/sources/{theirs.pk}/"
    stage = theirs.stages.first()
    assert ines.get(url).status_code == 403
    assert ines.post(url, {"name": "Mine", "deal_url": ""}).status_code == 403
    said = {f"means-{stage.pk}": "won", f"place-{stage.pk}": 1}
    assert ines.post(f"{url}stages/", said).status_code == 403
    for verb in (
        lambda: theirs.describe(name="Mine", deal_url="", by=cast.ines, at=LATER),
        lambda: theirs.explain([(stage, "won", 1)], by=cast.ines, at=LATER),
        lambda: stage.mean("won", position=1, by=cast.ines, at=LATER),
    ):
        with pytest.raises(PermissionDenied):
            verb()
    assert "Another one" not in ines.get("/imports/new/").text
    assert "Edit CRM" not in ines.get("/imports/").text
    files = [SimpleUploadedFile("x.csv", b"deal_id,stage,amount\nd1,Proposal,5\n")]
    assert ines.post("/imports/new/", {"files": files, "source": "new", "name": "Another"}).status_code == 422


def test_columns_a_leader_corrects_hold_for_that_import_alone(ines, adam, source, cast):
    odd = [("deal_id", "owner", "stage", "Wert", "close_date"), ("d1", cast.noor.name, "Proposal", "70", "2026-12-18")]
    batch = upload(ines, source, *odd)
    columns = {"holds": "deals", "c0": "key", "c1": "owner", "c2": "stage", "c3": "amount", "c4": "close_on"}
    ines.post(f"/imports/{batch.pk}/columns/{batch.files.get().pk}/0/", columns)
    press(ines, batch, "applied")
    assert Deal.objects.get().amount_minor == 7000
    again = [odd[0], ("d2", cast.noor.name, "Proposal", "80", "2026-12-18")]
    assert "As you said last time." not in body(adam, upload(adam, source, *again))


def test_the_audit_shows_what_was_brought_in_corrected_discarded_and_undone(adam, source, cast):
    good = ("d6", "Elm", cast.noor.name, cast.noor.email, "Proposal", "5", "2026-12-18")
    first = upload(adam, source, DEALS, good)
    press(adam, first, "discarded")
    second = upload(adam, source, DEALS, good)
    press(adam, second, "applied")
    press(adam, second, "undone")
    page = adam.get("/audit/").text
    assert "file.csv imported: 0 close dates moved, 0 stages changed, 1 new deal" in page
    assert "Import of file.csv undone" in page
    assert "Import of file.csv discarded" in page
    assert f'href="/imports/{second.pk}/"' in page


def test_an_import_of_whoever_runs_the_machine_is_on_the_audit_page_too(adam, source, tmp_path, cast):
    row = ("d6", "Elm", cast.noor.name, cast.noor.email, "Proposal", "5", "2026-12-18")
    bring(source, write(tmp_path / "night.csv", DEALS, row), at=datetime(2026, 11, 1, tzinfo=UTC))
    page = adam.get("/audit/").text
    assert "night.csv imported" in page
    assert "Whoever runs the machine" in page


def test_the_list_of_a_leader_costs_no_more_than_that_of_an_administrator(ines, source, django_assert_max_num_queries):
    for key in ("d1", "d2"):
        batch = upload(ines, source, DEALS, (key, "Elm", "Noor Haddad", "", "Proposal", "5", "2026-12-18"))
        press(ines, batch, "applied")
    with django_assert_max_num_queries(12):
        assert "Undo file.csv" in ines.get("/imports/").text
    with django_assert_max_num_queries(12):
        ines.get(f"/imports/{batch.pk}/")
