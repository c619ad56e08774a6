"""Under the numbers, told by Maya, who leads eight reps through the fourth quarter of 2025."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from touchline.crm.models import Deal, DealChange, Import, Quota, Source, Stage
from touchline.crm.numbers.evidence import deals_page
from touchline.crm.numbers.page import numbers_json, numbers_page
from touchline.crm.numbers.panel import TITLES
from touchline.measures.periods import Period
from touchline.people.models import Person, Role

QUARTER = Period.parse("2025Q4")
OVER = date(2026, 1, 10)
RUNNING = date(2025, 11, 15)
QUOTA = 100_000_00
NAMES = ["Ana", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus", "Hana"]


@pytest.fixture
def reps(cast):
    return team(cast, cast.maya, NAMES)


@pytest.fixture
def book(cast):
    return Book(cast.workspace)


def team(cast, leader, names):
    found = []
    for name in names:
        rep = Person.objects.create(workspace=cast.workspace, name=f"{name} Reed")
        rep.grant(Role.Kind.REP, by=None, on=date(2025, 1, 6))
        rep.move(to=leader, by=cast.adam, on=date(2025, 1, 6))
        found.append(rep)
    return found


class Book:
    """The deals of a CRM, as an import of 1 July 2025 and later ones left them."""

    def __init__(self, workspace):
        at = datetime(2025, 7, 1, tzinfo=UTC)
        self.source = Source.objects.create(workspace=workspace, name="Ledger", created_at=at)
        Import.objects.create(source=self.source, state=Import.State.APPLIED, as_of=at, started_at=at, applied_at=at)
        names = enumerate([("Offer", "open"), ("Won", "won"), ("Lost", "lost")])
        self.stages = {
            outcome: Stage.objects.create(source=self.source, name=name, outcome=outcome, position=place)
            for place, (name, outcome) in names
        }
        self.n = 0

    def deal(self, rep, amount, *, outcome="won", on=None, **more):
        self.n += 1
        kept = {"name": f"Deal {self.n}", "created_on": date(2025, 9, 1), "close_on": on, "currency": "USD"} | more
        return Deal.objects.create(
            source=self.source,
            external_id=str(self.n),
            owner=rep,
            stage=self.stages[outcome],
            outcome=outcome,
            amount_minor=amount,
            decided_on=on if outcome != "open" else None,
            **kept,
        )

    def moved(self, deal, old, new, *, seen):
        DealChange.objects.create(deal=deal, field=DealChange.Field.CLOSE, old=old, new=new, seen_by=seen)


def quotas(cast, reps, amount=QUOTA):
    for rep in reps:
        Quota.agree(
            rep,
            starts_on=QUARTER.starts_on,
            ends_on=QUARTER.ends_on,
            amount_minor=amount,
            currency="USD",
            by=cast.vera,
            at=datetime(2025, 9, 1, tzinfo=UTC),
        )


def sold(book, reps, thousands, *, deals=5, on=date(2025, 11, 3)):
    """Each rep wins so many thousands, in equal deals a week apart."""
    for rep, amount in zip(reps, thousands, strict=True):
        for place in range(deals):
            book.deal(rep, amount * 1000_00 // deals, on=on + timedelta(weeks=place))


def panels(leader, *, period=QUARTER, as_of=OVER):
    return {panel.key: panel for panel in numbers_page(leader, period, as_of=as_of).panels}


def test_a_made_number_that_one_rep_and_one_deal_carry_wants_a_look(cast, reps, book):
    quotas(cast, reps)
    sold(book, reps, [90, 80, 75, 70, 70, 65, 60, 60])
    book.deal(reps[0], 326_000_00, on=date(2025, 12, 8), name="Alder")
    page = numbers_page(cast.maya, QUARTER, as_of=OVER)
    found = {panel.key: panel for panel in page.panels}
    assert page.attainment.ratio == 1.12
    assert page.finding == "Q4 2025 is made, but not by the team"
    assert found["participation"].verdict == "look"
    assert found["participation"].finding == "1 of 8 reps at quota; without Ana Reed the others are at 69%"
    assert found["concentration"].verdict == "look"
    assert found["concentration"].finding == "Without Alder ($326k) it is 71% of plan, not 112%"
    assert found["attainment"].verdict == "pass"


def test_a_number_just_missed_by_a_team_that_stands_passes(cast, reps, book):
    quotas(cast, reps)
    sold(book, reps, [104, 103, 102, 101, 100, 100, 82, 76])
    found = panels(cast.maya)
    assert found["attainment"].finding == "96% of plan: $768k of $800k"
    assert found["attainment"].verdict == "look"
    assert found["participation"].verdict == "pass"
    assert found["participation"].finding.startswith("6 of 8 reps at quota")
    assert found["concentration"].verdict == "pass"
    assert (found["participation"].low, found["participation"].high) == pytest.approx((0.409, 0.929), abs=1e-3)


def test_without_quotas_the_panels_that_need_one_say_so_and_link_there(cast, reps, book, sign_in):
    sold(book, reps, [10] * 8)
    page = numbers_page(cast.maya, QUARTER, as_of=OVER)
    needy = {panel.key for panel in page.panels if panel.needs_quota}
    assert needy == {"attainment", "participation", "concentration"}
    assert all(panel.verdict == "cant_tell" for panel in page.panels if panel.needs_quota)
    html = sign_in(cast.maya).get("/numbers/?period=2025Q4").content.decode()
    assert html.count('href="/quotas/"') >= len(needy)
    assert "Without quotas nobody can say who is at theirs" in html


def test_the_leader_and_those_above_see_the_numbers_and_nobody_else(cast, reps, book, sign_in):
    sold(book, reps, [10] * 8)
    address = f"/numbers/{cast.maya.pk}/?period=2025Q4"
    assert "Maya Okonkwo" in sign_in(cast.vera).get(address).content.decode()
    assert "40 won deals" in sign_in(cast.maya).get("/numbers/?period=2025Q4").content.decode()
    for other in (cast.ines, cast.theo, cast.omar, cast.adam, cast.stranger):
        assert sign_in(other).get(address).status_code == 404
    assert sign_in(cast.theo).get("/numbers/").status_code == 404
    assert sign_in(cast.maya).get("/numbers/?period=someday").status_code == 404


def test_the_deals_behind_a_panel_open_fifty_at_a_time(cast, reps, book, sign_in):
    sold(book, reps, [100] * 8, deals=7)
    book.deal(cast.noor, 5_000_00, on=date(2025, 11, 3), name="Another team's")
    client = sign_in(cast.maya)
    first = client.get("/numbers/?period=2025Q4&panel=concentration").content.decode()
    last = client.get("/numbers/?period=2025Q4&panel=concentration&page=2").content.decode()
    assert "56 deals stand behind the answer" in first
    assert (first.count('scope="row"'), last.count('scope="row"')) == (50, 6)
    assert "Another team" not in first + last
    assert client.get("/numbers/?panel=nonsense").status_code == 404


@pytest.mark.parametrize("key", TITLES)
def test_every_panel_opens_to_its_deals(cast, book, sign_in, key):
    book.deal(cast.theo, 5_000_00, on=date(2025, 11, 3), created_on=date(2025, 10, 1))
    html = sign_in(cast.maya).get(f"/numbers/?period=2025Q4&panel={key}").content.decode()
    assert TITLES[key] in html
    assert f'href="/numbers/{cast.maya.pk}/?period=2025Q4#{key}"' in html


def test_the_page_costs_the_same_for_one_deal_and_for_many(cast, reps, book, sign_in, django_assert_max_num_queries):
    quotas(cast, reps)
    client = sign_in(cast.vera)
    address = f"/numbers/{cast.maya.pk}/?period=2025Q4"
    for _ in range(2):
        with django_assert_max_num_queries(12):
            client.get(address)
        with django_assert_max_num_queries(12):
            client.get(f"{address}&panel=win_rate")
        sold(book, reps, [100] * 8, deals=9)


def test_a_deal_counts_for_the_leader_its_owner_had_when_it_was_decided(cast, reps, book):
    reps[0].move(to=cast.ines, by=cast.adam, on=date(2025, 11, 1))
    book.deal(reps[0], 10_000_00, on=date(2025, 10, 31))
    book.deal(reps[0], 20_000_00, on=date(2025, 11, 1))
    won = [numbers_page(leader, QUARTER, as_of=OVER).won_value for leader in (cast.maya, cast.ines, cast.vera)]
    assert won == [10_000_00, 20_000_00, 30_000_00]


def test_while_the_quarter_runs_a_quota_counts_by_the_days_that_are_over(cast, reps, book):
    quotas(cast, reps)
    sold(book, reps, [60] * 6 + [40] * 2, on=date(2025, 10, 6))
    found = panels(cast.maya, as_of=RUNNING)
    assert found["attainment"].finding == "55% of plan with 50% of Q4 2025 gone"
    assert found["attainment"].verdict == "pass"
    assert found["participation"].finding.startswith("6 of 8 reps on pace for quota")
    assert found["timing"].finding == "The last week of Q4 2025 is still to come"


def test_what_was_won_after_the_day_looked_from_is_not_known_yet(cast, reps, book):
    sold(book, reps, [10] * 8, on=date(2025, 12, 1))
    page = numbers_page(cast.maya, QUARTER, as_of=RUNNING)
    assert (page.won, page.open) == (0, 40)


def test_close_dates_pushed_out_of_the_quarter_are_counted_from_their_history(cast, reps, book):
    for place in range(12):
        deal = book.deal(reps[0], 10_000_00, outcome="open", close_on=date(2025, 11, 20))
        if place < 6:
            Deal.objects.filter(pk=deal.pk).update(close_on=date(2026, 2, 1), pushes=2)
            book.moved(deal, "2025-11-20", "2026-02-01", seen=datetime(2025, 11, 1, tzinfo=UTC))
    found = panels(cast.maya, as_of=RUNNING)["slippage"]
    assert found.finding == "6 of 12 deals due in Q4 2025 are pushed out of it so far, 50% of their value"
    assert found.verdict == "look"
    assert "6 deals had the close date moved twice or more" in found.note


def test_a_deal_pushed_out_and_decided_later_still_slipped(cast, reps, book):
    for place in range(10):
        deal = book.deal(reps[0], 10_000_00, outcome="lost", on=date(2026, 1, 5), close_on=date(2026, 1, 5))
        if place < 4:
            book.moved(deal, "2025-11-20", "2026-01-05", seen=datetime(2025, 11, 1, tzinfo=UTC))
    for _ in range(6):
        book.deal(reps[0], 10_000_00, outcome="lost", on=date(2025, 11, 20))
    found = panels(cast.maya)["slippage"]
    assert found.finding == "4 of 10 deals due in Q4 2025 were pushed out of it, 40% of their value"
    assert deals_page(cast.maya, QUARTER, "slippage", as_of=OVER).total == 4


def test_while_the_quarter_runs_nobody_can_say_that_close_dates_hold(cast, reps, book):
    for _ in range(12):
        book.deal(reps[0], 10_000_00, outcome="open", close_on=date(2025, 12, 20))
    assert panels(cast.maya, as_of=RUNNING)["slippage"].verdict == "cant_tell"


def test_slippage_is_not_told_from_a_record_that_began_too_late(cast, reps, book):
    Import.objects.update(as_of=datetime(2025, 10, 20, tzinfo=UTC))
    book.deal(reps[0], 10_000_00, outcome="open", close_on=date(2025, 11, 20))
    found = panels(cast.maya, as_of=RUNNING)["slippage"]
    assert found.verdict == "cant_tell"
    assert "known since 20 Oct 2025 only" in found.finding


def test_the_chance_to_make_it_comes_from_the_stages_own_history(cast, reps, book):
    quotas(cast, reps[:1], amount=100_000_00)
    book.deal(reps[0], 80_000_00, on=date(2025, 10, 20))
    for _ in range(2):
        book.deal(reps[0], 20_000_00, outcome="open", close_on=date(2025, 12, 1))
    assert panels(cast.maya, as_of=RUNNING)["coverage"].verdict == "cant_tell"
    Stage.objects.filter(outcome="open").update(odds=0.5, odds_n=40)
    Source.objects.update(holds_quarter=0.5)
    assert panels(cast.maya, as_of=RUNNING)["coverage"].finding == "44% chance to win the $20k still missing"
    Source.objects.update(holds_quarter=1)
    found = panels(cast.maya, as_of=RUNNING)["coverage"]
    assert found.finding == "75% chance to win the $20k still missing"
    assert (found.verdict, found.low, found.high) == ("look", 80_000_00, 120_000_00)
    assert panels(cast.maya, as_of=OVER)["coverage"].finding == "Q4 2025 is over: nothing is left to cover"


def test_a_rise_that_hides_a_falling_win_rate_wants_a_look(cast, reps, book):
    for rep in reps:
        for place in range(2):
            book.deal(rep, 10_000_00, on=date(2025, 8, 4 + place))
        book.deal(rep, 10_000_00, outcome="lost", on=date(2025, 8, 11))
        for place in range(3):
            book.deal(rep, 10_000_00, on=date(2025, 11, 4 + place))
        for place in range(4):
            book.deal(rep, 10_000_00, outcome="lost", on=date(2025, 11, 11 + place))
    found = panels(cast.maya)["drivers"]
    assert found.finding == "Up $80k on Q3 2025: volume +$167k, win rate −$87k, deal size $0"
    assert found.verdict == "look"


def test_a_spread_of_win_rates_that_luck_makes_passes_and_ranks_nobody(cast, reps, book):
    for rep, wins, n in zip(reps, [14, 9, 12, 5, 11, 7, 3, 10], [40, 38, 31, 29, 45, 22, 18, 27], strict=True):
        for place in range(n):
            book.deal(rep, 1_000_00, outcome="won" if place < wins else "lost", on=date(2025, 10, 1 + place % 28))
    found = panels(cast.maya)
    assert found["win_rate"].verdict == "pass"
    assert "Luck explains 93% of the spread" in found["win_rate"].note
    assert [lane.name for lane in found["win_rate"].lanes.rows] == [f"{name} Reed" for name in NAMES]
    assert found["win_rate"].lanes.rows[6].text == "27%"
    assert found["regression"].finding == "Dev Reed’s 17% is likely to be 27% next time, nothing done"


def test_open_deals_older_than_won_ones_want_a_look(cast, reps, book):
    for place in range(12):
        book.deal(reps[0], 1_000_00, on=date(2025, 11, 3), created_on=date(2025, 11, 3) - timedelta(days=20 + place))
    for place in range(10):
        created = date(2025, 11, 5) if place < 5 else date(2025, 6, 1)
        book.deal(reps[0], 1_000_00, outcome="open", created_on=created, next_step="Call" if place else "")
    found = panels(cast.maya, as_of=RUNNING)
    assert found["ageing"].finding == "5 of 10 open deals are older than nine of ten won deals were"
    assert found["ageing"].verdict == "look"
    assert found["next_step"].finding == "1 open deal has no next step, and 0 next steps are overdue"
    assert found["next_step"].verdict == "pass"


def test_a_quarter_without_deals_shows_the_way_to_the_last_that_has_some(cast, reps, book, sign_in):
    sold(book, reps, [10] * 8, on=date(2023, 5, 1))
    html = sign_in(cast.maya).get("/numbers/?period=2025Q4").content.decode()
    assert "Nothing was decided in Q4 2025" in html
    assert 'href="?period=2023Q2"' in html
    assert "Without quotas nobody can say" not in html


def test_the_page_as_plain_values_has_money_in_major_units(cast, reps, book):
    quotas(cast, reps)
    sold(book, reps, [96] * 8)
    told = json.loads(json.dumps(numbers_json(numbers_page(cast.maya, QUARTER, as_of=OVER))))
    assert (told["person"], told["period"], told["as_of"]) == ("Maya Okonkwo", "2025Q4", "2026-01-10")
    assert (told["won"], told["lost"], told["open"], told["won_value"]) == (40, 0, 0, "768000.00")
    assert (told["quota"], told["attainment"], told["participation"]) == ("800000.00", 0.96, 0.0)
    assert told["currency"] == "USD"
    assert all(panel["verdict"] in {"pass", "look", "cant_tell"} for panel in told["panels"])
    assert {"key", "verdict", "finding", "n", "low", "high", "window"} <= set(told["panels"][0])


def test_a_leader_nobody_reports_to_gets_an_answer_for_every_question(cast):
    cast.noor.leave(by=cast.adam, on=date(2025, 2, 1))
    page = numbers_page(cast.ines, QUARTER, as_of=OVER)
    assert {panel.verdict for panel in page.panels} == {"cant_tell"}
    assert page.participation.at_quota.mid is None
