"""A small company with one of everything, so that every address can be asked for.

A new address needs nothing here if its arguments are called like those of others: `goal_id` is always Theo's goal.
Add the object to `arrange` and its argument to `PARAMETERS`; add what a form must send to `SENT`.
"""

from datetime import time, timedelta
from random import Random
from types import SimpleNamespace
from uuid import uuid4

from touchline.crm.models import Account, Deal, Import, ImportFile, Source, Stage
from touchline.crm.models.source import Owner
from touchline.oneonones.absences import enter_absence
from touchline.oneonones.models import (
    CalendarEntry,
    Commitment,
    ConnectedCalendar,
    Feed,
    Handover,
    Note,
    OneOnOne,
    PrivateNote,
    Rhythm,
    Tap,
    Topic,
)
from touchline.people.models import Invitation, Person, Webhook
from touchline.plans.models import Goal, Milestone
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

PRIVATE = "canary-private-note-7f3a"
SHARED = "canary-shared-note-51c9"
TOPIC = "canary-topic-e210"
PROMISE = "canary-promise-0b4d"
WORKSHEET = "canary-worksheet-9d27"
FEEDBACK = "canary-feedback-3c58"
UNSCORED = "canary-unscored-a4e1"
HUNCH = "canary-hunch-62b0"
DRAWN = "canary-drawn-f18d"


def arrange(cast, at) -> SimpleNamespace:
    """Give Maya and Theo a deal, a goal, a rhythm, a one-on-one with notes, a topic and a commitment."""
    today = cast.workspace.today(at)
    world = SimpleNamespace(**vars(cast))
    _crm(world, at, today)
    by = {"by": world.maya, "at": at}
    world.goal = Goal.agree(
        world.theo,
        name="Win 6",
        measure="hand",
        unit="count",
        target=6,
        starts_on=today,
        due_on=today + timedelta(90),
        **by,
    )
    world.milestone = Milestone.agree(
        world.theo, title="Run a demo", due_on=today + timedelta(30), goal=world.goal, **by
    )
    _conversation(world, at, today, by)
    _skills(world, at, today, by)
    newcomer = Person.join(world.workspace, name="Nela", email="nela@fieldstone.example", by=world.adam, on=today)
    _drawn(world, newcomer, at, today, by)
    _calendars(world, at)
    world.webhook = Webhook.add(
        world.theo, kind="slack", address="https://127.0.0.1/hook", events=["due"], at=at - timedelta(minutes=1)
    )
    _, world.token = Invitation.send(newcomer, by=world.adam, at=at)
    return world


def _crm(world, at, today):
    source = Source.objects.create(workspace=world.workspace, name="CRM", created_at=at)
    stage = Stage.objects.create(source=source, name="Proposal", outcome="open", position=1)
    account = Account.objects.create(source=source, external_id="A1", name="Northwind")
    world.source = source
    world.deal = Deal.objects.create(
        source=source,
        external_id="D1",
        name="Northwind renewal",
        account=account,
        owner=world.theo,
        stage=stage,
        outcome="open",
        amount_minor=1_200_000,
        currency="USD",
        created_on=today - timedelta(60),
        close_on=today + timedelta(10),
    )
    world.imported = Import.objects.create(
        source=source, state=Import.State.PREVIEWED, as_of=at, by=world.maya, started_at=at
    )
    table = {"sheet": "", "holds": "deals", "headers": ["Deal"], "rows": 1, "columns": {}, "samples": {}, "why": {}}
    world.file = ImportFile.objects.create(
        batch=world.imported, name="deals.csv", sha256="0" * 64, size=1, rows=1, found={"tables": [table]}
    )
    world.owner = Owner.objects.create(source=source, key="t.brandt", name="T. Brandt")


def _conversation(world, at, today, by):
    pair = {"leader": world.maya, "rep": world.theo}
    world.rhythm = Rhythm.agree(
        **pair, every=7, weekday=today.weekday(), at_time=time(10), starts_on=today + timedelta(1), **by
    )
    world.one_on_one = OneOnOne.plan(**pair, starts_at=at + timedelta(hours=2), key=uuid4(), **by)
    world.topic = Topic.raise_(TOPIC, **pair, by=world.theo, at=at)
    world.commitment = Commitment.make(
        PROMISE, owner=world.theo, to=world.maya, due_on=today + timedelta(2), one_on_one=world.one_on_one, **by
    )
    world.absence, _ = enter_absence(
        world.theo, from_on=today + timedelta(70), to_on=today + timedelta(77), by=world.theo, at=at
    )
    world.handover = _led_before_by_ines(world, at, today)
    world.tap_token = Tap.to_keep(world.commitment, at=at)
    Note.write(world.one_on_one, by=world.maya, body=SHARED, version=0, at=at)
    PrivateNote.write(world.one_on_one, by=world.maya, body=PRIVATE, version=0, at=at)


def _skills(world, at, today, by):
    """Theo works on a skill of the starter set, and writes to Priya, who is his partner this week."""
    world.skill = Skill.start_with(world.workspace, **by)[1]
    days = {"starts_on": today, "ends_on": today + timedelta(70)}
    terms = Terms(world.skill, "Asks what it costs", metric="close_kept", **days)
    world.focus = Focus.choose(world.theo, terms, **by)
    monday, two = today - timedelta(days=today.weekday()), [world.theo, world.priya]
    (world.pairing,) = Pairing.pair_up(world.maya, two, week_on=monday, turn=0, **by)
    Worksheet.write(world.pairing, by=world.theo, question=WORKSHEET, answer="", next_try="", at=at)
    _observed(world, at, today)


def _observed(world, at, today):
    """Maya saw Theo twice and gave feedback on both; Theo scored one, Ines is asked for a second level."""
    for words in (UNSCORED, FEEDBACK):
        seen = Observation.declare(world.focus, kind="call", lead="rep", by=world.maya, at=at - timedelta(minutes=9))
        seen.score(level=2, minutes=9, by=world.maya, at=at)
        seen.tell(behaviour=words, effect=words, next_try=words, by=world.maya, at=at)
    seen.score_oneself(3, by=world.theo, at=at)
    world.observation = seen
    world.rating = SecondRating.ask(seen, world.ines, by=world.maya, at=at)
    world.practice = Practice.note(world.focus, kind="retry", on=today, by=world.theo, at=at)


def _drawn(world, newcomer, at, today, by):
    """Maya has a guess about Theo, and once drew when three others begin; what Priya does is not for the other two."""
    Hunch.have(world.maya, world.theo, cause="will", lever=HUNCH, at=at)
    monday = today + timedelta(days=7 - today.weekday())
    terms = Terms(world.skill, "Asks who pays", starts_on=monday, ends_on=monday + timedelta(70), metric="win_rate")
    people = dict.fromkeys([world.priya, world.noor, newcomer], (0, 0))
    world.draw = Draw.draw(world.maya, people, terms, weeks=3, dice=Random(1), **by)
    world.draw.focuses.filter(person=world.priya).update(behaviour=DRAWN)


def _led_before_by_ines(world, at, today):
    """Theo reported to Ines for a month, who shares with Maya what the two of them wrote."""
    world.theo.move(to=world.ines, by=world.vera, on=today - timedelta(120))
    OneOnOne.log(world.ines, world.theo, held_at=at - timedelta(days=100), by=world.ines, at=at)
    world.theo.move(to=world.maya, by=world.vera, on=today - timedelta(90))
    return Handover.give(world.theo, former=world.ines, by=world.ines, at=at)


def _calendars(world, at):
    """Maya's connected calendar says that the one-on-one with Theo is cancelled; Theo has a feed."""
    world.feed_token = Feed.make(world.theo, at=at)
    world.calendar = ConnectedCalendar.connect(world.maya, kind="address", address="https://calendar.example/", at=at)
    world.entry = CalendarEntry(calendar=world.calendar, one_on_one=world.one_on_one, uid="1", starts_at=at)
    world.entry.ask(CalendarEntry.Asks.CANCELLED, at=at)


PARAMETERS = {
    "absence_id": lambda world: world.absence.pk,
    "answer": lambda world: "stands",
    "calendar_id": lambda world: world.calendar.pk,
    "commitment_id": lambda world: world.commitment.pk,
    "deal_id": lambda world: world.deal.pk,
    "draw_id": lambda world: world.draw.pk,
    "entry_id": lambda world: world.entry.pk,
    "file_id": lambda world: world.file.pk,
    "focus_id": lambda world: world.focus.pk,
    "former_id": lambda world: world.ines.pk,
    "goal_id": lambda world: world.goal.pk,
    "handover_id": lambda world: world.handover.pk,
    "indicator": lambda world: "O1",
    "import_id": lambda world: world.imported.pk,
    "kind": lambda world: "executive",
    "milestone_id": lambda world: world.milestone.pk,
    "number": lambda world: 0,
    "observation_id": lambda world: world.observation.pk,
    "one_on_one_id": lambda world: world.one_on_one.pk,
    "owner_id": lambda world: world.owner.pk,
    "pairing_id": lambda world: world.pairing.pk,
    "person_id": lambda world: world.theo.pk,
    "practice": lambda world: "one-on-ones",
    "practice_id": lambda world: world.practice.pk,
    "rating_id": lambda world: world.rating.pk,
    "rep_id": lambda world: world.theo.pk,
    "rhythm_id": lambda world: world.rhythm.pk,
    "seat_id": lambda world: world.theo.seats.get(to_on=None).pk,
    "skill_id": lambda world: world.skill.pk,
    "source_id": lambda world: world.source.pk,
    "token": lambda world: world.token,
    "topic_id": lambda world: world.topic.pk,
    "webhook_id": lambda world: world.webhook.pk,
    # allauth's
    "key": lambda world: "unknown",
    "pk": lambda world: 0,
    "year": lambda world: world.one_on_one.starts_at.year,
    "uidb36": lambda world: "1",
}

# Where Theo would not do: pages about a leader, and another kind of secret.
INSTEAD = {
    "oneonones:feed": {"token": lambda world: world.feed_token},
    "oneonones:tap": {"token": lambda world: world.tap_token},
    "crm:numbers-of": {"person_id": lambda world: world.maya.pk},
    "skills:prompt-asked": {"number": lambda world: 2},
    "skills:prompt-skipped": {"number": lambda world: 2},
    "week:team-of": {"person_id": lambda world: world.maya.pk},
}

# What a form must send to change anything; nobody has to be let in for an empty one to be refused.
SENT = {
    "people:moved": lambda world: {"leader": world.ines.pk, "on": "2026-11-02"},
    "people:left": lambda world: {"on": "2026-11-02"},
}
