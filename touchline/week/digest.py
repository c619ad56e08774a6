"""The digest: what waits for one person today, in one mail, and nothing where there is nothing new to say."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from touchline.oneonones.models import Commitment, OneOnOne, Tap
from touchline.people.mailing import can_mail, mail
from touchline.people.models import Digest, Person, Reach
from touchline.skills.models import Observation, SecondRating
from touchline.skills.queries.own import Prompt
from touchline.skills.queries.waiting import Waits, waits_for
from touchline.ui.words import opening, some

LISTED = 10
LOOKS_BACK = timedelta(days=14)
REPEATED_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for `person` on the day `day`, from their own point of view; each part is in the order of time."""

    person: Person
    day: date
    today: tuple[OneOnOne, ...]
    to_tell: tuple[OneOnOne, ...]
    to_confirm: tuple[OneOnOne, ...]
    due: tuple[Commitment, ...]
    overdue: tuple[Commitment, ...]
    skills: Waits

    def is_news(self, last: Digest | None) -> bool:
        """Is there anything the digest before did not tell, or anything at all after a week of silence?"""
        if last is None or self.day - last.sent_on >= REPEATED_AFTER:
            return bool(self.today or self.to_tell or self.to_confirm or self.due or self.overdue or self.skills)
        return bool(
            self.today
            or self.due
            or self.skills.is_news(since=last.lined_up_at, sent_on=last.sent_on)
            or any(promise.due_on >= last.sent_on for promise in self.overdue)
            or any(one.starts_at > last.lined_up_at for one in self.to_tell)
            or any(one.recorded_at > last.lined_up_at for one in self.to_confirm)
        )

    @property
    def finding(self) -> str:
        """The subject: how much of what, no words of anybody."""
        found = [
            f"{some(len(self.today), 'one-on-one')} today" if self.today else "",
            f"{some(len(self.overdue), 'promise')} overdue" if self.overdue else "",
            f"{some(len(self.due), 'promise')} due today" if self.due else "",
            f"{some(len(self.to_confirm), 'one-on-one')} to confirm" if self.to_confirm else "",
            f"{some(len(self.to_tell), 'one-on-one')} without an outcome" if self.to_tell else "",
            f"{some(len(self.skills.to_score), 'observation')} to score" if self.skills.to_score else "",
            f"{some(len(self.skills.second_levels), 'second level')} asked of you" if self.skills.second_levels else "",
            "a practice due" if self.skills.practise else "",
        ]
        return opening(", ".join(part for part in found if part))


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the mail, where it leads, and the link that does something about it in one press."""

    says: str
    detail: str
    url: str
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: tuple[Item, ...]
    more: int
    act: str = ""


def waiting_for(person: Person, *, at: datetime) -> Waiting:
    """Gather what waits for `person`: their own one-on-ones, promises and skills; nine queries."""
    reach, today = Reach.of(person), person.workspace.today(at)
    start = datetime.combine(reach.day(at), time.min, tzinfo=reach.zone)
    near = (
        OneOnOne.objects.of(person.user)
        .open()
        .filter(starts_at__gte=start - LOOKS_BACK, starts_at__lt=start + timedelta(days=1))
    )
    ones = list(near.select_related("leader", "rep").order_by("starts_at", "pk"))
    promises = Commitment.objects.open().filter(owner=person).due_by(today).select_related("owner", "to")
    owed = tuple(promises.order_by("due_on", "pk"))
    return Waiting(
        person=person,
        day=reach.day(at),
        today=tuple(one for one in ones if one.starts_at >= start),
        to_tell=tuple(one for one in ones if one.starts_at < start and one.leader_id == person.pk),
        to_confirm=tuple(OneOnOne.objects.to_confirm(person, at=at).select_related("leader", "rep")),
        due=tuple(promise for promise in owed if promise.due_on == today),
        overdue=tuple(promise for promise in owed if promise.due_on < today),
        skills=waits_for(person, at=at, today=today),
    )


def is_worth_a_mail(person: Person, *, at: datetime) -> bool:
    """Is there something new to tell `person`?"""
    last = person.digests.exclude(sent_at=None).order_by("-sent_on").first()
    return waiting_for(person, at=at).is_news(last)


def send(digest: Digest, *, at: datetime) -> bool:
    """Mail it as things stand now; False where nothing is left to say, it is too late, or the mail server refused."""
    with transaction.atomic():
        if not can_mail(digest.person) or not digest.begin(at=at):
            return False
        waiting = waiting_for(digest.person, at=at)
        if not waiting.finding:
            digest.withdraw()
            return False
        with timezone.override(Reach.of(digest.person).zone):
            letter = {"waiting": waiting, "sections": sections(waiting, at=at), "settings_url": _url("people:reach")}
            text, html = (render_to_string(f"week/mail/digest.{kind}", letter) for kind in ("txt", "html"))
    unsubscribe = {"List-Unsubscribe": f"<{letter['settings_url']}>"}
    is_taken = mail(digest.person, subject=waiting.finding, text=text, html=html, more=unsubscribe)
    if not is_taken:
        digest.fail()
    return is_taken


def sections(waiting: Waiting, *, at: datetime) -> tuple[Section, ...]:
    """The mail part by part, each line with its links; the links that act are made here and kept nowhere else."""
    me = waiting.person
    parts = [
        _section("Today", [_meeting(one, me) for one in waiting.today]),
        _section("Overdue", [_promise(promise, at) for promise in waiting.overdue[:LISTED]], of=len(waiting.overdue)),
        _section("Due today", [_promise(promise, at) for promise in waiting.due[:LISTED]], of=len(waiting.due)),
        _section("Did it take place?", [_unconfirmed(one, at) for one in waiting.to_confirm[:LISTED]]),
        _section("Score yourself", [_seen(seen) for seen in waiting.skills.to_score[:LISTED]]),
        _section("Practise", [_practise(waiting.skills.practise)] if waiting.skills.practise else []),
        _section("A second level", [_second(asked) for asked in waiting.skills.second_levels[:LISTED]]),
        _section("Say how it ended", [_meeting(one, me) for one in waiting.to_tell[-LISTED:]], of=len(waiting.to_tell)),
    ]
    return tuple(part for part in parts if part.items)


def _section(title: str, items: list[Item], *, of: int = 0) -> Section:
    act = next((ACTS[title] for item in items if item.tap), "")
    return Section(title=title, items=tuple(items), more=max(of - len(items), 0), act=act)


def _meeting(one: OneOnOne, reader: Person) -> Item:
    other = one.rep if reader.pk == one.leader_id else one.leader
    return Item(f"One-on-one with {other.name}", _when(one), _url("oneonones:show", one.pk))


def _unconfirmed(one: OneOnOne, at: datetime) -> Item:
    tap = _url("oneonones:tap", Tap.to_confirm(one, at=at))
    return Item(f"One-on-one with {one.leader.name}", _when(one), _url("oneonones:show", one.pk), tap)


def _promise(promise: Commitment, at: datetime) -> Item:
    tap = _url("oneonones:tap", Tap.to_keep(promise, at=at))
    detail = f"Promised to {promise.to.name} for {promise.due_on:%A, %-d %B}"
    return Item(promise.what, detail, _url("oneonones:commitments"), tap)


def _seen(seen: Observation) -> Item:
    said = f"{seen.get_kind_display()}, {seen.focus.skill.name}"
    return Item(said, f"Observed by {seen.observer.name}", _url("skills:observation", seen.pk))


def _practise(prompt: Prompt) -> Item:
    days = f"Day {prompt.day} since you began"
    return Item(prompt.focus.skill.name, days, _url("skills:focus", prompt.focus.pk))


def _second(asked: SecondRating) -> Item:
    seen = asked.observation
    said = f"{seen.get_kind_display()} of {seen.focus.person.name}, {seen.focus.skill.name}"
    return Item(said, f"Asked by {seen.observer.name}", _url("skills:second-rating", asked.pk))


def _when(one: OneOnOne) -> str:
    return f"{timezone.localtime(one.starts_at):%A, %-d %B at %-H:%M}"


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)


ACTS = {"Overdue": "Mark as kept", "Due today": "Mark as kept", "Did it take place?": "Yes, it took place"}
