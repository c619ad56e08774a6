"""Thirteen weeks of one-on-ones by rep: those that count, those that took place all the same, and those missed."""

from collections.abc import Collection

from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.indicators import MeetingCounts
from touchline.oneonones.queries.record import Met
from touchline.standard.practice import Found, Strip, StripRow
from touchline.ui.places import place

RUNNING = 2


def strip_of(found: Found[MeetingCounts]) -> Strip:
    """A dot for each slot due, in the week in which it fell due; the last ones missed running ask for something."""
    record = found.counts.record
    filled, running = record.filled(), missed_running(found)
    due = record.of({one.person.pk for one in found.reported}).due(filled)
    rows = []
    for one in found.reported:
        mine = [slot for slot in due if slot.rep == one.person.pk]
        asking = {slot.pk for slot in running.get(one.person.pk, ())}
        states = tuple((_week(found, slot), _state(slot, filled, asking)) for slot in mine)
        if mine or found.reports_now(one.person.pk):
            url = place("person", one.person.pk) if found.reports_now(one.person.pk) else ""
            rows.append(StripRow(one.person, url, states, sum(slot.pk in filled for slot in mine), len(mine)))
    return Strip("Each dot is a one-on-one", "Counts", "Took place, does not count", "Missed", tuple(rows))


def missed_running(found: Found[MeetingCounts]) -> dict[int, list[Met]]:
    """Of reps who report now, the last slots due that did not take place, where there are two of them or more.

    One excused on the day itself neither counts among them nor ends the row.
    """
    record = found.counts.record
    took_place = record.filled(counting=False)
    runs: dict[int, list[Met]] = {}
    for one in record.due():
        if one.pk in took_place or one.talk:
            runs[one.rep] = []
        elif one.state != OneOnOne.Outcome.EXCUSED:
            runs[one.rep] = [*runs.get(one.rep, []), one]
    return {rep: run for rep, run in runs.items() if len(run) >= RUNNING and found.reports_now(rep)}


def _week(found: Found[MeetingCounts], slot: Met) -> int:
    return (slot.due_on - found.counts.window.first).days // 7


def _state(slot: Met, filled: Collection[int], asking: Collection[int]) -> str:
    if slot.pk in filled:
        return "full"
    return "half" if slot.talk else "needs_you" if slot.pk in asking else "none"
