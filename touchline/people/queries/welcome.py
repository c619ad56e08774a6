from dataclasses import dataclass

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from touchline.people.first_run import unclaimed
from touchline.people.models import Workspace
from touchline.people.tasks import load_demo


@dataclass(frozen=True, slots=True)
class WelcomePage:
    """What a visitor of a new home can do."""

    company: str
    can_load_demo: bool
    demo_is_loading: bool
    demo_failed: bool


def welcome_page() -> WelcomePage:
    """Say whether an import was here first, and how far the demo is."""
    workspace = unclaimed()
    asked = DBTaskResult.objects.filter(task_path=load_demo.module_path).order_by("-enqueued_at").first()
    status = asked.status if asked else None
    is_loading = status in (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return WelcomePage(
        company=workspace.name if workspace else "",
        can_load_demo=not is_loading and not Workspace.objects.exists(),
        demo_is_loading=is_loading,
        demo_failed=status == TaskResultStatus.FAILED,
    )
