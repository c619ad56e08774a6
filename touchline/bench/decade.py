"""Ten years of a company: one VP, 25 leaders of eight reps, 250,000 deals and two million changes; seeded."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from touchline.bench.coaching import coach
from touchline.bench.filling import Values, fill
from touchline.crm.models import Account, Activity, Deal, DealChange, Owner, Quota, Source, Stage
from touchline.oneonones.models import Commitment, GoalReview, OneOnOne, Rhythm, Topic
from touchline.people.models import Person, ReportingLine, Role, Seat, User, Workspace
from touchline.plans.models import Goal, Milestone
from touchline.timeline.models import Event

STAGES = [
    ("Qualify", "open"),
    ("Discover", "open"),
    ("Propose", "open"),
    ("Negotiate", "open"),
    ("Won", "won"),
    ("Lost", "lost"),
]
TEAM = 8
Meeting = tuple[int, int, int, date]
"""Number, leader, rep and day of a one-on-one."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: reps, years back from today, deals of a rep in a year, and changes of each deal."""

    reps: int = 200
    years: int = 10
    deals_a_year: int = 125
    changes: int = 8


@dataclass(frozen=True, slots=True)
class Decade:
    """Whom the pages are asked about, and how many rows there are."""

    vp: Person
    leader: Person
    rep: Person
    one_on_one_id: int
    rows: dict[str, int]


def make(size: Size, *, today: date, seed: int = 7) -> Decade:
    """Fill an empty database."""
    dice = random.Random(seed)
    start = today.replace(year=today.year - size.years, day=1)
    vp, leaders, reps = _people(size, start)
    source, stages, owners = _source(vp.workspace, reps, start)
    rows = {
        "accounts": fill(
            Account,
            ["id", "source", "external_id", "name"],
            ((n, source.pk, f"A{n}", f"Account {n}") for n in range(1, size.reps * 100 + 1)),
        )
    }
    deals = list(_deals(size, dice, today, start, source, stages, reps, owners))
    rows["deals"] = fill(Deal, DEAL, deals)
    rows["changes"] = fill(DealChange, CHANGE, _changes(size, dice, deals, today))
    rows["activities"] = fill(Activity, ACTIVITY, _activities(dice, deals, source, today))
    rows["quotas"] = fill(Quota, QUOTA, _quotas(size, reps, today))
    rows |= _practice(size, dice, leaders, reps, today, start)
    rows |= coach(dice, leaders, reps, start=start, today=today)
    leader = leaders[0]
    latest = OneOnOne.objects.filter(leader=leader, starts_at__gte=_noon(today)).order_by("starts_at").first()
    assert latest is not None, "every leader has a one-on-one to come"
    return Decade(vp=vp, leader=leader, rep=latest.rep, one_on_one_id=latest.pk, rows=rows)


def _people(size: Size, start: date) -> tuple[Person, list[Person], list[Person]]:
    at = _noon(start)
    workspace = Workspace.objects.create(name="Decade", created_at=at)

    def person(name: str, kind: str, to: Person | None = None) -> Person:
        user = User(email=f"{name.lower().replace(' ', '.')}@decade.example", password="!")
        user.save()
        somebody = Person.objects.create(workspace=workspace, user=user, name=name, email=user.email, started_on=start)
        Role.objects.create(person=somebody, kind=kind, from_on=start)
        if to:
            Seat.objects.create(person=somebody, leader=to, from_on=start)
        return somebody

    vp = person("Vera Top", Role.Kind.LEADER)
    leaders = [person(f"Leader {n}", Role.Kind.LEADER, vp) for n in range(-(-size.reps // TEAM))]
    reps = [person(f"Rep {n}", Role.Kind.REP, leaders[n // TEAM]) for n in range(size.reps)]
    ReportingLine.redraw(workspace)
    return vp, leaders, reps


def _source(workspace: Workspace, reps: list[Person], start: date) -> tuple[Source, dict[str, int], dict[int, int]]:
    source = Source.objects.create(workspace=workspace, name="CRM", created_at=_noon(start))
    stages = {
        name: Stage.objects.create(source=source, name=name, outcome=outcome, position=n).pk
        for n, (name, outcome) in enumerate(STAGES)
    }
    owners = {
        rep.pk: Owner.objects.create(source=source, key=f"U{rep.pk}", name=rep.name, person=rep).pk for rep in reps
    }
    return source, stages, owners


DEAL = [
    "id", "source", "external_id", "name", "account", "owner_in_source", "owner", "stage", "outcome", "amount_minor",
    "currency", "created_on", "close_on", "decided_on", "stage_since", "next_step", "next_step_on",
]  # fmt: skip


def _deals(
    size: Size,
    dice: Random,
    today: date,
    start: date,
    source: Source,
    stages: dict[str, int],
    reps: list[Person],
    owners: dict[int, int],
) -> Iterator[Values]:
    days = (today - start).days
    number = 0
    for rep in reps:
        for _ in range(size.years * size.deals_a_year):
            number += 1
            created = start + timedelta(days=dice.randrange(days))
            close = created + timedelta(days=dice.randrange(20, 110))
            outcome = ("won" if dice.random() < 0.3 else "lost") if close <= today else "open"
            name = {"won": "Won", "lost": "Lost"}.get(outcome) or dice.choice(STAGES[:4])[0]
            account = dice.randrange(1, size.reps * 100 + 1)
            yield (
                number, source.pk, f"D{number}", f"Deal {number}", account, owners[rep.pk], rep.pk, stages[name],
                outcome, round(dice.lognormvariate(10, 0.8)) * 100, "USD", created, close,
                close if outcome != "open" else None, min(created + timedelta(days=15), today),
                "Call" if outcome == "open" else "", today + timedelta(days=dice.randrange(-5, 20)),
            )  # fmt: skip


CHANGE = ["deal", "field", "old", "new", "seen_by"]


def _changes(size: Size, dice: Random, deals: list[Values], today: date) -> Iterator[Values]:
    kinds = [
        (1, "Qualify", "Discover"),
        (1, "Discover", "Propose"),
        (1, "Propose", "Negotiate"),
        (2, "900000", "1100000"),
    ]
    for deal in deals:
        number, created, close = deal[0], deal[11], deal[12]
        span = max((min(close, today) - created).days, 1)
        for n in range(size.changes):
            at = _noon(created + timedelta(days=span * n // size.changes))
            if n < len(kinds):
                yield (number, *kinds[n], at)
            elif n % 2:
                yield number, 3, (close - timedelta(days=14)).isoformat(), close.isoformat(), at
            else:
                yield number, 5, "Call", "Meet", at


ACTIVITY = ["source", "external_id", "kind", "subject", "deal", "owner", "on", "done"]


def _activities(dice: Random, deals: list[Values], source: Source, today: date) -> Iterator[Values]:
    for deal in deals:
        for n in range(2):
            day = min(deal[11] + timedelta(days=dice.randrange(30)), today)
            yield source.pk, f"E{deal[0]}.{n}", dice.choice(["call", "meeting"]), "Talk", deal[0], deal[6], day, True


QUOTA = ["person", "starts_on", "ends_on", "amount_minor", "currency"]


def _quotas(size: Size, reps: list[Person], today: date) -> Iterator[Values]:
    for rep in reps:
        for year in range(today.year - size.years, today.year + 1):
            for month in (1, 4, 7, 10):
                first = date(year, month, 1)
                last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
                yield rep.pk, first, last, 80_000_000, "USD"


def _practice(
    size: Size, dice: Random, leaders: list[Person], reps: list[Person], today: date, start: date
) -> dict[str, int]:
    pairs = [(leaders[n // TEAM].pk, rep.pk) for n, rep in enumerate(reps)]
    fill(
        Rhythm,
        ["id", "leader", "rep", "every", "weekday", "at_time", "minutes", "starts_on", "falls_due_from", "agreed_at"],
        ((n, *pair, 14, 0, time(9), 30, start, start, _noon(start)) for n, pair in enumerate(pairs, 1)),
    )
    meetings = [
        (n, *pair, day) for n, pair in enumerate(pairs, 1) for day in _every(start, today + timedelta(days=28), 14)
    ]
    one_on_ones = (
        (n, *pair, day, _noon(day), 30, *(("held", _noon(day), _noon(day)) if day < today else ("", None, None)))
        for n, (*pair, day) in enumerate(meetings, 1)
    )
    names = ["id", "rhythm", "leader", "rep", "due_on", "starts_at", "minutes", "outcome", "outcome_at", "recorded_at"]
    rows = {"one_on_ones": fill(OneOnOne, names, one_on_ones)}
    promises = (
        (
            rep,
            leader,
            n,
            "Call the buyer",
            day,
            day,
            _noon(day),
            *(("kept", day, _noon(day)) if day < today else ("open", None, None)),
        )
        for n, (_, leader, rep, day) in enumerate(meetings, 1)
    )
    names = [
        "owner",
        "to",
        "one_on_one",
        "what",
        "due_on",
        "first_due_on",
        "made_at",
        "state",
        "settled_on",
        "settled_at",
    ]
    rows["commitments"] = fill(Commitment, names, promises)
    topics = (
        (leader, rep, rep, "Price", _noon(day), _noon(day) if day < today else None) for _, leader, rep, day in meetings
    )
    rows["topics"] = fill(Topic, ["leader", "rep", "author", "text", "raised_at", "settled_at"], topics)
    return rows | _goals(reps, meetings, today, start)


def _goals(reps: list[Person], meetings: list[Meeting], today: date, start: date) -> dict[str, int]:
    quarters = [(rep, day) for rep in reps for day in _every(start, today, 91)]
    first = {rep.pk: n for n, (rep, _) in reversed([*enumerate(quarters, 1)])}
    goals = (
        (n, rep.pk, "Create pipeline", 100, day, day + timedelta(days=91), _noon(day))
        for n, (rep, day) in enumerate(quarters, 1)
    )
    reviews = ((n, first[rep], _noon(day)) for n, (_, _, rep, day) in enumerate(meetings, 1) if day < today)
    steps = ((rep.pk, "Map the account", day + timedelta(days=60), _noon(day)) for rep, day in quarters)
    workspace = reps[0].workspace_id
    events = (
        (workspace, "one_on_one.held", leader, rep, "One-on-one held", _noon(day), _noon(day))
        for _, leader, rep, day in meetings
    )
    return {
        "goals": fill(Goal, ["id", "person", "name", "target", "starts_on", "due_on", "set_at"], goals),
        "goal reviews": fill(GoalReview, ["one_on_one", "goal", "at"], reviews),
        "milestones": fill(Milestone, ["person", "title", "due_on", "set_at"], steps),
        "events": fill(Event, ["workspace", "verb", "actor", "about", "label", "happened_at", "recorded_at"], events),
    }


def _every(start: date, end: date, days: int) -> Iterator[date]:
    while start <= end:
        yield start
        start += timedelta(days=days)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
