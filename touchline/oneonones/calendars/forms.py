"""What somebody says to have a calendar read."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from touchline.oneonones.models import ConnectedCalendar
from touchline.people.outgoing import MOST_BYTES

Kind = ConnectedCalendar.Kind


class ConnectForm(forms.Form):
    """An address, an address with name and password (CalDAV), or a file; `cleaned_data["kind"]` says which."""

    address = forms.CharField(
        label="Address",
        required=False,
        max_length=2000,
        help_text="The secret iCal address of your calendar, or the address of a CalDAV server.",
        widget=forms.URLInput,
    )
    login = forms.CharField(label="Name", required=False, max_length=200, help_text="Only for a CalDAV server.")
    password = forms.CharField(
        label="Password",
        required=False,
        max_length=200,
        strip=False,
        help_text="One made for this alone, where your server has such. It is kept encrypted.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(label="Or a file", required=False, help_text="An .ics file is read once.")
    takes_leave = forms.BooleanField(
        label="Read your days away too",
        required=False,
        help_text="Whole days marked as leave excuse one-on-ones. Your leader sees the days, not the title.",
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if address.startswith("webcal://"):
            address = f"https://{address.removeprefix('webcal://')}"
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Enter an address that begins with https://")
        return address

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            most = MOST_BYTES / 1e6
            raise forms.ValidationError(f"{file.name} has {(file.size or 0) / 1e6:,.1f} MB; {most:.0f} MB is the most.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned["address"]) == bool(cleaned["file"]):
            self.add_error("address", "Enter an address or choose a file, one of the two.")
        cleaned["kind"] = Kind.FILE if cleaned.get("file") else Kind.CALDAV if cleaned.get("login") else Kind.ADDRESS
        return cleaned

    @property
    def terms(self) -> dict[str, object]:
        """What `ConnectedCalendar.connect` takes."""
        terms = {name: self.cleaned_data[name] for name in ("kind", "address", "login", "password", "takes_leave")}
        file = self.cleaned_data["file"]
        return terms | {"name": file.name if file else ""}
