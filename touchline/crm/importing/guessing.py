"""Guess what a table holds and which column is which, and say why."""

import hashlib
import re
from collections.abc import KeysView
from dataclasses import dataclass, field

from touchline.crm.importing.mending import theirs
from touchline.crm.importing.vocabulary import DEAL, FIELDS, PERSON, VETOES, is_dynamics_key, plain


@dataclass(slots=True)
class Guess:
    """`holds` is deals, history, people, accounts, products, activities or nothing; `columns` is field → header."""

    holds: str
    columns: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)


def guess(headers: list[str]) -> Guess:
    """Decide what the table holds from its headers alone, trying the most telling kinds first."""
    names = {plain(header) for header in headers}
    if names & VETOES:
        return Guess("")
    for holds in ("activities", "history", "deals", "people", "products", "accounts"):
        found = match_columns(headers, holds)
        if _is(holds, found.columns, names):
            return found
    return Guess("")


def match_columns(headers: list[str], holds: str) -> Guess:
    """Give each field of a kind of table the first header that carries one of its names."""
    by_name: dict[str, str] = {}
    for header in headers:
        by_name.setdefault("id" if is_dynamics_key(header) else plain(header), header)
    found = Guess(holds)
    taken: set[str] = set()
    for wanted, names in FIELDS[holds].items():
        for name in names.split():
            named = by_name.get(name)
            if named and named not in taken:
                found.columns[wanted] = named
                found.why[wanted] = f"The column is called “{named}”."
                taken.add(named)
                break
    return found


def _is(holds: str, columns: dict[str, str], names: set[str]) -> bool:
    has = columns.keys()
    if holds == "activities":
        return "subject" in has and bool({"on", "at"} & has) and not {"stagename", "dealstage", "stage"} & names
    if holds == "history":
        changes = {"stage", "amount", "close_on"} & has
        return {"key", "snapshot"} <= has and len(changes) >= 2 and bool(names & SNAPSHOT_NAMES or len(names & IDS) > 1)
    if holds == "deals":
        telling = {"amount", "close_on", "owner", "owner_key"} & has
        return bool({"stage", "outcome"} & has) and bool(telling) and _more_than_a_status(has)
    if holds == "people":
        named = "name" in has or {"first_name", "last_name"} <= has
        return named and bool({"manager", "manager_key", "email", "team"} & has) and not names & COMPANY_NAMES
    if holds == "products":
        return "name" in has and bool({"price", "series"} & has) and len(has) >= 2 and plain(columns["name"]) != "name"
    return "name" in has and bool({"sector", "country"} & has)


SNAPSHOT_NAMES = set(DEAL["snapshot"].split())
IDS = {"id", "opportunityid", "dealid"}
COMPANY_NAMES = {"industry", "sector", "annualrevenue", "billingcountry"}


def _more_than_a_status(has: KeysView[str]) -> bool:
    return "stage" in has or bool({"amount", "close_on", "product", "is_won"} & has)


def is_quotas(headers: list[str]) -> bool:
    """Do the headers read like quotas: a list of person, period and quota, or a person and a column per period?"""
    names = {plain(header) for header in headers}
    periods = sum(bool(PERIOD.match(header.strip())) for header in headers)
    return bool(names & WHO) and (periods >= 2 or (bool(names & {"period", "quarter", "month"}) and "quota" in names))


WHO = {"name", "email", *PERSON["name"].split(), "owner"}
PERIOD = re.compile(r"^((fy)?\s*\d{2,4}[\s/-]*)?q[1-4]([\s/-]*(fy)?\s*\d{2,4})?$|^\d{4}[-/]\d{1,2}$", re.I)


def headers_hash(headers: list[str]) -> str:
    """Name a set of headers, so that a corrected mapping is found again, for mended rows as well."""
    return hashlib.sha256("\n".join(theirs(headers)).encode()).hexdigest()
