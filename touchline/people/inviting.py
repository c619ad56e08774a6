"""Inviting somebody: make the link, mail it, and hand it back once so that it can be given in person."""

from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from touchline.people.mailing import is_mail_sent
from touchline.people.models import Invitation, Person


@dataclass(frozen=True, slots=True)
class Sent:
    """The link of a fresh invitation, and whether it also went out by mail."""

    person: Person
    link: str
    was_mailed: bool


def invite(person: Person, *, by: Person, at: datetime) -> Sent:
    """Invite `person`; the mail goes after the invitation is stored, and a mail server that fails does not undo it."""
    invitation, token = Invitation.send(person, by=by, at=at)
    link = settings.SITE_URL + reverse("people:invitation", args=[token])
    return Sent(person, link, was_mailed=_mail(invitation, link, by=by))


def _mail(invitation: Invitation, link: str, *, by: Person) -> bool:
    if not is_mail_sent():
        return False
    facts = {"invitation": invitation, "link": link}
    subject = f"{by.name} invites you to Touchline at {invitation.person.workspace.name}"
    body = render_to_string("people/mail/invitation.txt", facts)
    try:
        send_mail(" ".join(subject.split()), body, None, [invitation.person.email])
    except (SMTPException, OSError):
        return False
    return True
