"""What is asked of each rep and leader: quotas and goals for every quarter, milestones for this one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypedDict

from touchline.crm.models import Quota
from touchline.demo.plot import STYLES, YEARS_OF_WEEKS, Part
from touchline.demo.quarters import WEEK, Quarter
from touchline.demo.telling.people import VP, Company, Stint, moment, started_on
from touchline.demo.words import EFFORT_GOALS, MILESTONES, RAMP_MILESTONES
from touchline.people.models import Person
from touchline.plans.models import Goal, Milestone

# How much of a quota somebody new carries, by whole months in the job when the quarter ends.
RAMP = (*[Decimal("0.25")] * 3, *[Decimal("0.5")] * 2, *[Decimal("0.75")] * 2)


@dataclass(frozen=True, slots=True)
class Running:
    """A goal and the days it runs."""

    goal: Goal
    starts_on: date
    ends_on: date


class Terms(TypedDict):
    """From when to when a goal runs, and who agreed on it when."""

    starts_on: date
    due_on: date
    by: Person
    at: datetime


def agree_quotas(told: Company, part: Part) -> None:
    """Agree the quota of every quarter the rep was here for."""
    person, vp = told[part.key], told[VP]
    joined, left = started_on(person), person.left_on
    for quarter in told.story.quarters:
        if joined > quarter.ends_on or (left and left <= quarter.starts_on):
            continue
        share = ramp_share(part, quarter, joined)
        Quota.agree(
            person,
            starts_on=quarter.starts_on,
            ends_on=quarter.ends_on,
            amount_minor=int(told.story.quota(part, quarter) * 100 * share),
            currency=told.workspace.currency,
            share=share,
            by=vp,
            at=moment(quarter.starts_on),
        )


def ramp_share(part: Part, quarter: Quarter, joined: date) -> Decimal:
    """Return the share of a full quota somebody carries: less in the first months of somebody new."""
    months = (quarter.ends_on - joined).days // 30
    return RAMP[months] if part.joined is not None and months < len(RAMP) else Decimal(1)


def agree_goals(told: Company, part: Part, stint: Stint) -> list[Running]:
    """Agree a goal or more for every quarter of a stint since its leader sets any, and return them."""
    style, since = STYLES[stint.leader], stint.since + timedelta(days=2)
    begun = told.story.monday - style.sets_goals * WEEK if style.sets_goals < YEARS_OF_WEEKS else since
    dice = Random(f"goals {told.story.seed} {part.key} {stint.leader}")
    goals = []
    for quarter in told.story.quarters:
        starts, ends = max(quarter.starts_on, since), min(quarter.ends_on, stint.until or quarter.ends_on)
        if style.sets_goals and begun <= quarter.ends_on and starts < ends:
            goals += _goals_of(told, part, stint, quarter, starts, ends, dice)
    if goals and stint.until is None:
        _agree_milestones(told, part, told[stint.leader], dice)
    return goals


def _goals_of(
    told: Company, part: Part, stint: Stint, quarter: Quarter, starts: date, ends: date, dice: Random
) -> list[Running]:
    person, leader, is_now = told[part.key], told[stint.leader], quarter == told.story.quarters[-1]
    quota = Decimal(told.story.quota(part, quarter)) * ramp_share(part, quarter, started_on(person))
    when = Terms(starts_on=starts, due_on=quarter.ends_on, by=leader, at=moment(starts, 9))
    measure, unit = Goal.Measure, Goal.Unit
    goals = [Goal.agree(person, name="New revenue", measure=measure.WON_AMOUNT, unit=unit.MONEY, target=quota, **when)]
    if is_now and stint.until is None:
        created = round(quota * Decimal("2.6"), -4)
        goals.append(
            Goal.agree(
                person,
                name="Pipeline created",
                measure=measure.CREATED_AMOUNT,
                unit=unit.MONEY,
                target=created,
                why="The next quarter starts with what is created in this one",
                **when,
            )
        )
        goals.append(_effort_goal(told, part, leader, dice, when))
    else:
        goals[0].close(by=leader, at=moment(ends, 17))
    return [Running(goal, starts, ends) for goal in goals]


def agree_goals_of_leader(told: Company, key: str) -> list[Running]:
    """Agree with a leader, for every quarter, how many reps are to reach quota, and note how many did."""
    leader, vp, goals = told[key], told[VP], []
    reps = [part for part in told.story.cast if part.leader == key]
    for quarter in told.story.quarters:
        here = [part for part in reps if part.is_here((told.story.monday - quarter.starts_on).days // 7)]
        goal = Goal.agree(
            leader,
            name="Reps at quota",
            why="A team that hangs on one rep is one resignation from a bad year",
            measure=Goal.Measure.HAND,
            unit=Goal.Unit.COUNT,
            target=Decimal(max(round(len(here) * 0.75), 1)),
            starts_on=quarter.starts_on,
            due_on=quarter.ends_on,
            by=vp,
            at=moment(quarter.starts_on, 9),
        )
        is_now = quarter == told.story.quarters[-1]
        made = sum(sum(told.story.won(part, quarter)) >= told.story.quota(part, quarter) for part in here)
        noted_on = told.story.monday - timedelta(days=3) if is_now else quarter.ends_on
        goal.note(Decimal(made), by=leader, at=moment(noted_on, 16))
        if not is_now:
            goal.close(by=vp, at=moment(quarter.ends_on, 17))
        goals.append(Running(goal, quarter.starts_on, quarter.ends_on))
    return goals


def _effort_goal(told: Company, part: Part, leader: Person, dice: Random, when: Terms) -> Goal:
    """Agree a goal noted by hand, and note it every other week up to today."""
    person = told[part.key]
    if part.skill.next_steps < 0.5:
        next_steps = Goal.Measure.NEXT_STEPS
        return Goal.agree(
            person,
            name="A dated next step on every deal",
            measure=next_steps,
            unit=Goal.Unit.PERCENT,
            target=Decimal(80),
            **when,
        )
    name, why, target = dice.choice(EFFORT_GOALS)
    goal = Goal.agree(
        person, name=name, why=why, measure=Goal.Measure.HAND, unit=Goal.Unit.COUNT, target=Decimal(target), **when
    )
    done, day = 0, when["starts_on"] + timedelta(days=11)
    while day < told.today:
        done += dice.choice((0, 1, 1, 2))
        goal.note(Decimal(min(done, target)), by=person, at=moment(day, 16))
        day += timedelta(days=14)
    return goal


def _agree_milestones(told: Company, part: Part, leader: Person, dice: Random) -> None:
    person, today = told[part.key], told.today
    if part.is_ramping:
        # The ramp: the first is done, the second is due and not reached.
        for number, title in enumerate(RAMP_MILESTONES):
            due = started_on(person) + timedelta(days=21 + 14 * number)
            step = Milestone.agree(person, title=title, due_on=due, by=leader, at=moment(started_on(person), 10))
            if number == 0:
                step.reach(by=leader, at=moment(due - timedelta(days=2), 15))
        return
    accounts = [deal.account for deal in told.story.open_on(part, told.story.monday)[:3]] or ["the largest deal"]
    for title, days in zip(dice.sample(MILESTONES, 2), (-9, 16), strict=True):
        words = title.format(account=dice.choice(accounts))
        due = today + timedelta(days=days)
        step = Milestone.agree(person, title=words, due_on=due, by=leader, at=moment(today - timedelta(days=30), 10))
        if days < 0:
            step.reach(by=person, at=moment(due - timedelta(days=1), 15))
