"""What is found about the people of a leader, and what each app has to say of them. Knows no practice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar, cast

from touchline.people.models import Person, Workspace

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Act:
    """The one thing to do about a finding: put `topic` on the agenda of the two, or follow `url` under `label`."""

    topic: str = ""
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found about a person: what came of it, what shows it, and what the leader can do.

    `result` and `symptom` follow the name in a sentence, and so does `evidence`, the most telling single fact; a
    finding has a result, a symptom, or both. `tag` is three words for a table. `brief` is a sentence of its own for
    somebody about to talk to the person, empty where it is not for then. Three of `weight` need the leader, good news
    weighs nothing; of two that weigh the same the one with the lower `place` is told first. A finding that
    `is_between` the person and the leader is about the person, even one who leads a team; any other is then about the
    team of that person.
    """

    person: Person
    kind: str
    tag: str
    weight: int
    place: int = 100
    result: str = ""
    symptom: str = ""
    evidence: str = ""
    brief: str = ""
    act: Act | None = None
    is_between: bool = False

    @property
    def says(self) -> str:
        """What follows the name: the result first, then what shows it."""
        return " and ".join(part for part in (self.result, self.symptom) if part)


@dataclass(frozen=True, slots=True)
class TeamAt:
    """Some people of one leader at an instant, as `reader` may know of them.

    `below` has the ids of those below each of the people who leads. What several offers and the page need to know of
    these people is read once, and kept under the function that reads it.
    """

    people: tuple[Person, ...]
    leader: Person | None
    reader: Person
    now: datetime
    below: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    known: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_own(self) -> bool:
        """Whether the reader is the leader; what is between two people is for nobody else."""
        return self.reader == self.leader

    @property
    def workspace(self) -> Workspace:
        return self.people[0].workspace if self.people else self.reader.workspace

    @property
    def today(self) -> date:
        return self.workspace.today(self.now)

    def read(self, how: Callable[["TeamAt"], Known]) -> Known:
        """What `how` reads of these people, read the first time it is asked for."""
        if how not in self.known:
            self.known[how] = how(self)
        return cast("Known", self.known[how])

    def knows(self, how: Callable[["TeamAt"], Known], known: Known) -> None:
        """Take what a page has read already for what `how` would read."""
        self.known[how] = known
