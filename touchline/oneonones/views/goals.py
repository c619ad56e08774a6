from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchline.oneonones.models import GoalReview
from touchline.oneonones.views.answers import answered, led_one_on_one, one_on_one_of
from touchline.plans.models import Goal, Milestone


@require_POST
def reviewed(request, one_on_one_id, goal_id):
    one, goal = _goal(request, one_on_one_id, goal_id)
    GoalReview.tick(one, goal, by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="goals")


@require_POST
def unreviewed(request, one_on_one_id, goal_id):
    one, goal = _goal(request, one_on_one_id, goal_id)
    GoalReview.untick(one, goal, by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="goals")


@require_POST
def milestone_reviewed(request, one_on_one_id, milestone_id):
    one = led_one_on_one(request, one_on_one_id)
    GoalReview.tick_milestone(one, _milestone(request, one, milestone_id), by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="goals")


@require_POST
def milestone_unreviewed(request, one_on_one_id, milestone_id):
    one = led_one_on_one(request, one_on_one_id)
    milestone = _milestone(request, one, milestone_id)
    GoalReview.untick_milestone(one, milestone, by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="goals")


@require_POST
def milestone_reached(request, one_on_one_id, milestone_id):
    """Either of the two says so without leaving the one-on-one."""
    one = one_on_one_of(request, one_on_one_id)
    _milestone(request, one, milestone_id).reach(by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="goals")


@require_POST
def milestone_reopened(request, one_on_one_id, milestone_id):
    one = one_on_one_of(request, one_on_one_id)
    _milestone(request, one, milestone_id).reopen(by=request.user.person, at=timezone.now())
    return answered(request, one.pk, part="goals")


def _milestone(request, one, milestone_id):
    return get_object_or_404(Milestone.objects.visible_to(request.user).filter(person=one.rep), pk=milestone_id)


def _goal(request, one_on_one_id, goal_id):
    one = led_one_on_one(request, one_on_one_id)
    return one, get_object_or_404(Goal.objects.visible_to(request.user).filter(person=one.rep), pk=goal_id)
