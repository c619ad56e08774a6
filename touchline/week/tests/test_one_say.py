"""My week, Team and the rep's page say the same of one person: not met, behind on a goal."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from touchline.crm.models import Deal, Source, Stage
from touchline.oneonones.models import OneOnOne, Rhythm
from touchline.plans.models import Goal, Milestone

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def crm(cast, now):
    """Theo has one open deal that is in order; an export has been read."""
    source = Source.objects.create(workspace=cast.workspace, name="CRM", created_at=now, keeps_next_steps=True)
    stage = Stage.objects.create(source=source, name="Proposal", outcome="open", position=1)
    Deal.objects.create(
        source=source, external_id="1", name="Alder", owner=cast.theo, stage=stage, outcome="open", amount_minor=100,
        currency="USD", next_step="Call", close_on=now.date() + 30 * DAY,
    )  # fmt: skip
    cast.workspace.facts_as_of = now
    cast.workspace.save(update_fields=["facts_as_of"])


@pytest.fixture
def tags(cast, sign_in, crm):
    """What stands beside Theo's name on My week, on Team and on his own page, for Maya."""

    def read():
        maya = sign_in(cast.maya)
        week, team, rep = (maya.get(url).text for url in ("/", "/team/", f"/reps/{cast.theo.pk}/"))
        row = team.split("Theo Brandt</span></a>")[-1].split("</tr>")[0] if "Team table" in team else ""
        return week, row, rep.split("What needs you")[1].split("</section>")[0] if "What needs you" in rep else ""

    return read


def rhythm_of(cast, now, *, every):
    starts = now.date() + 3 * DAY
    return Rhythm.agree(
        leader=cast.maya, rep=cast.theo, every=every, weekday=starts.weekday(), at_time=time(10), starts_on=starts,
        by=cast.maya, at=now,
    )  # fmt: skip


def met(cast, now, *, days):
    return OneOnOne.log(cast.maya, cast.theo, held_at=now - days * DAY, by=cast.maya, at=now)


def test_somebody_met_every_four_weeks_is_not_called_unmet_after_five(cast, now, tags):
    met(cast, now, days=35)
    rhythm_of(cast, now, every=28)
    week, row, rep = tags()
    assert "has not had a one-on-one" not in week + row + rep
    assert "Not met" not in week + row + rep


def test_somebody_without_a_rhythm_is_nowhere_called_unmet(cast, now, tags):
    met(cast, now, days=50)
    assert "Not met" not in "".join(tags())


@pytest.mark.parametrize(("days", "is_said"), [(20, False), (21, False), (22, True), (120, True)])
def test_three_weeks_of_a_weekly_rhythm_without_a_one_on_one_are_said_on_all_three(cast, now, tags, days, is_said):
    """However long ago it was: who was met is never called not met yet."""
    met(cast, now, days=days)
    rhythm_of(cast, now, every=7)
    week, row, rep = tags()
    assert ("has not had a one-on-one for" in week, ">Not met<" in row, "Not met" in rep) == (is_said,) * 3
    assert "Not met yet" not in week + row + rep


def test_a_goal_the_crm_measures_that_is_behind_is_said_on_all_three(cast, now, tags):
    """Nothing of ten deals is won with half of the time gone; no value was ever noted by hand."""
    days = {"starts_on": now.date() - 40 * DAY, "due_on": now.date() + 40 * DAY}
    Goal.agree(
        cast.theo, name="New customers", measure=Goal.Measure.WON_DEALS, unit=Goal.Unit.COUNT, target=Decimal(10),
        **days, by=cast.maya, at=now - 40 * DAY,
    )  # fmt: skip
    week, row, rep = tags()
    assert "is behind pace on New customers" in week
    assert "Goal behind" in row
    assert "is behind pace on New customers" in rep


def test_a_milestone_of_a_ramp_counts_as_reached_on_all_three_however_long_ago(cast, now, tags):
    cast.theo.started_on = now.date() - 150 * DAY
    cast.theo.save(update_fields=["started_on"])
    then = now - 120 * DAY
    step = Milestone.agree(cast.theo, title="First call alone", due_on=then.date() + DAY, by=cast.maya, at=then)
    step.reach(by=cast.maya, at=then + timedelta(hours=1))
    assert "no milestone" not in "".join(tags())
    assert "No milestone yet" not in "".join(tags())


def test_goals_of_more_people_with_more_days_cost_no_query_more(cast, now, crm, sign_in):
    maya = sign_in(cast.maya)

    def cost(url):
        maya.get(url)
        with CaptureQueriesContext(connection) as captured:
            maya.get(url)
        return len(captured)

    pages = ("/", "/team/", f"/reps/{cast.theo.pk}/")
    before = [cost(url) for url in pages]
    for n in range(9):
        for person, measure in ((cast.priya, Goal.Measure.WON_DEALS), (cast.theo, Goal.Measure.CREATED_AMOUNT)):
            days = {"starts_on": now.date() - n * DAY, "due_on": now.date() + (9 + n) * DAY}
            Goal.agree(
                person,
                name="Calls",
                measure=measure,
                unit=Goal.Unit.COUNT,
                target=Decimal(10),
                **days,
                by=cast.maya,
                at=now,
            )
    assert [cost(url) for url in pages] == before
