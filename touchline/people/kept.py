"""What an app says of each of its tables: who takes its rows along, and what of them goes when somebody is forgotten.

Every app says so in its `keeping.py`; docs/recipes/keep-a-table.md tells how, and tests/laws/test_keeping.py holds it.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from types import SimpleNamespace
from typing import Any

from django.db.models import Field, Model, Q, QuerySet

from touchline.people.models import Person, Workspace

ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Kept:
    """One table. A path leads from its rows to a person or to the workspace, as a filter would write it.

    `about` are those its words are about, `by` those who wrote them, `beside` those who only stand in the row. A person
    takes along what they wrote, and what is about them or names them where they may read it.
    """

    model: type[Model]
    says: str
    where: str
    file: str = ""
    about: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    everybody: bool = False
    hidden: Callable[[Person], Q] | None = None
    own_only: str = ""
    withheld: str = ""
    machine: tuple[str, ...] = ()
    shows: Callable[[Any], dict[str, object]] | None = None
    words: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    own_way: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()
    becomes: dict[str, object] = field(default_factory=dict)
    stays: str = ""

    @property
    def name(self) -> str:
        """What the files of this table are called."""
        return self.file or str(self.model._meta.verbose_name_plural).replace("-", "_").replace(" ", "_").lower()

    def in_workspace(self, workspace: Workspace) -> QuerySet[Any]:
        """All its rows in one company; those of a table no company owns are nobody's."""
        rows = self.model._base_manager.all()
        return rows.filter(**{self.where: workspace.pk}) if self.where else rows.none()

    def of(self, person: Person) -> QuerySet[Any]:
        """The rows a person takes along."""
        rows = self.in_workspace(person.workspace)
        if self.withheld:
            return rows.none()
        readable = self._readable(person)
        theirs = _any((*self.about, *self.beside), person) & Q(pk__in=readable.values("pk"))
        if self.everybody:
            theirs |= Q(pk__in=readable.values("pk"))
        return rows.filter(pk__in=rows.filter(theirs | _any(self.by, person)).values("pk"))

    def with_words_of(self, person: Person) -> QuerySet[Any]:
        """The rows whose words are about the person or by them."""
        rows = self.in_workspace(person.workspace)
        return rows.filter(pk__in=rows.filter(_any((*self.about, *self.by), person)).values("pk"))

    def that_go_with(self, person: Person) -> QuerySet[Any]:
        """The rows that go when the person is forgotten."""
        rows = self.in_workspace(person.workspace)
        return rows.filter(pk__in=rows.filter(_any(self.goes, person)).values("pk"))

    def texts(self) -> list[Field[Any, Any]]:
        """The columns a name or a sentence could stand in; secrets and choices hold neither."""
        return [column for column in text_columns(self.model) if column.name not in self.machine]

    def _readable(self, person: Person) -> QuerySet[Any]:
        rows = getattr(self.model, "objects", self.model._base_manager).all()
        if hasattr(rows, "known_to"):
            rows = rows.known_to(person)
        elif hasattr(rows, "visible_to"):
            rows = rows.visible_to(SimpleNamespace(person=person))
        return rows.exclude(self.hidden(person)) if self.hidden else rows


def _any(paths: Iterable[str], person: Person) -> Q:
    return reduce(or_, (Q(**{path: person.pk}) for path in paths), Q(pk__in=[]))


def text_columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a model that hold free text, or JSON."""
    kinds = {"CharField", "TextField", "JSONField", "EmailField"}
    return [
        column for column in model._meta.concrete_fields if column.get_internal_type() in kinds and not column.choices
    ]


class Mention:
    """The names and addresses somebody is known by, as they may stand in a text, and what stands there afterwards."""

    def __init__(self, known_as: Iterable[str], *, becomes: str) -> None:
        self.becomes = becomes
        self.known_as = sorted({unicodedata.normalize("NFC", said.strip()) for said in known_as if said.strip()})
        self._patterns = [
            re.compile(_spelled(said), 0 if said.isalpha() else re.IGNORECASE)
            for said in sorted(self.known_as, key=len, reverse=True)
        ]
        self._addresses = {said.casefold() for said in self.known_as if "@" in said}

    def candidates(self, column: Field[Any, Any]) -> Q:
        """Rows that may mention them: an over-wide filter any database can answer, whatever letters the name has."""
        return reduce(or_, (Q(**{f"text_of_{column.name}__icontains": _surest(said)}) for said in self.known_as))

    def is_in(self, value: object) -> bool:
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        return any(pattern.search(said) for pattern in self._patterns)

    def taken_out_of(self, value: Any) -> Any:
        """The value with the placeholder in each place they are mentioned; a cell that is their address is emptied."""
        if isinstance(value, str):
            if value.strip().casefold() in self._addresses:
                return ""
            text = value
            for pattern in self._patterns:
                text = pattern.sub(self.becomes, text)
            return text
        if isinstance(value, list):
            return [self.taken_out_of(one) for one in value]
        if isinstance(value, dict):
            return {self.taken_out_of(key): self.taken_out_of(one) for key, one in value.items()}
        return value


def _spelled(name: str) -> str:
    """A pattern for a name or address: composed or not, any space between, family name first too."""
    words = name.split()
    orders = [words] if len(words) < 2 or "@" in name else [words, [f"{words[-1]},", *words[:-1]]]
    spellings = "|".join(r"\s+".join(map(_composed_or_not, order)) for order in orders)
    return rf"(?<!\w)(?:{spellings})(?!\w)"


def _composed_or_not(word: str) -> str:
    forms = sorted({re.escape(unicodedata.normalize(form, word)) for form in ("NFC", "NFD")})
    return f"(?:{'|'.join(forms)})"


def _surest(name: str) -> str:
    """The longest run of plain letters in a name: it stands the same in text, in JSON and in either Unicode form."""
    runs: list[str] = re.findall(r"[A-Za-z0-9.@]+", unicodedata.normalize("NFC", name))
    return max(runs, key=len, default="")
