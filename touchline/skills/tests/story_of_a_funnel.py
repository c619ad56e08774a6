"""Deals of one rep: so many won of so many decided, through stages that leave a history, with close dates that move."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

from touchline.crm.models import Deal, DealChange, Source, Stage

STAGES = (("Discovery", "open"), ("Proposal", "open"), ("Won", "won"), ("Lost", "lost"))


def stages_of(cast):
    source, _ = Source.objects.get_or_create(
        workspace=cast.workspace, name="CRM", defaults={"created_at": cast.workspace.created_at}
    )
    for position, (name, outcome) in enumerate(STAGES):
        Stage.objects.get_or_create(source=source, name=name, defaults={"outcome": outcome, "position": position})
    return {stage.name: stage for stage in source.stages.all()}


def decide(cast, rep, *, won, of, until, over=300, days=30, amount=900_000, close=True):
    """`of` deals decided on days spread over the `over` days before `until`; returns them, the won ones first."""
    stages = stages_of(cast)
    deals = []
    for number in range(of):
        stage = stages["Won" if number < won else "Lost"]
        on = until - timedelta(days=number * over // of)
        deals.append(
            Deal(
                source=stage.source, external_id=str(uuid4()), name=f"Deal {number}", owner=rep, stage=stage,
                outcome=stage.outcome, amount_minor=amount, currency="USD", created_on=on - timedelta(days),
                close_on=on if close else None, decided_on=on,
            )
        )  # fmt: skip
    return Deal.objects.bulk_create(deals)


def move(deals, old, new, *, days_before=10):
    """Each of the deals went from one stage to another some days before it was decided."""
    _change(deals, DealChange.Field.STAGE, days_before, lambda deal: (old, new))


def push(deals):
    """Each close date had been moved out by a month."""
    _change(
        deals,
        DealChange.Field.CLOSE,
        20,
        lambda deal: ((deal.close_on - timedelta(30)).isoformat(), deal.close_on.isoformat()),
    )


def _change(deals, field, days_before, values):
    for deal in deals:
        old, new = values(deal)
        at = datetime.combine(deal.decided_on - timedelta(days_before), time(9), tzinfo=UTC)
        DealChange.objects.create(deal=deal, field=field, old=old, new=new, seen_by=at)
