"""Numbers, money and days in the words a person uses. Templates round; measures never do."""

from datetime import date, datetime, time

from django import template
from django.utils import timezone

from touchline.measures.money import in_major
from touchline.ui.places import place

register = template.Library()
register.simple_tag(place)

NOTHING = "–"
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


NEAR = ("Today", "Tomorrow", "Yesterday")


@register.filter
def money(minor: float | None, currency: str = "USD") -> str:
    """Short money for text: $612, $8.4k, $84k, $1.40m, $12.4m. Takes minor units."""
    if minor is None:
        return NOTHING
    amount = abs(minor / in_major(currency))
    for unit, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        # 999.6k is a million to the reader, so the unit is chosen after rounding.
        if amount >= unit * 0.9995:
            return _signed(minor, currency, _short(amount / unit, letter) + letter)
    return _signed(minor, currency, f"{amount:.0f}")


@register.filter
def money_full(minor: float | None, currency: str = "USD") -> str:
    """Money to the last unit for tables that are exported: $84,000, $84,000.50. Takes minor units."""
    if minor is None:
        return NOTHING
    amount = abs(minor / in_major(currency))
    return _signed(minor, currency, f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}")


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """A share of one as per cent: 0.64 is 64%."""
    return NOTHING if share is None else f"{_plain(share * 100, decimals)}%"


@register.filter
def points(difference: float | None) -> str:
    """A difference of two shares: 0.08 is 8 points."""
    if difference is None:
        return NOTHING
    count = round(difference * 100)
    return f"{_plain(count)} point{'' if abs(count) == 1 else 's'}"


@register.filter
def number(value: float | None, decimals: int = 1) -> str:
    """A count with its thousands, or a figure with at most one decimal."""
    if value is None:
        return NOTHING
    return _plain(value, 0 if value == int(value) else decimals)


@register.filter
def plural(count: int, words: str) -> str:
    """A count with its noun: `3|plural:"deal"` is 3 deals, `1|plural:"person,people"` is 1 person."""
    one, _, many = words.partition(",")
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


@register.filter
def ordinal(count: int) -> str:
    """3 is 3rd."""
    last = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{number(count)}{last}"


@register.filter
def day(when: date | datetime | None, today: date | None = None) -> str:
    """The nearest name of a day: Today, Tomorrow, Yesterday, Tue for the week ahead, 13 Nov, 13 Nov 2025."""
    if when is None:
        return NOTHING
    when = _local_day(when)
    ahead = (when - today).days if today else None
    if ahead in (-1, 0, 1):
        return NEAR[ahead]
    if ahead is not None and 1 < ahead < 7:
        return f"{when:%a}"
    year = "" if today and when.year == today.year else f" {when.year}"
    return f"{when.day} {when:%b}{year}"


@register.filter
def day_in_text(when: date | datetime | None, today: date | None = None) -> str:
    """The name of a day inside a sentence: today, yesterday, Tue, 13 Nov."""
    name = day(when, today)
    return name.lower() if name in NEAR else name


@register.filter
def late(due: date | None, today: date) -> str:
    """How a promise stands: 3 days late, or the day it is due."""
    behind = (today - _local_day(due)).days if due else 0
    return plural(behind, "day") + " late" if behind > 0 else day(due, today)


@register.filter
def ago_days(when: date | datetime | None, today: date) -> str:
    """How long since: Today, 6 days ago, Never."""
    if when is None:
        return "Never"
    since = (today - _local_day(when)).days
    return "Today" if since == 0 else plural(since, "day") + " ago"


@register.filter
def clock(when: datetime | time | None) -> str:
    """A time of day on the reader's clock: 7:40."""
    if when is None:
        return NOTHING
    if isinstance(when, datetime) and timezone.is_aware(when):
        when = timezone.localtime(when)
    return f"{when.hour}:{when.minute:02}"


@register.filter
def initials(name: str) -> str:
    """Two letters for a face: Priya Raman is PR."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def _signed(minor: float, currency: str, text: str) -> str:
    # The code alone would run into the figure, so it keeps a space that does not break.
    return f"{'−' if minor < 0 else ''}{SIGNS.get(currency, currency + chr(160))}{text}"


def _short(amount: float, letter: str) -> str:
    if letter == "k":
        return f"{amount:.1f}".removesuffix(".0") if amount < 9.95 else f"{amount:.0f}"
    return f"{amount:.2f}" if amount < 9.995 else f"{amount:.1f}" if amount < 99.95 else f"{amount:.0f}"


def _plain(value: float, decimals: int = 0) -> str:
    text = f"{abs(value):,.{decimals}f}"
    return f"−{text}" if value < 0 and any(digit in "123456789" for digit in text) else text


def _local_day(when: date | datetime) -> date:
    if isinstance(when, datetime):
        return timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    return when
