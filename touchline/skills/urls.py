from django.http import Http404
from django.urls import path

from touchline.skills.views import looks


def soon(request, **wanted):
    raise Http404


app_name = "skills"
urlpatterns = [
    path("focuses/<int:focus_id>/looked/", looks.looked, name="looked"),
    # Stand-ins until the engineer of the page replaces the line with the real view.
    path("reps/<int:person_id>/diagnosis/", soon, name="diagnosis"),
    path("focuses/<int:focus_id>/", soon, name="focus"),
]
