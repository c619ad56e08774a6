"""How a form is drawn, refused and sent once."""

from uuid import UUID

from django import forms

from touchline.ui.forms import OnceMixin, Segments


class Focus(OnceMixin, forms.Form):
    skill = forms.CharField(help_text="One skill moves faster than two")
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"class": "short"}))
    seen = forms.ChoiceField(widget=Segments, choices=[("no", "Not yet"), ("own", "Alone")])
    tell = forms.BooleanField(required=False, label="Tell Marcus")
    mail = forms.EmailField(
        required=False, label="E-mail address", widget=forms.EmailInput(attrs={"placeholder": "E-mail address"})
    )


def test_hint_stands_between_label_and_field_and_is_read_with_it():
    html = str(Focus())
    label, hint, field = (html.index(part) for part in ("Skill</label>", "One skill moves", 'name="skill"'))
    assert label < hint < field
    assert 'aria-describedby="id_skill_helptext"' in html
    assert "There is a problem" not in html


def test_what_may_stay_empty_says_so_and_the_browser_does_not_interfere():
    html = str(Focus())
    assert 'Until <span class="meta">(optional)</span>' in html
    assert "Skill <span" not in html
    assert " required" not in html


def test_a_refused_form_lists_its_problems_with_a_way_to_each():
    html = str(Focus({"until": "soon", "mail": "maya"}))
    assert '<a href="#id_skill">Enter skill</a>' in html
    assert '<a href="#id_until">Enter a date like 2026-11-30</a>' in html
    assert '<a href="#id_seen_0">Choose seen</a>' in html
    assert "Enter an e-mail address like name@company.com" in html
    assert 'aria-invalid="true" aria-describedby="id_skill_helptext id_skill_error"' in html
    assert 'value="soon"' in html


def test_each_widget_gets_its_own_dress():
    html = str(Focus())
    assert 'class="input short"' in html
    assert '<div class="seg">' in html
    assert '<label class="check" for="id_tell">' in html
    assert "placeholder" not in html


def test_a_double_click_carries_the_same_key():
    first, second = Focus(), Focus()
    assert first["key"].value() != second["key"].value()
    assert first["key"].value() == first["key"].value()
    sent = Focus({"skill": "x", "seen": "no", "key": str(first["key"].value())})
    assert sent.is_valid()
    assert sent.cleaned_data["key"] == UUID(str(first["key"].value()))


def test_a_caller_without_a_page_gets_a_key():
    sent = Focus({"skill": "x", "seen": "no"})
    assert sent.is_valid()
    assert isinstance(sent.cleaned_data["key"], UUID)
