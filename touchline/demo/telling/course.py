"""One focus from the day it is chosen to the day it is closed, as acts that are told in the order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from touchline.demo import baselines
from touchline.demo import coaching_words as words
from touchline.demo.coaching import ATTENTION, Attention, Work
from touchline.demo.plot import Part
from touchline.demo.quarters import WEEK
from touchline.demo.telling.diary import Diary
from touchline.demo.telling.pair import Shares
from touchline.demo.telling.people import Company, moment
from touchline.measures.coaching import looks
from touchline.people.models import Person
from touchline.skills.looking import take_look
from touchline.skills.models import Focus, Observation, Practice, SecondRating, Skill, Terms, Verdict

Act = tuple[datetime, Callable[[], object]]
# Who gives a second level.
RATER = "improving"
KINDS = ("call",) * 5 + ("ride_along",) * 2 + ("role_play", "deal_review")


@dataclass(slots=True)
class Course:
    """The work on one focus; the focus is there once it has been chosen."""

    told: Company
    work: Work
    part: Part
    skill: Skill
    diary: Diary
    focus: Focus = field(init=False, repr=False, compare=False)
    shares: Shares = field(init=False)
    dice: Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = Random(f"course {self.told.story.seed} {self.work.rep} {self.work.skill} {self.work.begun}")
        self.shares = Shares(self.dice)

    @property
    def leader(self) -> Person:
        return self.told[self.part.leader]

    @property
    def rep(self) -> Person:
        return self.told[self.part.key]

    @property
    def attention(self) -> Attention:
        return ATTENTION[self.part.leader]

    @property
    def monday(self) -> date:
        return self.told.story.monday

    @property
    def starts_on(self) -> date:
        return self.work.starts_on(self.monday)

    @property
    def ends_on(self) -> date:
        return self.work.ends_on(self.monday)

    def acts(self, *, is_drawn: bool) -> Iterator[Act]:
        """Everything that happens to it before the demo's Monday, each with its instant."""
        if not is_drawn:
            yield moment(self.diary.open_before(self.starts_on, self.rep), 15, 30), self.choose
        if not self.work.left_alone:
            yield from self._observations()
            yield from self._practices()
        if self.attention.looks:
            yield from self._looks()
        closes_on = self.diary.open_before(self.ends_on + timedelta(days=1), self.rep)
        if closes_on < self.monday:
            at = moment(closes_on, 17, 30)
            yield at, lambda: self.close(at)

    def terms(self, starts_on: date, ends_on: date) -> Terms:
        """What is agreed; with a leader who never observes, only a behaviour and two days."""
        behaviour, cue, then = words.PLANS[self.work.skill]
        metric = baselines.METRICS[self.work.skill]
        hits, n = self.baseline(starts_on)
        if not self.attention.observed:
            return Terms(self.skill, behaviour, starts_on, ends_on, metric, baseline=(hits, n))
        target = min(5 * round((100 * hits / n + 15) / 5), 95) if n else 60
        return Terms(
            skill=self.skill,
            behaviour=behaviour,
            starts_on=starts_on,
            ends_on=ends_on,
            metric=metric,
            baseline=(hits, n),
            target=target,
            cue=cue,
            then=then,
            minutes=45,
        )

    def baseline(self, starts_on: date) -> tuple[int, int]:
        return baselines.baseline(self.told.story, self.part, self.work.skill, starts_on=starts_on)

    def choose(self) -> None:
        at = moment(self.diary.open_before(self.starts_on, self.rep), 15, 30)
        self.focus = Focus.choose(self.rep, self.terms(self.starts_on, self.ends_on), by=self.leader, at=at)

    def close(self, at: datetime) -> None:
        take_look(self.focus, look=Verdict.Look.CLOSE, by=self.leader, at=at)
        self.focus.close(by=self.leader, at=at, why=self.dice.choice(words.CLOSED_WHYS))

    def look(self, look: Verdict.Look, at: datetime) -> None:
        take_look(self.focus, look=look, by=self.leader, at=at)

    def observe(self, at: datetime, level: int, *, is_last: bool) -> None:
        """Declare it, see it, let the rep score, give feedback; some also get a second leader's level."""
        shares, dice, leader = self.shares, self.dice, self.leader
        lead = "rep" if shares.says("led by the rep", self.attention.rep_leads) else "leader"
        seen = Observation.declare(self.focus, kind=dice.choice(KINDS), lead=lead, by=leader, at=at)
        over = at + timedelta(minutes=dice.randint(*self.attention.minutes))
        seen.score(level=level, minutes=(over - at) // timedelta(minutes=1), by=leader, at=over)
        if not (is_last and self.work.waits):
            own = min(max(level + dice.choice((0, 0, 0, 1, 1, -1)), 1), 4)
            seen.score_oneself(own, by=self.rep, at=over + timedelta(minutes=40))
        told_at = moment(at.date(), 16, 30 + dice.randrange(25))
        if not shares.says("told in time", self.attention.told_in_time):
            later = moment(self.diary.open_from(at.date() + timedelta(days=3), self.rep), 12)
            told_at = later if later.date() < self.monday else told_at
        seen.tell(**self._feedback(at.date()), by=leader, at=told_at)
        if shares.says("seconded", self.attention.seconded):
            self._second(seen, level, over)

    def practise(self, at: datetime) -> None:
        """Note a try of one's own, a role-play or one with a peer."""
        kind, lines = self.dice.choice(
            (
                *[(Practice.Kind.RETRY, words.TRIES)] * 3,
                (Practice.Kind.ROLE_PLAY, words.ROLE_PLAYS),
                (Practice.Kind.PEER, words.WITH_PEERS),
            )
        )
        said = self.dice.choice(lines).format(account=self._account(at.date()))
        minutes = 0 if kind == Practice.Kind.RETRY else self.dice.choice((15, 20, 30))
        Practice.note(self.focus, kind=kind, on=at.date(), by=self.rep, at=at, minutes=minutes, said=said)

    def _observations(self) -> Iterator[Act]:
        days = [at for week in self._weeks() if self._is_watched(week) and (at := self._book(week))]
        for place, at in enumerate(days):
            level, is_last = self._level(place, at, len(days)), place == len(days) - 1
            yield at, partial(self.observe, at, level, is_last=is_last)

    def _practices(self) -> Iterator[Act]:
        """A try in most weeks, never two in one."""
        share = max(self.attention.practised, 0.75 if self.work.takes_effect else 0)
        for week in self._weeks():
            days = [day for day in self._days(week) if self.diary.is_open(day, self.rep)]
            if days and self.shares.says("practised", share):
                at = moment(self.dice.choice(days), 16, self.dice.randrange(50))
                yield at, partial(self.practise, at)

    def _looks(self) -> Iterator[Act]:
        """Look on the days set beforehand, while the two still sit together."""
        for look, look_on in zip((Verdict.Look.FIRST, Verdict.Look.SECOND), looks(self.starts_on), strict=True):
            day = self.diary.open_from(look_on, self.rep)
            if day < self.monday and self.part.is_here((self.monday - day).days // 7):
                at = moment(day, 9, 20)
                yield at, partial(self.look, look, at)

    def _weeks(self) -> Iterator[date]:
        week = self.starts_on
        while week <= min(self.ends_on, self.monday - timedelta(days=1)):
            yield week
            week += WEEK

    def _days(self, week: date) -> list[date]:
        return [week + timedelta(days=n) for n in range(5) if week + timedelta(days=n) > self.starts_on]

    def _is_watched(self, week: date) -> bool:
        """Does the leader observe in this week? One who nearly always does so never fails to in the last two weeks."""
        is_now = self.attention.observed > 0.9 and self.monday - week <= 2 * WEEK
        return is_now or self.shares.says("observed", self.attention.observed)

    def _book(self, week: date) -> datetime | None:
        return self.diary.book(self._days(week), self.dice, self.rep)

    def _level(self, place: int, at: datetime, n: int) -> int:
        """From the level at its start to the one at its end, with the odd better or worse day between."""
        first, last = self.work.levels
        done = (at.date() - self.starts_on) / (self.ends_on - self.starts_on)
        level = first + round((last - first) * done)
        is_end = place == n - 1 and self.ends_on < self.monday
        if place == 0 or is_end:
            return last if is_end else first
        return min(max(level + self.dice.choice((0, 0, 0, 0, 0, 0, 1, -1)), 1), 4)

    def _feedback(self, day: date) -> dict[str, str]:
        lines, account = self.dice.choice(words.FEEDBACK[self.work.skill]), self._account(day)
        said = (line.format(account=account) for line in lines)
        return dict(zip(("behaviour", "effect", "next_try"), said, strict=True))

    def _account(self, day: date) -> str:
        """One of the larger deals on the table that day."""
        deals = self.told.story.open_on(self.part, day)[:6]
        return self.dice.choice(deals).account if deals else "the first on the trade fair list"

    def _second(self, seen: Observation, level: int, over: datetime) -> None:
        """Ask another leader, who hears the recording on the next day they are both there."""
        rater = self.told[RATER]
        day = self.diary.open_from(over.date() + timedelta(days=1), rater)
        asked = SecondRating.ask(seen, rater, by=self.leader, at=over + timedelta(minutes=5))
        if day < self.monday:
            other = min(max(level + self.dice.choice((0, 0, 0, 0, 1, -1)), 1), 4)
            asked.give(other, by=rater, at=moment(day, 16))
