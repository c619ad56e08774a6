"""The exports that were brought in: which, by whom, what each changed, and what still waits for somebody."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Max

from touchline.crm.models import Import, Owner, Source
from touchline.people.models import User
from touchline.ui.templatetags.fmt import plural

IMPORTS_A_PAGE = 25
TONES: dict[str, str] = {
    Import.State.NEEDS_ANSWER: "attn",
    Import.State.PREVIEWED: "attn",
    Import.State.REFUSED: "attn",
    Import.State.APPLIED: "pitch",
}


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import as a line of the list."""

    pk: int
    files: str
    source: str
    state: str
    tone: str
    words: str
    by: str
    started_at: datetime
    as_of: datetime
    can_be_undone: bool
    proposes: bool


@dataclass(frozen=True, slots=True)
class ImportsPage:
    imports: tuple[ImportRow, ...]
    n: int
    waiting: int
    sources: tuple[Source, ...]
    may_edit_sources: bool
    unmatched: int
    facts_as_of: datetime | None
    number: int
    newer: int
    older: int


def imports_page(user: User, *, number: int) -> ImportsPage:
    """Answer what was imported, newest first, and which imports and owners wait for an answer."""
    found = Import.objects.visible_to(user)
    is_administrator = user.person.is_administrator
    listed = found.select_related("source", "by").prefetch_related("files").order_by("-started_at", "-pk")
    pages = Paginator(listed, IMPORTS_A_PAGE)
    page = pages.get_page(number)
    everybodys = Import.objects.filter(source__workspace=user.person.workspace_id, state=Import.State.APPLIED)
    applied = everybodys.values_list("source")
    newest = dict(applied.annotate(last=Max("applied_at")))
    return ImportsPage(
        tuple(
            _row(batch, newest.get(batch.source_id), may_undo=batch.can_undo(user.person)) for batch in page.object_list
        ),
        pages.count,
        found.filter(state__in=[Import.State.NEEDS_ANSWER, Import.State.PREVIEWED]).count(),
        tuple(Source.objects.visible_to(user).order_by("name")),
        is_administrator,
        Owner.objects.visible_to(user).unmatched().count(),
        everybodys.aggregate(last=Max("as_of"))["last"],
        page.number,
        page.number - 1,
        page.number + 1 if page.has_next() else 0,
    )


def _row(batch: Import, newest: datetime | None, *, may_undo: bool) -> ImportRow:
    return ImportRow(
        batch.pk,
        files_named([file.name for file in batch.files.all()]),
        batch.source.name,
        batch.get_state_display(),
        TONES.get(batch.state, ""),
        words_of(batch),
        batch.by.name if batch.by else "",
        batch.started_at,
        batch.as_of,
        can_be_undone=may_undo and batch.state == Import.State.APPLIED and batch.applied_at == newest,
        proposes=bool(batch.proposals),
    )


def files_named(names: list[str]) -> str:
    """Name up to two files, and count the rest."""
    if len(names) <= 2:
        return " and ".join(names) or "No file"
    return f"{names[0]} and {len(names) - 1} more files"


def words_of(batch: Import) -> str:
    """Say what an import did or would do, or why it did nothing."""
    if batch.state == Import.State.REFUSED:
        return batch.reason.rstrip(".")
    if batch.state in {Import.State.READING, Import.State.APPLYING}:
        return batch.step
    return changes_of(batch) if batch.counts else ""


def changes_of(batch: Import) -> str:
    """Say what an import changes; what there was nothing of before is counted as new."""
    deals = batch.counts.get("deals", {})
    if deals.get("changed") or deals.get("unchanged"):
        return batch.summary
    new = {
        "deal": deals.get("new", 0),
        "person,people": batch.counts.get("people", {}).get("new", 0),
        "account": batch.counts.get("accounts", {}).get("new", 0),
        "activity,activities": batch.counts.get("activities", {}).get("new", 0),
    }
    parts = [plural(n, words) for words, n in new.items() if n]
    aside = batch.counts.get("set_aside", 0)
    found = (
        f"{' and '.join([', '.join(parts[:-1]), parts[-1]] if parts[1:] else parts)} new" if parts else "Nothing new"
    )
    return f"{found}, {plural(aside, 'row')} set aside" if aside else found
