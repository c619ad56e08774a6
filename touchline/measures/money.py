"""What is an amount in whole minor units in money people speak of, and the other way round?"""

from decimal import Decimal

WITHOUT_MINOR = frozenset({"CLP", "ISK", "JPY", "KRW", "VND"})


def in_major(currency: str) -> int:
    """How many minor units make one major unit: 100 cents a dollar, 1 for a currency without cents.

    Source: ISO 4217. Currencies with three decimals are kept in hundredths.
    """
    return 1 if currency in WITHOUT_MINOR else 100


def major(minor: int | Decimal, currency: str) -> Decimal:
    """Stored minor units as major units, exactly."""
    return Decimal(minor) / in_major(currency)


def to_minor(amount: Decimal, currency: str) -> int:
    """Major units as the whole minor units that are stored; halves go to the even one."""
    return int((amount * in_major(currency)).to_integral_value())


def spelled(minor: float, currency: str) -> str:
    """Minor units as a decimal string in major units: 123456 is 1234.56 in dollars and 123456 in yen."""
    return f"{major(round(minor), currency):.{0 if currency in WITHOUT_MINOR else 2}f}"
