from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from touchline.people.finder import found
from touchline.skills.forms.observing import LevelForm
from touchline.skills.models import SecondRating
from touchline.skills.queries.observation import second_page
from touchline.ui.pages import Request, arrived, page


@require_http_methods(["GET", "POST"])
def show(request: Request, rating_id: int) -> HttpResponse:
    """The level another leader gives without seeing the first."""
    rating, form = _asked(request, rating_id), LevelForm(request.POST or None)
    if form.is_valid():
        rating.give(form.cleaned_data["level"], by=request.user.person, at=timezone.now())
        return arrived(request, reverse("skills:second-rating", args=[rating.pk]))
    context = {"second": second_page(rating, now=timezone.now()), "form": form}
    return page(request, "skills/second_rating.html", context, status=422 if form.is_bound else None)


def _asked(request: Request, rating_id: int) -> SecondRating:
    """For whoever was asked; who asked knows of it, but does not give it."""
    read = ("observation__focus__person__workspace", "observation__focus__skill", "observation__focus__edition")
    visible = SecondRating.objects.visible_to(request.user).select_related(*read, "observation__observer")
    return found(visible, request.user.person, pk=rating_id, may="give")
