from datetime import UTC, date, datetime, timedelta

import pytest

from touchline.crm.models import Account, Activity, Deal, DealChange, Import, Owner, Source, Stage

SEEN = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.fixture
def source(cast, monday):
    return Source.objects.create(
        workspace=cast.workspace, name="Salesforce", deal_url="https://crm.example/deal/{id}", created_at=monday
    )


@pytest.fixture
def make_deal(source, monday):
    account = Account.objects.create(source=source, external_id="a1", name="Alder Group")
    stages = {
        outcome: Stage.objects.create(source=source, name=name, outcome=outcome, position=place)
        for place, (name, outcome) in enumerate([("Proposal", "open"), ("Closed Won", "won"), ("Closed Lost", "lost")])
    }
    batch = Import.objects.create(source=source, as_of=SEEN, started_at=SEEN)

    def make(name, owner, *, outcome="open", amount=5_000_000, close=date(2026, 12, 31), **more):
        decided = close if outcome != "open" else None
        return Deal.objects.create(
            source=source,
            external_id=name.lower(),
            name=name,
            account=account,
            owner=owner,
            stage=stages[outcome],
            outcome=outcome,
            amount_minor=amount,
            currency="USD",
            close_on=close,
            decided_on=decided,
            created_on=date(2026, 9, 1),
            first_import=batch,
            **more,
        )

    return make


@pytest.fixture
def deals(cast, make_deal):
    return [
        make_deal("Alder", cast.theo, pushes=2, stage_since=date(2026, 10, 1)),
        make_deal("Birch", cast.priya, outcome="won", amount=9_000_000, close=date(2026, 10, 5)),
        make_deal("Cedar", cast.noor, outcome="lost", close=date(2026, 9, 30)),
        make_deal("Dogwood", cast.theo, amount=None, close=date(2026, 1, 15), next_step="Call legal"),
    ]


def names(client, query=""):
    body = client.get(f"/deals/{query}").content.decode()
    found = [(body.find(f">{name}</a>"), name) for name in ("Alder", "Birch", "Cedar", "Dogwood")]
    return [name for place, name in sorted(found) if place >= 0]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("vera", {"Alder", "Birch", "Cedar", "Dogwood"}),
        ("maya", {"Alder", "Birch", "Dogwood"}),
        ("theo", {"Alder", "Dogwood"}),
        ("ines", {"Cedar"}),
        ("omar", set()),
        ("adam", set()),
        ("stranger", set()),
    ],
)
def test_who_sees_which_deals(cast, sign_in, deals, who, seen):
    client = sign_in(getattr(cast, who))
    assert set(names(client)) == seen
    opened = {d.name for d in deals if client.get(f"/deals/{d.pk}/").status_code == 200}
    assert opened == seen


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?outcome=open&sort=name", ["Alder", "Dogwood"]),
        ("?outcome=decided&sort=name", ["Birch", "Cedar"]),
        ("?panel=moved", ["Alder"]),
        ("?panel=overdue", ["Dogwood"]),
        ("?panel=no-step", ["Alder"]),
        ("?q=bir", ["Birch"]),
        ("?q=alder+group&sort=name", ["Alder", "Birch", "Cedar", "Dogwood"]),
        ("?since=2026-09-30&until=2026-10-31&sort=name", ["Birch", "Cedar"]),
        ("?sort=-amount", ["Birch", "Alder", "Cedar", "Dogwood"]),
        ("?sort=close", ["Dogwood", "Cedar", "Birch", "Alder"]),
    ],
)
def test_the_list_narrows_and_sorts(cast, sign_in, deals, query, expected):
    assert names(sign_in(cast.vera), query) == expected


def test_the_list_narrows_to_an_owner_and_to_a_team(cast, sign_in, deals):
    client = sign_in(cast.vera)
    assert names(client, f"?owner={cast.priya.pk}") == ["Birch"]
    assert set(names(client, f"?team={cast.maya.pk}")) == {"Alder", "Birch", "Dogwood"}
    assert "3 deals fit" in client.get(f"/deals/?team={cast.maya.pk}").content.decode()


def test_a_filter_that_cannot_be_read_says_so_and_leaves_the_list(cast, sign_in, deals):
    response = sign_in(cast.vera).get("/deals/?since=soon&sort=colour&page=x&owner=999999")
    body = response.content.decode()
    assert response.status_code == 200
    assert "Enter a date like" in body
    assert "Alder" in body


def test_headings_sort_and_flip(cast, sign_in, deals):
    body = sign_in(cast.vera).get("/deals/?outcome=open&sort=amount").content.decode()
    assert 'aria-sort="ascending"' in body
    assert "/deals/?outcome=open&amp;sort=-amount" in body


def test_the_list_pages_by_fifty_at_the_same_cost(cast, sign_in, make_deal, django_assert_max_num_queries):
    client = sign_in(cast.maya)
    make_deal("First", cast.theo)
    with django_assert_max_num_queries(12) as few:
        client.get("/deals/")
    for i in range(60):
        make_deal(f"Deal {i:02}", cast.theo)
    with django_assert_max_num_queries(12) as many:
        body = client.get("/deals/?sort=name").content.decode()
    assert len(many.captured_queries) == len(few.captured_queries)
    assert "Page 1 of 2" in body
    assert ">Deal 49</a>" in body
    assert ">Deal 50</a>" not in body
    assert ">Deal 59</a>" in client.get("/deals/?sort=name&page=2").content.decode()


def test_a_deal_shows_what_changed_and_between_which_days(cast, sign_in, deals, source):
    alder = deals[0]
    Owner.objects.create(source=source, key="u1", name="Jo Marsh")
    week = timedelta(days=7)
    field = DealChange.Field
    for what, old, new, after in [
        (field.CLOSE, "2026-11-30", "2026-12-31", SEEN),
        (field.AMOUNT, "4000000", "5000000", SEEN),
        (field.OWNER, "u1", "u2", SEEN),
        (field.STAGE, "Discovery", "Proposal", None),
        (field.NEXT_STEP, "", "Send draft", SEEN),
    ]:
        DealChange.objects.create(deal=alder, field=what, old=old, new=new, seen_after=after, seen_by=SEEN + week)
    body = " ".join(sign_in(cast.maya).get(f"/deals/{alder.pk}/").content.decode().split())
    assert "Close date: 30 Nov 2026 to 31 Dec 2026" in body
    assert "31 days later" in body
    assert "Amount: $40,000 to $50,000" in body
    assert "Owner: Jo Marsh to u2" in body
    assert "Next step: set to Send draft" in body
    assert "Seen between 2 Nov 2026 and 9 Nov 2026" in body
    assert body.count("Seen between") == 4
    assert "The close date moved later 1 time." in body
    assert "Followed since the export of 2 Nov 2026" in body


def test_a_deal_links_back_to_the_crm_only_when_its_address_is_known(cast, sign_in, deals, source):
    client = sign_in(cast.maya)
    assert 'href="https://crm.example/deal/alder"' in client.get(f"/deals/{deals[0].pk}/").content.decode()
    source.deal_url = ""
    source.save()
    body = client.get(f"/deals/{deals[0].pk}/").content.decode()
    assert "Open in Salesforce" not in body
    assert "the address of a deal is not set for Salesforce" in body


def test_a_deal_shows_what_was_done(cast, sign_in, deals, source, django_assert_max_num_queries):
    for i in range(60):
        Activity.objects.create(
            source=source, external_id=str(i), kind="call", subject=f"Call {i}", deal=deals[0], on=date(2026, 10, 1)
        )
    client = sign_in(cast.maya)
    with django_assert_max_num_queries(12):
        body = client.get(f"/deals/{deals[0].pk}/").content.decode()
    assert "60 activities" in body
    assert "The latest 50 of 60." in body


def test_without_deals_a_leader_is_led_to_the_import(cast, sign_in):
    assert "/imports/new/" in sign_in(cast.maya).get("/deals/").content.decode()
    assert "/imports/new/" not in sign_in(cast.theo).get("/deals/").content.decode()
