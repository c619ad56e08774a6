"""End a focus: what the record says is stored with it, so that no focus ends without a verdict."""

from datetime import datetime

from django.db import transaction

from touchline.people.models import Person
from touchline.skills.looking import take_look
from touchline.skills.models import Focus, Verdict


@transaction.atomic
def close_with_verdict(focus: Focus, *, by: Person, at: datetime, why: str = "") -> Verdict:
    """Store what the record says, then free the place; closing twice changes nothing."""
    verdict = take_look(focus, look=Verdict.Look.CLOSE, by=by, at=at)
    focus.close(by=by, at=at, why=why)
    return verdict
