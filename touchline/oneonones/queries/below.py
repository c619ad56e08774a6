"""Whether the leaders below meet their reps; how often, never what was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from touchline.oneonones.models import OneOnOne
from touchline.oneonones.queries.meetings import WEEKS_COUNTED, midnight, zone_of
from touchline.people.models import Person


@dataclass(frozen=True, slots=True)
class Adherence:
    """One leader below: one-on-ones held of those due in the last weeks, with how many reps."""

    name: str
    reps: int
    due: int
    held: int


def adherence_below(reader: Person, *, now: datetime) -> tuple[Adherence, ...]:
    """Every leader below `reader`, however far, who has one-on-ones due; one query.

    Due is what fell due in the last 13 weeks less what was excused; today's counts once it has ended.
    """
    today = now.astimezone(zone_of(reader)).date()
    ended = ~Q(one_on_ones_led__outcome="") | Q(one_on_ones_led__starts_at__lt=midnight(today, reader))
    counted = Q(one_on_ones_led__due_on__gt=today - timedelta(weeks=WEEKS_COUNTED), one_on_ones_led__due_on__lte=today)
    due = counted & ended & ~Q(one_on_ones_led__outcome=OneOnOne.Outcome.EXCUSED)
    held = counted & Q(one_on_ones_led__outcome=OneOnOne.Outcome.HELD)
    leaders = Person.objects.filter(lines_above__above=reader, one_on_ones_led__isnull=False).annotate(
        reps=Count("one_on_ones_led__rep", filter=due, distinct=True),
        due=Count("one_on_ones_led", filter=due),
        held=Count("one_on_ones_led", filter=held),
    )
    rows = leaders.order_by("name").values_list("name", "reps", "due", "held")
    return tuple(Adherence(*row) for row in rows)
