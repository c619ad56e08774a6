"""What was coached in the demo: planted where it says so, told as simulated, and judged honestly over many seeds."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from touchline.demo import meetings
from touchline.demo.baselines import METRICS
from touchline.demo.coaching import BEFORE, DRAWING, PLOT, Work, works
from touchline.demo.plot import CAST
from touchline.demo.quarters import WEEK
from touchline.measures.coaching import drift, effect, prior_from, said
from touchline.measures.winrate import Record

MONDAY = date(2026, 11, 23)
SEEDS = range(50)
AFTER = 8
LEADERS = {part.key: part.leader for part in CAST}


def judged(seed: int):
    """Each finished or running work that the meetings show, and the verdict eight weeks after it began."""
    told = works(CAST, seed=seed)
    weekly = {part.key: by_week(meetings.plan(part, told, seed=seed, monday=MONDAY)) for part in CAST}
    for work in told:
        if METRICS[work.skill] == "meetings_held" and work.begun >= AFTER:
            yield work, verdict_of(work, told, weekly)


def by_week(planned) -> dict[int, Record]:
    """Held and planned in each week, counted back from the one before the demo's Monday, which is 1."""
    ends = defaultdict(list)
    for meeting in planned:
        ends[(MONDAY - meeting.on + timedelta(days=6)) // WEEK].append(meeting.held)
    return {week: Record(sum(held), len(held)) for week, held in ends.items()}


def verdict_of(work: Work, told, weekly) -> str:
    team = [part.key for part in CAST if part.leader == LEADERS[work.rep] and is_there(part, work)]
    touched = {other.rep for other in told if METRICS[other.skill] == "meetings_held" and overlap(work, other)}

    def record(reps, since: int, weeks: int) -> Record:
        found = [weekly[rep].get(week, Record(0, 0)) for rep in reps for week in range(since - weeks + 1, since + 1)]
        return Record(sum(one.wins for one in found), sum(one.n for one in found))

    spans = ((work.begun + BEFORE, BEFORE), (work.begun, AFTER))
    before, after = (record([work.rep], *span) for span in spans)
    others = [record([rep for rep in team if rep not in touched], *span) for span in spans]
    prior = prior_from([record([rep], *spans[0]) for rep in team])
    return said(effect(before, after, prior=prior, drift=drift(*others)))


def is_there(part, work: Work) -> bool:
    return part.is_here(work.begun) and part.is_here(max(work.begun - AFTER, 0))


def overlap(work: Work, other: Work) -> bool:
    """Did the other one fall into the weeks that are compared?"""
    return other.begun > work.begun - AFTER and other.ends <= work.begun + BEFORE


def test_over_fifty_seeds_what_was_planted_is_told_from_what_was_not():
    counts = {True: Counter(), False: Counter()}
    for seed in SEEDS:
        for work, verdict in judged(seed):
            counts[work.takes_effect][verdict] += 1
    shares = {
        planted: {name: n / sum(found.values()) for name, n in found.items()} for planted, found in counts.items()
    }
    for planted, found in counts.items():
        print(f"\n{'+25 points planted' if planted else 'nothing planted'}, {sum(found.values())} focuses:", end=" ")
        print(", ".join(f"{name} {n} ({shares[planted][name]:.0%})" for name, n in found.most_common()))
    some = {planted: found.get("moved", 0) + found.get("leaning_yes", 0) for planted, found in shares.items()}
    assert shares[False].get("moved", 0) <= 0.05
    assert shares[False]["cant_tell"] > 0.7
    assert some[True] > 4 * some[False]
    assert 0.5 < shares[True]["moved"] < 0.8, "hard to please, and not deaf"
    assert shares[True].get("went_down", 0) == 0


def test_meetings_are_planned_five_to_seven_a_week_and_about_half_are_held():
    for seed in range(5):
        told = works(CAST, seed=seed)
        for part in (part for part in CAST if part.joined is None and part.left is None):
            planned = meetings.plan(part, told, seed=seed, monday=MONDAY)
            uncoached = [one for one in planned if one.on < MONDAY - 48 * WEEK]
            assert 4.5 < len(planned) / meetings.WEEKS < 7.5
            assert 0.3 < sum(one.held for one in uncoached) / len(uncoached) < 0.8
            assert {one.on.weekday() for one in planned} <= set(range(5))
            assert max(one.on for one in planned) < MONDAY


def test_nobody_works_on_three_things_and_the_plot_names_only_skills_there_are():
    for seed in SEEDS:
        told = works(CAST, seed=seed)
        for key in LEADERS:
            mine = [work for work in told if work.rep == key]
            running = [sum(work.ends < week <= work.begun for work in mine) for week in range(-4, 60)]
            assert max(running) <= 2
    assert {work.skill for work in told} <= METRICS.keys()
    assert {work.rep for work in PLOT} <= LEADERS.keys()


def test_start_weeks_are_those_of_the_draws_own_dice():
    for seed in range(20):
        drawn = DRAWING.of(CAST, seed=seed)
        dice = DRAWING.dice(seed)
        assert [work.begun for work in drawn] == [DRAWING.first - dice.choice(range(5)) for _ in DRAWING.reps]
    assert len({tuple(work.begun for work in DRAWING.of(CAST, seed=seed)) for seed in range(20)}) > 10
