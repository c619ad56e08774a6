"""Every table of ours says who takes its rows along and what goes when somebody is forgotten."""

from dataclasses import replace

from django.apps import apps

from touchline.cli.inventory import kept
from touchline.people.kept import text_columns
from touchline.people.models import Person
from touchline.plans.models import Goal


def ours():
    return {model for model in apps.get_models() if model.__module__.startswith("touchline.")}


def silent(tables) -> list[str]:
    """Tables, people in them and texts of which no `keeping.py` says anything."""
    by_model = {table.model: table for table in tables}
    found = [f"{model._meta.label}: say in keeping.py how it is kept" for model in ours() - by_model.keys()]
    for model, table in by_model.items():
        paths = [*table.about, *table.by, *table.beside, *table.goes]
        named = {path.split("__")[0] for path in paths}
        found += [
            f"{model._meta.label}.{column.name}: about, by, beside or goes"
            for column in model._meta.concrete_fields
            if column.related_model is Person and column.name not in named
        ]
        told = {*table.words, *table.plain, *table.own_way, *table.machine}
        found += [
            f"{model._meta.label}.{column.name}: words, plain, own_way or machine"
            for column in text_columns(model)
            if column.name not in told and not table.goes
        ]
    return sorted(found)


def test_every_table_every_person_in_it_and_every_text_is_spoken_for():
    assert silent(kept()) == []


def test_no_table_is_spoken_for_twice_and_none_is_gone():
    models = [table.model for table in kept()]
    assert len(models) == len(set(models)) == len(ours())
    names = [table.name for table in kept()]
    assert len(names) == len(set(names))


def test_every_path_and_column_exists():
    for table in kept():
        columns = {column.name for column in table.model._meta.concrete_fields}
        unknown = {*table.words, *table.plain, *table.own_way, *table.machine, *table.becomes} - columns
        assert not unknown, table.name
        for path in (*table.about, *table.by, *table.beside, *table.goes):
            str(table.model._base_manager.filter(**{path: 1}).query)


def test_what_is_left_out_says_why_in_a_sentence():
    for table in kept():
        for said in (table.says, table.withheld, table.own_only, table.stays):
            assert not said or said.endswith("."), f"{table.name}: {said}"
        assert table.says or table.withheld


def test_the_law_sees_a_table_a_person_and_a_text_nobody_speaks_for():
    (goals,) = (table for table in kept() if table.model is Goal)
    others = [table for table in kept() if table is not goals]
    assert silent(others) == ["plans.Goal: say in keeping.py how it is kept"]
    assert silent([*others, replace(goals, by=())]) == ["plans.Goal.set_by: about, by, beside or goes"]
    assert silent([*others, replace(goals, words=("name",))]) == ["plans.Goal.why: words, plain, own_way or machine"]
