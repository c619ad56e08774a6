"""The clock asks every hour which weeks are not stored yet; the worker counts them one by one."""

from datetime import date, datetime

from django.utils import timezone
from django_tasks import task

from touchline.people.models import Workspace
from touchline.standard.storing import store_week, weeks_to_store


@task()
def store_readings(workspace_id: int, week_on: str, practice: str) -> None:
    workspace = Workspace.objects.get(pk=workspace_id)
    store_week(workspace, date.fromisoformat(week_on), at=timezone.now(), practice=practice)


def line_up(*, at: datetime) -> int:
    """Have the readings stored of every week that is over and not stored yet; returns how many weeks and practices."""
    wanted = [
        (workspace.pk, week_on.isoformat(), practice)
        for workspace in Workspace.objects.all()
        for week_on, practice in weeks_to_store(workspace, at=at)
    ]
    for asked in wanted:
        store_readings.enqueue(*asked)
    return len(wanted)
