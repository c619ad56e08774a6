"""The facts imported, as the JSON document of `touchline show facts`."""

from touchline.cli.documents import Document, money
from touchline.crm.facts import facts_of
from touchline.people.models import Workspace


def facts_document(workspace: Workspace) -> Document:
    """Counts, and money in the workspace's currency; what was won in others stands by currency, never added up."""
    facts = facts_of(workspace)
    currency = facts.currency
    return {
        "currency": currency,
        "deals": facts.deals,
        "by_stage": facts.by_stage,
        "won_value": money(facts.won_value, currency),
        "won_value_by_leader": {name: money(value, currency) for name, value in facts.won_value_by_leader.items()},
        "won_value_without_leader": money(facts.won_value_without_leader, currency),
        "won_value_elsewhere": {code: money(value, code) for code, value in facts.won_value_elsewhere.items()},
        "won_value_by_quarter": {
            quarter: money(value, currency) for quarter, value in facts.won_value_by_quarter.items()
        },
        "people": facts.people,
        "people_without_deals": len(facts.people_without_deals),
        "names_without_deals": list(facts.people_without_deals),
        "leaders": facts.leaders,
        "activities": facts.activities,
        "activities_without_deal": facts.activities_without_deal,
        "set_aside": facts.set_aside,
    }
