"""What every app says it keeps, joined: lower apps first."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps

from touchline.people.kept import Kept, Mention
from touchline.people.models import Person


def modules() -> list[ModuleType]:
    """The `keeping` module of each of our apps, in the order of INSTALLED_APPS, where lower apps stand first."""
    names = [app.name for app in apps.get_app_configs() if app.name.startswith("touchline.")]
    return [import_module(f"{name}.keeping") for name in names if find_spec(f"{name}.keeping")]


def kept() -> list[Kept]:
    """Every table any app keeps."""
    return [table for module in modules() for table in module.KEPT]


def mention_of(person: Person, *, becomes: str) -> Mention:
    """Every name and address the apps know a person by."""
    known = {said for module in modules() if hasattr(module, "called") for said in module.called(person)}
    return Mention(known, becomes=becomes)
