from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from touchline.oneonones.forms import NoteForm
from touchline.oneonones.models import Note, PrivateNote, StaleNote
from touchline.oneonones.views.answers import answered, one_on_one_of, shown
from touchline.ui.pages import page
from touchline.ui.toasts import done


@require_http_methods(["GET", "POST"])
def shared(request, one_on_one_id):
    return _write(request, one_on_one_id, Note, "notes")


@require_http_methods(["GET", "POST"])
def private(request, one_on_one_id):
    return _write(request, one_on_one_id, PrivateNote, "private")


def _write(request, one_on_one_id, kind, part):
    """Save while typing: the answer is the status line, or both texts when another tab was there first."""
    if request.method == "GET":
        return redirect("oneonones:show", one_on_one_id)
    one, form = one_on_one_of(request, one_on_one_id), NoteForm(request.POST)
    if not form.is_valid():
        raise BadRequest(str(form.errors))
    try:
        note = kind.write(one, by=request.user.person, at=timezone.now(), **form.cleaned_data)
    except StaleNote as stale:
        texts = {"mine": form.cleaned_data["body"], "stored": stale.stored, "stale_part": part}
        response = shown(request, one.pk, part=part, status=409, **texts)
        response["HX-Retarget"], response["HX-Reswap"] = f"#{part}", "outerHTML"
        return response
    return _saved(request, one, note, part)


def _saved(request, one, note, part):
    if request.htmx and request.htmx.target != part:
        clock = note.written_at.astimezone(note.author.own_zone).time()
        return page(request, "oneonones/parts/saved.html", {"note": note, "name": part, "clock": clock}, part="saved")
    done(request, "Saved")
    return answered(request, one.pk, part=part)
