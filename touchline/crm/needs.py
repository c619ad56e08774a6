"""Who needs the leader for what the CRM says: each rule turns one standing into at most one finding.

The weights and limits are our convention, a starting line to be replaced by a leader's own experience.
"""

from collections.abc import Iterator

from touchline.crm.queries.standing import Standing, standings_of
from touchline.people.findings import Act, Finding, TeamAt
from touchline.ui.words import few, of


def needs(team: TeamAt) -> Iterator[Finding]:
    """What the deals of each of the team say; two queries."""
    for standing in team.read(standings_of).values():
        for rule in RULES:
            yield from rule(standing)


def _pushed(standing: Standing) -> Iterator[Finding]:
    pushed, n = standing.pushed_twice, len(standing.open_deals)
    if not pushed:
        return
    worst = pushed[0]
    step = ", with no next step" if worst.next_step == "" else ""
    told = f"has moved the close date of {worst.name} {few(worst.pushes)} times"
    is_pattern = len(pushed) >= 2 and len(pushed) >= n / 4
    if is_pattern or worst.pushes >= 3:
        yield Finding(
            person=standing.person,
            kind="pushed",
            tag="Dates slip",
            weight=3 if is_pattern else 2,
            place=20,
            symptom=f"has moved the close date twice or more on {of(len(pushed), n)} open deals"
            if is_pattern
            else told,
            evidence=told + step,
            act=Act(f"{worst.name}: what has to happen before it can close?"),
        )


def _behind(standing: Standing) -> Iterator[Finding]:
    if standing.behind is None or standing.behind <= 0.1 or standing.elapsed < 0.15:
        return
    landing = standing.landing
    is_out_of_reach = landing is not None and landing.enough and landing.high < (standing.quota or 0)
    says = f"is at {standing.attainment:.0%} of quota with {standing.elapsed:.0%} of the quarter gone"
    if is_out_of_reach or standing.behind > 0.25:
        yield Finding(
            person=standing.person,
            kind="behind",
            tag="Quota out of reach" if is_out_of_reach else "Behind pace",
            weight=3 if is_out_of_reach else 2,
            place=30,
            result=f"{says}, and the open deals do not reach it" if is_out_of_reach else says,
            act=Act("Where the quarter can still come from"),
        )


def _steps(standing: Standing) -> Iterator[Finding]:
    n, missing = len(standing.open_deals), len(standing.without_step) + len(standing.overdue_step)
    if n >= 4 and missing >= n / 2:
        yield Finding(
            person=standing.person,
            kind="steps",
            tag="Next steps missing",
            weight=2,
            place=50,
            symptom=f"has no next step, or one that is overdue, on {of(missing, n)} open deals",
            act=Act("A dated next step for each open deal"),
        )


def _overdue_close(standing: Standing) -> Iterator[Finding]:
    if len(overdue := standing.overdue_close) >= 2:
        yield Finding(
            person=standing.person,
            kind="overdue_close",
            tag="Dates passed",
            weight=2,
            place=60,
            symptom=f"has {few(len(overdue))} open deals whose close date has passed",
            act=Act(f"{overdue[0].name}: still this quarter?"),
        )


RULES = (_pushed, _behind, _steps, _overdue_close)
