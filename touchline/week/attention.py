"""Who needs the leader: what the apps found, weighed and put into a headline. No rule about anybody stands here."""

from collections.abc import Sequence
from dataclasses import dataclass

from touchline.people.findings import Finding
from touchline.ui.words import few, opening

NEEDS_YOU = 3


@dataclass(frozen=True, slots=True)
class PageFinding:
    """The computed headline of a page and the sentences under it."""

    headline: str
    lede: str


def weight(found: Sequence[Finding]) -> int:
    """How much one person needs the leader, from everything found about them."""
    return sum(finding.weight for finding in found)


def finding(names: Sequence[tuple[str, Sequence[Finding]]], *, whom: str = "you") -> PageFinding:
    """Say who needs `whom` most this week, from each rep's first name and findings, in page order."""
    heavy = sorted(
        (pair for pair in names if weight(pair[1]) >= NEEDS_YOU), key=lambda pair: weight(pair[1]), reverse=True
    )
    top = heavy[:2]
    smaller = sum(1 for _, found in names if 0 < weight(found) < NEEDS_YOU)
    if not top:
        lede = f"{opening(few(smaller))} {'has' if smaller == 1 else 'have'} something smaller open."
        says = f"Nobody needs {whom} urgently this week"
        return PageFinding(says, lede if smaller else "Nothing in the record stands out.")
    who = " and ".join(name for name, _ in top)
    told = " ".join(f"{name} {found[0].says}." for name, found in top)
    others = _others(len(heavy) - len(top), smaller, len(names) - len(heavy) - smaller, whom)
    return PageFinding(f"{who} {'need' if len(top) > 1 else 'needs'} {whom} most this week", f"{told} {others}".strip())


def _others(heavy: int, smaller: int, fine: int, whom: str) -> str:
    """What is said of the rest: who needs `whom` too, who has something that does not yet, who has nothing."""
    if not (heavy or smaller):
        return "" if not fine else f"The other {few(fine)} are on track." if fine > 1 else "The other one is on track."
    parts = []
    if heavy:
        parts.append(f"{_people(heavy)} {'needs' if heavy == 1 else 'need'} {whom} too")
    if smaller:
        who = few(smaller) if heavy else _people(smaller)
        parts.append(f"{who} {'has' if smaller == 1 else 'have'} something smaller open")
    if fine:
        parts.append(f"{few(fine)} {'is' if fine == 1 else 'are'} on track")
    return f"{opening('; '.join(parts))}."


def _people(n: int) -> str:
    return "one other" if n == 1 else f"{few(n)} others"
