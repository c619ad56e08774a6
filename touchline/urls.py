from django.conf import settings
from django.urls import include, path

urlpatterns = [
    *(path("", include(module)) for module in settings.TOUCHLINE_URLS),
    path("", include("touchline.ui.urls")),
    path("accounts/", include("allauth.urls")),
]
