from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from touchline.crm.importing.guessing import match_columns
from touchline.crm.models import Source
from touchline.crm.queries.imported import BECOMES, KINDS, fields_for
from touchline.ui.forms import Day, Segments, field_of

NEW, NOTHING = "new", "nothing"


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each refused when it is empty, and all when together they are too large."""

    widget = Files(attrs={"multiple": True, "accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xls"})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        files = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        size, most = sum(file.size for file in files), settings.IMPORT_MAX_BYTES
        if size > most:
            raise ValidationError(
                f"Together these files are {size / 1e6:,.0f} MB. Through the web {most / 1e6:,.0f} MB fit; "
                "on the server, “touchline import” takes files of any size."
            )
        return files


class NewImportForm(forms.Form):
    """Which files, from which CRM, and the day they were exported."""

    files = FilesField(  # type: ignore[assignment]  # Django takes fields out of the class, so `files` stays its own
        label="Files of one export",
        help_text="CSV, TSV or Excel. Deals, people, accounts and activities may come together.",
        error_messages={"required": "Choose at least one file.", "empty": "This file is empty."},
    )
    source = forms.ChoiceField(label="Which CRM is it from?", widget=forms.RadioSelect)
    name = forms.CharField(
        required=False, max_length=120, label="What the new one is called", help_text="Salesforce, HubSpot, Pipedrive…"
    )
    as_of = forms.DateField(
        required=False,
        label="Day of the export",
        help_text="Empty means now. An older day puts its facts at that day in the history.",
        widget=Day,
    )

    def __init__(
        self, *args: Any, sources: Iterable[Source], may_add: bool, now: datetime, zone: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sources, self.now, self.zone = {str(source.pk): source for source in sources}, now, zone
        choices = [(pk, source.name) for pk, source in self.sources.items()]
        fresh = [(NEW, "Another one" if choices else "A CRM that is new here")]
        # Sources are the administrator's; where there is none yet, the first export brings one.
        field_of(self, "source", forms.ChoiceField).choices = [*choices, *(fresh if may_add or not choices else [])]
        self.may_add = may_add or not choices
        if not choices:
            self.fields["name"].label = "What the CRM is called"
        self.fields["source"].initial = choices[0][0] if choices else NEW

    def clean_as_of(self) -> datetime | None:
        """The export stands for the end of its day, where the company is; none given stands for now."""
        day: date | None = self.cleaned_data["as_of"]
        if day is None:
            return None
        if day > self.now.astimezone(ZoneInfo(self.zone)).date():
            raise ValidationError("An export is from today or earlier.")
        return min(self.now, datetime.combine(day, time.max, ZoneInfo(self.zone)))

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        name = " ".join((cleaned.get("name") or "").split())
        if cleaned.get("source") == NEW:
            if not name and self.sources:
                self.add_error("name", "Write what the new CRM is called.")
            cleaned["chosen"], cleaned["name"] = None, name or "CRM"
        else:
            cleaned["chosen"] = self.sources.get(cleaned.get("source", ""))
        return cleaned


class AnswersForm(forms.Form):
    """The questions of an import, each with its choices."""

    WORDS = {
        "day_first": "Day first, 31/12",
        "month_first": "Month first, 12/31",
        "year_first": "Year first",
        "decimal_point": "The point stands before cents",
        "thousands_point": "The point marks thousands",
        "open": "Open",
        "won": "Won",
        "lost": "Lost",
        "new": "Make a new person",
        "unmatched": "Keep them without an owner",
    }

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = {f"q{number}": question["key"] for number, question in enumerate(questions)}
        for name, question in zip(self.keys, questions, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=question["text"],
                choices=[(choice, self.WORDS.get(choice, choice)) for choice in question["choices"]],
                initial=question.get("answer"),
                widget=Segments if len(question["choices"]) <= 4 else forms.RadioSelect,
                error_messages={"required": f"Answer: {question['text']}"},
            )

    def answers(self) -> dict[str, str]:
        return {self.keys[name]: answer for name, answer in self.cleaned_data.items()}


class ColumnsForm(forms.Form):
    """What one table holds, and what each of its columns becomes."""

    holds = forms.ChoiceField(
        label="This table holds",
        help_text="Changing it guesses the columns again.",
        choices=[(key or NOTHING, words) for key, words in KINDS.items()],
    )

    def __init__(self, *args: Any, table: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.fields["holds"].initial = table["holds"] or NOTHING
        becomes = {header: name for name, header in table["columns"].items()}
        for number, header in enumerate(table["headers"]):
            self.fields[f"c{number}"] = forms.ChoiceField(
                required=False,
                label=header,
                choices=[("", "Not used"), *fields_for(table["holds"])],
                initial=becomes.get(header, ""),
                widget=forms.Select(attrs={"aria-label": f"{header} becomes"}),
            )

    def lines(self) -> Iterator[tuple[str, BoundField, str]]:
        """Yield each column with its field and a first value, for the table on the page."""
        for number, header in enumerate(self.table["headers"]):
            yield header, self[f"c{number}"], next(iter(self.table["samples"].get(header, [])), "")

    def clean_holds(self) -> str:
        holds: str = self.cleaned_data["holds"]
        return "" if holds == NOTHING else holds

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        taken: dict[str, str] = {}
        for number, header in enumerate(self.table["headers"]):
            name = cleaned.get(f"c{number}") or ""
            if name in taken:
                self.add_error(f"c{number}", f"{BECOMES[name]} is already taken from “{taken[name]}”.")
            elif name:
                taken[name] = header
        cleaned["columns"] = taken
        return cleaned

    def columns(self) -> dict[str, str]:
        """Return field → header, with what the table holds; guessed anew when it holds something else."""
        holds = self.cleaned_data["holds"]
        if holds == self.table["holds"]:
            return {"holds": holds, **self.cleaned_data["columns"]}
        return {"holds": holds, **(match_columns(self.table["headers"], holds).columns if holds else {})}


class MendedForm(forms.Form):
    """Set-aside rows that were mended, to be brought in as an import of their own."""

    files = FilesField(  # type: ignore[assignment]  # as above
        label="Mended rows", error_messages={"required": "Choose the file with the mended rows."}
    )
