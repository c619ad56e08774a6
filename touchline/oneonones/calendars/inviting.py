"""Mail invitations and their ends (RFC 5546, 6047) to both who meet, where the workspace has switched that on.

What is due is what differs between the one-on-ones and what was mailed last, so nothing committed is ever forgotten,
and nothing that was rolled back is ever mailed. A crash between sending and noting sends the same invitation twice,
which calendars take as one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string

from touchline.oneonones.calendars.entries import Entry, Party, invitation
from touchline.oneonones.calendars.feed import entry_of, gone_entry_of
from touchline.oneonones.models import Mailing, OneOnOne, Withdrawn
from touchline.people.models import Person, Workspace

# Rhythms fall due four weeks ahead; a calendar needs to know two.
AHEAD = timedelta(days=14)
MOST_AT_ONCE = 200


def is_switched_on() -> bool:
    return Workspace.objects.filter(sends_invitations=True).exists()


@dataclass(frozen=True, slots=True)
class Due:
    """One invitation or cancellation to be mailed; `entry` as it stands, `sequence` as it is numbered in the mail."""

    entry: Entry
    sequence: int
    leader: Person
    rep: Person


def send_due(*, at: datetime) -> int:
    """Mail what is due at `at`, at most two hundred in one go; returns how many went out."""
    return sum(_send(letter, at=at) for letter in due(at=at)[:MOST_AT_ONCE])


def due(*, at: datetime) -> list[Due]:
    """The invitations and cancellations that have to be mailed; three queries."""
    known = {mailing.uid: mailing for mailing in Mailing.objects.filter(starts_at__gt=at)}
    on = Q(leader__workspace__sends_invitations=True, starts_at__gt=at) & ~Q(leader__email="") & ~Q(rep__email="")
    ones = OneOnOne.objects.filter(on, Q(starts_at__lte=at + AHEAD) | Q(uid__in=known))
    gone = Withdrawn.objects.filter(on, uid__in=known).select_related("leader__workspace", "rep")
    told = [
        (entry_of(one, made_at=at), one.leader, one.rep)
        for one in ones.select_related("leader__workspace", "rep", "rhythm").order_by("starts_at", "pk")
    ]
    told += [(gone_entry_of(one), one.leader, one.rep) for one in gone.order_by("starts_at", "pk")]
    return [
        Due(entry, _number(entry, last), leader, rep)
        for entry, leader, rep in told
        if _is_due(entry, last := known.get(UUID(entry.uid)), at)
    ]


def _is_due(entry: Entry, last: Mailing | None, at: datetime) -> bool:
    if last is None:
        return not entry.is_cancelled
    if last.sent_at is None:
        return at >= last.tried_at + Mailing.TRIES_AGAIN_AFTER
    return (entry.sequence, entry.is_cancelled) != (last.of_sequence, last.is_cancelled)


def _number(entry: Entry, last: Mailing | None) -> int:
    """What is mailed is numbered above what was mailed before, or a calendar would take it for an old letter."""
    return max(entry.sequence, last.sequence + 1) if last else entry.sequence


def _send(letter: Due, *, at: datetime) -> bool:
    mailed = _mail(letter)
    noted = {
        "is_cancelled": letter.entry.is_cancelled,
        "starts_at": letter.entry.starts_at,
        "sequence": letter.sequence,
        "of_sequence": letter.entry.sequence,
        "tried_at": at,
        "sent_at": at if mailed else None,
    }
    Mailing.objects.update_or_create(uid=UUID(letter.entry.uid), defaults=noted)
    return mailed


def _mail(letter: Due) -> bool:
    entry, leader = letter.entry, letter.leader
    starts_at = entry.starts_at.astimezone(ZoneInfo(entry.zone))
    facts = {"entry": entry, "leader": leader, "starts_at": starts_at}
    subject = f"{'Cancelled: ' if entry.is_cancelled else ''}{entry.summary}, {starts_at:%-d %b %Y}"
    text = render_to_string("oneonones/mail/calendar_invitation.txt", facts)
    parties = [Party(person.name, person.email) for person in (leader, letter.rep)]
    mail = EmailMultiAlternatives(subject, text, to=[party.email for party in parties], reply_to=[leader.email])
    invited = invitation(replace(entry, sequence=letter.sequence), organizer=parties[0], attendees=parties)
    mail.attach_alternative(invited.decode(), f"text/calendar; method={'CANCEL' if entry.is_cancelled else 'REQUEST'}")
    try:
        mail.send()
    except (SMTPException, OSError):
        return False
    return True
