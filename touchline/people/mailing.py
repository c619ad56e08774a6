"""Mail to one person about their own work."""

import logging
from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from touchline.people.models import Person

NO_POST = "touchline.people.mailing.NoPost"
log = logging.getLogger(__name__)


class NoPost(BaseEmailBackend):
    """Where no mail server is set up: nothing is sent, and nothing of a mail is kept, for links in it open accounts."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            log.warning("A mail to %s was not sent: EMAIL_URL names no mail server.", _counted(letter.recipients()))
        return len(email_messages)


def _counted(addresses: list[str]) -> str:
    return "1 address" if len(addresses) == 1 else f"{len(addresses)} addresses"


def is_mail_sent() -> bool:
    """Is there a mail server?"""
    return settings.EMAIL_BACKEND != NO_POST


def can_mail(person: Person) -> bool:
    """Is there a mail server, and somebody here to write to? The made-up people of the demo get no mail."""
    is_here = not person.left_on and bool(person.email)
    return is_here and not person.workspace.is_demo and is_mail_sent()


def mail(person: Person, *, subject: str, text: str, html: str, more: dict[str, str] | None = None) -> bool:
    """Mail `person`, as text and as HTML; False where the mail server did not take it."""
    headers = {"Auto-Submitted": "auto-generated"} | (more or {})
    letter = EmailMultiAlternatives(" ".join(subject.split()), text, to=[person.email], headers=headers)
    letter.attach_alternative(html, "text/html")
    try:
        letter.send()
    except (SMTPException, OSError):
        return False
    return True
