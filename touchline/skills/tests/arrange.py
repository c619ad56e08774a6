"""Skills for the laws: a focus of Theo's that was observed, a pair, a draw, and more of everything that is listed."""

from datetime import timedelta
from random import Random

from touchline.people.models import Person
from touchline.skills.looking import take_look
from touchline.skills.models import (
    Draw,
    Focus,
    Hunch,
    Observation,
    Pairing,
    Practice,
    SecondRating,
    Skill,
    Terms,
    Worksheet,
)
from touchline.skills.starter import STARTER

WORKSHEET = "canary-worksheet-9d27"
FEEDBACK = "canary-feedback-3c58"
UNSCORED = "canary-unscored-a4e1"
HUNCH = "canary-hunch-62b0"
DRAWN = "canary-drawn-f18d"
CANARIES = {
    WORKSHEET: {"rep"},
    FEEDBACK: {"leader", "rep"},
    UNSCORED: {"leader"},
    HUNCH: {"leader"},
    DRAWN: {"leader"},
}


def arrange(world, at):
    """Theo works on a skill of the starter set, and writes to Priya, who is his partner this week."""
    today, by = world.workspace.today(at), {"by": world.maya, "at": at}
    world.skill = Skill.start_with(world.workspace, **by)[1]
    days = {"starts_on": today, "ends_on": today + timedelta(70)}
    terms = Terms(world.skill, "Asks what it costs", metric="close_kept", **days)
    world.focus = Focus.choose(world.theo, terms, **by)
    monday, two = today - timedelta(days=today.weekday()), [world.theo, world.priya]
    (world.pairing,) = Pairing.pair_up(world.maya, two, week_on=monday, turn=0, **by)
    Worksheet.write(world.pairing, by=world.theo, question=WORKSHEET, answer="", next_try="", at=at)
    _seen_twice(world, at, today)
    _drawn(world, at, today, by)


def _seen_twice(world, at, today):
    """Maya saw Theo twice and gave feedback on both; Theo scored one, Ines is asked for a second level."""
    for words in (UNSCORED, FEEDBACK):
        seen = Observation.declare(world.focus, kind="call", lead="rep", by=world.maya, at=at - timedelta(minutes=9))
        seen.score(level=2, minutes=9, by=world.maya, at=at)
        seen.tell(behaviour=words, effect=words, next_try=words, by=world.maya, at=at)
    seen.score_oneself(3, by=world.theo, at=at)
    world.observation = seen
    world.rating = SecondRating.ask(seen, world.ines, by=world.maya, at=at)
    world.practice = Practice.note(world.focus, kind="retry", on=today, by=world.theo, at=at)


def _drawn(world, at, today, by):
    """Maya has a guess about Theo, and once drew when three of hers begin; what Priya does is not for the other two."""
    Hunch.have(world.maya, world.theo, cause="will", lever=HUNCH, at=at)
    monday = today + timedelta(days=7 - today.weekday())
    terms = Terms(world.skill, "Asks who pays", starts_on=monday, ends_on=monday + timedelta(70), metric="win_rate")
    for n in (1, 2):
        Person.join(world.workspace, name=f"Drawn {n}", kinds=["rep"], leader=world.maya, by=world.adam, on=today)
    drawn = Person.objects.filter(workspace=world.workspace, name__startswith="Drawn")
    people = dict.fromkeys([world.priya, *drawn], (0, 0))
    world.draw = Draw.draw(world.maya, people, terms, weeks=3, dice=Random(1), **by)
    world.draw.focuses.filter(person=world.priya).update(behaviour=DRAWN)


def crowd(world, n, at):
    """One skill more, which the rep works on and Maya did; one edition more; one pair more, this week and before."""
    today, by, rep = world.workspace.today(at), {"by": world.maya, "at": at}, world.another
    skill = Skill.describe(world.workspace, STARTER[0].with_(name=f"Skill {n}"), **by)
    world.skill.reword(world.skill.wording.with_(about=f"In other words, {n}"), **by)
    days = {"starts_on": today - timedelta(30), "ends_on": today + timedelta(30)}
    tried = Focus.choose(rep, Terms(skill, "Asks what it costs", **days), **by)
    tried.close(**by)
    take_look(tried, look="close", **by)
    Focus.choose(rep, Terms(skill, "Asks what it costs", **days), **by)
    Focus.choose(rep, Terms(world.skill, "Asks who pays", metric="win_rate", **days), draw=world.draw, **by)
    own = Focus.choose(world.maya, Terms(skill, "Asks what it costs", **days), by=world.vera, at=at)
    own.close(by=world.vera, at=at)
    week_on = today - timedelta(days=today.weekday(), weeks=n + 1)
    for other in (rep, world.maya):
        pair = {"leader": world.maya, "one": other, "other": world.priya if other == rep else world.vera}
        pairing = Pairing.objects.create(**pair, week_on=week_on, made_at=at)
        Worksheet.objects.create(pairing=pairing, author=other, question=f"Question {n}", written_at=at)
    _observed(world, n, at, today, rep)


def _observed(world, n, at, today, rep):
    """One observation and one practice more of Theo's focus, and one more person asked for a second level."""
    seen = {"kind": "ride_along", "lead": "rep", "seen_at": at, "minutes": 20, "level": n % 4 + 1}
    one = Observation.log(world.focus, by=world.maya, at=at, **seen)
    one.tell(behaviour="Asked", effect="They answered", next_try="Ask twice", by=world.maya, at=at)
    Practice.note(world.focus, kind="retry", on=today, by=world.theo, at=at)
    SecondRating.ask(world.observation, rep, by=world.maya, at=at)


PARAMETERS = {
    "draw_id": lambda world: world.draw.pk,
    "focus_id": lambda world: world.focus.pk,
    "number": lambda world: 0,
    "observation_id": lambda world: world.observation.pk,
    "pairing_id": lambda world: world.pairing.pk,
    "practice_id": lambda world: world.practice.pk,
    "rating_id": lambda world: world.rating.pk,
    "skill_id": lambda world: world.skill.pk,
}
INSTEAD = {
    "skills:prompt-asked": {"number": lambda world: 2},
    "skills:prompt-skipped": {"number": lambda world: 2},
}
