"""What happened to a deal between two conversations, as one line in words. Pure: no clock, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from touchline.ui.templatetags.fmt import money, ordinal

STALE_AFTER = timedelta(days=60)
SENTENCES = 2


class News(StrEnum):
    """What a deal's line is about, the weightiest first."""

    LOST = "lost"
    WON = "won"
    SLIPPED = "slipped"
    PASSED = "passed"
    SHRANK = "shrank"
    STALE = "stale"
    STEP_MISSED = "step_missed"
    MOVED_ON = "moved_on"
    EARLIER = "earlier"
    GREW = "grew"
    CREATED = "created"
    HANDED_OVER = "handed_over"
    NEW_STEP = "new_step"


NEEDS_YOU = frozenset({News.LOST, News.SLIPPED, News.PASSED, News.SHRANK, News.STALE, News.STEP_MISSED})


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a deal changed; values are text as the CRM showed them, `seen_by` is when it was known."""

    field: str
    old: str
    new: str
    seen_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A deal as it is now, and what changed on it since last time, oldest first. Amount in minor units."""

    pk: int
    name: str
    amount: int | None
    currency: str
    outcome: str
    stage: str
    pushes: int = 0
    created_on: date | None = None
    decided_on: date | None = None
    close_on: date | None = None
    stage_since: date | None = None
    next_step_on: date | None = None
    account: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class DealNews:
    """One deal's line: what matters most about it, and the sentences that say it."""

    pk: int
    name: str
    amount: int | None
    currency: str
    kind: News
    says: tuple[str, ...]
    pushes: int = 0
    account: str = ""

    @property
    def needs_you(self) -> bool:
        return self.kind in NEEDS_YOU

    @property
    def value(self) -> int:
        return self.amount or 0

    @property
    def money(self) -> str:
        return money(self.amount, self.currency)


def deal_news(deals: Iterable[Watched], *, since: date, today: date) -> tuple[DealNews, ...]:
    """The deals something happened to after the day `since`, the biggest first."""
    found = [news for deal in deals if (news := _news(deal, since, today))]
    return tuple(sorted(found, key=lambda news: (-news.value, news.name)))


def _news(deal: Watched, since: date, today: date) -> DealNews | None:
    said = dict(_decided(deal, since, today) or [*_changed(deal), *_passed_by(deal, since, today)])
    if not said:
        return None
    kinds = [kind for kind in News if kind in said]
    says = tuple(said[kind] for kind in kinds[:SENTENCES])
    return DealNews(deal.pk, deal.name, deal.amount, deal.currency, kinds[0], says, deal.pushes, deal.account)


def _decided(deal: Watched, since: date, today: date) -> list[tuple[News, str]]:
    if deal.outcome == "open" or deal.decided_on is None or not since < deal.decided_on <= today:
        return []
    stages = _of(deal, "stage")
    came_from = f", from {stages[0].old}" if deal.outcome == "lost" and stages and stages[0].old else ""
    kind = News.WON if deal.outcome == "won" else News.LOST
    return [(kind, f"{kind.title()} on {deal.decided_on:%-d %b}{came_from}.")]


def _changed(deal: Watched) -> Iterable[tuple[News, str]]:
    if closes := _of(deal, "close"):
        yield from _close(closes[0].old, closes[-1].new, deal.pushes)
    if (amounts := _of(deal, "amount")) and amounts[0].old.isdigit() and amounts[-1].new.isdigit():
        yield from _amount(int(amounts[0].old), int(amounts[-1].new), deal.currency)
    if (stages := _of(deal, "stage")) and stages[0].old and stages[0].old != stages[-1].new:
        yield News.MOVED_ON, f"{stages[0].old} to {stages[-1].new}."
    if owners := _of(deal, "owner"):
        yield News.HANDED_OVER, f"Taken over from {owners[0].old}." if owners[0].old else "Given an owner."
    if (steps := _of(deal, "next_step")) and steps[-1].new:
        yield News.NEW_STEP, f"Next step: {steps[-1].new}."


def _close(old: str, new: str, pushes: int) -> Iterable[tuple[News, str]]:
    if not old or not new or old == new:
        return
    moved_to = f"{date.fromisoformat(new):%-d %b}"
    if new > old:
        times = f", {ordinal(pushes)} time" if pushes > 1 else ""
        yield News.SLIPPED, f"Close date moved to {moved_to}{times}."
    else:
        yield News.EARLIER, f"Close date brought forward to {moved_to}."


def _amount(old: int, new: int, currency: str) -> Iterable[tuple[News, str]]:
    if new < old:
        yield News.SHRANK, f"Down from {money(old, currency)}."
    elif new > old:
        yield News.GREW, f"Up from {money(old, currency)}."


def _passed_by(deal: Watched, since: date, today: date) -> Iterable[tuple[News, str]]:
    if deal.outcome != "open":
        return
    if deal.close_on and since <= deal.close_on < today:
        yield News.PASSED, f"Close date passed on {deal.close_on:%-d %b}."
    if deal.stage_since and since < deal.stage_since + STALE_AFTER <= today:
        yield News.STALE, f"In {deal.stage} for {(today - deal.stage_since).days} days."
    if deal.next_step_on and since <= deal.next_step_on < today:
        yield News.STEP_MISSED, f"Next step was due {deal.next_step_on:%-d %b}."
    if deal.created_on and since < deal.created_on <= today:
        yield News.CREATED, f"New since {deal.created_on:%-d %b}."


def _of(deal: Watched, field: str) -> Sequence[Change]:
    return [change for change in deal.changes if change.field == field]
