from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchline.people.models import Person
from touchline.skills.forms.library import NewSkillForm, WordingForm
from touchline.skills.models import Skill
from touchline.skills.queries.library import library_page, skill_page
from touchline.ui.pages import Request, page
from touchline.ui.toasts import done
from touchline.ui.words import opening, some


@require_safe
def index(request: Request) -> HttpResponse:
    me = request.user.person
    skills = Skill.objects.visible_to(request.user).select_related("edition").order_by("name")
    library = library_page(me, skills, today=me.workspace.today(timezone.now()))
    return page(request, "skills/library.html", {"library": library})


@require_safe
def show(request: Request, skill_id: int) -> HttpResponse:
    me = request.user.person
    found = skill_page(_skill(request, skill_id), me, today=me.workspace.today(timezone.now()))
    return page(request, "skills/skill.html", {"found": found})


@require_POST
def started(request: Request) -> HttpResponse:
    me = _describer(request)
    begun = Skill.start_with(me.workspace, by=me, at=timezone.now())
    done(request, f"{opening(some(len(begun), 'skill'))} described. Change their words to yours.")
    return redirect("skills:library")


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    me, form = _describer(request), NewSkillForm(request.POST or None)
    if form.is_valid():
        try:
            skill = Skill.describe(me.workspace, form.wording, by=me, at=timezone.now(), key=form.cleaned_data["key"])
        except ValidationError as refusal:
            form.add_error("name", refusal)
        else:
            done(request, f"Described: {skill.name}", reverse("skills:skill-retired", args=[skill.pk]))
            return redirect("skills:skill", skill.pk)
    return page(request, "skills/skill_new.html", {"form": form}, status=422 if form.is_bound else None)


@require_http_methods(["GET", "POST"])
def edit(request: Request, skill_id: int) -> HttpResponse:
    skill = _skill(request, skill_id)
    me, form = _describer(request), WordingForm(request.POST or None, wording=skill.wording)
    if form.is_valid():
        try:
            skill.reword(form.wording, by=me, at=timezone.now())
        except ValidationError as refusal:
            form.add_error("name", refusal)
        else:
            done(request, f"Edition {skill.newest_edition.number} of {skill.name} is in use.")
            return redirect("skills:skill", skill.pk)
    context = {"form": form, "skill": skill, "next": skill.newest_edition.number + 1}
    return page(request, "skills/skill_edit.html", context, status=422 if form.is_bound else None)


@require_POST
def retired(request: Request, skill_id: int) -> HttpResponse:
    return _turned(request, skill_id, Skill.retire, "Retired", "skills:skill-restored")


@require_POST
def restored(request: Request, skill_id: int) -> HttpResponse:
    return _turned(request, skill_id, Skill.restore, "Taken up again", "skills:skill-retired")


def _turned(request: Request, skill_id: int, verb: Callable[..., None], how: str, undo: str) -> HttpResponse:
    skill = _skill(request, skill_id)
    verb(skill, by=_describer(request), at=timezone.now())
    done(request, f"{how}: {skill.name}", reverse(undo, args=[skill.pk]))
    return redirect("skills:skill", skill.pk)


def _skill(request: Request, skill_id: int) -> Skill:
    visible = Skill.objects.visible_to(request.user).select_related("edition", "workspace")
    return get_object_or_404(visible, pk=skill_id)


def _describer(request: Request) -> Person:
    """Whoever is signed in; 403 for those who only read."""
    if not Skill.can_describe(request.user.person, request.user.person.workspace):
        raise PermissionDenied
    return request.user.person
