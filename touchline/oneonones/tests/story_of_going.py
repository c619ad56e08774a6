"""Thirteen weeks of Maya, Priya and Theo, with one of everything that can become of a one-on-one."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

from touchline.crm.models import Deal, Source, Stage
from touchline.oneonones.models import Commitment, GoalReview, OneOnOne, Rhythm, Topic
from touchline.people.models import Absence
from touchline.plans.models import Goal

FIRST_MONDAY = date(2026, 8, 31)
DAY = timedelta(days=1)


def at(day: date, hour: int = 11) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def tell(cast) -> SimpleNamespace:
    """Priya meets Maya nearly every Monday, Theo on some Tuesdays; both make promises and bring topics."""
    story = begin(cast)
    _priya(story)
    _theo(story)
    _promises(cast)
    for number in range(12):
        author = cast.priya if number % 2 else cast.maya
        Topic.raise_(f"Topic {number}", leader=cast.maya, rep=cast.priya, by=author, at=at(date(2026, 10, 1)))
    return story


def begin(cast, *, first: date = FIRST_MONDAY, reps=None) -> SimpleNamespace:
    """Each has a goal, and one-on-ones that fall due every week since the week of `first`."""
    story = SimpleNamespace(cast=cast, goals={}, slots={})
    for rep, weekday in reps or ((cast.priya, 0), (cast.theo, 1)):
        story.goals[rep.pk] = Goal.agree(
            rep, name="Win 6", measure="hand", unit="count", target=6, starts_on=date(2026, 8, 1),
            due_on=date(2026, 12, 31), by=cast.maya, at=at(date(2026, 8, 3)),
        )  # fmt: skip
        story.slots[rep.pk] = _slots(cast, rep, weekday, first)
    return story


def _slots(cast, rep, weekday, first):
    rhythm = Rhythm.agree(
        cast.maya, rep, every=7, weekday=weekday, at_time=time(10), starts_on=first,
        by=cast.maya, at=at(first - 7 * DAY),
    )  # fmt: skip
    rhythm.fall_due(until=date(2026, 12, 1))
    return list(rhythm.one_on_ones.order_by("due_on"))


def hold(story, slot, *, on=None, minutes=30, goal=True, promise=True, confirm=True, written=None):
    """Hold one as a leader who sticks to the standard would, or not."""
    cast, when = story.cast, at(on or slot.due_on)
    written_at = at(written) if written else when
    slot.hold(by=cast.maya, at=when, recorded_at=written_at, minutes=minutes)
    if goal:
        GoalReview.tick(slot, story.goals[slot.rep_id], by=cast.maya, at=written_at)
    if promise:
        Commitment.make(
            "Call the buyer", owner=slot.rep, to=cast.maya, due_on=date(2027, 3, 1), by=cast.maya, at=written_at,
            one_on_one=slot,
        )  # fmt: skip
    if confirm:
        slot.confirm(by=slot.rep, at=written_at + timedelta(hours=2))


def _priya(story):
    cast, slots = story.cast, story.slots[story.cast.priya.pk]
    hold(story, slots[0])
    hold(story, slots[1], minutes=10)
    hold(story, slots[2], goal=False)
    slots[3].miss(by=cast.maya, at=at(slots[3].due_on), whose=OneOnOne.Side.LEADER)
    slots[4].miss(by=cast.maya, at=at(slots[4].due_on), whose=OneOnOne.Side.REP)
    Absence.enter(cast.priya, from_on=slots[5].due_on, to_on=slots[5].due_on, by=cast.priya, at=at(date(2026, 9, 1)))
    slots[6].excuse(why="Busy", by=cast.maya, at=at(slots[6].due_on + DAY))
    hold(story, slots[7], on=slots[7].due_on + 3 * DAY, promise=False)
    hold(story, slots[8], on=slots[8].due_on + 9 * DAY, confirm=False)
    hold(story, slots[9])
    hold(story, slots[10], written=slots[10].due_on + 4 * DAY)
    hold(story, slots[11], confirm=False)


def _theo(story):
    cast, slots = story.cast, story.slots[story.cast.theo.pk]
    for slot in slots[:7]:
        hold(story, slot)
    slots[7].move(at(slots[7].due_on + 21 * DAY), by=cast.maya, at=at(slots[7].due_on - DAY))
    logged = OneOnOne.log(
        cast.maya, cast.theo, held_at=at(slots[9].due_on + DAY), by=cast.maya, at=at(slots[9].due_on + DAY)
    )
    GoalReview.tick(logged, story.goals[cast.theo.pk], by=cast.maya, at=at(slots[9].due_on + DAY))
    hold(story, slots[10])


def _promises(cast):
    made, due = at(date(2026, 10, 1)), date(2026, 11, 2)
    for number in range(12):
        promise = Commitment.make(
            f"Promise {number}", owner=cast.priya, to=cast.maya, due_on=due, by=cast.maya, at=made
        )
        if number < 5:
            promise.keep(by=cast.priya, at=at(due))
        elif number < 7:
            promise.renegotiate(due + 7 * DAY, by=cast.priya, at=at(due - DAY))
            promise.keep(by=cast.priya, at=at(due + 5 * DAY))
        elif number < 9:
            promise.keep(by=cast.priya, at=at(due + 3 * DAY))
        elif number == 9:
            promise.drop(why="No longer wanted", by=cast.maya, at=at(due - DAY))
        elif number == 10:
            promise.miss(by=cast.maya, at=at(due + DAY))
        promise.grade(2, by=cast.maya, at=at(due))
    Commitment.make("Introduce them", owner=cast.maya, to=cast.theo, due_on=due, by=cast.maya, at=made)


def win_rates(cast, reps):
    """Twenty decided deals each, the first of `reps` winning two of them and the others more and more."""
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=at(date(2026, 1, 1)))
    stages = {
        name: Stage.objects.create(source=source, name=name, outcome=name, position=1) for name in ("won", "lost")
    }
    for place, rep in enumerate(reps):
        for number in range(20):
            outcome = "won" if number < 2 + 5 * place else "lost"
            Deal.objects.create(
                source=source, external_id=f"{rep.pk}.{number}", name="Deal", owner=rep, stage=stages[outcome],
                outcome=outcome, currency="USD", decided_on=date(2026, 9, 1),
            )  # fmt: skip
