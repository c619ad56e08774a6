"""People in an export: the roster, and who owns deals; matched by id, then e-mail, then name."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from touchline.crm.importing.asking import Asking
from touchline.crm.importing.cells import Cells
from touchline.crm.importing.values import BARE_ID
from touchline.crm.importing.vocabulary import plain

SELLS = {"salesagent", "salesrep", "salesperson", "rep", "seller", "agent"}
NEW, UNMATCHED = "new", "unmatched"


@dataclass(slots=True)
class Member:
    """One row of a roster."""

    key: str
    name: str
    email: str
    manager: str
    team: str
    title: str
    zone: str
    started_on: str
    sells: bool


@dataclass(slots=True)
class Human:
    """A person of the plan: one who is there (`pk`), perhaps one who has left, or one to be made."""

    name: str
    email: str = ""
    pk: int | None = None
    title: str = ""
    zone: str = ""
    started_on: str = ""
    team: str = ""
    leader: int | None = None
    leads: bool = False
    sells: bool = False
    left: bool = False


@dataclass(slots=True)
class People:
    """Whom the export means. `owners` is reference → number in `humans`, or None when nobody is known for it."""

    humans: list[Human] = field(default_factory=list)
    owners: dict[str, int | None] = field(default_factory=dict)
    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    met: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_roster(cells: Cells) -> list[Member]:
    """Read a table of people; rows without a name are left out, and inactive people are read like the others."""
    cells.settle_order("started_on")
    first, last, name = cells.text("first_name", 60), cells.text("last_name", 60), cells.text("name", 120)
    manager = zip(cells.id("manager_key"), cells.email("manager_email"), cells.text("manager", 120), strict=True)
    sells = plain(cells.columns.get("name", "")) in SELLS
    rows = zip(
        cells.id("key"),
        name,
        first,
        last,
        cells.email("email"),
        manager,
        cells.text("team", 120),
        cells.text("title", 120),
        cells.text("zone", 64),
        cells.days("started_on"),
        strict=True,
    )
    members = []
    for key, whole, given, family, email, managers, team, title, zone, day in rows:
        called = whole or " ".join(part for part in (given, family) if part)
        boss = next((text for text in managers if text), "")
        if called:
            members.append(
                Member(
                    key or "",
                    called,
                    email or "",
                    boss,
                    team or "",
                    title or "",
                    zone or "",
                    str(day or ""),
                    sells or bool(boss),
                )
            )
    return members


class Matching:
    """Match members of rosters and owners of deals to people who are there, and make up the rest.

    `people` are (key, name, e-mail, has left). Deals of somebody who left are theirs still; a file gives them no role
    and no seat again.
    """

    def __init__(
        self, *, people: list[tuple[int, str, str, bool]], known: dict[str, int | None], asking: Asking
    ) -> None:
        self.plan = People()
        self.asking = asking
        self.known = known
        self.by_pk: dict[int, int] = {}
        self.by_key: dict[str, int] = {}
        self.by_email: dict[str, int] = {}
        self.by_name: dict[str, list[int]] = {}
        for pk, name, email, left in people:
            self.by_pk[pk] = self._add(Human(name, email, pk, left=left))

    def enlist(self, members: list[Member]) -> None:
        """Take a roster in: everybody on it, then who leads them."""
        for member in members:
            number = self._member(member)
            self.plan.met.append(number)
            human = self.plan.humans[number]
            if not human.left:
                human.sells |= member.sells
                human.team, human.title, human.zone = member.team, member.title, member.zone
                human.started_on = member.started_on
            if member.key:
                self.by_key[member.key] = number
                self._own(member.key, number, member.name, member.email)
        for member in members:
            if member.manager:
                self._seat(member)

    def own(self, ref: str, name: str, email: str, *, deals: bool) -> None:
        """Find whoever a reference in the deals or activities stands for."""
        if ref in self.plan.owners and self.plan.owners[ref] is not None:
            number = self.plan.owners[ref]
        elif known := self.known.get(ref):
            number = self.by_pk.get(known)
        else:
            bare = not name and not email and bool(re.match(BARE_ID, ref))
            number = self._unnamed(ref, deals=deals) if bare else self._find(ref, name or ref, email)
        self._own(ref, number, name, email)
        if deals and number is not None:
            human = self.plan.humans[number]
            human.sells |= not (human.leads or human.left)

    def _member(self, member: Member) -> int:
        if (pk := self.known.get(member.key)) and pk in self.by_pk:
            return self.by_pk[pk]
        return self._find(member.key, member.name, member.email)

    def _find(self, ref: str, name: str, email: str) -> int:
        if ref in self.by_key:
            return self.by_key[ref]
        if email and email in self.by_email:
            return self.by_email[email]
        namesakes = [n for n in self.by_name.get(folded(name), []) if not (email and self.plan.humans[n].email)]
        namesakes = [n for n in namesakes if not self.plan.humans[n].left] or namesakes
        if len(namesakes) > 1:
            return self._ask(ref or name, name, namesakes)
        return namesakes[0] if namesakes else self._add(Human(shown(name), email))

    def _ask(self, ref: str, name: str, namesakes: list[int]) -> int:
        choices = [self.plan.humans[n].email or f"{name}, number {n + 1}" for n in namesakes]
        answer = self.asking.choose(f"owner:{ref}", f"Which {name} is “{ref}”?", [*choices, NEW])
        if answer == NEW:
            return self._add(Human(shown(name)))
        return namesakes[choices.index(answer)] if answer else namesakes[0]

    def _unnamed(self, ref: str, *, deals: bool) -> int | None:
        """An id that no file names: its deals are kept without an owner, or a person is made to stand for it."""
        if ref in self.by_key:
            return self.by_key[ref]
        if not deals:
            return None
        answer = self.asking.choose(
            "unnamed_owners",
            f"Some deals belong to ids that no file names, such as {ref}. Keep those deals without an owner until "
            "somebody matches them, or make a person for each id?",
            [UNMATCHED, NEW],
        )
        return self._add(Human(shown(ref))) if answer == NEW else None

    def _seat(self, member: Member) -> None:
        number = self._member(member)
        manager = self.by_key.get(member.manager)
        if manager is None:
            email = member.manager if "@" in member.manager else ""
            manager = self._find(member.manager, member.manager, email)
        if manager != number and not (self.plan.humans[manager].left or self.plan.humans[number].left):
            self.plan.humans[number].leader = manager
            self.plan.humans[manager].leads = True

    def _own(self, ref: str, number: int | None, name: str, email: str) -> None:
        self.plan.owners[ref] = number
        self.plan.named[ref] = (name or (self.plan.humans[number].name if number is not None else ""), email or "")

    def _add(self, human: Human) -> int:
        number = len(self.plan.humans)
        self.plan.humans.append(human)
        if human.email:
            self.by_email.setdefault(human.email.lower(), number)
        self.by_name.setdefault(folded(human.name), []).append(number)
        return number


def folded(name: str) -> str:
    return " ".join(name.casefold().split())


def shown(name: str) -> str:
    return name.strip("{}")[:120] or name[:120]
