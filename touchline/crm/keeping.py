"""What of the facts goes when somebody is forgotten: who owned a deal in the CRM, and what they wrote there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from touchline.crm.importing import bulk
from touchline.crm.importing.staging import Folder
from touchline.crm.models import (
    Account,
    Activity,
    Alias,
    Before,
    Deal,
    DealChange,
    Import,
    ImportFile,
    Mapping,
    Owner,
    Quota,
    QuotaChange,
    SetAside,
    Source,
    Stage,
)
from touchline.measures.money import spelled
from touchline.people.kept import ERASED, Kept, Mention
from touchline.people.models import Person

Field = DealChange.Field
LONG = 6


def in_plain_values(change: DealChange) -> dict[str, object]:
    """What a deal was and became, as a stranger reads it: amounts in major units, owners by name."""
    said: dict[str, object] = {"currency": change.deal.currency if change.field == Field.AMOUNT else ""}
    for name in ("old", "new"):
        value = getattr(change, name)
        if change.field == Field.AMOUNT and value.lstrip("-").isdigit():
            value = spelled(int(value), change.deal.currency)
        said[name] = value
    return said


KEPT = (
    Kept(Source, "The CRMs facts come from.", "workspace", plain=("name", "deal_url")),
    Kept(
        Owner,
        "Who owns deals in a CRM, and which person that is.",
        "source__workspace",
        by=("person",),
        own_way=("key", "name", "email"),
    ),
    Kept(
        Alias,
        "Spellings that mean another one.",
        "source__workspace",
        file="aliases",
        own_way=("field", "spelling", "means"),
    ),
    Kept(
        Mapping,
        "Which column of a file is which fact.",
        "source__workspace",
        beside=("corrected_by",),
        machine=("headers_hash",),
        plain=("holds", "columns", "formats"),
    ),
    Kept(
        Import,
        "Exports brought in.",
        "source__workspace",
        by=("by", "undone_by"),
        plain=("step", "counts", "questions", "answers", "notes", "reason", "proposals"),
    ),
    Kept(
        ImportFile,
        "Their files. What is still here lies in the folder files.",
        "batch__source__workspace",
        by=("batch__by",),
        machine=("sha256",),
        own_way=("found",),
        plain=("name", "path", "holds", "sheet"),
    ),
    Kept(
        SetAside,
        "Rows that could not be used, and why.",
        "batch__source__workspace",
        file="rows_set_aside",
        own_way=("row",),
        plain=("reason",),
    ),
    Kept(
        Before,
        "",
        "batch__source__workspace",
        withheld="Only what undo needs; the facts themselves and their changes are here.",
        own_way=("was",),
        plain=("model",),
    ),
    Kept(Stage, "The stages of a CRM and what each means.", "source__workspace", plain=("name",)),
    Kept(
        Account,
        "Companies that are sold to.",
        "source__workspace",
        plain=("external_id", "name", "sector", "country"),
    ),
    Kept(
        Deal,
        "Deals as the CRM shows them now.",
        "source__workspace",
        about=("owner",),
        words=("next_step",),
        plain=("external_id", "name", "currency", "product"),
        stays="Deals with stage, amount and day, their changes, activities as counts: the company’s own records.",
    ),
    Kept(
        DealChange,
        "What changed in a deal, and between which instants that was seen.",
        "deal__source__workspace",
        about=("deal__owner",),
        shows=in_plain_values,
        own_way=("old", "new"),
    ),
    Kept(
        Activity,
        "Tasks, calls, meetings and e-mails as the CRM recorded them.",
        "source__workspace",
        about=("owner",),
        words=("subject",),
        plain=("external_id", "deal_key"),
    ),
    Kept(
        Quota,
        "What somebody is to sell in a period.",
        "person__workspace",
        about=("person",),
        plain=("currency",),
        stays="Quotas and their changes as figures.",
    ),
    Kept(
        QuotaChange,
        "What a quota was before and after.",
        "person__workspace",
        about=("person",),
        by=("by",),
        words=("why",),
        plain=("currency",),
    ),
)


def called(person: Person) -> set[str]:
    """What the CRM calls somebody: addresses, and names that share a word with theirs."""
    words = set(person.name.casefold().split())
    names: set[str] = set()
    for owner in Owner.objects.filter(person=person):
        names.add(owner.email)
        names |= {said for said in (owner.name, owner.key) if "@" in said or _is_name(said, words)}
    return names


def _is_name(said: str, words: set[str]) -> bool:
    parts = said.casefold().replace(",", " ").split()
    return len(parts) > 1 and bool(words & set(parts))


def forget(person: Person, mention: Mention) -> None:
    """Cut the ties to who they are in the CRM; what they wrote there goes, also from what undo would restore."""
    owners = list(_owners(person, mention))
    waiting = _give_up_imports(person, mention, owners)
    keys = {(owner.source_id, owner.key): f"erased-{owner.pk}" for owner in owners}
    theirs = _deals_ever_of(person, owners)
    _take_words_out_of_changes(person, theirs, keys)
    Deal.objects.filter(pk__in=theirs).exclude(next_step="").update(next_step=ERASED)
    Activity.objects.filter(owner_in_source__in=owners).exclude(subject="").update(subject=ERASED)
    _take_words_out_of_what_was(person, theirs, owners, keys)
    for owner in owners:
        owner.key, owner.name, owner.email = keys[owner.source_id, owner.key], mention.becomes, ""
        owner.save(update_fields=["key", "name", "email"])
    own_keys = {key for _, key in keys}
    for aside in _here(SetAside, person).iterator():
        if mention.is_in(aside.row) or own_keys & set(map(str, _leaves(aside.row))):
            aside.delete()
    for alias in Alias.objects.filter(source__workspace=person.workspace):
        if mention.is_in([alias.spelling, alias.means]):
            alias.delete()
    for file in _here(ImportFile, person).exclude(batch__in=waiting):
        file.found = {**file.found, "tables": [{**table, "samples": {}} for table in file.found.get("tables", [])]}
        file.save(update_fields=["found"])


def _here(model: type[Model], person: Person) -> QuerySet[Any]:
    return model._default_manager.filter(batch__source__workspace=person.workspace)


def _give_up_imports(person: Person, mention: Mention, owners: list[Owner]) -> list[Import]:
    """Discard what waits to be applied and speaks of them, remove what is left of all others; the rest still waits."""
    still_waiting = []
    for batch in Import.objects.filter(source__workspace=person.workspace).select_related("source__workspace"):
        folder = Folder(batch).path
        if batch.is_waiting and not _speaks_of(folder, batch, mention, owners):
            still_waiting.append(batch)
        elif batch.is_waiting:
            Import.objects.filter(pk=batch.pk).update(state=Import.State.DISCARDED, step="")
            transaction.on_commit(Folder(batch).remove)
        else:
            transaction.on_commit(Folder(batch).remove)
    return still_waiting


def _speaks_of(folder: Path, batch: Import, mention: Mention, owners: list[Owner]) -> bool:
    """Do its files name them, or hold the long key they go by in this CRM?

    A workbook is packed, but the tables that were read from it lie beside it and are not.
    """
    keys = [owner.key for owner in owners if owner.source_id == batch.source_id and len(owner.key) >= LONG]
    texts = (path.read_bytes().decode(errors="replace") for path in folder.rglob("*") if path.is_file())
    found = any(mention.is_in(text) or any(key in text for key in keys) for text in texts)
    return found or any(mention.is_in(file.found) for file in batch.files.all())


def _owners(person: Person, mention: Mention) -> Iterator[Owner]:
    for owner in Owner.objects.filter(source__workspace=person.workspace).filter(Q(person=person) | Q(person=None)):
        if owner.person_id or mention.is_in([owner.key, owner.name, owner.email]):
            yield owner


def _deals_ever_of(person: Person, owners: list[Owner]) -> set[int]:
    now = Q(owner=person) | Q(owner_in_source__in=owners)
    theirs = set(Deal.objects.filter(now, source__workspace=person.workspace).values_list("pk", flat=True))
    for owner in owners:
        of_source = DealChange.objects.filter(deal__source=owner.source_id, field=Field.OWNER)
        theirs.update(of_source.filter(Q(old=owner.key) | Q(new=owner.key)).values_list("deal", flat=True))
    for before, was in _what_was(person, Deal):
        if str(was.get("owner_id")) == str(person.pk):
            theirs.add(before.row)
    return theirs


def _take_words_out_of_changes(person: Person, theirs: set[int], keys: dict[tuple[int, str], str]) -> None:
    steps = DealChange.objects.filter(deal__in=theirs, field=Field.NEXT_STEP)
    for name in ("old", "new"):
        steps.exclude(**{name: ""}).update(**{name: ERASED})
        for (source, key), becomes in keys.items():
            moved = DealChange.objects.filter(deal__source=source, field=Field.OWNER, **{name: key})
            moved.update(**{name: becomes})


def _what_was(person: Person, *models: type[Model]) -> Iterator[tuple[Before, dict[str, Any]]]:
    """Rows of these models as they were before an import, each with its columns."""
    labels = [model._meta.label for model in models]
    for before in _here(Before, person).filter(model__in=labels, was__isnull=False).iterator():
        yield before, bulk.columns_of(before.was)


def _take_words_out_of_what_was(
    person: Person, theirs: set[int], owners: list[Owner], keys: dict[tuple[int, str], str]
) -> None:
    """Erase words in rows kept for undo, which hold every value as text."""
    by_pk = {owner.pk: owner for owner in owners}
    own_keys = {key: becomes for (_, key), becomes in keys.items()}
    changed: dict[str, str | None]
    for before, was in _what_was(person, Deal, DealChange, Activity, Owner):
        label = before.model
        if label == Owner._meta.label and before.row in by_pk:
            owner = by_pk[before.row]
            changed = {"name": "", "email": "", "key": keys[owner.source_id, owner.key]}
        elif label == Deal._meta.label and before.row in theirs:
            changed = {"next_step": was["next_step"] and ERASED}
        elif label == Activity._meta.label and str(was["owner_id"]) == str(person.pk):
            changed = {"subject": was["subject"] and ERASED}
        elif label == DealChange._meta.label and str(was["field"]) == str(Field.NEXT_STEP.value):
            mine = int(was["deal_id"]) in theirs
            changed = {name: was[name] and ERASED for name in ("old", "new")} if mine else {}
        elif label == DealChange._meta.label and str(was["field"]) == str(Field.OWNER.value):
            changed = {name: own_keys.get(was[name], was[name]) for name in ("old", "new")}
        else:
            changed = {}
        if changed:
            before.was = {**was, **changed}
            before.save(update_fields=["was"])


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
    else:
        yield value
