from django.urls import include, path

urlpatterns = [
    path("", include("touchline.week.urls")),
    path("", include("touchline.oneonones.urls")),
    path("", include("touchline.plans.urls")),
    path("", include("touchline.skills.urls")),
    path("", include("touchline.crm.urls")),
    path("", include("touchline.standard.urls")),
    path("", include("touchline.timeline.urls")),
    path("", include("touchline.people.urls")),
    path("", include("touchline.ui.urls")),
    path("accounts/", include("allauth.urls")),
]
