import csv
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from touchline.crm.amounts import NotAnAmount, read_amount, read_share, written
from touchline.crm.forms.pasted import read_quotas
from touchline.crm.queries.quotas import Per
from touchline.measures.money import to_minor

LARGEST_UPLOAD = 2 * 1024 * 1024
WHY = {"max_length": 240, "required": False, "label": "Why", "help_text": "Kept in the history of changes."}


class YearForm(forms.Form):
    """Which fiscal year, by quarter or by month; anything unreadable means the current year by quarter."""

    year = forms.IntegerField(required=False, min_value=1990, max_value=2200)
    per = forms.ChoiceField(required=False, choices=[(per.value, per.value) for per in Per])

    @classmethod
    def read(cls, query) -> tuple[int | None, Per]:
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("year"), Per(form.cleaned_data.get("per") or Per.QUARTER)


class HistoryForm(forms.Form):
    """Whose history of quotas, and which page of it; anything unreadable means everybody's newest."""

    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    person = forms.ModelChoiceField(None, required=False)

    @classmethod
    def read(cls, query, *, people):
        form = cls(query)
        form.fields["person"].queryset = people
        form.is_valid()
        return form.cleaned_data.get("page") or 1, form.cleaned_data.get("person")


@dataclass(frozen=True, slots=True)
class Line:
    """One period of the form: its cell and, where it can be set, the two fields."""

    cell: object
    amount: object = None
    share: object = None


class RowForm(forms.Form):
    """The quotas of one person over a fiscal year, period by period."""

    why = forms.CharField(**WHY)

    def __init__(self, *args, row, currency, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.currency = row, currency
        for place, cell in self._settable():
            quota, share = f"Quota, {cell.period.label}", f"Share in percent, {cell.period.label}"
            self.fields[f"amount-{place}"] = _short(quota, written(cell.amount_minor, currency))
            self.fields[f"share-{place}"] = _short(share, f"{cell.percent:f}")

    def _settable(self):
        return [(place, c) for place, c in enumerate(self.row.cells) if not c.parts and not c.inside]

    def lines(self):
        settable = dict(self._settable())
        return [
            Line(cell, self[f"amount-{place}"], self[f"share-{place}"]) if place in settable else Line(cell)
            for place, cell in enumerate(self.row.cells)
        ]

    def clean(self):
        cleaned = super().clean()
        cleaned["agreed"] = {place: self._read(place, cell) for place, cell in self._settable()}
        return cleaned

    def agreements(self, person):
        """Return (person, period, minor units, share) of every cell; minor units of None where it was left empty."""
        agreed = self.cleaned_data["agreed"]
        return [(person, self.row.cells[place].period, minor, share) for place, (minor, share) in agreed.items()]

    def _read(self, place, cell):
        amount, share = self.cleaned_data.get(f"amount-{place}", ""), self.cleaned_data.get(f"share-{place}", "")
        minor = self._try(
            f"amount-{place}", cell, lambda: to_minor(read_amount(amount), self.currency) if amount else None
        )
        return minor, self._try(f"share-{place}", cell, lambda: read_share(share or "100"))

    def _try(self, name, cell, read):
        try:
            return read()
        except NotAnAmount as error:
            self.add_error(name, f"{cell.period.label}: {error}")
            return None


def _short(label, initial):
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
    why = forms.CharField(**WHY)

    def __init__(self, *args, people, shown, year, fiscal_year_starts, **kwargs):
        super().__init__(*args, **kwargs)
        self.context = {"people": people, "shown": shown, "year": year, "fiscal_year_starts": fiscal_year_starts}

    def clean_file(self):
        upload = self.cleaned_data.get("file")
        if upload is None:
            return ""
        if upload.size > LARGEST_UPLOAD:
            raise ValidationError("A file of quotas is at most 2 MB. This one is larger.")
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(
                "This file is not text. Save the sheet as CSV (UTF-8) and choose it again."
            ) from error

    def clean(self):
        cleaned = super().clean()
        text = cleaned.get("file") or cleaned.get("text") or ""
        if not text.strip() and not self.errors:
            raise ValidationError("Paste the rows of your spreadsheet, or choose a file.")
        self.data = self.data.copy()
        self.data["text"] = text
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

    def agreements(self, currency):
        """Return (person, period, minor units, share) of every cell that was understood."""
        entries = self.cleaned_data["reading"].entries
        return [(entry.person, entry.period, to_minor(entry.amount, currency), entry.share) for entry in entries]
