"""How a Django form looks here: label, hint, message, field; the problems on top, each a link to its field."""

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID, uuid4

from django import forms
from django.forms.renderers import DjangoTemplates

if TYPE_CHECKING:
    from django.forms import ModelForm as ModelForm
else:

    class ModelForm(forms.ModelForm):
        """Django's own form of a model; which model is written as `ModelForm[Person]`, as its types want it."""

        def __class_getitem__(cls, model: type) -> type:
            return cls


BARE = {"checkbox", "radioselect", "checkboxselectmultiple", "segments", "hidden", "multiplehidden"}


# What Django says by itself, and what a person is told to do instead.
WORDS = {
    "This field is required.": "{verb} {label}",
    "Enter a valid date.": "Enter a date like 2026-11-30",
    "Enter a valid time.": "Enter a time like 14:30",
    "Enter a valid URL.": "Enter an address that begins with https://",
    "Select a valid choice. %(value)s is not one of the available choices.": "Choose one from the list",
    "Select a valid choice. That choice is not one of the available choices.": "Choose one from the list",
}
Attributes = dict[str, str | bool]
FormField = TypeVar("FormField", bound=forms.Field)
EMAIL = "Enter an e-mail address like name@company.com"


def field_of(form: forms.BaseForm, name: str, kind: type[FormField]) -> FormField:
    """Return the field `name` of a form, which is one of the class `kind`."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"The field {name} of {type(form).__name__} is a {type(field).__name__}.")
    return field


class Field(forms.BoundField):
    """A field that dresses its own control and says in our words what is wrong with an answer."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        verb = "Choose" if isinstance(field, forms.ChoiceField | forms.FileField) else "Enter"
        label = f"{self.label[:1].lower()}{self.label[1:]}" if self.label else ""
        for code, message in field.error_messages.items():
            ours = WORDS.get(str(message))
            if ours:
                field.error_messages[code] = ours.format(verb=verb, label=label)
        if isinstance(field, forms.EmailField):
            field.error_messages.setdefault("invalid", EMAIL)

    def build_widget_attrs(self, attrs: Attributes, widget: forms.Widget | None = None) -> Attributes:
        attrs = super().build_widget_attrs(attrs, widget)
        # The server answers with our words, so the browser's own bubbles stay away.
        attrs.pop("required", None)
        if self.widget_type not in BARE:
            attrs["class"] = f"input {(widget or self.field.widget).attrs.get('class', '')}".strip()
        if (widget or self.field.widget).attrs.get("placeholder") == self.label:
            # What the label already says would look like an answer.
            attrs["placeholder"] = False
        return attrs

    @property
    def is_check(self) -> bool:
        return self.widget_type == "checkbox"

    @property
    def is_optional(self) -> bool:
        return not self.field.required and not self.is_check

    @property
    def anchor(self) -> str:
        """Where a problem's link leads: the control, or the first of a group."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label


class Renderer(DjangoTemplates):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = Field


class Segments(forms.RadioSelect):
    """Two to four choices side by side, always visible."""

    template_name = "ui/widgets/segments.html"


class Day(forms.DateInput):
    """A day picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "short", **(attrs or {})}, format="%Y-%m-%d")


class Clock(forms.TimeInput):
    """A time of day picked in the browser's own way."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "short", **(attrs or {})}, format="%H:%M")


class WhyField(forms.CharField):
    """A reason in a few words, which somebody else reads later."""

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        asked = {"label": "Why", "max_length": longest, "error_messages": {"required": "Write why."}}
        super().__init__(**{**asked, **kwargs})


class OnceMixin:
    """Gives a create form a hidden `key`, so that a double click makes one row.

    `cleaned_data["key"]` is a UUID; a caller without a page simply gets a new one.
    """

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Two forms on one page would share an id, and nothing points at a hidden field.
        hidden = forms.HiddenInput(attrs={"id": False})
        self.fields["key"] = forms.UUIDField(required=False, initial=uuid4, widget=hidden)

    def clean_key(self) -> UUID:
        key: UUID | None = self.cleaned_data["key"]
        return key or uuid4()
