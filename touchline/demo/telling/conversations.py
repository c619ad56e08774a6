"""A year of one-on-ones of one rep with one leader: held or not, with topics, notes and promises."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from touchline.demo import words
from touchline.demo.plot import STYLES, Part, Style, team
from touchline.demo.quarters import WEEK
from touchline.demo.telling.people import Company, Stint, moment
from touchline.demo.telling.targets import Running
from touchline.oneonones.models import Commitment, GoalReview, Note, OneOnOne, PrivateNote, Rhythm, Topic
from touchline.people.models import Person

WEEKS_TOLD = 52
AHEAD = timedelta(days=27)


@dataclass(slots=True)
class Pair:
    """A leader and a rep who meet, and how the two of them are."""

    told: Company
    part: Part
    leader: Person
    rep: Person
    style: Style
    goals: list[Running]
    dice: Random
    slack: float = 0.0
    agenda: list[Topic] = field(default_factory=list)
    said: deque = field(default_factory=lambda: deque(maxlen=8))

    def live(self, meeting: OneOnOne) -> None:
        """Let one due one-on-one happen, or not."""
        day = meeting.due_on
        self._raise_topics(day)
        if not self._is_held(day):
            self._let_slip(meeting)
            return
        later = meeting.starts_at + timedelta(days=3 if day.weekday() == 4 else 1)
        if self.dice.random() < self.style.moved and later.date() < self.told.today:
            why = self.dice.choice(words.MOVED_WHYS)
            meeting.move(later, by=self.leader, at=meeting.starts_at - timedelta(hours=20), why=why)
        ends = meeting.starts_at + timedelta(minutes=meeting.minutes)
        meeting.hold(by=self.leader, at=ends)
        self._talk(meeting, ends)

    def _is_held(self, day: date) -> bool:
        weeks_ago = (self.told.today - day).days / 7
        if weeks_ago < self.part.unmet:
            return False
        if weeks_ago < self.style.faultless or (self.style.faultless and self.part.is_ramping):
            return True
        growth = self.style.gain * (1 - weeks_ago / WEEKS_TOLD)
        # Misses are spread out rather than drawn one by one: no rep of a good leader is let down three times in a row.
        self.slack += max(1 - self.style.held - growth, 0) * self.dice.uniform(0.4, 1.6)
        if self.slack < 1:
            return True
        self.slack -= 1
        return False

    def _let_slip(self, meeting: OneOnOne) -> None:
        at = meeting.starts_at + timedelta(hours=1)
        if self.dice.random() < 0.15:
            meeting.excuse(by=self.leader, at=at, why=self.dice.choice(words.EXCUSES))
        else:
            meeting.miss(by=self.leader, at=at, why=self.dice.choice(words.MISSED_WHYS))

    def _raise_topics(self, day: date) -> None:
        """Put up to three topics on the agenda the day before; what was not talked about stays on it."""
        style = self.style
        for author, chance, lines, hour in (
            (self.rep, style.topics_from_rep, words.REP_TOPICS, 16),
            (self.rep, style.topics_from_rep / 3, words.REP_TOPICS, 17),
            (self.leader, 0.35 if style.sets_goals else 0.1, words.LEADER_TOPICS, 18),
        ):
            if self.dice.random() < chance:
                text = self._say(self._fresh(lines), day)
                at = moment(day - timedelta(days=1), hour)
                self.agenda.append(Topic.raise_(text, leader=self.leader, rep=self.rep, by=author, at=at))

    def _talk(self, meeting: OneOnOne, at: datetime) -> None:
        style, dice, day = self.style, self.dice, meeting.due_on
        for topic in self.agenda:
            topic.settle(by=self.leader, at=at, in_=meeting)
        self.agenda.clear()
        for running in self.goals:
            if running.starts_on <= day <= running.ends_on and dice.random() < style.goals_reviewed:
                GoalReview.tick(meeting, running.goal, by=self.leader, at=at)
        if dice.random() < style.notes:
            text = self._say(self._fresh(words.NOTES), day)
            Note.write(meeting, by=self.leader, body=text, version=0, at=at)
        if dice.random() < style.notes / 5:
            text = self._say(self._fresh(words.PRIVATE_NOTES), day)
            PrivateNote.write(meeting, by=self.leader, body=text, version=0, at=at)
        if dice.random() < style.promises:
            self._promise(meeting, self.rep, self.leader, words.REP_PROMISES, style.rep_keeps, at)
        if dice.random() < style.promises * 0.5:
            self._promise(meeting, self.leader, self.rep, words.LEADER_PROMISES, style.leader_keeps, at)

    def _promise(self, meeting, owner, to, lines, keeps, at) -> None:
        """Make a promise and let it end: kept in time, kept late, missed, or still open where that day is to come."""
        dice, today = self.dice, self.told.today
        line, number, unit = self._fresh(lines)
        due = meeting.due_on + timedelta(days=dice.choice((4, 7, 7, 10, 14)))
        promise = Commitment.make(
            self._say(line, meeting.due_on),
            owner=owner,
            to=to,
            due_on=due,
            by=self.leader,
            at=at,
            one_on_one=meeting,
            number=None if number is None else Decimal(number),
            unit=unit,
        )
        luck = dice.random()
        kept_in_time, kept_late = luck < keeps, luck < keeps + (1 - keeps) * 0.6
        days = -dice.randrange(0, 3) if kept_in_time else dice.randrange(2, 7) if kept_late else 10
        done = max(due + timedelta(days=days), meeting.due_on)
        if done >= today:
            return
        if kept_in_time or kept_late:
            promise.keep(by=owner, at=max(moment(done, 17), at))
        else:
            promise.miss(by=to, at=moment(done, 17))

    def _fresh(self, lines: Sequence):
        """Choose a line these two have not used lately."""
        line = self.dice.choice([line for line in lines if line not in self.said] or lines)
        self.said.append(line)
        return line

    def _say(self, line: str, day: date) -> str:
        """Fill a line in with the rep's own deals of that day."""
        deals = self.told.story.open_on(self.part, day)[:6]
        names = list(dict.fromkeys(deal.account for deal in deals)) or ["the trade fair list"]
        account = self.dice.choice(names)
        others = [name for name in names if name != account] or names
        stages = [deal.shown_on(day).stage for deal in deals if deal.account == account] or ["call"]
        peers = [peer.name.split()[0] for peer in team(self.part.leader, self.told.story.cast) if peer != self.part]
        other, peer = self.dice.choice(others), self.dice.choice(peers or ["a colleague"])
        return line.format(account=account, other=other, stage=stages[0].lower(), peer=peer, rep=self.rep.first_name)


def converse(told: Company, part: Part, stint: Stint, goals: list[Running]) -> None:
    """Agree a rhythm for a stint and live the last year of it; what is still to come stays open."""
    story, style = told.story, STYLES[stint.leader]
    since = max(stint.since + timedelta(days=3), story.monday - WEEKS_TOLD * WEEK)
    until = min(stint.until or told.today + AHEAD, told.today + AHEAD)
    if since >= until:
        return
    weekday, at_time = meeting_time(told.today, part)
    leader, rep = told[stint.leader], told[part.key]
    rhythm = Rhythm.agree(
        leader,
        rep,
        every=style.every,
        weekday=weekday,
        at_time=at_time,
        starts_on=since,
        by=leader,
        at=moment(since),
    )
    rhythm.fall_due(until=until)
    dice = Random(f"talk {story.seed} {part.key} {stint.leader}")
    pair = Pair(told, part, leader, rep, style, goals, dice, slack=dice.random())
    for meeting in rhythm.one_on_ones.order_by("starts_at"):
        if meeting.due_on < min(told.today, stint.until or told.today):
            meeting.leader, meeting.rep = leader, rep
            pair.live(meeting)
    if stint.until:
        rhythm.end(by=leader, at=moment(stint.until))


def meeting_time(today: date, part: Part) -> tuple[int, time]:
    """Return the weekday and time a rep's one-on-one falls on; the week begins with the working day of the demo."""
    days, hour, minute = part.meets
    first = today.weekday() if today.weekday() < 5 else 0
    return (first + days) % 5, time(hour, minute)
