from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.oneonones.forms import LevelForm
from touchline.oneonones.models import FocusReview
from touchline.oneonones.views.answers import answered, led_one_on_one, shown
from touchline.skills.models import Focus


@require_POST
def level(request, one_on_one_id, focus_id):
    one, form = led_one_on_one(request, one_on_one_id), LevelForm(request.POST)
    focus = get_object_or_404(Focus.objects.visible_to(request.user).filter(person=one.rep), pk=focus_id)
    if not form.is_valid():
        return shown(request, one.pk, part="focuses", status=422)
    FocusReview.level_today(one, focus, form.cleaned_data["level"], by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="focuses")
