"""Three years of one-on-ones: of each rep with their leader, and of each leader with the VP."""

from datetime import date, time, timedelta
from itertools import pairwise, zip_longest
from random import Random

from touchline.demo.plot import STEERED, STEERS, STYLES, Part, Style
from touchline.demo.quarters import WEEK
from touchline.demo.telling import voices
from touchline.demo.telling.leave import days_away
from touchline.demo.telling.pair import Pair
from touchline.demo.telling.people import VP, Company, Stint, moment
from touchline.demo.telling.targets import Running
from touchline.oneonones.models import OneOnOne, Rhythm

AHEAD = timedelta(days=27)


def converse(told: Company, part: Part, stint: Stint, goals: list[Running]) -> None:
    """Live the one-on-ones of a rep and a leader from the first to the last of a stint."""
    leader, rep, style = told[stint.leader], told[part.key], STYLES[stint.leader]
    dice = Random(f"talk {told.story.seed} {part.key} {stint.leader}")
    pair = Pair(
        leader=leader,
        rep=rep,
        style=style,
        voice=voices.of_rep(told, part, stint.leader, dice),
        goals=goals,
        away=days_away((leader, rep)),
        dice=dice,
        today=told.today,
        until=stint.until or told.today,
        unmet=part.unmet if stint.until is None else 0,
        is_new=part.is_ramping,
    )
    _live(told, pair, since=stint.since + timedelta(days=3), meets=part.meets, place=told.story.cast.index(part))
    if stint.until:
        for rhythm in Rhythm.objects.running().filter(leader=leader, rep=rep):
            rhythm.end(by=leader, at=moment(stint.until))


def steer(told: Company, key: str, goals: list[Running]) -> None:
    """Live the one-on-ones of the VP and a leader."""
    vp, leader = told[VP], told[key]
    dice = Random(f"talk {told.story.seed} {VP} {key}")
    pair = Pair(
        leader=vp,
        rep=leader,
        style=STEERS,
        voice=voices.of_leader(told, key, dice),
        goals=goals,
        away=days_away((vp, leader)),
        dice=dice,
        today=told.today,
        until=told.today,
    )
    _live(told, pair, since=told.story.quarters[0].starts_on, meets=STEERED[key], place=[*STEERED].index(key))


def meeting_time(today: date, meets: tuple[int, int, int]) -> tuple[int, time]:
    """Return the weekday and time a one-on-one falls on; the week begins with the working day of the demo."""
    days, hour, minute = meets
    first = today.weekday() if today.weekday() < 5 else 0
    return (first + days) % 5, time(hour, minute)


def _live(told: Company, pair: Pair, *, since: date, meets: tuple[int, int, int], place: int) -> None:
    """Agree the rhythms a pair had, one after the other, and live what fell due in each.

    `place` is theirs among all pairs: it spreads those who do not meet every week over the weeks.
    """
    since = max(since, told.story.quarters[0].starts_on)
    last = pair.until if pair.until < told.today else told.today + AHEAD
    for every, first, end in _rhythms(pair.style, told.story.monday, since, last):
        _agree(told, pair, every=every, first=first + place % (every // 7) * WEEK, until=end, meets=meets)
    ones = OneOnOne.objects.between(pair.leader, pair.rep).filter(due_on__lt=last)
    due = ones.select_related("rhythm").order_by("due_on")
    meetings = [meeting for meeting in due if meeting.is_open]
    for meeting, after in zip_longest(meetings, meetings[1:]):
        if meeting.due_on < min(told.today, pair.until):
            pair.live(meeting, next_on=after.due_on if after else last)
    if pair.until < told.today:
        pair.part()
    pair.told.bring_in()


def _rhythms(style: Style, monday: date, since: date, last: date) -> list[tuple[int, date, date]]:
    """Return how often they met, from which day and up to which, for the part of the story the two lived together."""
    begins = [max(monday - weeks * WEEK, since) for weeks, _ in style.rhythms]
    spans = pairwise([*begins, last])
    return [(every, *span) for (_, every), span in zip(style.rhythms, spans, strict=True) if span[0] < span[1]]


def _agree(told: Company, pair: Pair, *, every: int, first: date, until: date, meets: tuple[int, int, int]) -> None:
    weekday, at_time = meeting_time(told.today, meets)
    rhythm = Rhythm.agree(
        pair.leader,
        pair.rep,
        every=every,
        weekday=weekday,
        at_time=at_time,
        starts_on=first,
        by=pair.leader,
        at=moment(first),
    )
    rhythm.fall_due(until=until)
