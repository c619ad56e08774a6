from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from touchline.crm.models import Deal
from touchline.demo.loading import SEED, load, tell
from touchline.demo.quarters import monday_of
from touchline.demo.story import simulate
from touchline.demo.tests.talking import ANJALI, BRUNO, CAST_OF_FEW, GOOD, HELEN, readings, told
from touchline.measures.standard import Band
from touchline.oneonones.models import OneOnOne
from touchline.people.models import Person, Workspace

MONDAY = date(2026, 11, 23)


def test_a_real_company_is_never_touched(db):
    Workspace.objects.create(name="Fieldstone", created_at="2026-01-05T09:00Z")
    with pytest.raises(ValidationError, match="A company is at work here"):
        load(today=MONDAY)
    assert Workspace.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_whole_demo_loads_once_a_week_and_every_page_of_leader_a_opens(sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load(today=MONDAY - timedelta(days=3))
    said = []
    workspace = load(today=MONDAY + timedelta(days=2), say=said.append)
    assert workspace.demo_anchor == MONDAY
    assert said
    assert Workspace.objects.count() == 1
    assert load(today=MONDAY + timedelta(days=6)) == workspace
    helen, marcus = (Person.objects.get(name=name) for name in ("Helen Marsh", "Marcus Oyelaran"))
    meeting = OneOnOne.objects.open().filter(leader=helen).earliest("starts_at")
    deal = Deal.objects.filter(owner=marcus).first()
    client = sign_in(helen)
    pages = ("/", "/team/", f"/reps/{marcus.pk}/", f"/one-on-ones/{meeting.pk}/", "/one-on-ones/", "/numbers/")
    for url in (*pages, "/commitments/", "/deals/", f"/deals/{deal.pk}/", "/quotas/", "/imports/"):
        assert client.get(url).status_code == 200, url


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "monday"), [(1, MONDAY), (2, date(2027, 3, 1)), (3, date(2026, 8, 24))])
def test_every_telling_says_the_same_of_the_three_who_lead(db, seed, monday):
    told(monday, seed=seed)
    helen, bruno, anjali = (readings(name, on=monday)["O1"] for name in (HELEN, BRUNO, ANJALI))
    assert helen.band in GOOD
    assert bruno.band is Band.BELOW
    assert bruno.value < anjali.value < helen.value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "priyas"),
    [
        (date(2027, 2, 1), date(2027, 2, 1)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 11, 29), date(2026, 11, 30)),
    ],
    ids=["first day of a fiscal year", "leap day", "last day of a year", "a Sunday"],
)
def test_the_demo_can_be_told_on_any_day(db, settings, tmp_path, day, priyas):
    settings.MEDIA_ROOT = tmp_path
    story = simulate(monday=monday_of(day), seed=SEED, cast=CAST_OF_FEW)
    workspace = tell(story, today=day)
    assert workspace.people.count() == len(CAST_OF_FEW) + 7
    first = OneOnOne.objects.open().filter(leader__name="Helen Marsh", due_on__gte=day).earliest("starts_at")
    assert (first.rep.name, first.due_on) == ("Priya Raman", priyas)
