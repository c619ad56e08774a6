"""A rep's own skills: what to work on and how, what waits for them, the feedback they got, what the record said."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Exists, OuterRef, Prefetch, Q

from touchline.measures.practice import prompt_due
from touchline.people.models import Person, Seat
from touchline.skills.models import Edition, Focus, Observation, Pairing, Practice, Skip, Worksheet
from touchline.skills.queries.pairs import monday_of
from touchline.skills.queries.verdicts import Look, metric_words, now_says, verdict_section
from touchline.ui.templatetags.fmt import day_in_text, percent, plural
from touchline.ui.words import opening, some

SHOWN = 20

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Written(TypedDict):
        wrote: bool

    Paired = WithAnnotations[Pairing, Written]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four levels: its number, what it is called, what one sees."""

    level: int
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation as the rep may read it: the level given by the leader only once the rep gave their own."""

    observation: Observation
    what: str
    steps: tuple[Step, ...]
    levels: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A day to try the behaviour again; the key lets a double press be one practice."""

    focus: Focus
    day: int

    @property
    def on(self) -> date:
        return self.focus.starts_on + timedelta(days=self.day)

    @property
    def key(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"touchline:focus:{self.focus.pk}:prompt:{self.day}")


@dataclass(frozen=True, slots=True)
class Partner:
    """This week’s partner, and whether the rep has written to them."""

    person: Person
    is_written: bool


@dataclass(frozen=True, slots=True)
class ActiveFocus:
    focus: Focus
    steps: tuple[Step, ...]
    aim: str
    observed: str
    practised: str
    record: str
    is_left_alone: bool


@dataclass(frozen=True, slots=True)
class ClosedFocus:
    focus: Focus
    said: Look | None


@dataclass(frozen=True, slots=True)
class OwnSkills:
    """`first` names the kind of thing that waits first, for the one filled button; empty where nothing waits."""

    person: Person
    leader: Person | None
    finding: str
    lede: str
    first: str
    to_score: tuple[Seen, ...]
    who_led: tuple[Seen, ...]
    prompts: tuple[Prompt, ...]
    partner: Partner | None
    active: tuple[ActiveFocus, ...]
    feedback: tuple[Seen, ...]
    closed: tuple[ClosedFocus, ...]
    today: date


def own_skills_page(person: Person, *, today: date) -> OwnSkills:
    """Everything about skills that is `person`’s own; seven queries."""
    focuses = _focuses(person)
    active = [focus for focus in focuses if focus.is_active]
    seen = _seen(person, today)
    open_now = [one for one in seen if one.observation.focus.is_active]
    leader = _leader(person)
    to_score = tuple(one for one in open_now if one.observation.self_level is None)
    who_led = tuple(one for one in open_now if not one.observation.led_by)
    prompts = tuple(prompt for focus in active if (prompt := _prompt(focus, today)))
    partner = _partner(person, monday_of(today))
    waits = {"score": to_score, "led": who_led, "prompt": prompts, "pair": partner and not partner.is_written}
    first = next((kind for kind, found in waits.items() if found), "")
    return OwnSkills(
        person=person,
        leader=leader,
        finding=_finding(first, to_score, who_led, prompts, partner, focuses, today),
        lede=_lede(first, active, leader, today),
        first=first,
        to_score=to_score,
        who_led=who_led,
        prompts=prompts,
        partner=partner,
        active=tuple(_active(focus, seen, today) for focus in active),
        feedback=tuple(one for one in seen if one.observation.shows_level_to_rep)[:SHOWN],
        closed=tuple(_closed(focus, today) for focus in focuses if not focus.is_active),
        today=today,
    )


def prompts_of(person: Person, *, today: date) -> tuple[Prompt, ...]:
    """The prompts to practise that are due today, one for each active focus at most; three queries."""
    active = Focus.objects.active().filter(person=person).select_related("person", "skill", "edition", "draw")
    practised = active.prefetch_related(Prefetch("practices", Practice.objects.order_by("-on")), "skips")
    return tuple(p for focus in practised.order_by("-starts_on", "-pk") if (p := _prompt(focus, today)))


def _focuses(person: Person) -> list[Focus]:
    """The rep's focuses, the newest first, with practices, skipped prompts and verdicts."""
    practices = Prefetch("practices", Practice.objects.order_by("-on"))
    return list(
        Focus.objects.filter(person=person)
        .select_related("person", "skill", "edition", "draw")
        .prefetch_related(practices, "skips", "verdicts")
        .order_by("-starts_on", "-pk")[:SHOWN]
    )


def _seen(person: Person, today: date) -> list[Seen]:
    made = Observation.objects.made().filter(focus__person=person)
    found = made.select_related("focus__skill", "focus__edition", "observer").order_by("-seen_at", "-pk")[: 2 * SHOWN]
    return [
        Seen(
            observation=one,
            what=f"{one.get_kind_display()}, {day_in_text(one.on, today)}",
            steps=_steps(one.focus.edition),
            levels=_levels(one),
        )
        for one in found
    ]


def _steps(edition: Edition) -> tuple[Step, ...]:
    named = zip(Edition.NAMES, edition.levels, strict=True)
    return tuple(Step(number, name, says) for number, (name, says) in enumerate(named, 1))


def _levels(one: Observation) -> str:
    """Both levels side by side, once the rep has scored."""
    if one.self_level is None:
        return ""
    theirs = Edition.NAMES[one.level - 1].lower() if one.level else "no level"
    return f"You: {Edition.NAMES[one.self_level - 1].lower()}. {one.observer.first_name}: {theirs}."


def _leader(person: Person) -> Person | None:
    seat = Seat.objects.current().filter(person=person).select_related("leader").first()
    return seat.leader if seat else None


def _prompt(focus: Focus, today: date) -> Prompt | None:
    practised: Iterable[Practice] = focus.practices.all()
    skipped: Iterable[Skip] = focus.skips.all()
    due = prompt_due(
        focus.starts_on,
        today=today,
        practised=[practice.on for practice in practised],
        skipped=[skip.day for skip in skipped],
    )
    return Prompt(focus, due) if due else None


def _partner(person: Person, week_on: date) -> Partner | None:
    wrote = Exists(Worksheet.objects.filter(pairing=OuterRef("pk"), author=person))
    pairs = Pairing.objects.of_week(week_on).filter(Q(one=person) | Q(other=person)).select_related("one", "other")
    pair = cast("Paired | None", pairs.annotate(wrote=wrote).first())
    return Partner(pair.partner_of(person), pair.wrote) if pair else None


def _active(focus: Focus, seen: Sequence[Seen], today: date) -> ActiveFocus:
    mine = [one for one in seen if one.observation.focus_id == focus.pk]
    last = mine[0].observation if mine else None
    practices: Sequence[Practice] = list(focus.practices.all())
    since = max(last.on if last else focus.starts_on, focus.starts_on)
    return ActiveFocus(
        focus=focus,
        steps=_steps(focus.edition),
        aim=_aim(focus),
        observed=f"{opening(day_in_text(last.on, today))}, {last.get_kind_display().lower()}" if last else "Not yet",
        practised=_practised(practices, today),
        record=now_says(focus, today=today),
        is_left_alone=focus.starts_on <= today and today - since >= Focus.LEFT_ALONE,
    )


def _aim(focus: Focus) -> str:
    """From where to where, of what; the denominator stands beside the share."""
    if not focus.metric:
        return "Nothing the CRM counts; your level is told by observations"
    words = opening(metric_words(focus.metric))
    if not focus.baseline_n:
        return f"{words}; no baseline yet"
    begun = f"{percent(focus.baseline_hits / focus.baseline_n)}, {focus.baseline_hits} of {focus.baseline_n}"
    return f"{words}: from {begun}" + (f", to {focus.target}%" if focus.target else "")


def _practised(practices: Sequence[Practice], today: date) -> str:
    if not practices:
        return "Not yet"
    return f"{plural(len(practices), 'time')}, last {day_in_text(practices[0].on, today)}"


def _closed(focus: Focus, today: date) -> ClosedFocus:
    return ClosedFocus(focus, verdict_section(focus, today=today).latest)


def _finding(
    first: str,
    to_score: Sequence[Seen],
    who_led: Sequence[Seen],
    prompts: Sequence[Prompt],
    partner: Partner | None,
    focuses: Collection[Focus],
    today: date,
) -> str:
    """The headline: what waits first, else what is worked on, else that nothing is."""
    active = [focus for focus in focuses if focus.is_active]
    if first == "score":
        return _score_finding(to_score, today)
    if first == "led":
        one = who_led[0].observation
        return f"Who led the {one.get_kind_display().lower()} {_on(one.on, today)}? Only you can say"
    if first == "prompt":
        return f"{prompts[0].focus.skill.name}: time for the next try"
    if first == "pair" and partner:
        return f"{partner.person.first_name} is your partner this week"
    if active:
        return f"You work on {_names(active)}"
    return "You work on nothing right now" if focuses else "Nothing is chosen to work on yet"


def _score_finding(to_score: Sequence[Seen], today: date) -> str:
    if len(to_score) > 1:
        return f"{opening(some(len(to_score), 'observation'))} wait for your own level"
    one = to_score[0].observation
    kind = one.get_kind_display().lower()
    return f"{one.observer.first_name} observed your {kind} {_on(one.on, today)}: give your own level"


def _lede(first: str, active: Sequence[Focus], leader: Person | None, today: date) -> str:
    if not active:
        return ""
    last = max(focus.ends_on for focus in active)
    if first and first != "pair":
        return f"You work on {_names(active)} until {day_in_text(last, today)}."
    who = leader.first_name if leader else "Your leader"
    return f"Nothing else waits for you. {who} observes, you practise, and the record is looked at on days set before."


def _names(active: Iterable[Focus]) -> str:
    return " and ".join(focus.skill.name for focus in active)


def _on(when: date, today: date) -> str:
    """A day after a noun: yesterday, on Tue, on 13 Nov."""
    told = day_in_text(when, today)
    return told if (today - when).days in (-1, 0, 1) else f"on {told}"
