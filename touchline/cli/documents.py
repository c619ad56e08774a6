"""Pages as JSON documents: snake_case keys, money as decimal strings in major units, ISO dates, null for missing."""

from datetime import date, datetime
from typing import Any

from touchline.crm.queries.standing import OpenDeal, Standing
from touchline.measures.attainment import Landing
from touchline.measures.money import spelled
from touchline.oneonones.models import Commitment
from touchline.people.findings import Finding
from touchline.week.queries.my_week import Meeting, WeekPage
from touchline.week.queries.rep import FocusLine, RepPage
from touchline.week.queries.team import TeamPage, TeamRow, TeamTotal

Document = dict[str, Any]
"""What becomes one JSON document: keys in snake_case, and values that JSON knows."""


def money(minor: float | None, currency: str) -> str | None:
    """Minor units as a decimal string in major units; None where they are not known."""
    return None if minor is None else spelled(minor, currency)


def iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def week_document(week: WeekPage) -> Document:
    return {
        "page": "week",
        "person": week.me.name,
        "today": iso(week.today),
        "period": week.period.code,
        "currency": week.currency,
        "headline": week.finding.headline,
        "lede": week.finding.lede,
        "next": {**_meeting(week.next.meeting), "says": week.next.says} if week.next else None,
        "days": [
            {"day": iso(day.day), "one_on_ones": [_meeting(meeting) for meeting in day.meetings]} for day in week.days
        ],
        "promised_by_you": [_promise(p) for p in week.mine.shown],
        "promised_to_you": [_promise(p) for p in week.theirs.shown],
        "worth_saying": [{"person": n.row.person.name, "says": n.says, "topic": n.act.topic} for n in week.nudges],
        "team": [_row(row, week.currency) for row in week.rows],
        "facts_as_of": iso(week.facts_as_of),
    }  # fmt: skip


def team_document(team: TeamPage) -> Document:
    return {
        "page": "team",
        "person": team.leader.name,
        "today": iso(team.today),
        "period": team.period.code,
        "currency": team.currency,
        "headline": team.finding.headline,
        "lede": team.finding.lede,
        "won": money(team.total.won, team.currency),
        "quota": money(team.total.quota, team.currency),
        "attainment": team.total.attainment,
        "lands": _range(team.total, team.currency),
        "reps": [_row(row, team.currency) for row in team.rows],
        "facts_as_of": iso(team.facts_as_of),
    }


def rep_document(rep: RepPage) -> Document:
    return {
        "page": "rep",
        "person": rep.person.name,
        "leader": rep.leader.name if rep.leader else None,
        "today": iso(rep.today),
        "currency": rep.currency,
        "headline": rep.finding,
        **_standing(rep.standing, rep.currency),
        "reasons": [_reason(reason) for reason in rep.reasons],
        "focuses": [_focus(line) for line in rep.focuses],
        "deals": [_deal(deal, rep.currency) for deal in rep.deals],
        "last_one_on_one": iso(rep.last_met_on),
        "facts_as_of": iso(rep.facts_as_of),
    }


def _focus(line: FocusLine) -> Document:
    focus = line.focus
    return {
        "skill": focus.skill,
        "behaviour": focus.behaviour,
        "says": line.says,
        "from": iso(focus.starts_on),
        "to": iso(focus.ends_on),
        "baseline": focus.baseline,
        "target": focus.target,
        "level": focus.level,
        "last_observed": iso(focus.seen_on),
        "practised": focus.practices,
    }


def _row(row: TeamRow, currency: str) -> Document:
    return {
        "person": row.person.name,
        **_standing(row.standing, currency),
        "last_one_on_one": iso(row.last_met_on),
        "needs_you": row.needs_you,
        "reasons": [_reason(reason) for reason in row.reasons],
    }


def _range(lands: Landing | TeamTotal, currency: str) -> Document:
    return {name: money(getattr(lands, name), currency) for name in ("low", "mid", "high")}


def _standing(standing: Standing, currency: str) -> Document:
    landing = standing.landing if standing.landing and standing.landing.enough else None
    return {
        "period": standing.period.code,
        "won": money(standing.won, currency),
        "won_deals": standing.won_deals,
        "quota": money(standing.quota, currency),
        "attainment": standing.attainment,
        "elapsed": standing.elapsed,
        "lands": _range(landing, currency) if landing else None,
        "open_deals": len(standing.open_deals),
        "next_step_missing": len(standing.without_step),
        "next_step_overdue": len(standing.overdue_step),
        "close_date_moved_twice": len(standing.pushed_twice),
    }


def _reason(reason: Finding) -> Document:
    return {"kind": reason.kind, "weight": reason.weight, "says": reason.says}


def _deal(deal: OpenDeal, currency: str) -> Document:
    return {
        "name": deal.name, "amount": money(deal.amount, currency), "stage": deal.stage, "close_on": iso(deal.close_on),
        "next_step": deal.next_step or None, "next_step_on": iso(deal.next_step_on), "close_date_moved": deal.pushes,
    }  # fmt: skip


def _meeting(meeting: Meeting) -> Document:
    return {"with": meeting.person.name, "at": iso(meeting.at), "says": meeting.says}


def _promise(promise: Commitment) -> Document:
    return {"who": promise.owner.name, "to": promise.to.name, "what": promise.what, "due_on": iso(promise.due_on)}
