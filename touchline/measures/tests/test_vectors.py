"""The worked vectors of the standard, each against the measure that answers it."""

import json
from pathlib import Path

import pytest

from touchline.measures import (
    agreement,
    attainment,
    cadence,
    coaching,
    concentration,
    coverage,
    cusum,
    discount,
    drivers,
    forecast,
    movement,
    participation,
    randomised,
    slippage,
    winrate,
)

VECTORS = {v["id"]: v for v in json.loads((Path(__file__).parent / "vectors.json").read_text())}


def cadence_pooled(given):
    reps = [cadence.Kept(due, held) for due, held in zip(given["due"], given["held"], strict=True)]
    found = cadence.cadence(reps)
    return {
        "pooled": found.pooled.mid,
        "worst_rep": found.worst_rep,
        "reps_ge_75": found.reps_at_floor,
        "wilson90": [found.pooled.low, found.pooled.high],
    }


def commitments(given):
    found = cadence.commitments(
        kept=given["kept_on_time"],
        renegotiated_kept=given["renegotiated_kept"],
        late=given["late"],
        missed=given["missed"],
    )
    return {"strict": found.strict, "fair": found.fair.mid}


def low_performer_ratio(given):
    return {"ratio": cadence.low_performer_ratio(given["bottom"], given["others"])}


def concentrated(given):
    found = concentration.concentration(given["deals"], quota=given["quota"])
    return {
        "attainment": attainment.attainment(given["deals"], quota=given["quota"]).ratio,
        "hhi": found.hhi,
        "effective_deals": found.effective_deals,
        "top1": found.top1,
        "top3": found.top3,
        "gini": found.gini,
        "ex_top1_attainment": found.without_top,
        "deals_to_miss": found.deals_to_miss,
    }


def participating(given):
    found = participation.participation([participation.Result(won, 100) for won in given["attainment_pct"]])
    return {
        "team": found.team,
        "participation": found.at_quota.mid,
        "wilson95": [found.at_quota.low, found.at_quota.high],
        "median": found.median * 100,
        "without_top_rep": found.without_best,
    }


def win_rates(given):
    records = [winrate.Record(wins, n) for wins, n in zip(given["wins"], given["n"], strict=True)]
    found, moments = winrate.spread(records), winrate.moments(records)
    return {
        "pooled": found.pooled,
        "Q": found.q,
        "p": found.p,
        "rho": moments.rho,
        "M": moments.strength,
        "luck_share": found.luck_share,
        "mom_post": winrate.moment_rates(records),
        "grid_post": [rate.mid for rate in winrate.shrink(records).rates],
    }


def luck_spread(given):
    found = winrate.luck_spread(given["reps"], given["n"], given["p"])
    return {"best": found.best, "worst": found.worst, "spread_pts": 100 * found.spread}


def slipped(given):
    found = slippage.slippage([slippage.Due(slippage.Fate(fate), value) for fate, value in given["due"]])
    return {"count": found.count.mid, "value": found.value}


def discounted(given):
    found = discount.discount([discount.Sale(*row) for row in given["rows_net_list_week"]])
    return {
        "weighted": found.weighted,
        "last_week": found.last_week,
        "rest": found.rest,
        "last_week_share": found.last_week_share,
    }


def p_hit(given):
    found = coverage.coverage([coverage.Chance(value, p) for value, p in given["pipe"]], gap=given["gap"])
    return {"coverage": found.ratio, "weighted": found.weighted, "sd": found.sd, "p_exact": found.p_hit}


def forecasting(given):
    found = forecast.forecast(given["F"], given["A"])
    return {
        "bias": found.bias,
        "wape": found.wape,
        "mape": found.mape,
        "tracking_signal": found.tracking_signal,
        "sign_p": found.sign_p,
    }


def brier(given):
    found = forecast.brier([(p, bool(won)) for p, won in given["calls"]])
    return {"brier": found.score, "skill": found.skill}


def lmdi(given):
    names = ("decided", "win_rate", "size")
    found = drivers.split(
        dict(zip(names, given["prev"], strict=True)), dict(zip(names, given["cur"], strict=True)), n=30
    )
    return {"delta": found.delta, "parts": [found.parts[name] for name in names]}


def kappa(given):
    found = agreement.agreement(list(zip(given["a"], given["b"], strict=True)))
    return {"kappa": found.kappa, "exact": found.exact.mid}


def reliable_change(given):
    spread = given["sd"], given["rel"]
    return {"sem": movement.standard_error(*spread), "rc90": movement.reliable_change(*spread, z=given["z"])}


def coached(given):
    """The bounds are published to a tenth of a point."""
    x0, n0, x1, n1 = given["rep"]
    team_x0, team_n0, team_x1, team_n1 = given["team"]
    won, lost = given["prior"]
    found = coaching.effect(
        winrate.Record(x0, n0),
        winrate.Record(x1, n1),
        prior=coaching.Prior(won / (won + lost), won + lost),
        drift=coaching.drift(winrate.Record(team_x0, team_n0), winrate.Record(team_x1, team_n1)),
        sceptic=given["tau"],
    )
    return {
        "base": found.baseline,
        "mean": found.mean,
        "sd": found.sd,
        "p_pos": found.p_up,
        "p_or125": found.p_worth,
        "pts": found.points,
        "pts90": [round(found.low, 1), round(found.high, 1)],
        "null_tail": found.luck_tail,
    }


def drawn(given):
    courses = [
        randomised.Course(tuple(rep["y"]), tuple(rep["n"]), rep["start"], tuple(given["eligible"]))
        for rep in given["reps"]
    ]
    together = randomised.randomised(courses)
    return {
        "p_one_rep": [randomised.randomised([course]).p for course in courses],
        "p_three": together.p,
        "count": f"{together.as_large}/{together.of}",
    }


def summed(given):
    """The longer run length is published in whole events."""
    steps = cusum.steps(given["p0"], given["p1"])
    waits = [cusum.run_length(p, steps, limit=given["h"]) for p in (given["p0"], given["p1"])]
    return {"win_step": steps.win, "loss_step": steps.loss, "arl0": round(waits[0]), "arl1": waits[1]}


ANSWERED_BY = {
    "cadence_pooled": cadence_pooled,
    "commitments": commitments,
    "low_performer_ratio": low_performer_ratio,
    "concentration": concentrated,
    "participation": participating,
    "eb_noise_team": win_rates,
    "eb_spread_team": win_rates,
    "luck_spread": luck_spread,
    "slippage": slipped,
    "discount": discounted,
    "p_hit": p_hit,
    "forecast": forecasting,
    "brier": brier,
    "lmdi": lmdi,
    "kappa_quadratic": kappa,
    "reliable_change": reliable_change,
    "coaching_A": coached,
    "coaching_B": coached,
    "coaching_C": coached,
    "coaching_D": coached,
    "coaching_E": coached,
    "randomisation": drawn,
    "cusum": summed,
}


@pytest.mark.parametrize("name", VECTORS)
def test_a_worked_vector_comes_out_as_published(name):
    vector = VECTORS[name]
    answer = ANSWERED_BY[name](vector["input"])
    for key, expected in vector["expected"].items():
        assert answer[key] == pytest.approx(expected, abs=max(vector["tol"], half_a_digit(expected))), key


def half_a_digit(published):
    """Half of the last digit a number was published with: 12.43 stands for anything from 12.425 to 12.435."""
    text = repr(published)
    return 0.5 * 10 ** -len(text.partition(".")[2]) if isinstance(published, float) and "e" not in text else 0.0


def test_every_vector_of_what_is_built_is_here():
    assert set(VECTORS) == set(ANSWERED_BY)
