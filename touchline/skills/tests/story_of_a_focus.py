"""Deals before and after the start of a focus, so many hits of so many for each rep, and practice in three weeks."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

from touchline.crm.models import Deal, Source, Stage
from touchline.skills.models import Practice


def source_of(cast, at):
    source, new = Source.objects.get_or_create(workspace=cast.workspace, name="CRM", defaults={"created_at": at})
    if new:
        for position, name in enumerate(("won", "lost")):
            Stage.objects.create(source=source, name=name, outcome=name, position=8 + position)
    return source


def decide(cast, rep, first, weeks, *, hits, n):
    """Decide `n` deals of `rep`, `hits` of them won, spread over the days of `weeks` weeks from `first` on."""
    source = source_of(cast, cast.workspace.created_at)
    stages = {stage.name: stage for stage in source.stages.all()}
    for number in range(n):
        outcome = "won" if number < hits else "lost"
        day = first + timedelta(days=(number * 7 * weeks) // n)
        Deal.objects.create(
            source=source, external_id=str(uuid4()), name=f"Deal {number}", owner=rep,
            stage=stages[outcome], outcome=outcome, currency="USD", created_on=day - timedelta(30), decided_on=day,
        )  # fmt: skip


def practise(focus, *, weeks=(1, 2, 3)):
    for week in weeks:
        day = focus.starts_on + timedelta(weeks=week)
        at = datetime.combine(day, time(12), tzinfo=UTC)
        Practice.note(focus, kind="retry", on=day, by=focus.person, at=at)
