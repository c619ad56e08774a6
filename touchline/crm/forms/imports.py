from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

NEW = "new"


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each refused when it is empty, and all when together they are too large."""

    widget = Files(attrs={"multiple": True, "accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xls"})

    def clean(self, data, initial=None):
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

    files = FilesField(
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
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )

    def __init__(self, *args, sources, now, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.sources, self.now, self.zone = {str(source.pk): source for source in sources}, now, zone
        choices = [(pk, source.name) for pk, source in self.sources.items()]
        self.fields["source"].choices = [*choices, (NEW, "Another one" if choices else "A CRM that is new here")]
        self.fields["source"].initial = choices[0][0] if choices else NEW

    def clean_as_of(self):
        """The export stands for the end of its day, where the company is; today's stands for now."""
        day = self.cleaned_data["as_of"]
        if day is None:
            return self.now
        if day > self.now.astimezone(ZoneInfo(self.zone)).date():
            raise ValidationError("An export is from today or earlier.")
        return min(self.now, datetime.combine(day, time.max, ZoneInfo(self.zone)))

    def clean(self):
        cleaned = super().clean()
        name = " ".join((cleaned.get("name") or "").split())
        if cleaned.get("source") == NEW:
            if not name and self.sources:
                self.add_error("name", "Write what the new CRM is called.")
            cleaned["chosen"], cleaned["name"] = None, name or "CRM"
        else:
            cleaned["chosen"] = self.sources.get(cleaned.get("source"))
        return cleaned
