"""Every verb says who may do it: a public method of a model that takes `by` is a verb, and a verb names its `can_`."""

import ast
import inspect
from decimal import Decimal
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.laws import tree
from touchline.crm.models import AgreedQuota
from touchline.measures.periods import Period
from touchline.people.models import Workspace
from touchline.people.models.acting import VERBS

# Steps of other verbs, which have asked already.
STEPS = {"QuotaChange.keep", "Seat.end", "OneOnOneQuerySet.open_where_back"}


def of_models():
    return [
        path
        for path in tree.python()
        if path.stem == "models" or (path.parent.name == "models" and path.stem not in {"__init__", "acting"})
    ]


def unasked(source: str) -> list[str]:
    """The public methods of classes in `source` that take `by` and are no verb."""
    return [
        f"{owner.name}.{method.name}"
        for owner in ast.walk(ast.parse(source))
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef)
        and not method.name.startswith(("_", "can_"))
        and "by" in {argument.arg for argument in method.args.kwonlyargs}
        and f"{owner.name}.{method.name}" not in STEPS
        and not any("verb(" in ast.unparse(decorator) for decorator in method.decorator_list)
    ]


def test_every_act_on_a_model_asks_who_acts():
    lost = [f"{tree.where(path)}: {name}" for path in of_models() for name in unasked(path.read_text())]
    assert lost == [], "Put @verb(…) over it, with a can_… that says who may."


def test_the_law_sees_an_act_that_asks_nobody():
    bad = "class Goal:\n    def close(self, *, by, at):\n        self.save()\n"
    good = 'class Goal:\n    @verb("change")\n    def close(self, *, by, at): ...\n    def _end(self, *, by): ...\n'
    assert unasked(bad) == ["Goal.close"]
    assert unasked(good) == []


def test_every_verb_names_a_question_its_class_answers():
    for path in of_models():
        import_module(".".join(path.relative_to(tree.ROOT).with_suffix("").parts))
    assert len(VERBS) > 60
    lost = []
    for name, may in VERBS.items():
        module, owner = name.rsplit(".", 2)[:2]
        if not callable(getattr(getattr(import_module(module), owner), f"can_{may}", None)):
            lost.append(f"{name} asks can_{may}")
    assert lost == []


def test_who_may_see_a_row_is_said_once_and_asked_once():
    """`visible_to` stands in Scoped alone; a model says `seen_by`."""
    again = [tree.where(path) for path in of_models() if "def visible_to(" in path.read_text()]
    assert again == []


def owner_of(name: str):
    """The class of a verb; of one that several inherit, the first that does."""
    module, owner, _ = name.rsplit(".", 2)
    found = getattr(import_module(module), owner)
    return found.__subclasses__()[0] if found._meta.abstract else found


def given(world) -> dict[str, object]:
    """What a verb that makes something asks about: Theo's, and Maya's who leads him."""
    return {
        "agreements": [AgreedQuota(world.theo, Period.parse("2026Q1", fiscal_year_starts=1), 1, Decimal(1))],
        "commitments": [world.commitment],
        "focus": world.focus,
        "former": world.ines,
        "leader": world.maya,
        "observation": world.observation,
        "one_on_one": world.one_on_one,
        "owner": world.theo,
        "pairing": world.pairing,
        "person": world.theo,
        "rep": world.theo,
        "to": world.maya,
        "workspace": world.workspace,
    }


def asked_of(name: str, world):
    """The class or the row of the small company a verb is called on."""
    verb = inspect.getattr_static(owner_of(name), name.rsplit(".", 1)[1])
    if isinstance(verb, classmethod):
        return owner_of(name)
    rows = owner_of(name).objects.all()
    return rows.filter(pk=world.workspace.pk).first() if owner_of(name) is Workspace else rows.order_by("pk").first()


def refused(name: str, world, by) -> bool:
    """Does the verb refuse `by`, before it looks at anything else?"""
    what = asked_of(name, world)
    told = inspect.signature(getattr(what, f"can_{VERBS[name]}")).parameters
    known = {key: value for key, value in given(world).items() if key in told}
    try:
        getattr(what, name.rsplit(".", 1)[1])(**known, by=by, at=timezone.now())
    except PermissionDenied:
        return True
    except (TypeError, ValidationError):
        return False
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["stranger", "omar", "noor"])
def test_every_verb_refuses_somebody_it_is_no_business_of(who, world):
    """A leader of another company, the executive, and a rep of another team act on nothing of Maya's and Theo's."""
    somebody = getattr(world, who)
    asked = [name for name in sorted(VERBS) if asked_of(name, world)]
    assert len(asked) >= len(VERBS) - 4, "Arrange one of each, so that its verbs can be asked."
    assert [name for name in asked if not refused(name, world, somebody)] == []
