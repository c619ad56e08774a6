"""The people every story is told with."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from touchline.people.models import Person, Role, User, Workspace

FOUNDED = datetime(2026, 1, 5, 9, tzinfo=UTC)
SEATED_ON = date(2025, 1, 6)


def gather(name: str = "Fieldstone") -> SimpleNamespace:
    """Found the company `name` with its cast, and another one with a stranger in it.

    Vera leads Maya and Ines; Maya leads Theo and Priya, Ines leads Noor. Omar is the executive, Adam only administers.
    """
    workspace = Workspace.objects.create(name=name, created_at=FOUNDED)
    elsewhere = Workspace.objects.create(name="Elsewhere", created_at=FOUNDED)
    kind = Role.Kind

    def person(full_name, *kinds, here=workspace):
        domain = f"{here.name}.example" if here is workspace else f"{here.name}.{name}.example"
        email = f"{full_name.split()[0]}@{domain}".lower().replace(" ", "-")
        user = User.objects.create_user(email)
        somebody = Person.objects.create(workspace=here, user=user, name=full_name, email=email, started_on=SEATED_ON)
        for each in kinds:
            somebody.grant(each, by=None, on=SEATED_ON, at=FOUNDED)
        return somebody

    cast = SimpleNamespace(
        workspace=workspace,
        vera=person("Vera Lindqvist", kind.LEADER),
        maya=person("Maya Okonkwo", kind.LEADER, kind.ADMINISTRATOR),
        ines=person("Ines Duarte", kind.LEADER),
        theo=person("Theo Brandt", kind.REP),
        priya=person("Priya Raman", kind.REP),
        noor=person("Noor Haddad", kind.REP),
        omar=person("Omar Farouk", kind.EXECUTIVE),
        adam=person("Adam Kerr", kind.ADMINISTRATOR),
        stranger=person("Sven Stranger", kind.LEADER, kind.ADMINISTRATOR, here=elsewhere),
    )
    led_by = {"maya": cast.vera, "ines": cast.vera, "theo": cast.maya, "priya": cast.maya, "noor": cast.ines}
    for who, leader in led_by.items():
        getattr(cast, who).move(to=leader, by=cast.adam, on=SEATED_ON, at=FOUNDED)
    return cast
