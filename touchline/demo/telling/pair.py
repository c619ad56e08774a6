"""A leader and somebody they meet: what becomes of each one-on-one that falls due, and what is said in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from touchline.demo import words
from touchline.demo.plot import Habits, Style
from touchline.demo.telling.people import moment
from touchline.demo.telling.targets import Running
from touchline.demo.telling.voices import Promise, Voice
from touchline.oneonones.models import Commitment, GoalReview, Note, OneOnOne, PrivateNote, Topic, Usefulness
from touchline.people.models import Person

# Since when reps are asked how useful a one-on-one was.
RATED_SINCE = 33
DIFFICULTIES = (1, 2, 2, 2, 3, 3)


@dataclass(slots=True)
class Shares:
    """Says yes in given shares, spread out rather than drawn one by one: no rep is let down three times in a row."""

    dice: Random
    credit: dict[str, float] = field(default_factory=dict)

    def says(self, what: str, share: float) -> bool:
        if share > 0.5:
            return not self._comes_round(what, 1 - share)
        return self._comes_round(what, share)

    def times(self, what: str, mean: float) -> int:
        """How often it happens this time, `mean` times on average."""
        whole = int(mean)
        return whole + self.says(what, mean - whole)

    def _comes_round(self, what: str, share: float) -> bool:
        credit = self.credit.get(what, self.dice.random()) + share * self.dice.uniform(0.4, 1.6)
        self.credit[what] = credit - 1 if credit >= 1 else credit
        return credit >= 1


@dataclass(slots=True)
class Told:
    """What was said in the one-on-ones of a pair, to be brought in at once."""

    topics: list[Topic] = field(default_factory=list)
    promises: list[Commitment] = field(default_factory=list)
    reviews: list[GoalReview] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    private_notes: list[PrivateNote] = field(default_factory=list)
    ratings: list[Usefulness] = field(default_factory=list)

    def bring_in(self) -> None:
        Topic.bring_in(self.topics)
        Commitment.bring_in(self.promises)
        GoalReview.bring_in(self.reviews)
        Note.bring_in(self.notes)
        PrivateNote.bring_in(self.private_notes)
        Usefulness.bring_in(self.ratings)


@dataclass(slots=True)
class Pair:
    """Two people who meet; `until` is the day after their last together, today where they still do."""

    leader: Person
    rep: Person
    style: Style
    voice: Voice
    goals: list[Running]
    away: set[date]
    dice: Random
    today: date
    until: date
    unmet: int = 0
    is_new: bool = False
    told: Told = field(default_factory=Told)
    agenda: list[Topic] = field(default_factory=list)
    shares: Shares = field(init=False)
    last_held: date | None = None

    def __post_init__(self) -> None:
        self.shares = Shares(self.dice)

    def live(self, meeting: OneOnOne, *, next_on: date) -> None:
        """Let one due one-on-one happen, or not; the next one nobody is away on falls on `next_on`."""
        meeting.leader, meeting.rep = self.leader, self.rep
        habits = self.style.habits_on(self._weeks_ago(meeting.due_on))
        self._raise_topics(meeting.due_on, habits)
        if not self._is_held(meeting.due_on, next_on, habits):
            self._let_slip(meeting, habits)
            return
        if self.shares.says("moved", habits.moved):
            self._move(meeting)
        ends = meeting.starts_at + timedelta(minutes=meeting.minutes)
        meeting.hold(by=self.leader, at=ends, minutes=self.dice.randint(*habits.minutes))
        self.last_held = ends.date()
        self._confirm(meeting, ends, habits)
        self._talk(meeting, ends, habits)

    def part(self) -> None:
        """Take what was never talked about off the agenda of two who no longer meet."""
        for topic in self.agenda:
            topic.withdrawn_at = moment(self.until)
        self.agenda.clear()

    def _weeks_ago(self, day: date) -> float:
        return (self.today - day).days / 7

    def _is_held(self, day: date, next_on: date, habits: Habits) -> bool:
        if self._weeks_ago(day) < self.unmet:
            return False
        if self.style.faultless and (self.is_new or self._weeks_ago(day) < self.unmet + self.style.faultless):
            return True
        if self.style.at_most_days and self.last_held and (next_on - self.last_held).days > self.style.at_most_days:
            return True
        return self.shares.says("held", habits.held)

    def _let_slip(self, meeting: OneOnOne, habits: Habits) -> None:
        at = meeting.starts_at + timedelta(hours=1)
        if self.dice.random() < 0.05:
            meeting.excuse(by=self.leader, at=at, why=words.ILL)
        elif self.shares.says("own fault", habits.own_fault):
            why, whose = self.dice.choice(words.MISSED_WHYS), OneOnOne.Side.LEADER
            meeting.miss(by=self.leader, at=meeting.starts_at - timedelta(hours=2), why=why, whose=whose)
        else:
            meeting.miss(by=self.leader, at=at, why=self.dice.choice(words.REP_COULD_NOT), whose=OneOnOne.Side.REP)

    def _move(self, meeting: OneOnOne) -> None:
        """Move it to the next working day, unless somebody is away then or it was long ago that they met."""
        later = meeting.starts_at + timedelta(days=3 if meeting.due_on.weekday() == 4 else 1)
        day = later.date()
        is_long = self.last_held and self.style.at_most_days and (day - self.last_held).days > self.style.at_most_days
        if day in self.away or self.leader.holiday_on(day) or day >= min(self.today, self.until) or is_long:
            return
        by = self.leader if self.dice.random() < 0.5 else self.rep
        why = self.dice.choice(words.MOVED_WHYS)
        meeting.move(later, by=by, at=meeting.starts_at - timedelta(hours=20), why=why)

    def _confirm(self, meeting: OneOnOne, ends: datetime, habits: Habits) -> None:
        """Let the rep say that it took place and, where asked, how useful it was."""
        at = ends + timedelta(hours=self.dice.choice((1, 2, 3, 22, 26)))
        if at.date() >= self.today:
            return
        if self.shares.says("confirmed", habits.confirmed):
            meeting.confirm(by=self.rep, at=at)
        is_asked = self._weeks_ago(meeting.due_on) < RATED_SINCE and not self.is_new
        if is_asked and self.shares.says("rated", habits.rated):
            score = round(self.dice.triangular(habits.useful - 1.5, habits.useful + 1.5, habits.useful))
            self.told.ratings.append(Usefulness(one_on_one=meeting, score=min(max(score, 1), 5), at=at))

    def _raise_topics(self, day: date, habits: Habits) -> None:
        """Put topics on the agenda the day before; what was not talked about stays on it."""
        lines, at = self.voice.lines, moment(day - timedelta(days=1), 16)
        for author, mean, mine in (
            (self.rep, habits.rep_topics, lines.rep_topics),
            (self.leader, habits.leader_topics, lines.leader_topics),
        ):
            for _ in range(self.shares.times(f"topics of {author.pk}", mean)):
                at += timedelta(minutes=37)
                text = self.voice.say(mine, day)
                self.agenda.append(Topic(leader=self.leader, rep=self.rep, author=author, text=text, raised_at=at))
                self.told.topics.append(self.agenda[-1])

    def _talk(self, meeting: OneOnOne, at: datetime, habits: Habits) -> None:
        self._settle_topics(meeting, at)
        day, shares = meeting.due_on, self.shares
        if shares.says("goals", habits.goals_reviewed):
            for running in self.goals:
                if running.starts_on <= day <= running.ends_on:
                    review = GoalReview(one_on_one=meeting, goal=running.goal, by=self.leader, at=at)
                    self.told.reviews.append(review)
        self._write_notes(meeting, at, habits)
        lines = self.voice.lines
        for _ in range(shares.times("rep promises", habits.rep_promises)):
            self._promise(meeting, self.rep, self.leader, lines.rep_promises, habits.rep_keeps, at)
        for _ in range(shares.times("leader promises", habits.leader_promises)):
            self._promise(meeting, self.leader, self.rep, lines.leader_promises, habits.leader_keeps, at)

    def _settle_topics(self, meeting: OneOnOne, at: datetime) -> None:
        """Talk about what is on the agenda; now and then the last topic has to wait for the next time."""
        is_short = len(self.agenda) > 2 and self._weeks_ago(meeting.due_on) > 3 and self.dice.random() < 0.2
        left = [self.agenda.pop()] if is_short else []
        for topic in self.agenda:
            topic.settled_at, topic.settled_in = at, meeting
        self.agenda[:] = left

    def _write_notes(self, meeting: OneOnOne, at: datetime, habits: Habits) -> None:
        lines, day = self.voice.lines, meeting.due_on
        for author, mine, share in (
            (self.leader, lines.notes, habits.notes),
            (self.rep, lines.rep_notes, habits.notes / 4),
        ):
            if self.dice.random() < share:
                body = self.voice.say(mine, day)
                self.told.notes.append(Note(one_on_one=meeting, author=author, body=body, written_at=at))
        if self.dice.random() < habits.notes / 5:
            body = self.voice.say(lines.private_notes, day)
            private = PrivateNote(one_on_one=meeting, author=self.leader, body=body, written_at=at)
            self.told.private_notes.append(private)

    def _promise(
        self, meeting: OneOnOne, owner: Person, to: Person, lines: Sequence[Promise], keeps: float, at: datetime
    ) -> None:
        """Make a promise and let it end: kept in time, kept late, missed, or still open where that day is to come."""
        line, number, unit = self.voice.fresh(lines)
        due = at.date() + timedelta(days=self.dice.choice((4, 7, 7, 10, 14)))
        promise = Commitment(
            owner=owner,
            to=to,
            what=self.voice.fill(line, meeting.due_on),
            due_on=due,
            first_due_on=due,
            made_by=self.leader,
            made_at=at,
            one_on_one=meeting,
            number=None if number is None else Decimal(number),
            unit=unit,
            difficulty=self.dice.choice(DIFFICULTIES),
        )
        self.told.promises.append(promise)
        self._end(promise, keeps)

    def _end(self, promise: Commitment, keeps: float) -> None:
        is_in_time = self.shares.says(f"kept by {promise.owner.pk}", keeps)
        is_late = not is_in_time and self.dice.random() < 0.6
        days = -self.dice.randrange(0, 3) if is_in_time else self.dice.randrange(2, 7) if is_late else 10
        done = moment(max(promise.due_on + timedelta(days=days), promise.made_at.date() + timedelta(days=1)), 17)
        if done.date() < min(self.until, self.today):
            is_kept = is_in_time or is_late
            promise.state = Commitment.State.KEPT if is_kept else Commitment.State.MISSED
            promise.settled_at, promise.settled_by = done, promise.owner if is_kept else promise.to
        elif self.until < self.today:
            promise.state, promise.dropped_why = Commitment.State.DROPPED, words.NO_LONGER
            promise.settled_at, promise.settled_by = moment(self.until, 9), promise.to
        promise.settled_on = promise.settled_at.date() if promise.settled_at else None
