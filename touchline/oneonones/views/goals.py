from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.oneonones.models import GoalReview
from touchline.oneonones.views.answers import answered, led_one_on_one
from touchline.plans.models import Goal


@require_POST
def reviewed(request, one_on_one_id, goal_id):
    one, goal = _goal(request, one_on_one_id, goal_id)
    GoalReview.tick(one, goal, by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="goals")


@require_POST
def unreviewed(request, one_on_one_id, goal_id):
    one, goal = _goal(request, one_on_one_id, goal_id)
    GoalReview.untick(one, goal)
    return answered(request, one.pk, part="goals")


def _goal(request, one_on_one_id, goal_id):
    one = led_one_on_one(request, one_on_one_id)
    return one, get_object_or_404(Goal.objects.visible_to(request.user).filter(person=one.rep), pk=goal_id)
