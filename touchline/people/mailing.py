"""Mail to one person about their own work."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from touchline.people.models import Person

NO_POST = "django.core.mail.backends.console.EmailBackend"


def can_mail(person: Person) -> bool:
    """Is there a mail server, and somebody here to write to? The made-up people of the demo get no mail."""
    is_here = not person.left_on and bool(person.email)
    return is_here and not person.workspace.is_demo and settings.EMAIL_BACKEND != NO_POST


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
