from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task


@task()
def load_demo() -> None:
    """Fill this home with the demo company."""
    import_string(settings.TOUCHLINE_DEMO)(today=timezone.now().date())
