from django.urls import path

from touchline.standard.views import going

app_name = "standard"
# As /one-on-ones/going/: a practice is addressed under its own name, so that its place in the navigation is marked.
urlpatterns = [
    path("<slug:practice>/going/", going.show, name="going"),
    path("<slug:practice>/going/<str:indicator>/", going.behind, name="behind"),
]
