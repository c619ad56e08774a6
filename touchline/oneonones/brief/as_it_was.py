"""A deal as it was before some of its changes were seen. Pure: no clock, no database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from touchline.oneonones.brief.news import Change, Watched


def as_it_was(deal: Watched, later: Sequence[Change], *, day: date) -> Watched:
    """Take back what was seen only after `day`: `later` holds those changes, oldest first.

    What no history tells (since when it was in a stage, when its next step was due) is left out rather than guessed.
    """
    was = _undecided(deal) if deal.decided_on and deal.decided_on > day else deal
    first = {change.field: change.old for change in reversed(later)}
    if "stage" in first:
        was = replace(_undecided(was), stage=first["stage"], stage_since=None)
    if "amount" in first:
        was = replace(was, amount=int(first["amount"]) if first["amount"].isdigit() else None)
    if "close" in first:
        was = replace(was, close_on=date.fromisoformat(first["close"]) if first["close"] else None)
    if "next_step" in first:
        was = replace(was, next_step_on=None)
    if was.stage_since and was.stage_since > day:
        was = replace(was, stage_since=None)
    pushed = sum(change.field == "close" and "" < change.old < change.new for change in later)
    return replace(was, pushes=max(was.pushes - pushed, 0))


def _undecided(deal: Watched) -> Watched:
    return replace(deal, outcome="open", decided_on=None)
