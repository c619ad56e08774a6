from django import forms


class PageForm(forms.Form):
    """Which page of a list; anything unreadable means the first."""

    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    @classmethod
    def read(cls, query) -> int:
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("page") or 1
