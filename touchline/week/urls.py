from django.urls import path

from touchline.week.views import palette, reps, teams, week

app_name = "week"
urlpatterns = [
    path("", week.show, name="week"),
    path("team/", teams.own, name="team"),
    path("team/<int:person_id>/", teams.show, name="team-of"),
    path("reps/<int:person_id>/", reps.show, name="rep"),
    path("palette/", palette.index, name="palette"),
]
