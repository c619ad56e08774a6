"""The same company with many of everything, to see what a page costs when lists are long."""

from datetime import timedelta

from touchline.crm.models import Deal, Import, Owner, Quota, SetAside, Stage
from touchline.crm.models.imports import ImportFile
from touchline.oneonones.models import CalendarEntry, Commitment, ConnectedCalendar, OneOnOne, Topic
from touchline.people.models import Person, Role, User
from touchline.plans.models import Goal, Milestone
from touchline.skills.looking import take_look
from touchline.skills.models import Focus, Observation, Pairing, Practice, SecondRating, Skill, Terms, Worksheet
from touchline.skills.starter import STARTER


def crowd(world, at, numbers: range):
    """For each number give Maya one rep more, and Theo one more of everything a page lists."""
    today = world.workspace.today(at)
    won, _ = Stage.objects.get_or_create(source=world.source, name="Won", outcome="won", position=8)
    lost, _ = Stage.objects.get_or_create(source=world.source, name="Lost", outcome="lost", position=9)
    for n in numbers:
        rep = _rep(world, n, today)
        _deals(world, n, today, won, lost, (rep, world.theo))
        _talk(world, n, at, today, rep)
        _goals(world, n, at, today)
        _imports(world, n, at)
        _calendars(world, n, at)
        _skills(world, n, at, today, rep)


def _rep(world, n, today):
    user = User.objects.create_user(f"rep{n}@fieldstone.example")
    rep = Person.objects.create(workspace=world.workspace, user=user, name=f"Rep {n}", email=user.email)
    rep.grant(Role.Kind.REP, by=world.maya, on=today)
    rep.move(to=world.maya, by=world.maya, on=today - timedelta(200))
    return rep


def _deals(world, n, today, won, lost, owners):
    for owner in owners:
        for stage, days in ((world.deal.stage, 30), (won, -40), (lost, -20)):
            Deal.objects.create(
                source=world.source,
                external_id=f"{owner.pk}.{stage.pk}.{n}",
                name=f"Deal {n}",
                account=world.deal.account,
                owner=owner,
                stage=stage,
                outcome=stage.outcome,
                amount_minor=900_000 + n,
                currency="USD",
                created_on=today - timedelta(100),
                close_on=today + timedelta(days - n % 60),
                decided_on=None if stage.outcome == "open" else today - timedelta(n % 60),
            )
        Owner.objects.get_or_create(source=world.source, key=f"owner {n}")


def _talk(world, n, at, today, rep):
    by = {"by": world.maya, "at": at}
    for other in (rep, world.theo):
        OneOnOne.plan(world.maya, other, starts_at=at + timedelta(hours=3 + n), **by)
        Topic.raise_(f"Topic {n}", leader=world.maya, rep=other, by=world.maya, at=at)
        for owner, to in ((other, world.maya), (world.maya, other)):
            Commitment.make(f"Promise {n}", owner=owner, to=to, due_on=today + timedelta(n % 9), **by)


def _goals(world, n, at, today):
    by = {"by": world.maya, "at": at}
    days = {"starts_on": today, "due_on": today + timedelta(60 + n)}
    goal = Goal.agree(world.theo, name=f"Goal {n}", measure="won_deals", unit="count", target=6, **days, **by)
    Milestone.agree(world.theo, title=f"Step {n}", due_on=today + timedelta(n), goal=goal, **by)
    month = today.replace(day=1) - timedelta(days=1 + 31 * n)
    Quota.agree(
        world.theo, starts_on=month.replace(day=1), ends_on=month, amount_minor=100_000_00, currency="USD", **by
    )


def _imports(world, n, at):
    batch = Import.objects.create(source=world.source, as_of=at, by=world.maya, started_at=at, state="applied")
    file = ImportFile.objects.create(batch=batch, name=f"{n}.csv", sha256=f"{n:064}", size=1)
    SetAside.objects.create(batch=world.imported, file=file, line=n + 1, reason="No stage.", row={"id": n})


def _calendars(world, n, at):
    """One calendar more for Maya, which asks about one one-on-one more."""
    calendar = ConnectedCalendar.connect(world.maya, kind="address", address=f"https://calendar{n}.example/", at=at)
    one = OneOnOne.objects.between(world.maya, world.theo).latest("pk")
    CalendarEntry(calendar=calendar, one_on_one=one, uid="1", starts_at=at).ask(CalendarEntry.Asks.MOVED, at=at)


def _skills(world, n, at, today, rep):
    """One skill more, which the rep works on and Maya did; one edition more; one pair more, this week and before."""
    by = {"by": world.maya, "at": at}
    skill = Skill.describe(world.workspace, STARTER[0].with_(name=f"Skill {n}"), **by)
    world.skill.reword(world.skill.wording.with_(about=f"In other words, {n}"), **by)
    days = {"starts_on": today - timedelta(30), "ends_on": today + timedelta(30)}
    tried = Focus.choose(rep, Terms(skill, "Asks what it costs", **days), **by)
    tried.close(**by)
    take_look(tried, look="close", **by)
    Focus.choose(rep, Terms(skill, "Asks what it costs", **days), **by)
    Focus.choose(rep, Terms(world.skill, "Asks who pays", metric="win_rate", **days), draw=world.draw, **by)
    Focus.choose(world.maya, Terms(skill, "Asks what it costs", **days), by=world.vera, at=at).close(**by)
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
