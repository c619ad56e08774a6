"""What a source's own history teaches, counted once per import so that pages only read it.

Three things are learned: how often the close date of each open deal was moved later; how often deals that were in
each stage were won, over the deals decided in the last year (at least ten of them; one win and one loss are added, so
that a stage seen ten times never claims certainty); and how many of the deals due in a quarter are decided in it and
not moved out of it. The CRM's own percentages are never used (standard.md 3.6).
"""

from datetime import date, timedelta
from functools import cache

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from touchline.crm.models import Deal, DealChange, Import, Source, Stage
from touchline.crm.models.deal import DealQuerySet
from touchline.people.models import Workspace

WINDOW = timedelta(days=365)
ENOUGH = 10
ENOUGH_OVERALL = 20


def learn(source: Source) -> None:
    """Count the odds of its stages and how its quarters hold anew, as of the newest applied export of `source`.

    It depends on nothing but the facts, so an import that is undone leaves behind what was learned before it. It reads
    for a second or two in a long history and writes a handful of rows, so it belongs outside the import's transaction.
    """
    newest = source.imports.filter(state=Import.State.APPLIED).aggregate(at=Max("as_of"))["at"]
    source.keeps_next_steps = Deal.objects.filter(source=source).exclude(next_step="", next_step_on=None).exists()
    source.save(update_fields=["keeps_next_steps"])
    if newest is not None:
        count_odds(source, today=source.workspace.today(newest))
        count_holding(source, today=source.workspace.today(newest))


def say_how_old(source: Source) -> None:
    """Note as of when the newest applied export of the workspace is."""
    here = Import.objects.filter(state=Import.State.APPLIED, source__workspace=source.workspace_id)
    Workspace.objects.filter(pk=source.workspace_id).update(facts_as_of=here.aggregate(at=Max("as_of"))["at"])


def count_pushes(deals: DealQuerySet) -> None:
    """Count anew how often the close date of each open one of `deals` was moved later."""
    moved_later = (
        DealChange.objects.filter(deal=OuterRef("pk"), field=DealChange.Field.CLOSE, new__gt=F("old"))
        .exclude(old="")
        .order_by()
        .values("deal")
        .annotate(n=Count("pk"))
        .values("n")
    )
    deals.open().update(pushes=Coalesce(Subquery(moved_later), 0))


def count_odds(source: Source, *, today: date) -> None:
    decided = Deal.objects.filter(source=source).decided_within(today - WINDOW, today)
    won = Count("deal", distinct=True, filter=Q(deal__outcome=Stage.Outcome.WON))
    totals = decided.aggregate(n=Count("pk"), won=Count("pk", filter=Q(outcome=Stage.Outcome.WON)))
    overall = totals["won"] / totals["n"] if totals["n"] >= ENOUGH_OVERALL else None
    passed = DealChange.objects.filter(field=DealChange.Field.STAGE, deal__in=decided).values("old")
    counted = {
        old: (n, wins)
        for old, n, wins in passed.annotate(n=Count("deal", distinct=True), won=won).values_list("old", "n", "won")
    }
    for stage in source.stages.filter(outcome=Stage.Outcome.OPEN):
        n, wins = counted.get(stage.name, (0, 0))
        stage.odds = (wins + 1) / (n + 2) if n >= ENOUGH else overall
        stage.odds_n = n if n >= ENOUGH else totals["n"]
        stage.save(update_fields=["odds", "odds_n"])


def count_holding(source: Source, *, today: date) -> None:
    """Of the deals due in a quarter, each decided or moved beyond its end: the share of the last year decided."""
    starts = source.workspace.fiscal_year_starts
    decided = Deal.objects.filter(source=source).decided_within(today - WINDOW, today).count()
    moved = DealChange.objects.filter(field=DealChange.Field.CLOSE, deal__source=source, new__gt=F("old"))
    lately = moved.filter(seen_by__date__gt=today - WINDOW, seen_by__date__lte=today).exclude(old="")
    out = sum(
        _quarter(old, starts) != _quarter(new, starts) for old, new in lately.values_list("old", "new").iterator()
    )
    source.holds_quarter = decided / (decided + out) if decided >= ENOUGH_OVERALL else None
    source.save(update_fields=["holds_quarter"])


def _quarter(day: str, starts: int) -> int:
    return _quarter_of_month(day[:7], starts)


@cache
def _quarter_of_month(month: str, starts: int) -> int:
    return (int(month[:4]) * 12 + int(month[5:7]) - starts) // 3
