"""The gallery: every component and chart in every state, for whoever builds a page."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from touchline.ui.gallery import SkillFocus, gallery_page
from touchline.ui.pages import Request, changed, page
from touchline.ui.toasts import done


@require_safe
def show(request: Request) -> HttpResponse:
    return page(request, "ui/gallery.html", {"gallery": gallery_page(), "focus": SkillFocus(prefix="focus")})


@require_POST
def refused_form(request: Request) -> HttpResponse:
    """Answer the gallery's own form: refused with 422, or a toast where a page would save."""
    focus = SkillFocus(request.POST, prefix="focus")
    context = {"gallery": gallery_page(), "focus": focus, "form": focus}
    if not focus.is_valid():
        return page(request, "ui/gallery.html", context, part="focus-form", status=422)
    done(request, "Saved skill focus", undo_url="/ui/refused/")
    return changed(request, "ui/gallery.html", context, part="focus-form", otherwise="/ui/")
