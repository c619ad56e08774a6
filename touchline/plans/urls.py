from django.urls import path

from touchline.plans.views import goals, milestones

app_name = "plans"
urlpatterns = [
    path("reps/<int:person_id>/goals/new/", goals.new, name="goal-new"),
    path("goals/<int:goal_id>/", goals.show, name="goal"),
    path("goals/<int:goal_id>/edit/", goals.edit, name="goal-edit"),
    path("goals/<int:goal_id>/noted/", goals.noted, name="goal-noted"),
    path("goals/<int:goal_id>/parked/", goals.parked, name="goal-parked"),
    path("goals/<int:goal_id>/resumed/", goals.resumed, name="goal-resumed"),
    path("goals/<int:goal_id>/closed/", goals.closed, name="goal-closed"),
    path("goals/<int:goal_id>/reopened/", goals.reopened, name="goal-reopened"),
    path("reps/<int:person_id>/milestones/new/", milestones.new, name="milestone-new"),
    path("milestones/<int:milestone_id>/edit/", milestones.edit, name="milestone-edit"),
    path("milestones/<int:milestone_id>/dropped/", milestones.dropped, name="milestone-dropped"),
    path("milestones/<int:milestone_id>/restored/", milestones.restored, name="milestone-restored"),
    path("milestones/<int:milestone_id>/reached/", milestones.reached, name="milestone-reached"),
    path("milestones/<int:milestone_id>/reopened/", milestones.reopened, name="milestone-reopened"),
]
