from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from touchline.people.models import Person
from touchline.skills.forms.choosing import FocusForm
from touchline.skills.models import Focus, Metric, Skill, TooManyFocusesError
from touchline.skills.models.focus import FocusQuerySet
from touchline.skills.queries.choosing import SUGGESTED, baselines, choosing_page, skills_to_choose, third_page
from touchline.skills.views.diagnosis import rep_of
from touchline.ui.asked import whole_number
from touchline.ui.pages import Request, page
from touchline.ui.toasts import done


@require_http_methods(["GET", "POST"])
def new(request: Request, person_id: int) -> HttpResponse:
    """Choose the skill, then the rest; a third focus asks which of two is closed."""
    rep = rep_of(request, person_id)
    if _taken(request, rep).count() == len(Focus.PLACES):
        return _closing(request, rep)
    skill = _skill(request, rep)
    if skill is None:
        return _skills(request, rep)
    if request.method == "POST":
        return _chosen(request, rep, skill)
    today = rep.workspace.today(timezone.now())
    initial = {"starts_on": today, "ends_on": today + SUGGESTED, "metric": _asked(request) or skill.metric}
    return _form(request, rep, skill, FocusForm(initial=initial))


def _chosen(request: Request, rep: Person, skill: Skill) -> HttpResponse:
    form, now = FocusForm(request.POST), timezone.now()
    if not form.is_valid():
        return _form(request, rep, skill, form)
    said = form.cleaned_data
    span = {"starts_on": said["starts_on"], "ends_on": said["ends_on"]}
    today = rep.workspace.today(now)
    (baseline,) = baselines([rep], said["metric"], starts_on=said["starts_on"], today=today)
    if form.refuse_target(baseline):
        return _form(request, rep, skill, form)
    terms = form.terms(skill, baseline=(baseline.wins, baseline.n), **span)
    try:
        focus = Focus.choose(rep, terms, by=request.user.person, at=now, key=said["key"])
    except TooManyFocusesError:
        return _closing(request, rep)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _form(request, rep, skill, form)
    aloud = f" Have {rep.first_name} say it once aloud: “{focus.if_then}”" if focus.if_then else ""
    done(request, f"Focus chosen: {skill.name}.{aloud}")
    return redirect("skills:focus", focus.pk)


def _asked(request: Request) -> str:
    """What the diagnosis found below, where the way led from there."""
    asked = request.POST.get("asked") or request.GET.get("metric", "")
    return asked if asked in Metric.values else ""


def _skill(request: Request, rep: Person) -> Skill | None:
    written = request.POST.get("skill") or request.GET.get("skill", "")
    if not written:
        return None
    if (pk := whole_number(written)) is None:
        raise Http404
    visible = Skill.objects.visible_to(request.user).current()
    return get_object_or_404(visible.select_related("edition"), pk=pk)


def _taken(request: Request, rep: Person) -> FocusQuerySet:
    return Focus.objects.visible_to(request.user).active().filter(person=rep)


def _closing(request: Request, rep: Person) -> HttpResponse:
    third = third_page(rep, _taken(request, rep), today=rep.workspace.today(timezone.now()))
    return page(request, "skills/focus_third.html", {"third": third}, status=422 if request.POST else None)


def _skills(request: Request, rep: Person) -> HttpResponse:
    skills = Skill.objects.visible_to(request.user).current()
    found = skills_to_choose(rep, skills, asked=_asked(request), today=rep.workspace.today(timezone.now()))
    return page(request, "skills/focus_skill.html", {"choosing": found}, status=422 if request.POST else None)


def _form(request: Request, rep: Person, skill: Skill, form: FocusForm) -> HttpResponse:
    found = choosing_page(rep, skill, asked=_asked(request), today=rep.workspace.today(timezone.now()))
    context = {"choosing": found, "form": form}
    return page(request, "skills/focus_new.html", context, status=422 if form.is_bound else None)
