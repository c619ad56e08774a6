"""What the worker does for imports: load one, take it a step further."""

from django.utils import timezone
from django_tasks import task

from touchline.crm import importing
from touchline.crm.models import Import
from touchline.people.models import Person


@task()
def read_import(import_id: int) -> None:
    importing.read(_import(import_id))


@task()
def apply_import(import_id: int, person_id: int) -> None:
    importing.apply(_import(import_id), by=Person.objects.get(pk=person_id), at=timezone.now())


def read_later(batch: Import) -> Import:
    """Have an import read by the worker, unless it was refused at the door."""
    if batch.state == Import.State.READING:
        read_import.enqueue(batch.pk)
    return batch


def _import(import_id: int) -> Import:
    return Import.objects.select_related("source__workspace").get(pk=import_id)
