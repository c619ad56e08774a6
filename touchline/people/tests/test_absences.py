"""Days away: who writes them, who sees them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from touchline.people.models import Absence


def test_days_away_are_seen_by_oneself_and_ones_leader_until_withdrawn(cast, monday):
    away = Absence.enter(cast.priya, from_on=date(2026, 12, 21), to_on=date(2026, 12, 31), by=cast.priya, at=monday)
    for who, sees in (
        (cast.priya, True),
        (cast.maya, True),
        (cast.theo, False),
        (cast.vera, False),
        (cast.adam, False),
    ):
        assert Absence.objects.visible_to(who.user).exists() is sees, who
    assert list(Absence.objects.standing().touching(date(2026, 12, 31), date(2027, 1, 5))) == [away]
    assert not Absence.objects.touching(date(2027, 1, 1), date(2027, 1, 5)).exists()
    away.withdraw(by=None, at=monday)
    assert not Absence.objects.standing().exists()


def test_days_away_do_not_end_before_they_begin(cast, monday):
    with pytest.raises(ValidationError, match="The last day must be"):
        Absence.enter(cast.priya, from_on=date(2026, 12, 21), to_on=date(2026, 12, 20), by=cast.priya, at=monday)
