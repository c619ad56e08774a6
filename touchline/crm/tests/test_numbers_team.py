from datetime import date

from touchline.crm.numbers.team import drawn


def test_a_rep_counts_for_the_days_of_the_seat_and_not_the_day_it_ended():
    team = drawn(1, [(2, "Theo", 1, date(2026, 1, 1), date(2026, 4, 1))])
    assert team.owned(2, date(2026, 1, 1))
    assert team.owned(2, date(2026, 3, 31))
    assert not team.owned(2, date(2026, 4, 1))
    assert not team.owned(2, date(2025, 12, 31))


def test_a_seat_without_a_first_day_is_since_before_the_record():
    team = drawn(1, [(2, "Theo", 1, None, None)])
    assert team.owned(2, date(1999, 1, 1))


def test_a_rep_below_a_leader_below_counts_while_both_seats_last():
    seats = [(2, "Maya", 1, date(2026, 2, 1), None), (3, "Theo", 2, None, date(2026, 6, 1))]
    team = drawn(1, seats)
    assert not team.owned(3, date(2026, 1, 31))
    assert team.owned(3, date(2026, 2, 1))
    assert not team.owned(3, date(2026, 6, 1))
    assert team.members[2].leads
    assert not team.members[3].leads
    assert team.leaders == [1, 2]


def test_somebody_who_came_back_counts_for_both_stays():
    team = drawn(1, [(2, "Theo", 1, None, date(2026, 1, 1)), (2, "Theo", 1, date(2026, 6, 1), None)])
    days = [date(2025, 12, 1), date(2026, 3, 1), date(2026, 7, 1)]
    assert [team.owned(2, day) for day in days] == [True, False, True]
    assert [m.name for m in team.within(date(2026, 2, 1), date(2026, 5, 31))] == []


def test_whoever_moved_within_the_team_never_left_it():
    below = [(2, "Maya", 1, None, None), (3, "Ines", 1, None, None)]
    team = drawn(1, [*below, (4, "Theo", 2, None, date(2026, 4, 1)), (4, "Theo", 3, date(2026, 4, 1), None)])
    assert team.settled(date(2026, 1, 1), date(2026, 12, 31)) == {2, 3, 4}
    gap = drawn(1, [*below, (4, "Theo", 2, None, date(2026, 4, 1)), (4, "Theo", 3, date(2026, 5, 1), None)])
    assert gap.settled(date(2026, 1, 1), date(2026, 12, 31)) == {2, 3}
    assert gap.settled(date(2026, 5, 1), date(2026, 12, 31)) == {2, 3, 4}
