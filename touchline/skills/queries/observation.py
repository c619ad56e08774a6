"""Observing: what is declared before, scored after, told within two days, and how the rep sees the same thing."""

from dataclasses import dataclass
from datetime import date, datetime

from touchline.people.models import Person
from touchline.skills.models import Edition, Focus, Observation, SecondRating
from touchline.ui.templatetags.fmt import clock, day_in_text
from touchline.ui.words import few


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four levels: its short name and what it looks like in this skill."""

    level: int
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class ObservePage:
    """Where a leader declares what is observed, and scores it after; `open` is what was declared and is not over."""

    focus: Focus
    open: Observation | None
    kinds: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    today: date

    @property
    def finding(self) -> str:
        name = self.focus.person.first_name
        if self.open is None:
            return f"What do you see, and who leads: {name} or you?"
        return f"{self.open.get_kind_display()}, {self.leads}: which level did you see?"

    @property
    def leads(self) -> str:
        rep_leads = self.open is not None and self.open.led_by == Observation.Lead.REP
        return f"{self.focus.person.first_name} leads" if rep_leads else "you lead"


@dataclass(frozen=True, slots=True)
class ObservationPage:
    """One observation for the leader or the rep; `level` is empty for a rep who has not scored it yet."""

    observation: Observation
    reader: Person
    today: date
    steps: tuple[Step, ...]
    level: Step | None
    own: Step | None
    seconds: tuple[SecondRating, ...]
    leaders: tuple[Person, ...]
    until: str
    is_late: bool

    @property
    def focus(self) -> Focus:
        return self.observation.focus

    @property
    def is_rep(self) -> bool:
        return self.reader.pk == self.focus.person_id

    @property
    def name(self) -> str:
        return self.focus.person.first_name

    @property
    def is_mine_to_score(self) -> bool:
        return self.is_rep and self.observation.is_made and self.own is None

    @property
    def shows_feedback(self) -> bool:
        """The rep scores first: the words would tell the level."""
        return self.observation.is_told and (not self.is_rep or self.own is not None)

    @property
    def finding(self) -> str:
        one, leader = self.observation, self.observation.observer.first_name
        if self.is_rep and not one.is_made:
            return f"{leader} wants to see a {str(one.get_kind_display()).lower()}"
        if self.is_mine_to_score:
            return f"Which level was it? You say first, then you see what {leader} saw"
        if self.level and self.own:
            return self._compared("You" if self.is_rep else self.name, leader if self.is_rep else "you")
        if self.level:
            return f"{self.name}: level {self.level.level}, {self.level.name.lower()}"
        return f"{one.get_kind_display()}: not scored yet"

    def _compared(self, rep: str, observer: str) -> str:
        """The two levels beside each other, the rep's first."""
        own, seen = (self.own.level, self.level.level) if self.own and self.level else (0, 0)
        verb = "say" if rep == "You" else "says"
        other = "say" if observer == "you" else "says"
        if own == seen:
            return f"{rep} and {observer} both say level {own}"
        return f"{rep} {verb} level {own}, {observer} {other} level {seen}"

    @property
    def difference(self) -> str:
        """What the two levels have to do with each other."""
        if not self.own or not self.level:
            return ""
        apart = self.own.level - self.level.level
        if not apart:
            return "You see it alike."
        levels = f"{few(abs(apart))} level{'' if abs(apart) == 1 else 's'}"
        who = "You see yourself" if self.is_rep else f"{self.name} sees it"
        return f"{who} {levels} {'higher' if apart > 0 else 'lower'}. Ask each other what you saw."

    @property
    def led(self) -> str:
        """Who led, and whether it counts."""
        one, you = self.observation, "You" if self.is_rep else self.name
        if not one.led_by:
            return f"Logged afterwards: it counts once {'you say' if self.is_rep else f'{self.name} says'} who led."
        leader = one.observer.first_name if self.is_rep else "You"
        if one.led_by == Observation.Lead.REP:
            return f"{you} {'led, so it counts' if one.is_made else 'lead' if self.is_rep else 'leads'}."
        verb = "led, so it does not count" if one.is_made else "leads" if self.is_rep else "lead"
        return f"{leader} {verb}."


@dataclass(frozen=True, slots=True)
class SecondPage:
    """What another leader is asked: the four levels and what it was, without the first level and the feedback."""

    rating: SecondRating
    rep: str
    asked_by: str
    what: str
    skill: str
    on: date
    today: date
    steps: tuple[Step, ...]
    given: Step | None

    @property
    def finding(self) -> str:
        if self.given:
            return f"You say level {self.given.level}, {self.given.name.lower()}"
        return f"Which level did you see {self.rep} at?"


def observe_page(focus: Focus, *, reader: Person, today: date) -> ObservePage:
    """What `reader` declared and has not scored, or what can be declared; one query."""
    declared = focus.observations.filter(seen_at=None, observer=reader).order_by("-declared_at")
    return ObservePage(
        focus=focus,
        open=declared.first(),
        kinds=tuple((str(value), str(label)) for value, label in Observation.Kind.choices),
        steps=steps_of(focus.edition),
        today=today,
    )


def observation_page(observation: Observation, *, reader: Person, now: datetime) -> ObservationPage:
    """One observation from the reader's side; two queries for the leader, none for the rep.

    Reads `focus.person.workspace`, `focus.skill`, `focus.edition` and `observer`: select them with it.
    """
    is_rep = reader.pk == observation.focus.person_id
    today = observation.focus.person.workspace.today(now)
    steps = steps_of(observation.focus.edition)
    level = observation.level if not is_rep or observation.shows_level_to_rep else None
    fresh_until = observation.seen_at + Observation.FEEDBACK_WITHIN if observation.seen_at else None
    return ObservationPage(
        observation=observation,
        reader=reader,
        today=today,
        steps=steps,
        level=steps[level - 1] if level else None,
        own=steps[observation.self_level - 1] if observation.self_level else None,
        seconds=() if is_rep else _seconds(observation),
        leaders=() if is_rep else other_leaders(observation),
        until=f"{day_in_text(fresh_until, today)}, {clock(fresh_until)}" if fresh_until else "",
        is_late=fresh_until is not None and now > fresh_until,
    )


def second_page(rating: SecondRating, *, now: datetime) -> SecondPage:
    """What `rating` asks for; no query where the observation, its focus, skill, edition and rep were selected."""
    observation, focus = rating.observation, rating.observation.focus
    steps = steps_of(focus.edition)
    return SecondPage(
        rating=rating,
        rep=focus.person.first_name,
        asked_by=observation.observer.first_name,
        what=str(observation.get_kind_display()),
        skill=focus.skill.name,
        on=observation.on,
        today=focus.person.workspace.today(now),
        steps=steps,
        given=steps[rating.level - 1] if rating.level else None,
    )


def steps_of(edition: Edition) -> tuple[Step, ...]:
    """The four levels of an edition."""
    words = zip(Edition.NAMES, edition.levels, strict=True)
    return tuple(Step(level, name, says) for level, (name, says) in enumerate(words, 1))


def other_leaders(observation: Observation) -> tuple[Person, ...]:
    """The leaders of the company who could give a second level: neither the rep nor who observed."""
    here = Person.objects.leading().here().filter(workspace=observation.focus.person.workspace_id)
    neither = here.exclude(pk__in=(observation.observer_id, observation.focus.person_id))
    return tuple(neither.distinct().order_by("name"))


def second_levels_asked_of(person: Person) -> tuple[SecondRating, ...]:
    """What another leader asked `person` to score and is not scored yet, the oldest first; one query."""
    asked = SecondRating.objects.filter(rater=person, level=None).order_by("asked_at")
    return tuple(
        asked.select_related("observation__focus__person", "observation__focus__skill", "observation__observer")
    )


def _seconds(observation: Observation) -> tuple[SecondRating, ...]:
    return tuple(observation.second_ratings.select_related("rater").order_by("asked_at"))
