"""Plans for the laws: a goal of Theo's with a milestone, and more of both."""

from datetime import timedelta

from touchline.plans.models import Goal, Milestone


def arrange(world, at):
    """Maya and Theo agreed on one goal, noted by hand, and one milestone of it."""
    today, by = world.workspace.today(at), {"by": world.maya, "at": at}
    days = {"starts_on": today, "due_on": today + timedelta(90)}
    world.goal = Goal.agree(world.theo, name="Win 6", measure="hand", unit="count", target=6, **days, **by)
    world.milestone = Milestone.agree(
        world.theo, title="Run a demo", due_on=today + timedelta(30), goal=world.goal, **by
    )


def crowd(world, n, at):
    """One goal counted by the CRM and one milestone more for Theo."""
    today, by = world.workspace.today(at), {"by": world.maya, "at": at}
    days = {"starts_on": today, "due_on": today + timedelta(60 + n)}
    goal = Goal.agree(world.theo, name=f"Goal {n}", measure="won_deals", unit="count", target=6, **days, **by)
    Milestone.agree(world.theo, title=f"Step {n}", due_on=today + timedelta(n), goal=goal, **by)


PARAMETERS = {
    "goal_id": lambda world: world.goal.pk,
    "milestone_id": lambda world: world.milestone.pk,
}
