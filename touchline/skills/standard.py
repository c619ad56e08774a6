"""The work on skills as a practice of the standard: its questions, its sentences, and what to do next."""

from django.urls import reverse

from touchline.measures.indicators.skills import SKILLS
from touchline.measures.standard import Reading
from touchline.skills.queries.behind import LISTS
from touchline.skills.queries.indicators import Counts, going
from touchline.standard.practice import Act, Begin, Found, PracticeDefinition, Question
from touchline.standard.readings import amount
from touchline.ui.templatetags.fmt import number, percent, plural

SENTENCES = {
    "D1": "Your reps had a focus in {hits} of {n} months",
    "D2": "{hits} of {n} focuses begun were worked out in full",
    "D3": "The median rep got {value} of your coaching a month",
    "D3.share": "{hits} of {n} reps got two hours a month",
    "D4": "{hits} of {n} observations ended in feedback within two days",
    "D5": "{hits} of {n} focuses were practised in three weeks or more",
    "D6": "{hits} of {n} closed focuses rose by more than raters err",
    "D7": "You and a second rater agree by a kappa of {kappa}",
    "D8.core": "{share} of your coaching time went to the middle of the team",
    "D8.stagnation": "{hits} of {n} reps got better at something in a year",
}
UNKNOWN = {
    "D1": "No rep was with you for a full month yet",
    "D2": "No focus was begun",
    "D3": "No rep was with you for a month yet",
    "D3.share": "No rep was with you for a month yet",
    "D4": "No observation is old enough to tell",
    "D5": "No focus is six weeks old yet",
    "D6": "No closed focus was rated twice",
    "D7": "Too little was rated by two to say whether you agree",
    "D8.core": "No coaching time is counted yet",
    "D8.stagnation": "No rep has been here for a year",
}


def says(found: Found[Counts], reading: Reading) -> str:
    """A reading as a sentence."""
    if reading.value is None:
        return UNKNOWN[reading.id]
    value = reading.value
    told = SENTENCES[reading.id].format(
        hits=number(round(value * reading.n)),
        n=number(reading.n),
        value=plural(round(value * 60), "minute") if value < 1 else amount(SKILLS["D3"], value),
        kappa=number(value, 2),
        share=percent(value, 1),
    )
    if reading.id != "D7":
        return told
    exact = found.counts.agreement.exact
    return f"{told}, on the same level in {percent(exact.mid)} of {plural(reading.n, 'pair')}"


def act_on(found: Found[Counts], id: str) -> Act | None:
    """Whom to choose a focus with, or which observation is still to be told in time."""
    if id == "D1":
        idle = [month.rep for month in found.counts.months if month.last == found.last and not month.hit]
        rep = next((rep for rep in idle if found.reports_now(rep)), None)
        name = next((one.person.first_name for one in found.reported if one.person.pk == rep), "")
        return Act(f"Choose a focus with {name}", reverse("skills:focus-new", args=[rep])) if rep else None
    untold = (one for one in found.counts.told if one.hit is None and found.reports_now(one.rep))
    told = next(untold, None) if id == "D4" else None
    return Act("Say what you saw", reverse("skills:observation", args=[told.observation.pk])) if told else None


PRACTICE = PracticeDefinition(
    key="skills",
    title="Skills",
    going="how coaching is going",
    home="skills:index",
    indicators=SKILLS,
    questions=(
        Question("Is it clear what each rep works on?", ("D1", "D2")),
        Question("Do they get your time?", ("D3", "D3.share", "D8.core")),
        Question("Is it told and practised?", ("D4", "D5")),
        Question("Does anything change?", ("D6", "D8.stagnation", "D7")),
    ),
    find=going,
    says=says,
    lists=LISTS,
    headlines=("D1", "D3", "D3.share", "D4", "D5", "D2", "D8.core", "D8.stagnation", "D6", "D7"),
    withheld={"D3": "D3.share"},
    ledes=("D1", "D3"),
    nobody="No one reported to you in this year",
    too_early="It is too early to say how your coaching is going",
    begin=Begin(
        lede="Answers come from the focuses you choose with your reps and from what you see of them.",
        says="Choose one thing with each rep, watch it, say what you saw and what to try next.",
        act="See your team",
        url_name="skills:index",
    ),
    # The others count reps, who are there before any work is.
    begun=frozenset({"D2", "D4", "D5", "D6", "D7"}),
    judged=(
        "What a rep works on counts while the rep reported to you; levels are those of observations the rep led."
        " Minutes count where the rep led and feedback was given, and role-plays you took part in.",
    ),
    fills="It fills as you choose focuses and watch them.",
    act=act_on,
)
