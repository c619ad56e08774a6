"""Who needs the leader for a plan: a goal behind pace, a milestone overdue, a ramp that does not move."""

from collections.abc import Iterator

from touchline.people.findings import Act, Finding, TeamAt
from touchline.people.models import Person
from touchline.plans.queries import Goals, goals_by_person
from touchline.ui.words import few, opening

RAMP_WEEKS = 26
WITHOUT_MILESTONE = 4


def needs(team: TeamAt) -> Iterator[Finding]:
    """What the goals and milestones of each of the team say; two queries."""
    for person in team.people:
        goals = team.read(goals_by_person)[person.pk]
        weeks = (team.today - person.started_on).days // 7 if person.started_on else None
        if weeks is not None and weeks <= RAMP_WEEKS:
            yield from _ramping(person, goals, weeks)
        else:
            yield from _milestone(person, goals)
        yield from _behind(person, goals)


def _ramping(person: Person, goals: Goals, weeks: int) -> Iterator[Finding]:
    if goals.overdue:
        title = goals.overdue[0].title
        yield Finding(
            person=person,
            kind="ramping",
            tag="Milestone overdue",
            weight=3,
            place=10,
            symptom=f"is {few(weeks)} weeks in with “{title}” overdue",
            brief=f"“{title}” is overdue.",
            act=Act(title),
            is_between=True,
        )
    elif weeks >= WITHOUT_MILESTONE and not goals.ever_reached:
        yield Finding(
            person=person,
            kind="ramping",
            tag="No milestone yet",
            weight=3,
            place=10,
            symptom=f"is {few(weeks)} weeks in with no milestone reached",
            is_between=True,
        )


def _behind(person: Person, goals: Goals) -> Iterator[Finding]:
    if not goals.behind:
        return
    first, n = goals.behind[0].name, len(goals.behind)
    yield Finding(
        person=person,
        kind="goals",
        tag="Goal behind",
        weight=1,
        place=80,
        result=f"is behind pace on {first}" if n == 1 else f"is behind pace on {few(n)} goals",
        brief=f"{first} is behind pace."
        if n == 1
        else f"{opening(few(n))} of {few(len(goals.active))} goals are behind pace.",
        act=Act(first),
        is_between=True,
    )


def _milestone(person: Person, goals: Goals) -> Iterator[Finding]:
    if not goals.overdue:
        return
    title = goals.overdue[0].title
    yield Finding(
        person=person,
        kind="milestone",
        tag="Milestone overdue",
        weight=1,
        place=90,
        symptom=f"has “{title}” overdue",
        brief=f"“{title}” is overdue.",
        act=Act(title),
        is_between=True,
    )
