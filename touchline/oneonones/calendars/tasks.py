"""What the worker does for calendars: read those whose turn it is, mail the invitations that are due."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django_tasks import task

from touchline.oneonones.calendars import inviting, reading
from touchline.oneonones.models import ConnectedCalendar


@task()
def read_calendar(calendar_id: int) -> None:
    """Read one calendar; a file is read from where its upload waits, and thrown away with what else is in it."""
    standing = ConnectedCalendar.objects.standing().select_related("person__workspace", "person__user")
    calendar = standing.filter(pk=calendar_id).first()
    if calendar is None:
        return
    text = calendar.take_upload()
    if text is not None or calendar.kind != calendar.Kind.FILE:
        reading.read(calendar, at=timezone.now(), text=text)


@task()
def send_invitations() -> None:
    inviting.send_due(at=timezone.now())


def read_later(calendar: ConnectedCalendar, *, upload: "UploadedFile[bytes] | None" = None) -> None:
    """Have the worker read it, with the file that came for it where it is one."""
    if upload:
        calendar.keep_upload(upload)
    read_calendar.enqueue(calendar.pk)


def line_up(*, at: datetime) -> int:
    """Have the worker read every calendar whose turn it is; returns how many."""
    due = list(ConnectedCalendar.objects.due(at))
    for calendar in due:
        calendar.lined_up(at=at)
        read_calendar.enqueue(calendar.pk)
    return len(due)


def post(*, at: datetime) -> bool:
    """Have the worker mail what is due, where any company wants that; says whether there is anything."""
    if not inviting.is_switched_on() or not inviting.due(at=at):
        return False
    send_invitations.enqueue()
    return True
