"""Who sees a row and who may act on it: each asked in one way, whoever asks."""

from collections.abc import Callable
from functools import cache, wraps
from inspect import Signature, signature
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction

if TYPE_CHECKING:
    from touchline.people.models.person import Person
    from touchline.people.models.user import User

Row = TypeVar("Row", bound=models.Model)
Given = ParamSpec("Given")
Made = TypeVar("Made")

VERBS: dict[str, str] = {}
NOTHING = models.Q(pk__in=())


class Scoped(models.QuerySet[Row]):
    """Rows with a rule for who sees them: a person sees those that `seen_by` names, a visitor none."""

    def seen_by(self, me: "Person") -> models.Q:
        """Which of these rows `me` may know of."""
        raise NotImplementedError

    def known_to(self, me: "Person") -> Self:
        """The rows `me` may know of."""
        return self.filter(self.seen_by(me))

    def visible_to(self, user: "User | None") -> Self:
        """The rows whoever is signed in may know of; every read for somebody begins here."""
        me = getattr(user, "person", None)
        return self.known_to(me) if me else self.none()


def verb(may: str, *, once: bool = False) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Make a method a verb: all or nothing, and refused with PermissionDenied unless `can_<may>` lets `by` do it.

    `can_<may>` of the same class is called with `by`, and with those arguments of the verb that it takes too. Where
    nobody acts (`by` is None: time passes, a file is read) nobody is asked. A verb that is done `once` makes one row
    for a `key`, however often it is sent: the row that is there is given back.
    """

    def decorate(act: Callable[Given, Made]) -> Callable[Given, Made]:
        shape = signature(act)
        VERBS[f"{act.__module__}.{act.__qualname__}"] = may

        @wraps(act)
        def acted(*given: Given.args, **named: Given.kwargs) -> Made:
            key = named.get("key") if once else None
            try:
                with transaction.atomic():
                    _refuse(may, shape, given, named)
                    there: Made | None = _made_before(given[0], key)
                    return act(*given, **named) if there is None else there
            except IntegrityError:
                # The same form, sent twice at the same moment.
                there = _made_before(given[0], key)
                if there is None:
                    raise
                return there

        return acted

    return decorate


def _made_before(owner: Any, key: object) -> Any:
    return owner.objects.filter(key=key).first() if key else None


def _refuse(may: str, shape: Signature, given: tuple[Any, ...], named: dict[str, Any]) -> None:
    by = named.get("by")
    if by is None:
        return
    told = shape.bind_partial(*given, **named).arguments
    asked = _asked(getattr(given[0], f"can_{may}").__func__)
    refuse(given[0], by, may, **{name: told[name] for name in asked if name in told})


def refuse(what: Any, by: "Person | None", may: str, **told: Any) -> None:
    """Raise PermissionDenied where `can_<may>` of `what` says no to `by`; nobody, who is None, is not asked."""
    if by is not None and not getattr(what, f"can_{may}")(by, **told):
        raise PermissionDenied(f"{by.name} may not do this.")


@cache
def _asked(may_act: Callable[..., bool]) -> tuple[str, ...]:
    """What a `can_` wants to know beside who acts."""
    return tuple(signature(may_act).parameters)[2:]
