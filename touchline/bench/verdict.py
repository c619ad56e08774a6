"""bin/bench verdict: how often luck alone is called “moved” when the worst of eight is coached, beside a naive test."""

import json as jsons
from collections.abc import Callable
from math import sqrt
from typing import Any

import click
import numpy as np
from scipy.special import bdtr, expit, logit, ndtr

from touchline.measures.coaching import Prior, Verdict, effect, said
from touchline.measures.winrate import Record

SEED = 20_261_123
REPS = 8
TEAM = Prior(mean=0.25, strength=60)
# Twenty points at a quarter: 25% to 45%. At the lower rate of a rep picked as the worst it is a little less.
TWENTY_POINTS = float(logit(0.45) - logit(0.25))
SURE = 0.95


def run(*, seed: int = SEED, teams: int = 2_000, deals: int = 60) -> dict[str, Any]:
    """Coach the worst of eight in each of `teams`, on `deals` before and after: once in vain, once for 20 points.

    The reps' true rates are a beta's with mean .25 and strength 60, and the estimator knows so. Teams and who looks
    worst are left to chance; what comes after is weighed over all its outcomes, so that little hangs on the seed.
    """
    chance = np.random.default_rng(seed)
    true = chance.beta(TEAM.mean * TEAM.strength, (1 - TEAM.mean) * TEAM.strength, (teams, REPS))
    before = chance.binomial(deals, true)
    worst = before.argmin(axis=1)
    rates, hits = (every[np.arange(teams), worst] for every in (true, before))
    in_vain, raised = outcomes(rates, deals), outcomes(expit(logit(rates) + TWENTY_POINTS), deals)
    is_moved, is_naive = (called(rule, hits, deals) for rule in (moved, naive))
    return {
        "teams": teams,
        "false_moved": share(in_vain, is_moved),
        "naive_false_moved": share(in_vain, is_naive),
        "true_moved_20pt": share(raised, is_moved),
    }


def outcomes(rates: np.ndarray, deals: int) -> np.ndarray:
    """How likely each team's rep wins none, one ... all of the deals after."""
    return np.diff(bdtr(np.arange(deals + 1), deals, rates[:, None]), prepend=0.0)


def called(rule: Callable[[int, int, int], bool], hits: np.ndarray, deals: int) -> np.ndarray:
    """For each team, whether the rule speaks of a success after none, one ... all of the deals after."""
    said_of = {seen: [rule(seen, later, deals) for later in range(deals + 1)] for seen in set(hits.tolist())}
    return np.array([said_of[seen] for seen in hits.tolist()])


def share(chances: np.ndarray, is_called: np.ndarray) -> float:
    return round(float((chances * is_called).sum(axis=1).mean()), 4)


def moved(hits: int, later: int, deals: int) -> bool:
    """The rule of the product."""
    return said(effect(Record(hits, deals), Record(later, deals), prior=TEAM)) is Verdict.MOVED


def naive(hits: int, later: int, deals: int) -> bool:
    """The before and after everybody knows: a one-sided test of two rates, as if the rep had been picked by chance."""
    p, q = hits / deals, later / deals
    error = sqrt(max(1e-9, p * (1 - p) / deals + q * (1 - q) / deals))
    return float(ndtr((q - p) / error)) > SURE


@click.command("verdict")
@click.option("--seed", default=SEED, show_default=True, help="Of the simulated chance.")
@click.option("--teams", type=click.IntRange(min=1), default=2_000, show_default=True, help="Simulated teams of eight.")
@click.option(
    "--deals", type=click.IntRange(min=1), default=60, show_default=True, help="Each rep’s, before and after."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(*, seed: int, teams: int, deals: int, as_json: bool) -> None:
    """Coach the worst of eight and count how often the verdict is “moved”, without an effect and with one."""
    found = run(seed=seed, teams=teams, deals=deals)
    click.echo(jsons.dumps(found) if as_json else told(found, deals))


def told(found: dict[str, Any], deals: int) -> str:
    """The same for people."""
    lines = (
        f"The worst of eight coached in {found['teams']:,} teams, {deals} deals before and after.",
        f"Called “moved” with no effect: {found['false_moved']:.1%}",
        f"Called so by a naive before and after: {found['naive_false_moved']:.1%}",
        f"Called “moved” with a true 20 points: {found['true_moved_20pt']:.1%}",
    )
    return "\n".join(lines)
