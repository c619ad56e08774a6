"""`touchline show`: the facts imported, or the data behind a page, from the query functions the web pages use."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import click

from touchline.cli.acting import Refused, first_leader, leader_of, person_named, workspace_named
from touchline.cli.documents import Document, rep_document, team_document, week_document
from touchline.cli.facts import facts_document
from touchline.cli.indicators import indicators
from touchline.crm.numbers.page import numbers_json, numbers_page
from touchline.measures.periods import Period
from touchline.people.models import Person, Workspace
from touchline.skills.queries.current import focuses_on, with_focuses
from touchline.standard.practice import practices
from touchline.week.queries.my_week import my_week
from touchline.week.queries.rep import rep_page
from touchline.week.queries.team import team_page

PAGES = ("facts", "week", "team", "rep", "numbers", "indicators")


@click.command("show")
@click.argument("page", type=click.Choice(PAGES))
@click.option("--person", help="Whose page: a name, a part of it, or an e-mail.")
@click.option("--period", help="A fiscal quarter such as 2017Q4; the current one where nothing is said.")
@click.option("--practice", type=click.Choice([*practices()]), help="Only the indicators of one practice.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to look from; today where nothing is said.")
@click.option("--workspace", help="Which workspace, where there is more than one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def show(
    *,
    page: str,
    person: str | None,
    period: str | None,
    practice: str | None,
    as_of: datetime | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    """The data behind PAGE, as its leader sees it. Private notes are never shown."""
    try:
        where = workspace_named(workspace)
        if page == "indicators":
            document: Document | list[Document] = indicators(where, person, practice, as_of, now=datetime.now(UTC))
        else:
            document = _document(page, person, period, as_of, where)
    except Refused as refused:
        click.echo(
            json.dumps({"status": "refused", "reason": str(refused)}) if as_json else str(refused), err=not as_json
        )
        sys.exit(1)
    click.echo(json.dumps(document, indent=2, ensure_ascii=False) if as_json else _for_people(document))


def _document(
    page: str, person: str | None, period: str | None, as_of: datetime | None, workspace: Workspace
) -> Document:
    if page == "facts":
        return facts_document(workspace)
    now = datetime.now(UTC)
    if as_of is not None:
        now = datetime.combine(as_of.date(), time(12), tzinfo=ZoneInfo(workspace.zone))
    who = person_named(workspace, person) if person else first_leader(workspace)
    return DOCUMENTS[page](who, now=now, period=period)


def _week(who: Person, *, now: datetime, period: str | None) -> Document:
    return week_document(my_week(who, _reports(who), now=now))


def _team(who: Person, *, now: datetime, period: str | None) -> Document:
    return team_document(team_page(who, _reports(who), viewer=who, now=now))


def _rep(who: Person, *, now: datetime, period: str | None) -> Document:
    leader = leader_of(who)
    focuses = focuses_on(with_focuses(Person.objects.filter(pk=who.pk)).get())
    return rep_document(rep_page(who, viewer=leader or who, now=now, leader=leader, focuses=focuses))


def _numbers(who: Person, *, now: datetime, period: str | None) -> Document:
    starts = who.workspace.fiscal_year_starts
    today = who.workspace.today(now)
    try:
        wanted = (
            Period.parse(period, fiscal_year_starts=starts)
            if period
            else Period.containing(today, fiscal_year_starts=starts)
        )
    except ValueError as error:
        raise Refused(str(error)) from error
    return numbers_json(numbers_page(who, wanted, as_of=today))


DOCUMENTS = {"week": _week, "team": _team, "rep": _rep, "numbers": _numbers}


def _reports(leader: Person) -> list[Person]:
    return list(with_focuses(Person.objects.reporting_to(leader).here().select_related("workspace")))


def _for_people(document: Document | list[Document]) -> str:
    """The document as indented lines, nested parts under their name; the entries of a list apart."""
    if isinstance(document, list):
        return "\n\n".join(_for_people(one) for one in document)
    return "\n".join(_lines(document, 0))


def _lines(value: Document, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, inner in value.items():
        name = key.replace("_", " ")
        if isinstance(inner, dict):
            yield f"{pad}{name}:"
            yield from _lines(inner, depth + 1)
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            yield f"{pad}{name}:"
            for one in inner:
                yield from _lines(one, depth + 1)
                yield ""
        else:
            yield f"{pad}{name}: {'–' if inner is None else inner}"
