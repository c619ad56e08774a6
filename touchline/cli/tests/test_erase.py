"""Somebody is forgotten: no name, no address and no sentence of theirs is left, and the team’s figures stay."""

import json
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.cast import gather
from tests.laws.arrange import arrange, crowd
from touchline.cli.acting import Refused
from touchline.cli.erase import erase as command
from touchline.cli.erasing import erase
from touchline.cli.inventory import kept
from touchline.cli.show import show
from touchline.crm.models import Alias, Before, Deal, DealChange, Owner, SetAside
from touchline.oneonones.models import Note, Usefulness
from touchline.oneonones.tests.story_of_going import tell
from touchline.people.kept import ERASED, Mention
from touchline.people.models import Person, Role, User
from touchline.timeline.models import Event, record

NAME, ADDRESS = "Theo Brandt", "theo@fieldstone.example"
SECRET = "forget-these-words"


@pytest.fixture
def world(db):
    """Everything the product knows, one of each and some more; every sentence about or by Theo holds a canary."""
    at = timezone.now()
    world = arrange(gather("Fieldstone"), at)
    crowd(world, at, range(1))
    for table in kept():
        for row in table.with_words_of(world.theo):
            for column in table.words:
                _write(row, column, f"{SECRET} {table.name} {column}")
    said = {"label": f"Goal changed: {SECRET}", "about": world.theo, "was": {"name": SECRET, "target": "6.00"}}
    record("goal.revised", by=world.maya, at=at, because=SECRET, goal=world.goal.pk, **said)
    return world


def _write(row, name, words):
    column = row._meta.get_field(name)
    before = getattr(row, name)
    if is_json(column):
        words = {**before, "said": words} if isinstance(before, dict) else [*(before or []), {"text": words}]
    else:
        words = words[: column.max_length]
    type(row)._base_manager.filter(pk=row.pk).update(**{name: words})


def is_json(column) -> bool:
    return column.get_internal_type() == "JSONField"


def mention_him_everywhere(world):
    """Somebody else’s row of every table names him in every text that may."""
    for table in kept():
        theirs = {row.pk for row in table.with_words_of(world.theo)} if table.where else set()
        row = table.in_workspace(world.workspace).exclude(pk__in=theirs).order_by("-pk").first()
        for column in table.texts() if row else ():
            roomy = is_json(column) or (column.max_length or 1000) > 60
            if roomy and column.get_internal_type() != "EmailField" and column.name not in {"zone", "path"}:
                _write(row, column.name, f"{row.pk} as theo  BRANDT said, or {ADDRESS.upper()}")


def everything_stored() -> list[str]:
    """Every row of every table, ours or not, as text."""
    with connection.cursor() as cursor:
        stored = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            stored += [f"{table} {row}" for row in cursor.fetchall()]
    return stored


def still_there(*words) -> list[str]:
    return [row[:300] for row in everything_stored() if any(word.casefold() in row.casefold() for word in words)]


def test_no_name_no_address_and_no_sentence_is_left_in_any_table(world):
    mention_him_everywhere(world)
    assert len({row.split()[0] for row in still_there("Theo", SECRET)}) > 25
    done = erase(world.theo, at=timezone.now())
    assert done.becomes == f"Someone who left {world.theo.pk}"
    assert still_there(NAME, "theo  brandt", ADDRESS, SECRET) == []


def test_what_the_crm_calls_him_goes_with_what_he_wrote_there(world):
    at = timezone.now()
    deal, theo = world.deal, world.theo
    owner = Owner.objects.create(source=world.source, key="0051", name="Brandt, Theo", email=ADDRESS, person=theo)
    Deal.objects.filter(pk=deal.pk).update(owner_in_source=owner, next_step=f"{SECRET} call")
    moved = DealChange.objects.create(deal=deal, field=DealChange.Field.OWNER, old="0051", new="x", seen_by=at)
    DealChange.objects.create(deal=deal, field=DealChange.Field.NEXT_STEP, old="", new=f"{SECRET} step", seen_by=at)
    Alias.objects.create(source=world.source, field="owner", spelling="theo brandt", means=NAME)
    SetAside.objects.create(
        batch=world.imported, file=world.file, line=1, reason="No stage.", row={"Owner": "0051", "Next": SECRET}
    )
    kept_for_undo = {"owner_id": str(theo.pk), "name": "Alder", "next_step": f"{SECRET} once"}
    before = Before.objects.create(batch=world.imported, model="crm.Deal", row=900_000, was=kept_for_undo)
    was_owner = {"key": "0051", "name": "Theo B.", "email": ADDRESS}
    Before.objects.create(batch=world.imported, model="crm.Owner", row=owner.pk, was=was_owner)
    erase(theo, at=at)
    assert still_there(NAME, "Brandt, Theo", "Theo B", ADDRESS, SECRET) == []
    for row in (owner, moved, before, deal):
        row.refresh_from_db()
    assert (owner.key, moved.old, owner.person) == (f"erased-{owner.pk}", f"erased-{owner.pk}", theo)
    assert before.was == kept_for_undo | {"next_step": ERASED}
    assert (deal.owner, deal.next_step, deal.amount_minor) == (theo, ERASED, 1_200_000)


def test_login_sessions_queue_cache_and_uploads_go(world, sign_in, settings, django_capture_on_commit_callbacks):
    sign_in(world.theo)
    sign_in(world.priya)
    cache.set("who", NAME)
    answered = {"enqueued_at": timezone.now(), "args_kwargs": {}, "run_after": timezone.now(), "worker_ids": []}
    DBTaskResult.objects.create(task_path="touchline.x", traceback=f"No {NAME}", exception_class_path="", **answered)
    folder = settings.MEDIA_ROOT / "imports" / str(world.imported.pk)
    folder.mkdir(parents=True)
    (folder / "1-deals.csv").write_text(f"Owner,Next step\n{NAME},{SECRET}\n")
    with django_capture_on_commit_callbacks(execute=True):
        erase(world.theo, at=timezone.now())
    assert not User.objects.filter(email=ADDRESS).exists()
    (left,) = Session.objects.all()
    assert left.get_decoded()["_auth_user_id"] == str(world.priya.user_id)
    assert not DBTaskResult.objects.filter(task_path="touchline.x").exists()
    assert cache.get("who") is None
    assert not folder.exists()
    world.imported.refresh_from_db()
    assert world.imported.state == "discarded"


def test_an_import_that_does_not_speak_of_him_goes_on_waiting(world, settings):
    folder = settings.MEDIA_ROOT / "imports" / str(world.imported.pk)
    folder.mkdir(parents=True)
    (folder / "1-deals.csv").write_text("Owner\nPriya Raman\n")
    erase(world.theo, at=timezone.now())
    world.imported.refresh_from_db()
    assert (world.imported.state, folder.exists()) == ("previewed", True)


def test_words_others_wrote_about_others_stay(world):
    note = Note.objects.get(author=world.maya)
    Note.objects.create(
        one_on_one=_with_priya(world), author=world.maya, body=f"Ask {NAME} to help", written_at=timezone.now()
    )
    erase(world.theo, at=timezone.now())
    note.refresh_from_db()
    assert note.body == ERASED
    about_priya = Note.objects.get(one_on_one__rep=world.priya)
    assert about_priya.body == f"Ask Someone who left {world.theo.pk} to help"


def _with_priya(world):
    return world.one_on_one.__class__.objects.create(
        leader=world.maya, rep=world.priya, due_on=timezone.now().date(), starts_at=timezone.now()
    )


def test_what_happened_is_told_without_its_words(world):
    erase(world.theo, at=timezone.now())
    event = Event.objects.get(verb="goal.revised", about=world.theo)
    was = {"name": ERASED, "target": "6.00"}
    assert (event.label, event.facts) == ("Goal revised", {"goal": world.goal.pk, "because": ERASED, "was": was})


def test_another_company_keeps_somebody_of_the_same_name(world):
    other = gather("Another")
    record("topic.raised", by=other.theo, about=other.theo, label=f"Topic of {NAME}", at=timezone.now())
    erase(world.theo, at=timezone.now())
    other.theo.refresh_from_db()
    assert (other.theo.name, other.theo.user.email) == (NAME, "theo@another.example")
    assert Event.objects.get(about=other.theo, verb="topic.raised").label == f"Topic of {NAME}"


def test_the_audit_page_says_that_it_was_done_and_not_to_whom(world, sign_in):
    erase(world.theo, at=timezone.now())
    page = sign_in(world.adam).get("/audit/").content.decode()
    assert f"Someone who left {world.theo.pk} was erased, by whoever runs the machine" in page
    assert "Theo" not in page


def told(page, leader, on) -> str:
    run = CliRunner().invoke(
        show, [page, "--workspace", "Fieldstone", "--person", leader, "--as-of", f"{on:%Y-%m-%d}", "--json"]
    )
    assert run.exit_code == 0, run.output
    return run.output


@pytest.mark.parametrize("has_left", [False, True])
def test_the_figures_of_the_team_are_what_they_were(cast, monday, has_left):
    with time_machine.travel(monday, tick=False):
        tell(cast)
        if has_left:
            cast.priya.leave(by=cast.adam, on=monday.date() - timedelta(days=7), at=monday)
        theo = cast.priya if has_left else cast.theo
        before = {page: told(page, "Maya Okonkwo", monday) for page in ("indicators", "team")}
        ratings = Usefulness.objects.count()
        erase(Person.objects.get(pk=theo.pk), at=monday)
        for page, said in before.items():
            was = said.replace(theo.name, f"Someone who left {theo.pk}").replace(theo.first_name, "Someone")
            assert told(page, "Maya Okonkwo", monday) == was
        assert Usefulness.objects.count() == ratings


def test_who_still_leads_people_is_not_erased(world):
    with pytest.raises(Refused, match="Ines Duarte still leads people"):
        erase(world.ines, at=timezone.now())


def test_the_only_administrator_is_not_erased(cast):
    cast.maya.revoke(Role.Kind.ADMINISTRATOR, by=cast.adam, on=timezone.now().date())
    with pytest.raises(Refused, match="Adam Kerr is the only administrator"):
        erase(Person.objects.get(pk=cast.adam.pk), at=timezone.now())


def test_an_erased_administrator_holds_no_key(world):
    erase(world.adam, at=timezone.now())
    assert not Person.objects.get(pk=world.adam.pk).is_administrator


def test_who_cannot_be_told_from_another_is_not_erased(world):
    Person.objects.create(workspace=world.workspace, name="theo brandt")
    with pytest.raises(Refused, match="Two people here are called Theo Brandt"):
        erase(world.theo, at=timezone.now())


@pytest.mark.parametrize(
    ("name", "text", "becomes"),
    [
        ("Zoë Öz", "zoe\u0308 ÖZ came", "X came"),
        ("Theo Brandt", "Brandt, Theo and Theobrandt", "X and Theobrandt"),
        ("May", "May may come in May", "X may come in X"),
        ("李明", "a 李明 b", "a X b"),
    ],
)
def test_a_name_is_found_as_it_is_written(name, text, becomes):
    assert Mention([name], becomes="X").taken_out_of({"a": [text]}) == {"a": [becomes]}


def test_it_asks_before_it_erases(cast):
    run = CliRunner().invoke(command, ["Theo", "--workspace", "Fieldstone"], input="n\n")
    assert run.exit_code == 1
    assert Person.objects.filter(name=NAME, workspace=cast.workspace).exists()


def test_a_refusal_is_one_sentence(cast):
    run = CliRunner().invoke(command, ["Maya", "--workspace", "Fieldstone", "--yes", "--json"])
    assert json.loads(run.output)["reason"] == "Maya Okonkwo still leads people. Give them another leader first."
