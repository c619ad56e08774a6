"""Who works here: the company is founded, everybody joins, some move and one leaves."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from touchline.demo import company
from touchline.demo.plot import STYLES, Part
from touchline.demo.quarters import fiscal_year_starts
from touchline.demo.story import Story
from touchline.people.models import Person, Role, Team, User, Workspace
from touchline.people.models.holidays import holiday_on

VP, ADMINISTRATOR = "vp", "administrator"


@dataclass(slots=True)
class Company:
    """The company as far as it has been told: its story, its day, its people by key and its teams by leader."""

    workspace: Workspace
    story: Story
    today: date
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Person:
        return self.people[key]


@dataclass(frozen=True, slots=True)
class Stint:
    """A rep's time with one leader, from the first day to the last, or to today."""

    leader: str
    since: date
    until: date | None


def moment(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """Return an instant of a day; the demo company keeps UTC."""
    return datetime.combine(day, time(hour, minute), tzinfo=UTC)


def found(story: Story, *, today: date) -> Company:
    """Found the company and let everybody but the reps join."""
    first = story.quarters[0].starts_on
    workspace = Workspace.objects.create(
        name=company.NAME,
        currency=company.CURRENCY,
        fiscal_year_starts=fiscal_year_starts(story.monday),
        holidays="" if holiday_on(company.HOLIDAYS, today) else company.HOLIDAYS,
        demo_anchor=story.monday,
        created_at=moment(first),
    )
    told = Company(workspace, story, today)
    kind = Role.Kind
    vp = _join(told, VP, company.VP, "VP Sales", (kind.LEADER,), on=first - timedelta(days=900))
    for key, style in STYLES.items():
        since = first - timedelta(days=400)
        _join(told, key, style.name, "Sales leader", (kind.LEADER,), on=since).move(
            to=vp, by=None, on=since, at=moment(since)
        )
        told.teams[key] = Team.objects.create(workspace=workspace, name=style.team)
    for name, title in company.EXECUTIVES:
        _join(told, name, name, title, (kind.EXECUTIVE,), on=first - timedelta(days=1500))
    _join(told, ADMINISTRATOR, company.ADMINISTRATOR, "Sales operations", (kind.ADMINISTRATOR,), on=first)
    return told


def hire(told: Company, part: Part) -> list[Stint]:
    """Let a rep join, and return their stints; they sit with nobody until the first stint begins."""
    monday, first = told.story.monday, told.story.quarters[0].starts_on
    before = first - timedelta(days=Random(part.key).randrange(40, 900))
    joined = before if part.joined is None else monday - timedelta(weeks=part.joined)
    _join(told, part.key, part.name, part.title, (Role.Kind.REP,), on=joined)
    left = monday - timedelta(weeks=part.left) if part.left is not None else None
    if not part.came_from or part.came is None:
        return [Stint(part.leader, joined, left)]
    moved = monday - timedelta(weeks=part.came)
    return [Stint(part.came_from, joined, moved), Stint(part.leader, moved, left)]


def seat(told: Company, part: Part, stint: Stint) -> None:
    """Sit the rep with the leader of a stint."""
    to, team = told[stint.leader], told.teams[stint.leader]
    told[part.key].move(to=to, by=told[ADMINISTRATOR], on=stint.since, team=team, at=moment(stint.since))


def started_on(person: Person) -> date:
    """The day somebody of the story joined, which all of them did."""
    assert person.started_on is not None
    return person.started_on


def say_goodbye(told: Company, part: Part) -> None:
    """Let a rep leave who has left."""
    if part.left is not None:
        day = told.story.monday - timedelta(weeks=part.left)
        told[part.key].leave(by=told[ADMINISTRATOR], on=day, at=moment(day))


def _join(told: Company, key: str, name: str, title: str, kinds: tuple[str, ...], *, on: date) -> Person:
    email = company.email(name)
    person = Person.join(
        told.workspace,
        name=name,
        email=email,
        title=title,
        started_on=on,
        kinds=kinds,
        by=told.people.get(ADMINISTRATOR),
        on=on,
        at=moment(on),
    )
    # No password: in the demo, signing in is choosing a face.
    person.user = User.objects.create_user(email)
    person.save(update_fields=["user"])
    told.people[key] = person
    return person
