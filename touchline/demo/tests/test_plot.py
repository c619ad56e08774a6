from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from touchline.demo import proof
from touchline.demo.loading import SEED
from touchline.demo.plot import ALONE, CAST, shuffled, team
from touchline.demo.quarters import fiscal_year_starts, monday_of, quarters
from touchline.demo.story import simulate

MONDAY = date(2026, 11, 23)
TWO_LEADERS = tuple(part for part in CAST if part.leader != "improving")
# New year, the last day of a fiscal year, a leap day's week, the week a year ends in.
AWKWARD = (date(2026, 1, 1), date(2027, 1, 31), date(2028, 2, 29), date(2026, 12, 31))


@pytest.fixture(scope="module")
def story():
    return simulate(monday=MONDAY, seed=SEED)


def test_in_19_of_20_tellings_the_measures_look_at_the_open_door_and_pass_the_one_who_practises():
    looks = passes = 0
    for seed in range(20):
        cast = tuple(part for part in shuffled(seed) if part.leader != "improving")
        told = simulate(monday=MONDAY, seed=seed, cast=cast)
        looks += proof.read(told, "open_door").says_look
        passes += proof.read(told, "practises").says_pass
    assert (looks >= 19, passes >= 19) == (True, True), f"look {looks}, pass {passes} of 20"


def test_a_team_that_sells_alone_does_not_pass_under_any_name():
    cast = tuple(replace(part, skill=ALONE) if part.leader == "practises" else part for part in TWO_LEADERS)
    passed = [proof.read(simulate(monday=MONDAY, seed=seed, cast=cast), "practises").says_pass for seed in range(5)]
    assert passed == [False] * 5


def test_the_demo_as_shipped_tells_the_claim(story):
    practises, open_door = (proof.read(story, leader) for leader in ("practises", "open_door"))
    assert 0.92 <= practises.attainment < 1
    assert practises.says_pass
    assert round(practises.spread.at_quota.mid * practises.spread.n) == 6
    assert practises.spread.n == 8
    assert 1.05 <= open_door.attainment <= 1.2
    assert open_door.says_look
    assert round(open_door.spread.at_quota.mid * open_door.spread.n) == 1
    assert open_door.deals.without_top < 0.85
    assert open_door.deals.deals_to_miss == 1


@pytest.mark.parametrize("months", range(0, 12, 3))
def test_the_demo_tells_the_claim_in_every_season(months):
    monday = monday_of(MONDAY + timedelta(days=months * 31))
    told = simulate(monday=monday, seed=SEED, cast=TWO_LEADERS)
    assert proof.read(told, "practises").says_pass
    assert proof.read(told, "open_door").says_look


def test_the_lines_for_people_name_leader_and_verdict():
    lines = list(proof.told(MONDAY, [1]))
    assert len(lines) == 3
    assert lines[0].startswith("seed  1  Helen Marsh")
    assert "of plan" in lines[0]


def test_the_same_seed_and_monday_make_the_same_deals_and_another_seed_others(story):
    again, other = (simulate(monday=MONDAY, seed=seed, cast=CAST) for seed in (SEED, SEED + 1))
    assert again.deals == story.deals
    assert other.deals != story.deals


@pytest.mark.parametrize("day", AWKWARD)
def test_any_day_lies_in_the_middle_of_thirteen_unbroken_quarters(day):
    monday = monday_of(day)
    spans = quarters(monday)
    assert len(spans) == 13
    assert monday in spans[-1]
    assert 4 <= (monday - spans[-1].starts_on).days // 7 <= 8
    assert all(after.starts_on - before.ends_on == timedelta(days=1) for before, after in pairwise(spans))
    assert (spans[0].starts_on.month - fiscal_year_starts(monday)) % 3 == 0


@pytest.mark.parametrize("day", AWKWARD)
def test_nothing_in_the_story_happens_on_or_after_its_monday(day):
    monday = monday_of(day)
    told = simulate(monday=monday, seed=SEED, cast=TWO_LEADERS)
    days = [shown.on for deals in told.deals.values() for deal in deals for shown in deal.history]
    assert max(days) < monday
    assert max(days) > monday - timedelta(days=7)
    assert min(days) >= told.quarters[0].starts_on - timedelta(days=100)


def test_the_week_has_something_to_talk_about(story):
    helens = team("practises")
    now = story.quarters[-1]
    marcus = next(part for part in helens if part.key == "marcus")
    pace = [sum(story.won(part, now)) / story.quota(part, now) for part in helens if part.key != "sam"]
    pushed = [deal for deal in story.deals["marcus"] if deal.is_open and deal.pushes >= 3]
    assert pushed
    assert sum(story.won(marcus, now)) < story.quota(marcus, now) / 2
    assert min(pace) < 0.45
    assert max(pace) > 0.65
    on_the_table = [deal for part in helens for deal in story.deals[part.key] if deal.is_open]
    assert any(deal.is_dead for deal in on_the_table)


def test_who_came_left_and_changed_leader_shows_in_the_deals(story):
    first_of_sam = min(deal.created_on for deal in story.deals["sam"])
    assert MONDAY - timedelta(weeks=5) <= first_of_sam
    nadias = story.deals["nadia"]
    assert max(deal.created_on for deal in nadias) < MONDAY - timedelta(weeks=34)
    assert {deal.owner for deal in nadias} == {"nadia", "amira"}
    assert not [deal for deal in nadias if deal.is_open if deal.owner == "nadia"]


def test_deal_ids_are_unique(story):
    keys = [deal.key for deals in story.deals.values() for deal in deals]
    assert len(keys) == len(set(keys)) > 5_000
