"""The words for numbers, money and days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from touchline.ui.templatetags import fmt

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("minor", "currency", "short", "full"),
    [
        (0, "USD", "$0", "$0"),
        (61_200, "USD", "$612", "$612"),
        (840_000, "USD", "$8.4k", "$8,400"),
        (8_400_050, "USD", "$84k", "$84,000.50"),
        (99_960_000, "USD", "$1.00m", "$999,600"),
        (140_000_000, "EUR", "€1.40m", "€1,400,000"),
        (1_240_000_000, "GBP", "£12.4m", "£12,400,000"),
        (-8_400_000, "USD", "−$84k", "−$84,000"),
        (8_400_000, "CHF", "CHF\xa084k", "CHF\xa084,000"),
        (84_000, "JPY", "JPY\xa084k", "JPY\xa084,000"),
        (None, "USD", "–", "–"),
    ],
)
def test_money_is_short_in_text_and_full_in_tables(minor, currency, short, full):
    assert fmt.money(minor, currency) == short
    assert fmt.money_full(minor, currency) == full


def test_shares_read_as_per_cent_and_their_differences_as_points():
    assert fmt.percent(0.637) == "64%"
    assert fmt.percent(0.637, 1) == "63.7%"
    assert fmt.percent(-0.004) == "0%"
    assert fmt.points(0.08) == "8 points"
    assert fmt.points(-0.01) == "−1 point"
    assert [fmt.percent(None), fmt.points(None), fmt.number(None)] == ["–"] * 3


def test_counts_carry_their_noun():
    assert fmt.plural(1, "deal") == "1 deal"
    assert fmt.plural(4833, "deal") == "4,833 deals"
    assert fmt.plural(2, "person,people") == "2 people"
    assert fmt.plural(0, "promise") == "0 promises"
    assert fmt.number(2.25) == "2.2"
    assert [fmt.ordinal(n) for n in (1, 2, 3, 11, 23, 112)] == ["1st", "2nd", "3rd", "11th", "23rd", "112th"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Today"),
        (1, "Tomorrow"),
        (-1, "Yesterday"),
        (2, "Wed"),
        (6, "Sun"),
        (7, "30 Nov"),
        (-10, "13 Nov"),
        (365, "23 Nov 2027"),
    ],
)
def test_a_day_has_its_nearest_name(days, words):
    assert fmt.day(MONDAY + timedelta(days=days), MONDAY) == words


def test_a_day_without_a_today_is_complete():
    assert fmt.day(MONDAY) == "23 Nov 2026"
    assert fmt.day(None, MONDAY) == "–"


def test_a_promise_is_late_by_days_or_due_on_a_day():
    assert fmt.late(MONDAY - timedelta(days=3), MONDAY) == "3 days late"
    assert fmt.late(MONDAY - timedelta(days=1), MONDAY) == "1 day late"
    assert fmt.late(MONDAY, MONDAY) == "Today"
    assert fmt.ago_days(MONDAY - timedelta(days=41), MONDAY) == "41 days ago"
    assert fmt.ago_days(None, MONDAY) == "Never"


def test_an_instant_is_shown_on_the_readers_clock(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    late_sunday = datetime(2026, 11, 22, 22, 40, tzinfo=UTC)
    assert fmt.clock(late_sunday) == "7:40"
    assert fmt.day(late_sunday, MONDAY) == "Today"
    assert fmt.clock(time(14, 5)) == "14:05"


def test_initials_take_the_first_and_last_name():
    assert [fmt.initials(name) for name in ("Priya Raman", "Cher", "Ana de la Cruz", "")] == ["PR", "C", "AC", ""]
