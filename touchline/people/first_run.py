"""Until somebody can sign in, every page leads to the first-run page; in the demo, signing in is choosing a face."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from touchline.people.models import Person, Role, User, Workspace


class Home(Enum):
    """What this folder of data is."""

    NEW = "nobody can sign in yet"
    DEMO = "the demo company"
    REAL = "a company at work"

    @classmethod
    def now(cls) -> "Home":
        if Workspace.objects.filter(demo_anchor=None).exists():
            return cls.REAL if Person.objects.filter(user__isnull=False).exists() else cls.NEW
        return cls.DEMO if Person.objects.filter(user__isnull=False).exists() else cls.NEW


class FirstRunMiddleware:
    """Lead to the first-run page while the home is new. Once a home is more than new it stays what it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.home = Home.NEW

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._elsewhere(request) or self.get_response(request)

    def _elsewhere(self, request: HttpRequest) -> HttpResponse | None:
        # Somebody signed in is proof enough, so only visitors of a process that is not sure yet cost a query.
        if request.user.is_authenticated:
            return None
        if self.home is Home.NEW:
            self.home = Home.now()
        if self.home is Home.NEW and not request.path.startswith(reverse("people:welcome")):
            return redirect("people:welcome")
        if self.home is Home.DEMO and request.path == reverse("account_login"):
            return redirect("people:cast")
        return None


def unclaimed() -> Workspace | None:
    """The workspace an import from the command line made, while nobody in it can sign in."""
    return Workspace.objects.exclude(people__user__isnull=False).order_by("pk").first()


@transaction.atomic
def set_up(
    *,
    company: str,
    currency: str,
    zone: str,
    fiscal_year_starts: int,
    who: Person | None,
    name: str,
    email: str,
    password: str,
    at: datetime,
) -> User:
    """Name the company and make its first login, who leads and administers.

    `who` is a person an import brought in, or None for somebody new. Refused once anybody can sign in.
    """
    if Home.now() is not Home.NEW:
        raise ValidationError("Somebody has set Touchline up already. Ask them for an invitation.")
    workspace = unclaimed() or Workspace(created_at=at)
    workspace.name, workspace.currency, workspace.zone = company, currency, zone
    workspace.fiscal_year_starts = fiscal_year_starts
    workspace.save()
    person = who or Person(workspace=workspace)
    person.name, person.email = name, email
    person.user = User.objects.create_user(email, password)
    person.save()
    for kind in (Role.Kind.LEADER, Role.Kind.ADMINISTRATOR):
        person.grant(kind, by=None, on=workspace.today(at))
    return person.user
