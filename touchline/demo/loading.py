"""Make the demo company: simulate three years, then tell them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from touchline.demo.plot import STYLES, Part, team
from touchline.demo.quarters import monday_of
from touchline.demo.story import Story, simulate
from touchline.demo.telling import coaching, conversations, facts, leave, people, targets, this_week
from touchline.people.models import Person, Workspace
from touchline.timeline.models import recorded_together

SEED = 7


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody a visitor can be, and what they will see."""

    person: Person
    says: str


def load(*, today: date, seed: int = SEED, say: Callable[[str], None] = lambda text: None) -> Workspace:
    """Return the demo company of this week, making it, or making it anew where it is older.

    Raises ValidationError where a real company is at work. `say` is told each step in a few words.
    """
    if Workspace.objects.filter(demo_anchor=None).exists():
        raise ValidationError("A company is at work here. The demo needs a folder of data of its own.")
    monday = monday_of(today)
    if there := Workspace.objects.filter(demo_anchor=monday).first():
        return there
    say("Simulating three years of deals")
    story = simulate(monday=monday, seed=seed)
    with transaction.atomic():
        _forget_older()
        return tell(story, today=today, say=say)


def tell(story: Story, *, today: date, say: Callable[[str], None] = lambda text: None) -> Workspace:
    """Tell a simulated story to an empty database, through the public verbs."""
    say("Hiring the cast")
    told = people.found(story, today=today)
    stints = {part.key: people.hire(told, part) for part in story.cast}
    say("Importing the CRM exports")
    facts.bring_in(told)
    say("Holding three years of one-on-ones, and working on skills")
    lead(told, stints)
    this_week.set_the_scene(told)
    return told.workspace


@recorded_together()
def lead(told: people.Company, stints: dict[str, list[people.Stint]]) -> None:
    """Tell how everybody was led: who sat with whom, what was asked of them, what they talked about and worked on."""
    for key in (people.VP, *STYLES, *stints):
        leave.take_leave(told, key)
    for part in told.story.cast:
        _tell_rep(told, part, stints[part.key])
    coaching.coach(told)
    for part in told.story.cast:
        people.say_goodbye(told, part)
    for key in (key for key in STYLES if team(key, told.story.cast)):
        conversations.steer(told, key, targets.agree_goals_of_leader(told, key))


def cast(workspace: Workspace) -> list[Chosen]:
    """List who a visitor of the demo can be: the leaders first, leader A before all."""
    lines = {style.name: style.says for style in STYLES.values()}
    chosen = workspace.people.here().filter(user__is_active=True).order_by("pk")
    people_by_pk = [Chosen(person, lines.get(person.name, person.title)) for person in chosen]
    return sorted(people_by_pk, key=lambda one: one.person.name not in lines)


def _tell_rep(told: people.Company, part: Part, stints: list[people.Stint]) -> None:
    for stint in stints:
        people.seat(told, part, stint)
        conversations.converse(told, part, stint, targets.agree_goals(told, part, stint))
    targets.agree_quotas(told, part)


def _forget_older() -> None:
    """Take away the demo of an earlier week with everything in it, sign-ins included; nothing else lives here."""
    if Workspace.objects.exists():
        call_command("flush", interactive=False, verbosity=0)
