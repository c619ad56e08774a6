"""Bring an export in: begin, read, answer, apply, undo, discard; and recover after a crash.

An import walks through states: reading → needs_answer ⇄ reading → previewed → applying → applied → undone, or ends as
refused or discarded. Nothing outside its own folder and its own rows is written before `apply`, and `apply` writes
the facts in one transaction together with the state, so a kill leaves the database as before or as after. What their
history teaches is counted when that transaction is over, since nobody else can write during it; `recover` does so
after a kill.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse

from touchline.crm.importing import reading
from touchline.crm.importing.mending import mend, unmend
from touchline.crm.importing.proposing import arrange
from touchline.crm.importing.publishing import publish
from touchline.crm.importing.removing import remove
from touchline.crm.importing.staging import Folder, fingerprint
from touchline.crm.importing.undoing import take_back
from touchline.crm.learning import count_pushes, learn, say_how_old
from touchline.crm.models import Import, ImportFile, Source
from touchline.people.models import Person
from touchline.people.models.acting import refuse
from touchline.timeline.models import record
from touchline.ui.templatetags.fmt import plural

Given: TypeAlias = "str | Path | File[bytes]"
"""A file of an export: where it lies, or an upload."""
State = Import.State
GIVEN_UP_AFTER = timedelta(days=1)
LEARNING = "Learning from it"


@transaction.atomic
def begin(
    source: Source,
    paths: Sequence[Given],
    *,
    by: Person | None,
    at: datetime,
    as_of: datetime | None = None,
    answers: dict[str, str] | None = None,
) -> Import:
    """Start an import of files that belong to one export.

    `paths` are paths, read where they are, or uploads, kept in the import's folder. `as_of` is when the export was
    made, if not `at`. The import is in state reading, or refused when every file is already here.
    """
    if not paths:
        raise ValidationError("Choose at least one file.")
    batch = Import.objects.create(
        source=source,
        by=by,
        started_at=at,
        as_of=as_of or at,
        answers=answers or {},
        counts={"as_of_given": bool(as_of)},
    )
    for number, given in enumerate(paths, 1):
        _keep(batch, number, given)
    if earlier := _already_here(batch):
        _refuse(
            batch, f"This export is here already: it was brought in on {earlier.applied_at:%-d %B %Y}, byte for byte."
        )
    return batch


def _keep(batch: Import, number: int, given: Given) -> None:
    if isinstance(given, File):
        if given.size > settings.IMPORT_MAX_BYTES:
            most = f"{settings.IMPORT_MAX_BYTES / 1e6:,.0f} MB"
            raise ValidationError(
                f"{given.name} has {given.size / 1e6:,.0f} MB; through the browser {most} is the most. "
                "Use the command line: touchline import FILE"
            )
        path = Folder(batch).keep_upload(number, given)
    else:
        path = Path(given).resolve()
    name = Path(getattr(given, "name", "") or path.name).name
    batch.files.create(name=name, path=str(path), sha256=fingerprint(path), size=path.stat().st_size)


def _already_here(batch: Import) -> Import | None:
    """The applied import that already held every one of these files."""
    hashes = set(batch.files.values_list("sha256", flat=True))
    known = ImportFile.objects.filter(batch__source=batch.source, batch__state=State.APPLIED, sha256__in=hashes)
    if hashes - set(known.values_list("sha256", flat=True)):
        return None
    newest = known.order_by("-batch__applied_at").select_related("batch").first()
    return newest.batch if newest else None


def read(batch: Import) -> Import:
    """Read the files, guess what the columns mean, compare with what is here; ends needing an answer or previewed."""
    if batch.state not in {State.READING, State.NEEDS_ANSWER, State.PREVIEWED}:
        return batch
    try:
        reading.read_into(batch, Folder(batch), progress=_progress(batch))
    except reading.RefusedError as refusal:
        return _refuse(batch, str(refusal))
    batch.state = State.NEEDS_ANSWER if batch.questions else State.PREVIEWED
    batch.step = ""
    batch.save()
    return batch


def answer(batch: Import, answers: dict[str, str]) -> Import:
    """Answer some of its questions and read it again."""
    return read(take_answers(batch, answers))


def take_answers(batch: Import, answers: dict[str, str]) -> Import:
    """Keep answers to its questions; it is in state reading, to be read again."""
    if batch.state not in {State.NEEDS_ANSWER, State.PREVIEWED}:
        raise ValidationError("This import is not waiting for an answer.")
    batch.answers = {**batch.answers, **answers}
    return _reopen(batch, "answers")


def correct(
    batch: Import, file: ImportFile, columns: dict[str, str], *, sheet: str = "", by: Person | None = None
) -> Import:
    """Say which column is which in one file (field → header), and read it again.

    Applied by an administrator, it is remembered for later files of the same headers.
    """
    return read(take_columns(batch, file, columns, sheet=sheet, by=by))


@transaction.atomic
def take_columns(
    batch: Import,
    file: ImportFile,
    columns: dict[str, str],
    *,
    sheet: str = "",
    by: Person | None = None,
    at: datetime | None = None,
) -> Import:
    """Keep which column is which; it is in state reading, to be read again."""
    refuse(batch, by, "change")
    if batch.state not in {State.NEEDS_ANSWER, State.PREVIEWED}:
        raise ValidationError("This import is no longer open to correction.")
    file.found = {**file.found, "corrected": {**file.found.get("corrected", {}), sheet: columns}}
    file.found["corrected_by"] = by.pk if by else None
    file.save(update_fields=["found"])
    if by is not None and at is not None:
        _record("corrected", batch, f"Columns of {file.name} corrected", by=by, at=at)
    return _reopen(batch)


def _reopen(batch: Import, *changed: str) -> Import:
    batch.state = State.READING
    batch.save(update_fields=["state", *changed])
    return batch


def line_up(batch: Import) -> bool:
    """Note that a previewed import is about to be applied by the worker; False when it was already, or may not be."""
    waiting = Import.objects.filter(pk=batch.pk, state=State.PREVIEWED, step="")
    return bool(waiting.update(step="Waiting to be written"))


def apply(batch: Import, *, by: Person | None, at: datetime) -> Import:
    """Write the facts, all or nothing. Refused unless it is previewed; read again if another import came between.

    Seats and roles the files speak of are given where an administrator applies it, or whoever runs the machine (`by`
    is None); where a leader does, they wait for an administrator.
    """
    refuse(batch, by, "change")
    if not Import.objects.filter(pk=batch.pk, state=State.PREVIEWED).update(
        state=State.APPLYING, step="Writing the facts"
    ):
        batch.refresh_from_db()
        raise ValidationError(f"This import cannot be applied: {batch.get_state_display().lower()}.")
    if batch.counts.get("base") != reading.base_of(batch):
        Import.objects.filter(pk=batch.pk).update(state=State.PREVIEWED)
        batch.refresh_from_db()
        if read(batch).state != State.PREVIEWED:
            return batch
        Import.objects.filter(pk=batch.pk).update(state=State.APPLYING)
    try:
        with transaction.atomic():
            publish(batch, Folder(batch), by=by, at=at)
            mend(batch, Folder(batch).load_json("mended"), by=by, at=at)
            remove(batch, Folder(batch).load_json("removed"))
            batch.state, batch.applied_at, batch.step = State.APPLIED, at, LEARNING
            batch.save()
            say_how_old(batch.source)
            _record("applied", batch, f"{named(batch)} imported: {batch.summary}", by=by, at=at)
    finally:
        # Published or not, nobody is writing any more; an import that was applied is no longer in this state.
        Import.objects.filter(pk=batch.pk, state=State.APPLYING).update(state=State.PREVIEWED, step="")
    Folder(batch).remove()
    return _learn(batch)


def _learn(batch: Import) -> Import:
    learn(batch.source)
    batch.step = ""
    batch.save(update_fields=["step"])
    return batch


def undo(batch: Import, *, by: Person | None, at: datetime) -> Import:
    """Restore every fact as it was before this import; only the newest applied one of its source can be undone."""
    if batch.state != State.APPLIED:
        raise ValidationError("Only an applied import can be undone.")
    if not batch.can_be_undone:
        raise ValidationError("A later import lies on top of this one. Undo that one first.")
    refuse(batch, by, "undo")
    with transaction.atomic():
        take_back(batch)
        unmend(batch)
        batch.state, batch.undone_at, batch.undone_by, batch.proposals = State.UNDONE, at, by, []
        batch.save()
        count_pushes(batch.source.deals.all())
        learn(batch.source)
        say_how_old(batch.source)
        _record("undone", batch, f"Import of {named(batch)} undone: {batch.summary}", by=by, at=at)
    return batch


@transaction.atomic
def confirm(batch: Import, *, by: Person | None, at: datetime) -> Import:
    """Give the seats and roles a leader's import proposes: an administrator's act, taken back when it is undone."""
    refuse(batch, by, "confirm")
    batch = Import.objects.select_for_update().select_related("source__workspace").get(pk=batch.pk)
    if batch.state != State.APPLIED or not batch.proposals:
        raise ValidationError("No seat and no role of this import waits to be confirmed.")
    given = arrange(batch, batch.proposals, by=by, at=at)
    batch.proposals = []
    batch.save(update_fields=["proposals", "notes", "counts"])
    _record(
        "confirmed", batch, f"{plural(given, 'seat or role,seats and roles')} of {named(batch)} confirmed", by=by, at=at
    )
    return batch


def _record(verb: str, batch: Import, label: str, *, by: Person | None, at: datetime) -> None:
    workspace, url = batch.source.workspace, reverse("crm:import", args=[batch.pk])
    record(f"import.{verb}", by=by, about=None, workspace=workspace, label=label, url=url, at=at, import_id=batch.pk)


def named(batch: Import) -> str:
    """Name the files of an import: one by its name, several by the first and how many more."""
    first, *more = batch.files.order_by("pk").values_list("name", flat=True)
    return f"{first} and {plural(len(more), 'more file')}" if more else first


def discard(batch: Import, *, by: Person | None = None, at: datetime | None = None) -> Import:
    """Give an import up that was not applied; its files go."""
    if not batch.is_waiting or batch.state == State.APPLYING:
        raise ValidationError("This import is not waiting, so there is nothing to discard.")
    refuse(batch, by, "change")
    batch.state, batch.step = State.DISCARDED, ""
    batch.save(update_fields=["state", "step"])
    if by is not None and at is not None:
        _record("discarded", batch, f"Import of {named(batch)} discarded", by=by, at=at)
    Folder(batch).remove()
    return batch


def recover(*, at: datetime) -> list[Import]:
    """After a crash: an import that was being written was not written; one that was written is learned from; one being
    read is read again or given up.

    Files of the command line are read where they are, perhaps at this moment by a command that is still running, so
    those are given up only after a day.
    """
    Import.objects.filter(state=State.APPLYING).update(state=State.PREVIEWED, step="")
    for batch in Import.objects.filter(state=State.APPLIED, step=LEARNING).select_related("source__workspace"):
        _learn(batch)
    interrupted = []
    for batch in Import.objects.filter(state=State.READING, started_at__lt=at).select_related("source__workspace"):
        paths = [Path(path) for path in batch.files.values_list("path", flat=True)]
        if all(path.is_relative_to(settings.MEDIA_ROOT) and path.exists() for path in paths):
            interrupted.append(read(batch))
        elif batch.started_at < at - GIVEN_UP_AFTER:
            discard(batch)
    return interrupted


def _refuse(batch: Import, reason: str) -> Import:
    batch.state, batch.reason, batch.step, batch.questions = State.REFUSED, reason, "", []
    batch.save()
    Folder(batch).remove()
    return batch


def _progress(batch: Import) -> reading.Progress:
    def say(step: str, rows_done: int = 0) -> None:
        Import.objects.filter(pk=batch.pk).update(step=step[:80], rows_done=rows_done)

    return say
