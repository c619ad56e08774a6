"""What has changed and yet has not been talked about. Pure: no clock, no database.

A deal counts as raised when its name, its account, or the first word of either stands in a topic, a shared note or a
commitment; a goal also when it was ticked as reviewed. The rule errs towards “raised”: a common first word hides a
silence, and never invents one.
"""

from collections.abc import Collection, Iterable

from touchline.oneonones.brief.news import DealNews, News

MEETINGS = 3
SHORTEST_NAME = 4
DECIDED = frozenset({News.WON, News.LOST})


def not_raised(deals: Iterable[DealNews], texts: Collection[str]) -> tuple[DealNews, ...]:
    """The open deals among `deals` that none of `texts` names, in the order they came."""
    said = "\n".join(texts).casefold()
    return tuple(deal for deal in deals if deal.kind not in DECIDED and not _named(said, deal.name, deal.account))


def not_spoken_of(goals: Iterable[tuple[int, str]], texts: Collection[str], reviewed: Collection[int]) -> list[str]:
    """The names of those (key, name) goals that were neither reviewed nor named."""
    said = "\n".join(texts).casefold()
    return [name for pk, name in goals if pk not in reviewed and name.casefold() not in said]


def _named(said: str, *names: str) -> bool:
    return any(name in said for given in names if given for name in _spellings(given.casefold()))


def _spellings(name: str) -> Iterable[str]:
    yield name
    first = name.split()[0]
    if len(first) >= SHORTEST_NAME:
        yield first
