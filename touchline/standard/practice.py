"""What a practice of the standard is, and what was found of one: counts, sentences and lists, nothing else.

A practice has no page of its own: standard draws every one of them, stores their readings and tells them as JSON.
They are named in settings.TOUCHLINE_PRACTICES, for they stand above this app.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from touchline.measures.standard import Indicator, Reading
from touchline.people.models import Person
from touchline.people.queries.reported import Reported
from touchline.standard.readings import Line

Counts = TypeVar("Counts")
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Found(Generic[Counts]):
    """What the record says of one leader at an instant: the readings, their days, and what they were counted from.

    Only the practice itself looks into `counts`.
    """

    leader: Person
    last: date
    reported: tuple[Reported, ...]
    windows: Mapping[str, Days]
    counts: Counts
    readings: tuple[Reading, ...]

    def reading(self, id: str) -> Reading:
        return next(reading for reading in self.readings if reading.id == id)

    @property
    def names(self) -> dict[int, str]:
        return {one.person.pk: one.person.name for one in self.reported}

    def reports_now(self, rep: int) -> bool:
        """Does the rep report to the leader on the last day? What was said with others is theirs."""
        return any(one.person.pk == rep and one.last == self.last for one in self.reported)


def windows(indicators: Mapping[str, Indicator], last: date) -> dict[str, Days]:
    """The days each indicator looks at, up to `last`, both included."""
    return {id: (last - timedelta(weeks=one.weeks) + timedelta(days=1), last) for id, one in indicators.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """A plain question, and the indicators that answer it."""

    asks: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """The thing to do: what stands on the button, and where it leads."""

    says: str
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The headline of a practice, one or two sentences under it, and the thing to do where there is one."""

    says: str
    lede: str = ""
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """What a leader reads before anything is counted; `url_name` is where the first step is made."""

    lede: str
    says: str
    act: str
    url_name: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """One rep's weeks, oldest first, as (week, state): full, half, none, or needs_you where none asks for something."""

    person: Person
    url: str
    states: tuple[tuple[int, str], ...]
    hits: int
    due: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Weeks by rep: what one dot is, and the words for one that is full, half full and empty."""

    title: str
    full: str
    half: str
    none: str
    rows: tuple[StripRow, ...]


List = Callable[[Any], Iterator[Line]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDefinition:
    """One practice of the standard: its indicators, how they are counted for a leader, and how they are said.

    `lists` has the list behind each reading, None where there is none on purpose. `headlines` are indicators in the
    order in which the first that is below good gives the page its headline. `withheld` names, for a figure that would
    hide somebody, the indicator whose sentence names them. `begun` are the indicators whose n shows that there is
    anything to count; all where none is named.
    """

    key: str
    title: str
    going: str
    home: str
    indicators: Mapping[str, Indicator]
    questions: tuple[Question, ...]
    find: Callable[..., Found[Any]]
    says: Callable[[Any, Reading], str]
    lists: Mapping[str, List | None]
    headlines: tuple[str, ...]
    withheld: Mapping[str, str] = field(default_factory=dict)
    ledes: tuple[str, ...] = ()
    nobody: str
    too_early: str
    begin: Begin
    begun: frozenset[str] = frozenset()
    judged: tuple[str, ...]
    fills: str
    act: Callable[[Any, str], Act | None] = lambda found, id: None
    notices: Callable[[Any], Finding | None] = lambda found: None
    strip: Callable[[Any], Strip] | None = None

    @property
    def slug(self) -> str:
        """The key as it stands in an address."""
        return self.key.replace("_", "-")

    def has_begun(self, found: Found[Any]) -> bool:
        return any(one.n for one in found.readings if not self.begun or one.id in self.begun)


def practices() -> dict[str, PracticeDefinition]:
    """Every practice there is, by its key, in the order of the settings."""
    every: list[PracticeDefinition] = [import_string(path) for path in settings.TOUCHLINE_PRACTICES]
    return {one.key: one for one in every}


def practice_at(slug: str) -> PracticeDefinition | None:
    """The practice an address names."""
    return next((one for one in practices().values() if one.slug == slug), None)
