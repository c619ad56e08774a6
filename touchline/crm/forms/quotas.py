import csv
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from touchline.crm.amounts import NotAnAmount, read_amount, read_share, written
from touchline.crm.forms.pasted import read_quotas
from touchline.crm.models import AgreedQuota
from touchline.crm.queries.quotas import Cell, PasteContext, Per, Row
from touchline.measures.money import to_minor
from touchline.measures.periods import Period
from touchline.people.models import Person
from touchline.ui.forms import field_of

Read = TypeVar("Read")
LARGEST_UPLOAD = 2 * 1024 * 1024


def _why() -> forms.CharField:
    return forms.CharField(max_length=240, required=False, label="Why", help_text="Kept in the history of changes.")


class YearForm(forms.Form):
    """Which fiscal year, by quarter or by month; anything unreadable means the current year by quarter."""

    year = forms.IntegerField(required=False, min_value=1990, max_value=2200)
    per = forms.ChoiceField(required=False, choices=[(per.value, per.value) for per in Per])

    @classmethod
    def read(cls, query: QueryDict) -> tuple[int | None, Per]:
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("year"), Per(form.cleaned_data.get("per") or Per.QUARTER)


class HistoryForm(forms.Form):
    """Whose history of quotas, and which page of it; anything unreadable means everybody's newest."""

    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    person = forms.ModelChoiceField(Person.objects.none(), required=False)

    @classmethod
    def read(cls, query: QueryDict, *, people: QuerySet[Person]) -> tuple[int, Person | None]:
        form = cls(query)
        field_of(form, "person", forms.ModelChoiceField[Person]).queryset = people
        form.is_valid()
        return form.cleaned_data.get("page") or 1, form.cleaned_data.get("person")


@dataclass(frozen=True, slots=True)
class Line:
    """One period of the form: its cell and, where it can be set, the two fields."""

    cell: Cell
    amount: forms.BoundField | None = None
    share: forms.BoundField | None = None


class RowForm(forms.Form):
    """The quotas of one person over a fiscal year, period by period."""

    why = _why()

    def __init__(self, *args: Any, row: Row, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.currency = row, currency
        for place, cell in self._settable():
            quota, share = f"Quota, {cell.period.label}", f"Share in percent, {cell.period.label}"
            self.fields[f"amount-{place}"] = _short(quota, written(cell.amount_minor, currency))
            self.fields[f"share-{place}"] = _short(share, f"{cell.percent:f}")

    def _settable(self) -> list[tuple[int, Cell]]:
        return [(place, c) for place, c in enumerate(self.row.cells) if not c.parts and not c.inside]

    def lines(self) -> list[Line]:
        settable = dict(self._settable())
        return [
            Line(cell, self[f"amount-{place}"], self[f"share-{place}"]) if place in settable else Line(cell)
            for place, cell in enumerate(self.row.cells)
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        cleaned["agreed"] = {place: self._read(place, cell) for place, cell in self._settable()}
        return cleaned

    def agreements(self, person: Person) -> list[AgreedQuota]:
        """Return what every cell says; a quota is taken away where its cell was left empty."""
        agreed = self.cleaned_data["agreed"]
        return [
            AgreedQuota(person, self.row.cells[place].period, minor, share) for place, (minor, share) in agreed.items()
        ]

    def _read(self, place: int, cell: Cell) -> tuple[int | None, Decimal | None]:
        amount, share = self.cleaned_data.get(f"amount-{place}", ""), self.cleaned_data.get(f"share-{place}", "")
        minor = self._try(
            f"amount-{place}", cell, lambda: to_minor(read_amount(amount), self.currency) if amount else None
        )
        return minor, self._try(f"share-{place}", cell, lambda: read_share(share or "100"))

    def _try(self, name: str, cell: Cell, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except NotAnAmount as error:
            self.add_error(name, f"{cell.period.label}: {error}")
            return None


def _short(label: str, initial: str) -> forms.CharField:
    # The table's headings label the fields for the eye; the attribute does it for the ear.
    widget = forms.TextInput(attrs={"aria-label": label, "inputmode": "decimal"})
    return forms.CharField(required=False, max_length=24, label=label, initial=initial, widget=widget)


class PasteForm(forms.Form):
    """Quotas for many people at once, from the clipboard or a CSV file."""

    text = forms.CharField(
        required=False,
        max_length=500_000,
        label="Names and amounts",
        help_text="A name on each row and a column per period, or the columns Name, Period, Quota and Share.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        required=False, label="Or a CSV file", widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt"})
    )
    why = _why()

    def __init__(
        self,
        *args: Any,
        people: list[Person],
        shown: tuple[Period, ...],
        year: int,
        fiscal_year_starts: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.context = PasteContext(people=people, shown=shown, year=year, fiscal_year_starts=fiscal_year_starts)

    def clean_file(self) -> str:
        upload = self.cleaned_data.get("file")
        if upload is None:
            return ""
        if upload.size > LARGEST_UPLOAD:
            raise ValidationError("A file of quotas is at most 2 MB. This one is larger.")
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(
                "This file is not text. Save the sheet as CSV (UTF-8) and choose it again."
            ) from error
        return text

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        text = cleaned.get("file") or cleaned.get("text") or ""
        if not text.strip() and not self.errors:
            raise ValidationError("Paste the rows of your spreadsheet, or choose a file.")
        self.data = dict(self.data.items()) | {"text": text}
        try:
            cleaned["reading"] = read_quotas(text, **self.context)
        except csv.Error as error:
            raise ValidationError(
                "The rows cannot be read as a table. Copy the cells again, or save as CSV."
            ) from error
        return cleaned

    @property
    def is_confirmed(self) -> bool:
        return self.data.get("step") == "set"

    def agreements(self, currency: str) -> list[AgreedQuota]:
        """Return what every cell that was understood says."""
        entries = self.cleaned_data["reading"].entries
        return [
            AgreedQuota(entry.person, entry.period, to_minor(entry.amount, currency), entry.share) for entry in entries
        ]
