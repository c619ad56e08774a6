"""A query that is built once asks the ORM's question for other values too, and refuses what it cannot fill in."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch

from touchline.people.models import Person, Role, Seat, Workspace
from touchline.people.prepared import PREPARED, CannotPrepare, prepared, question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made_here():
    """Queries made in a test are no part of the product."""
    before = list(PREPARED)
    yield
    PREPARED[:] = before


def test_other_values_are_filled_into_the_same_text(cast, django_assert_num_queries):
    builds = []

    @prepared
    def seats(leader: Person, day: date, founded: datetime):
        builds.append(leader)
        seats = Seat.objects.filter(leader=leader, from_on__lte=day, person__workspace__created_at__lte=founded)
        return seats.select_related("person").order_by("pk")

    now = datetime(2026, 12, 1, tzinfo=UTC)
    with django_assert_num_queries(2):
        of_maya, of_ines = (list(seats(who, date(2026, 3, 1), now)) for who in (cast.maya, cast.ines))
    assert [seat.person for seat in of_maya] == [cast.theo, cast.priya]
    assert [seat.person for seat in of_ines] == [cast.noor]
    assert list(seats(cast.maya, date(2024, 3, 1), now)) == []
    assert list(seats(cast.maya, date(2026, 3, 1), now - timedelta(days=3000))) == []
    assert len(builds) == 2, "It is built twice, with two sets of stand-ins, and never again."


def test_it_asks_what_the_orm_asks(cast):
    @prepared
    def people(me: Person, ids: tuple[int, ...], workspace: Workspace):
        led = Seat.objects.filter(person=OuterRef("pk"), leader=me)
        return Person.objects.filter(workspace=workspace, pk__in=ids).annotate(led=Exists(led)).select_related("user")

    for ids in ((cast.theo.pk,), (cast.theo.pk, cast.noor.pk), (cast.ines.pk, cast.maya.pk)):
        for me in (cast.maya, cast.theo):
            rows = people(me, ids, cast.workspace)
            assert question(rows) == question(people.build(me, ids, cast.workspace))
            assert {person.pk for person in rows} == set(ids)


def test_rows_of_values_and_a_union_come_as_they_are_asked_for(cast):
    @prepared
    def names(me: Person, other: Person):
        mine = Person.objects.filter(pk=me.pk).values_list("name", flat=True)
        return mine.union(Person.objects.filter(pk=other.pk).values_list("name", flat=True)).order_by("name")

    assert [*names(cast.theo, cast.noor)] == ["Noor Haddad", "Theo Brandt"]
    assert [*names(cast.maya, cast.theo)] == ["Maya Okonkwo", "Theo Brandt"]


def test_nobody_and_a_flag_belong_to_the_text(cast):
    @prepared
    def seats(leader: Person, until: date | None, is_first: object):
        rows = Seat.objects.filter(leader=leader).order_by("pk" if is_first else "-pk")
        return rows if until is None else rows.filter(from_on__lt=until)

    assert [seat.person for seat in seats(cast.maya, None, True)] == [cast.theo, cast.priya]
    assert [seat.person for seat in seats(cast.maya, None, False)] == [cast.priya, cast.theo]
    assert list(seats(cast.maya, date(2020, 1, 1), True)) == []


def test_the_roles_somebody_holds_belong_to_the_text(cast):
    @prepared
    def companies(me: Person):
        return Workspace.objects.filter(pk=me.workspace_id) if me.is_administrator else Workspace.objects.none()

    for person in (cast.adam, cast.theo):
        person.remember_kinds(role.kind for role in person.roles.all())
    assert list(companies(cast.adam)) == [cast.workspace]
    assert list(companies(cast.theo)) == []
    cast.adam.remember_kinds([Role.Kind.LEADER])
    assert list(companies(cast.adam)) == []


def test_a_value_made_of_a_value_is_refused(cast):
    @prepared
    def lately(me: Person, day: date):
        return Seat.objects.filter(leader=me, from_on__gte=day - timedelta(days=7))

    with pytest.raises(CannotPrepare, match="out of a value"):
        lately(cast.maya, date(2026, 3, 1))


def test_reading_while_it_is_built_is_refused(cast):
    @prepared
    def colleagues(me: Person):
        return Person.objects.filter(workspace__name=me.workspace.name)

    with pytest.raises(CannotPrepare, match="reads the database"):
        colleagues(cast.maya)


def test_a_prefetch_with_a_query_of_its_own_is_refused(cast):
    @prepared
    def people(me: Person):
        return Person.objects.filter(pk=me.pk).prefetch_related(Prefetch("roles", queryset=Role.objects.all()))

    with pytest.raises(CannotPrepare, match="prefetches"):
        people(cast.maya)


def test_rows_prefetched_by_name_are_those_of_the_values(cast):
    @prepared
    def people(me: Person):
        return Person.objects.filter(pk=me.pk).prefetch_related("roles")

    for who, kinds in ((cast.theo, {"rep"}), (cast.ines, {"leader"})):
        (person,) = people(who)
        assert person.kinds == kinds


def test_what_is_prepared_is_not_filtered_further(cast):
    @prepared
    def people(me: Person):
        return Person.objects.filter(pk=me.pk)

    for refine in (lambda rows: rows.filter(name=""), lambda rows: rows.order_by("name"), lambda rows: rows[:1]):
        with pytest.raises(CannotPrepare, match="read as it is"):
            refine(people(cast.maya))


def test_a_number_is_no_flag(cast):
    @prepared
    def people(pk: int):
        return Person.objects.filter(pk=pk)

    assert list(people(cast.theo.pk)) == [cast.theo]
    assert question(people(True)) != question(people(cast.theo.pk))


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection(cast):
    @prepared
    def people(me: Person):
        return Person.objects.filter(pk=me.pk)

    list(people(cast.maya))
    answers = []

    def ask():
        rows = people(cast.theo)
        answers.append((list(rows), rows.query.get_compiler().connection is connection))
        connection.close()

    asking = Thread(target=ask)
    asking.start()
    asking.join()
    assert answers == [([cast.theo], True)]
