"""Amounts and shares as people type them."""

import re
from decimal import Decimal, InvalidOperation

from touchline.measures.money import major

AMOUNT = re.compile(r"^[^\d\-]{0,4}(?P<number>\d[\d\s.,'’]*)(?P<scale>[km])?[^\d]{0,4}$", re.I)
SHARE = re.compile(r"[\s@x×(]+(?P<percent>\d{1,3}(?:[.,]\d)?)\s*%\s*\)?$", re.I)
SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
LARGEST = Decimal(10) ** 13


class NotAnAmount(ValueError):
    """The text is not an amount of money; the message quotes it and says what would be."""


def read_amount(text: str) -> Decimal:
    """Read 120,000, 120.000,00, $120k or 1.2m in major units."""
    found = AMOUNT.match(text.strip())
    if not found:
        raise NotAnAmount(f"“{text}” is not an amount. Write it like 120,000 or 120k.")
    try:
        amount = Decimal(_plain(found["number"])) * SCALES[(found["scale"] or "").lower()]
    except InvalidOperation as error:
        raise NotAnAmount(f"“{text}” is not an amount. Write it like 120,000 or 120k.") from error
    if amount > LARGEST:
        raise NotAnAmount(f"“{text}” is more than a quota can be.")
    return amount


def read_cell(text: str) -> tuple[Decimal, Decimal]:
    """Read an amount and the share of it that counts: `120,000 @ 50%` is (120000, 0.5)."""
    found = SHARE.search(text)
    return read_amount(text[: found.start()] if found else text), read_share(found["percent"]) if found else Decimal(1)


def read_share(text: str) -> Decimal:
    """Read a percentage above 0 and up to 100 as a share of one."""
    try:
        percent = Decimal(text.strip().rstrip("%").strip().replace(",", "."))
    except InvalidOperation as error:
        raise NotAnAmount(f"“{text}” is not a share. Write a percentage like 50.") from error
    if not 0 < percent <= 100:
        raise NotAnAmount(f"A share is more than 0 and at most 100 percent, not {percent}.")
    return (percent / 100).quantize(Decimal("0.001"))


def _plain(number: str) -> str:
    number = re.sub(r"[\s'’]", "", number)
    last = max(number.rfind(","), number.rfind("."))
    if last < 0:
        return number
    mark, decimals = number[last], number[last + 1 :]
    is_decimal = number.count(mark) == 1 and (len(decimals) != 3 or {",", "."} <= set(number))
    whole = re.sub(r"[.,]", "", number[:last])
    return f"{whole}.{decimals}" if is_decimal else whole + decimals


def written(minor: int | None, currency: str) -> str:
    """Write minor units the way a field shows them: 120,000 or 120,000.50; nothing for None."""
    if minor is None:
        return ""
    amount = major(minor, currency)
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"
