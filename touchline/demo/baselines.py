"""What the CRM will count of a rep before a focus: so many of so many, from the simulated deals and meetings. Pure."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from touchline.demo.coaching import BEFORE, BY_MEETINGS
from touchline.demo.market import LOST, WON
from touchline.demo.plot import Part
from touchline.demo.quarters import WEEK
from touchline.demo.selling import Deal
from touchline.demo.story import Story
from touchline.skills.starter import STARTER

MONTH = timedelta(days=30)
METRICS = {wording.name: wording.metric for wording in STARTER} | dict.fromkeys(BY_MEETINGS, "meetings_held")


def baseline(story: Story, part: Part, skill: str, *, starts_on: date) -> tuple[int, int]:
    """Return hits and events of the skill's metric in the thirteen weeks before a focus on it begins."""
    first, last = starts_on - BEFORE * WEEK, starts_on - timedelta(days=1)
    if METRICS[skill] == "meetings_held":
        ends = [meeting.held for meeting in story.meetings[part.key] if first <= meeting.on <= last]
        return sum(ends), len(ends)
    mine = [deal for deals in story.deals.values() for deal in deals if deal.owner == part.key]
    counts = [COUNTS[METRICS[skill]](deal, first, last) for deal in mine]
    return sum(hits for hits, _ in counts), sum(n for _, n in counts)


def _won(deal: Deal, first: date, last: date) -> tuple[int, int]:
    is_decided = deal.decided_on is not None and first <= deal.decided_on <= last
    return int(is_decided and deal.outcome == WON), int(is_decided)


def _left_first_stage(deal: Deal, first: date, last: date) -> tuple[int, int]:
    """Deals younger than a month on the day after `last` say nothing yet."""
    if not first <= deal.created_on <= last + timedelta(days=1) - MONTH:
        return 0, 0
    moves = (after.on for before, after in pairwise(deal.history) if after.stage not in (before.stage, LOST))
    moved_on = next(moves, None)
    return int(moved_on is not None and moved_on - deal.created_on <= MONTH), 1


def _close_kept(deal: Deal, first: date, last: date) -> tuple[int, int]:
    is_decided = deal.decided_on is not None and first <= deal.decided_on <= last
    pushes = sum(
        after.close_on > before.close_on and first <= after.on <= last for before, after in pairwise(deal.history)
    )
    return int(is_decided), int(is_decided) + pushes


COUNTS: dict[str, Callable[[Deal, date, date], tuple[int, int]]] = {
    "win_rate": _won,
    "first_stage": _left_first_stage,
    "close_kept": _close_kept,
}
