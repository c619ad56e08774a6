"""Who needs the leader for a skill: a focus that was picked and left alone."""

from collections.abc import Iterator

from touchline.people.findings import Act, Finding, TeamAt
from touchline.skills.queries.current import CurrentFocus, focuses_on
from touchline.ui.words import few


def focuses_of(team: TeamAt) -> dict[int, tuple[CurrentFocus, ...]]:
    """The active focuses of people read `with_focuses`, by person; they are between the rep and the leader."""
    return {person.pk: focuses_on(person) for person in team.people} if team.is_own else {}


def needs(team: TeamAt) -> Iterator[Finding]:
    """The focus of each of the team that nobody has observed for too long; no query."""
    for person in team.people:
        focuses = team.read(focuses_of).get(person.pk, ())
        alone = next((focus for focus in focuses if focus.is_left_alone(team.today)), None)
        if alone:
            weeks = few(alone.days_alone(team.today) // 7)
            yield Finding(
                person=person,
                kind="focus",
                tag="Focus left alone",
                weight=1,
                place=110,
                symptom=f"picked “{alone.skill}” and has not been observed for {weeks} weeks",
                brief=f"{alone.skill} is picked and has not been observed for {weeks} weeks.",
                act=Act(f"{alone.skill}: when do I come along?"),
                is_between=True,
            )
