"""The digest: what waits for one person today, in one mail, and nothing where there is nothing new to say."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from touchline.people.mailing import can_mail, mail
from touchline.people.models import Digest, Person, Reach
from touchline.people.offers import waiting
from touchline.people.waiting import Section, Waiting
from touchline.ui.words import opening

LISTED = 10
REPEATED_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the mail, where it leads, and the link that does something about it in one press."""

    says: str
    detail: str
    url: str
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the mail: its title, its lines, how many more there are, and what a press says."""

    title: str
    items: tuple[Item, ...]
    more: int
    act: str


def is_worth_a_mail(person: Person, *, at: datetime) -> bool:
    """Is there something new to tell `person`?"""
    last = person.digests.exclude(sent_at=None).order_by("-sent_on").first()
    return _is_news(waiting(person, at=at), last, day=person.day_of(at))


def _is_news(found: tuple[Waiting, ...], last: Digest | None, *, day: date) -> bool:
    """Does anything wait that the digest before did not tell, or anything at all after a week of silence?"""
    if last is None or day - last.sent_on >= REPEATED_AFTER:
        return bool(found)
    return any(one.is_news(sent_on=last.sent_on, lined_up_at=last.lined_up_at) for one in found)


def send(digest: Digest, *, at: datetime) -> bool:
    """Mail it as things stand now; False where nothing is left to say, it is too late, or the mail server refused."""
    with transaction.atomic():
        if not can_mail(digest.person) or not digest.begin(at=at):
            return False
        found = waiting(digest.person, at=at)
        if not found:
            digest.withdraw()
            return False
        subject, settings_url = subject_of(found), settings.SITE_URL + reverse("people:reach")
        letter = {"person": digest.person, "finding": subject, "parts": parts(found), "settings_url": settings_url}
        with timezone.override(Reach.of(digest.person).zone):
            text, html = (render_to_string(f"week/mail/digest.{kind}", letter) for kind in ("txt", "html"))
    unsubscribe = {"List-Unsubscribe": f"<{settings_url}>"}
    is_taken = mail(digest.person, subject=subject, text=text, html=html, more=unsubscribe)
    if not is_taken:
        digest.fail()
    return is_taken


def subject_of(found: tuple[Waiting, ...]) -> str:
    """How much of what waits, no words of anybody."""
    return opening(", ".join(section.counts(len([*items])) for section, items in groupby(found, _section)))


def parts(found: tuple[Waiting, ...]) -> tuple[Part, ...]:
    """The mail part by part, each line with its links; the links that act are made here and kept nowhere else."""
    made = []
    for section, waits in groupby(found, _section):
        every = [*waits]
        shown = every[-LISTED:] if section.shows_latest else every[:LISTED]
        made.append(Part(section.title, tuple(map(_item, shown)), len(every) - len(shown), section.press))
    return tuple(made)


def _section(one: Waiting) -> Section:
    return one.section


def _item(one: Waiting) -> Item:
    tap = settings.SITE_URL + one.press() if one.press else ""
    return Item(one.what, one.detail, settings.SITE_URL + one.url, tap)
