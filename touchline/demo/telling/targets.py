"""What is asked of each rep: quotas for every quarter, goals and milestones for the last year."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from touchline.crm.models import Quota
from touchline.demo.plot import STYLES, Part
from touchline.demo.quarters import Quarter
from touchline.demo.telling.people import VP, Company, moment
from touchline.demo.words import EFFORT_GOALS, MILESTONES, RAMP_MILESTONES
from touchline.plans.models import Goal, Milestone

QUARTERS_WITH_GOALS = 4
# How much of a quota somebody new carries, by whole months in the job when the quarter ends.
RAMP = (*[Decimal("0.25")] * 3, *[Decimal("0.5")] * 2, *[Decimal("0.75")] * 2)


@dataclass(frozen=True, slots=True)
class Running:
    """A goal and the days it runs."""

    goal: Goal
    starts_on: date
    ends_on: date


def agree_quotas(told: Company, part: Part) -> None:
    """Agree the quota of every quarter the rep was here for."""
    person, vp = told[part.key], told[VP]
    joined, left = person.started_on, person.left_on
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


def agree_goals(told: Company, part: Part) -> list[Running]:
    """Agree a year of goals with a rep whose leader sets them, and return them."""
    person, leader, style = told[part.key], told[part.leader], STYLES[part.leader]
    if not style.sets_goals or part.left is not None:
        return []
    dice = Random(f"goals {told.story.seed} {part.key}")
    goals = []
    for quarter in told.story.quarters[-QUARTERS_WITH_GOALS:]:
        starts = max(quarter.starts_on, person.started_on + timedelta(days=7))
        if starts < quarter.ends_on:
            goals += _goals_of(told, part, leader, quarter, starts, dice)
    if goals:
        _agree_milestones(told, part, leader, dice)
    return goals


def _goals_of(told, part, leader, quarter, starts, dice) -> list[Running]:
    person, is_now = told[part.key], quarter == told.story.quarters[-1]
    share = ramp_share(part, quarter, person.started_on)
    quota = Decimal(told.story.quota(part, quarter)) * share
    when = {"starts_on": starts, "due_on": quarter.ends_on, "by": leader, "at": moment(starts, 9)}
    measure, unit = Goal.Measure, Goal.Unit
    goals = [Goal.agree(person, name="New revenue", measure=measure.WON_AMOUNT, unit=unit.MONEY, target=quota, **when)]
    if is_now:
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
        goals[0].close(by=leader, at=moment(quarter.ends_on, 17))
    return [Running(goal, starts, quarter.ends_on) for goal in goals]


def _effort_goal(told, part, leader, dice, when) -> Goal:
    """Agree a goal noted by hand, and note it every other week up to today."""
    person = told[part.key]
    if part.skill.next_steps < 0.5:
        next_steps = Goal.Measure.NEXT_STEPS
        return Goal.agree(
            person,
            name="A dated next step on every deal",
            measure=next_steps,
            unit=Goal.Unit.PERCENT,
            target=80,
            **when,
        )
    name, why, target = dice.choice(EFFORT_GOALS)
    goal = Goal.agree(
        person, name=name, why=why, measure=Goal.Measure.HAND, unit=Goal.Unit.COUNT, target=target, **when
    )
    done, day = 0, when["starts_on"] + timedelta(days=11)
    while day < told.today:
        done += dice.choice((0, 1, 1, 2))
        goal.note(Decimal(min(done, target)), by=person, at=moment(day, 16))
        day += timedelta(days=14)
    return goal


def _agree_milestones(told, part, leader, dice) -> None:
    person, today = told[part.key], told.today
    if part.is_ramping:
        # The ramp: the first is done, the second is due and not reached.
        for number, title in enumerate(RAMP_MILESTONES):
            due = person.started_on + timedelta(days=21 + 14 * number)
            step = Milestone.agree(person, title=title, due_on=due, by=leader, at=moment(person.started_on, 10))
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
