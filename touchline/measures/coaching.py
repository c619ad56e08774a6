"""Did coaching move the metric? One rep's counts before and after, held against luck, the team and a sceptic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, log, sqrt

import numpy as np
from scipy.special import betaincinv, betaln, expit, gammaln, logit

from touchline.measures.winrate import Record, shrink

VERSION = "2026.1"
STRENGTH = 60.0
SCEPTIC = 0.40
WORTHWHILE = log(1.25)
LEAST_EVENTS = 20
LEAST_WEEKS = 5
FIRST_LOOK = timedelta(weeks=8)
SECOND_LOOK = timedelta(weeks=16)

_STEP = 0.02
_EFFECTS = np.arange(-80, 81) * _STEP
_SHIFTS = np.arange(-4, 5) / 2
_SHIFT_WEIGHTS = np.exp(-0.5 * _SHIFTS**2) / np.exp(-0.5 * _SHIFTS**2).sum()
_QUANTILES = (np.arange(200) + 0.5) / 200
_FARTHEST_ODDS = 20.0


class Verdict(StrEnum):
    """What may be said of a focus at a look."""

    MOVED = "moved"
    LEANING_YES = "leaning_yes"
    CANT_TELL = "cant_tell"
    LEANING_NO = "leaning_no"
    WENT_DOWN = "went_down"
    TOO_EARLY = "too_early"


class TooEarly(StrEnum):
    """Why nothing may be said yet."""

    TOO_FEW_EVENTS = "too_few_events"
    TOO_FEW_WEEKS = "too_few_weeks"
    NOT_PRACTISED = "not_practised"
    METRIC_CHANGED = "metric_changed"
    BEFORE_THE_LOOK = "before_the_look"


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a rep's rate before the rep is counted: the team's `mean`, worth `strength` events."""

    mean: float
    strength: float = STRENGTH


@dataclass(frozen=True, slots=True)
class Drift:
    """How the metric moved where nobody was coached, in log odds, and how uncertain that is."""

    log_odds: float
    se: float


NO_DRIFT = Drift(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Effect:
    """How much the rate moved beyond luck and drift, as a probability and never as a cause.

    `mean` and `sd` are log odds; `points`, with 90% between `low` and `high`, are per hundred at `baseline`, the rate
    expected with nothing done. `p_up` is the chance of any rise, `p_worth` of odds a quarter better. `luck_tail`: if
    nothing had changed, how often a rep with this history does this well.
    """

    baseline: float
    mean: float
    sd: float
    p_up: float
    p_worth: float
    points: float
    low: float
    high: float
    luck_tail: float
    n_before: int
    n_after: int
    enough: bool

    @property
    def n(self) -> int:
        return self.n_before + self.n_after


@dataclass(frozen=True, slots=True)
class Conditions:
    """What has to hold for a verdict, besides the events: whole weeks each side, practice, one metric, a look."""

    weeks_before: int
    weeks_after: int
    is_practised: bool
    is_same_metric: bool
    is_at_a_look: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict, why it is too early where it is, and the version of the rule."""

    verdict: Verdict
    reasons: tuple[TooEarly, ...] = ()
    version: str = VERSION


def prior_from(records: Sequence[Record]) -> Prior:
    """Answer what to expect of a rep of this team, from everybody's counts before the focus.

    Mean and spread are those of the grid of `winrate.shrink`; the strength is that of the beta with this spread. (The
    grid's own mean strength is ruled by its largest values.) One member shows no spread: then the default strength.
    Without any event every rate is as likely. Source: standard 5.2.1.
    """
    found = shrink(records)
    if found.mean is None or found.sd is None:
        return Prior(0.5, 2.0)
    if sum(record.n > 0 for record in records) < 2:
        return Prior(found.mean)
    return Prior(found.mean, found.mean * (1 - found.mean) / found.sd**2 - 1)


def drift(before: Record, after: Record) -> Drift:
    """Answer how the metric moved among teammates without the focus: the difference of their log odds.

    Half an event is added to every cell, so that nothing counted gives no movement, very uncertain. Source: 5.2.3.
    """
    cells = [cell + 0.5 for cell in (after.wins, after.n - after.wins, before.wins, before.n - before.wins)]
    won, lost, won_before, lost_before = cells
    return Drift(log(won / lost) - log(won_before / lost_before), sqrt(sum(1 / cell for cell in cells)))


def effect(before: Record, after: Record, *, prior: Prior, drift: Drift = NO_DRIFT, sceptic: float = SCEPTIC) -> Effect:
    """Answer how far a rep's rate moved from `before` to `after` beyond luck and what moved the others.

    The baseline is a beta of prior and own count before, which makes it immune to “picked because low”; the effect is
    normal around nothing with `sceptic` log odds before. Summed over 200 quantiles of the baseline, 9 places of the
    drift within two errors, and 161 effects to 1.6. Source: standard 5.2. Raises ValueError for what cannot be.
    """
    _check(prior, before, after)
    won = prior.mean * prior.strength + before.wins
    lost = (1 - prior.mean) * prior.strength + before.n - before.wins
    weights = np.exp(-0.5 * (_EFFECTS / sceptic) ** 2) * _likelihoods(won, lost, after, drift)
    weights /= weights.sum()
    reached = np.cumsum(weights)
    mean = float(weights @ _EFFECTS)
    low, high = (_EFFECTS[min(int(np.searchsorted(reached, share)), 160)] for share in (0.05, 0.95))
    baseline = won / (won + lost)
    return Effect(
        baseline=baseline,
        mean=mean,
        sd=sqrt(float(weights @ (_EFFECTS - mean) ** 2)),
        p_up=float(weights[81:].sum() + 0.5 * weights[80]),
        p_worth=float(weights[_EFFECTS > WORTHWHILE].sum()),
        points=_points(baseline, drift, mean),
        low=_points(baseline, drift, float(low)),
        high=_points(baseline, drift, float(high)),
        luck_tail=_luck_tail(won, lost, after),
        n_before=before.n,
        n_after=after.n,
        enough=min(before.n, after.n) >= LEAST_EVENTS,
    )


def verdict(found: Effect, conditions: Conditions) -> Ruling:
    """Answer what may be said of an effect: too early unless every condition holds, else by its probabilities.

    A rise that is sure but perhaps too small to matter is only leaning. Source: standard 5.2.6.
    """
    failed = {
        TooEarly.TOO_FEW_EVENTS: not found.enough,
        TooEarly.TOO_FEW_WEEKS: min(conditions.weeks_before, conditions.weeks_after) < LEAST_WEEKS,
        TooEarly.NOT_PRACTISED: not conditions.is_practised,
        TooEarly.METRIC_CHANGED: not conditions.is_same_metric,
        TooEarly.BEFORE_THE_LOOK: not conditions.is_at_a_look,
    }
    reasons = tuple(reason for reason, fails in failed.items() if fails)
    return Ruling(Verdict.TOO_EARLY, reasons) if reasons else Ruling(said(found))


def said(found: Effect) -> Verdict:
    """Return the verdict of the probabilities alone, whatever else holds."""
    if found.p_up >= 0.95 and found.p_worth >= 0.5:
        return Verdict.MOVED
    if found.p_up >= 0.80:
        return Verdict.LEANING_YES
    if found.p_up >= 0.20:
        return Verdict.CANT_TELL
    return Verdict.LEANING_NO if found.p_up >= 0.05 else Verdict.WENT_DOWN


def looks(starts_on: date) -> tuple[date, date]:
    """Return the two days on which a verdict may be read: looking more often finds more by luck. Source: 5.2.7."""
    return starts_on + FIRST_LOOK, starts_on + SECOND_LOOK


def _likelihoods(won: float, lost: float, after: Record, drift: Drift) -> np.ndarray:
    """Return how likely `after` is at each effect, over baseline and drift.

    Baseline and effect are added as log odds, so one lattice serves both: each quantile of the baseline is divided
    between the two places next to it, and the curve of the count is slid along.
    """
    hits, misses = after.wins, after.n - after.wins
    finer = max(4, ceil(8 * _STEP / sqrt(1 / (hits + 0.5) + 1 / (misses + 0.5))))
    step = _STEP / finer
    places = np.clip(logit(betaincinv(won, lost, _QUANTILES)), -_FARTHEST_ODDS, _FARTHEST_ODDS) / step
    lowest = int(np.floor(places[0]))
    below = np.floor(places).astype(int) - lowest
    size = int(below[-1]) + 2
    beyond = places - lowest - below
    baseline = np.bincount(below, 1 - beyond, size) + np.bincount(below + 1, beyond, size)
    reach = 80 * finer
    log_odds = np.arange(lowest - reach, lowest + size + reach) * step + drift.log_odds
    heights = log_odds + _SHIFTS[:, None] * drift.se
    curve = hits * heights - after.n * np.logaddexp(0, heights)
    curve = _SHIFT_WEIGHTS @ np.exp(curve - curve.max())
    found: np.ndarray = np.lib.stride_tricks.sliding_window_view(curve, size)[::finer] @ baseline
    return found


def _points(baseline: float, drift: Drift, log_odds: float) -> float:
    undone = logit(baseline) + drift.log_odds
    return 100 * float(expit(undone + log_odds) - expit(undone))


def _luck_tail(won: float, lost: float, after: Record) -> float:
    """Return the chance of at least as many hits when nothing changed, by the beta-binomial."""
    hits = np.arange(after.wins, after.n + 1)
    ways = gammaln(after.n + 1) - gammaln(hits + 1) - gammaln(after.n - hits + 1)
    chances = np.exp(ways + betaln(hits + won, after.n - hits + lost) - betaln(won, lost))
    return min(1.0, float(chances.sum()))


def _check(prior: Prior, *counts: Record) -> None:
    if not 0 < prior.mean < 1 or prior.strength <= 0:
        raise ValueError(f"a mean of {prior.mean} worth {prior.strength} events cannot be")
    for record in counts:
        if not 0 <= record.wins <= record.n:
            raise ValueError(f"{record.wins} hits of {record.n} cannot be")
