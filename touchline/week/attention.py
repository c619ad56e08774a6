"""Who needs the leader, and why: each rule turns one rep's record into at most one reason.

The weights and limits are our convention, a starting line to be replaced by a leader's own experience.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from touchline.ui.words import few, of, opening
from touchline.week.queries.standing import Standing

NEEDS_YOU = 3
RAMP_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rep needs the leader: what follows the name in a sentence, three words for a tag, and how much it weighs.

    `topic` is what could go on the agenda, `evidence` the single most telling fact, again to follow the name.
    """

    kind: str
    weight: int
    says: str
    tag: str
    topic: str = ""
    evidence: str = ""

    @property
    def is_between(self) -> bool:
        """Whether it is about the person and the leader, also where the person leads a team."""
        return self.kind in {"not_met", "promises", "ramping", "goals", "milestone", "focus"}


@dataclass(frozen=True, slots=True)
class Working:
    """What the one-on-ones and plans say about one rep, beside the CRM."""

    last_met_on: date | None = None
    rhythm_days: int | None = None
    promises_late: int = 0
    goals_behind: tuple[str, ...] = ()
    milestones: int = 0
    milestones_reached: int = 0
    milestones_overdue: tuple[str, ...] = ()
    focus_alone: tuple[str, int] | None = None


def reasons(standing: Standing, working: Working) -> list[Reason]:
    """Every reason a rep needs the leader today, heaviest first."""
    found = [reason for rule in RULES for reason in rule(standing, working)]
    return sorted(found, key=lambda reason: -reason.weight)


def _not_met(standing: Standing, working: Working) -> Iterator[Reason]:
    if working.rhythm_days is None:
        return
    allowed = max(21, 2 * working.rhythm_days)
    if working.last_met_on is None:
        yield Reason("not_met", 2, "has not had a one-on-one with you yet", "Not met yet")
    elif (days := (standing.today - working.last_met_on).days) > allowed:
        yield Reason("not_met", 3, f"has not had a one-on-one for {few(days // 7)} weeks", "Not met")


def _pushed(standing: Standing, working: Working) -> Iterator[Reason]:
    pushed, n = standing.pushed_twice, len(standing.open_deals)
    if not pushed:
        return
    worst = pushed[0]
    step = ", with no next step" if worst.next_step == "" else ""
    told = f"has moved the close date of {worst.name} {few(worst.pushes)} times"
    topic = f"{worst.name}: what has to happen before it can close?"
    if len(pushed) >= 2 and len(pushed) >= n / 4:
        says = f"has moved the close date twice or more on {of(len(pushed), n)} open deals"
        yield Reason("pushed", 3, says, "Dates slip", topic, told + step)
    elif worst.pushes >= 3:
        yield Reason("pushed", 2, told, "Dates slip", topic, told + step)


def _behind(standing: Standing, working: Working) -> Iterator[Reason]:
    if standing.behind is None or standing.behind <= 0.1 or standing.elapsed < 0.15:
        return
    landing = standing.landing
    out_of_reach = landing is not None and landing.enough and landing.high < (standing.quota or 0)
    says = f"is at {standing.attainment:.0%} of quota with {standing.elapsed:.0%} of the quarter gone"
    if out_of_reach:
        yield Reason(
            "behind",
            3,
            f"{says}, and the open deals do not reach it",
            "Quota out of reach",
            "Where the quarter can still come from",
        )
    elif standing.behind > 0.25:
        yield Reason("behind", 2, says, "Behind pace", "Where the quarter can still come from")


def _ramping(standing: Standing, working: Working) -> Iterator[Reason]:
    weeks = standing.started_weeks_ago
    if weeks is None or weeks > RAMP_WEEKS:
        return
    if working.milestones_overdue:
        says = f"is {few(weeks)} weeks in with “{working.milestones_overdue[0]}” overdue"
        yield Reason("ramping", 3, says, "Milestone overdue", working.milestones_overdue[0])
    elif weeks >= 4 and not working.milestones_reached:
        yield Reason("ramping", 3, f"is {few(weeks)} weeks in with no milestone reached", "No milestone yet")


def _steps(standing: Standing, working: Working) -> Iterator[Reason]:
    n, missing = len(standing.open_deals), len(standing.without_step) + len(standing.overdue_step)
    if n >= 4 and missing >= n / 2:
        says = f"has no next step, or one that is overdue, on {of(missing, n)} open deals"
        yield Reason("steps", 2, says, "Next steps missing", "A dated next step for each open deal")


def _overdue_close(standing: Standing, working: Working) -> Iterator[Reason]:
    if len(overdue := standing.overdue_close) >= 2:
        says = f"has {few(len(overdue))} open deals whose close date has passed"
        yield Reason("overdue_close", 2, says, "Dates passed", f"{overdue[0].name}: still this quarter?")


def _promises(standing: Standing, working: Working) -> Iterator[Reason]:
    if working.promises_late >= 2:
        yield Reason("promises", 2, f"has {few(working.promises_late)} promises overdue", "Promises late")


def _goals(standing: Standing, working: Working) -> Iterator[Reason]:
    if working.goals_behind:
        n = len(working.goals_behind)
        says = f"is behind pace on {working.goals_behind[0]}" if n == 1 else f"is behind pace on {few(n)} goals"
        yield Reason("goals", 1, says, "Goal behind", working.goals_behind[0])
    if working.milestones_overdue and (standing.started_weeks_ago or RAMP_WEEKS + 1) > RAMP_WEEKS:
        yield Reason("milestone", 1, f"has “{working.milestones_overdue[0]}” overdue", "Milestone overdue")


def _focus(standing: Standing, working: Working) -> Iterator[Reason]:
    if working.focus_alone is None:
        return
    skill, days = working.focus_alone
    says = f"picked “{skill}” and has not been observed for {few(days // 7)} weeks"
    yield Reason("focus", 1, says, "Focus left alone", f"{skill}: when do I come along?")


RULES = (_ramping, _pushed, _behind, _not_met, _steps, _overdue_close, _promises, _goals, _focus)


@dataclass(frozen=True, slots=True)
class Finding:
    """The computed headline of a page and the sentences under it."""

    headline: str
    lede: str


def finding(names: list[tuple[str, list[Reason]]], *, when: str = "this week") -> Finding:
    """Say who needs the leader most, from each rep's first name and reasons, in page order."""
    heavy = [(name, found) for name, found in names if sum(r.weight for r in found) >= NEEDS_YOU]
    heavy.sort(key=lambda pair: -sum(r.weight for r in pair[1]))
    top = heavy[:2]
    rest = len(names) - len(top)
    smaller = sum(1 for name, found in names if found) - len(top)
    if not top:
        lede = f"{opening(few(smaller))} {'has' if smaller == 1 else 'have'} something smaller open."
        return Finding(f"Nobody needs you urgently {when}", lede if smaller else "Nothing in the record stands out.")
    headline = f"{' and '.join(name for name, _ in top)} {'need' if len(top) > 1 else 'needs'} you most {when}"
    told = " ".join(f"{name} {found[0].says}." for name, found in top)
    return Finding(headline, f"{told} {_others(rest, smaller)}".strip())


def _others(rest: int, smaller: int) -> str:
    """What is to be said of the `rest`, of whom `smaller` have something that does not need the leader yet."""
    fine = rest - smaller
    if not rest:
        return ""
    if not smaller:
        return f"The other {few(rest)} are on track." if rest > 1 else "The other one is on track."
    told = f"{_people(smaller)} something smaller open"
    return f"{told}; {few(fine)} {'is' if fine == 1 else 'are'} on track." if fine else f"{told}."


def _people(n: int) -> str:
    return "One other has" if n == 1 else f"{opening(few(n))} others have"
