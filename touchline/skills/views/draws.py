from secrets import SystemRandom

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from touchline.people.models import Person
from touchline.skills.forms.choosing import DrawForm
from touchline.skills.models import Draw, Focus, Skill
from touchline.skills.queries.choosing import baselines
from touchline.skills.queries.draws import DrawingPage, draw_page, drawing_page
from touchline.ui.pages import Request, page
from touchline.ui.toasts import done
from touchline.ui.words import some


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose who begins the same skill, and let chance say when."""
    drawing = _drawing(request)
    if request.method == "POST":
        return _drawn(request, drawing, DrawForm(request.POST, skills=drawing.skills, team=drawing.team))
    form = DrawForm(initial={"first_on": drawing.monday}, skills=drawing.skills, team=drawing.team)
    return page(request, "skills/draw_new.html", {"drawing": drawing, "form": form})


@require_safe
def show(request: Request, draw_id: int) -> HttpResponse:
    """The leader sees who begins when; a rep sees the own start."""
    visible = Draw.objects.visible_to(request.user).select_related("skill", "leader", "voided_by")
    draw = get_object_or_404(visible.annotate(reps=Count("focuses", distinct=True)), pk=draw_id)
    me, focuses = request.user.person, Focus.objects.visible_to(request.user)
    reps: int = draw.reps  # type: ignore[attr-defined]  # annotated above, which get_object_or_404 does not tell
    found = draw_page(draw, me, focuses, reps=reps, today=me.workspace.today(timezone.now()))
    return page(request, "skills/draw.html", {"found": found})


def _drawing(request: Request) -> DrawingPage:
    me = request.user.person
    team = list(Person.objects.visible_to(request.user).reporting_to(me).here().order_by("name"))
    if not team and not me.is_leader:
        raise PermissionDenied
    skills = Skill.objects.visible_to(request.user).current().select_related("edition")
    return drawing_page(team, skills, today=me.workspace.today(timezone.now()))


def _drawn(request: Request, drawing: DrawingPage, form: DrawForm) -> HttpResponse:
    draw = _draw(request, form) if form.is_valid() else None
    if draw is None:
        return page(request, "skills/draw_new.html", {"drawing": drawing, "form": form}, status=422)
    done(request, f"Start weeks drawn for {some(draw.focuses.count(), 'rep')}")
    return redirect("skills:draw", draw.pk)


def _draw(request: Request, form: DrawForm) -> Draw | None:
    me, now, said = request.user.person, timezone.now(), form.cleaned_data
    today, reps = me.workspace.today(now), said["reps"]
    if said["first_on"] <= today:
        form.add_error("first_on", "Choose a Monday after today.")
        return None
    found = baselines(reps, said["metric"], starts_on=said["first_on"], today=today)
    stood = {rep: (one.wins, one.n) for rep, one in zip(reps, found, strict=True)}
    given = {"weeks": said["weeks"], "dice": SystemRandom(), "by": me, "at": now, "key": said["key"]}
    try:
        return Draw.draw(me, stood, form.shared_terms, **given)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
