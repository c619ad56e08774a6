"""The closing mail: what the two promised each other in a one-on-one, to both, once.

It leaves ten minutes after the one-on-one was marked as held and the last commitment was made, so that an undo takes it
along and what is written down just afterwards is in it. It is a receipt, so quiet hours and the digest's limits do not
hold for it.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from touchline.oneonones.models import Closing, OneOnOne, Tap
from touchline.oneonones.queries.promises import promises
from touchline.people.mailing import can_mail, mail
from touchline.people.models import Person, Reach


def line_up(*, at: datetime) -> list[int]:
    """Store which closing mails are due and return their keys, those to be tried again among them."""
    again = list(Closing.unsent(at).values_list("pk", flat=True))
    Closing.objects.filter(pk__in=again).update(lined_up_at=at)
    due = [(one, [person for person in (one.leader, one.rep) if can_mail(person)]) for one in Closing.due(at)]
    return again + [closing.pk for one, people in due for closing in Closing.line_up(one, people, at=at)]


def send(closing: Closing, *, at: datetime) -> bool:
    """Mail it; False where there was nothing to mail, nobody to mail to, or the mail server refused."""
    with transaction.atomic():
        if not can_mail(closing.person) or not closing.begin(at=at):
            return False
        letter = letter_of(closing.one_on_one, closing.person, at=at)
    with timezone.override(Reach.of(closing.person).zone):
        text, html = (render_to_string(f"oneonones/mail/closing.{kind}", letter) for kind in ("txt", "html"))
    is_taken = mail(closing.person, subject=letter["subject"], text=text, html=html)
    if not is_taken:
        closing.fail(at=at)
    return is_taken


def letter_of(one: OneOnOne, reader: Person, *, at: datetime) -> dict[str, object]:
    """What the mail to `reader` says: the commitments of this one-on-one alone, and for the rep a link to confirm."""
    other = one.rep if reader.pk == one.leader_id else one.leader
    made = one.commitments.open().select_related("owner", "to").order_by("due_on", "pk")
    asks_to_confirm = reader.pk == one.rep_id and one.confirmed_at is None
    token = Tap.to_confirm(one, at=at) if asks_to_confirm else ""
    return {
        "subject": f"After your one-on-one with {other.first_name}",
        "reader": reader,
        "other": other,
        "held_at": one.outcome_at,
        "promises": promises(made, reader=reader, today=reader.workspace.today(at)),
        "link": settings.SITE_URL + reverse("oneonones:show", args=[one.pk]),
        "tap": settings.SITE_URL + reverse("oneonones:tap", args=[token]) if token else "",
    }
