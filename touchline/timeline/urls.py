from django.urls import path

from touchline.timeline.views import audit

app_name = "timeline"
urlpatterns = [path("audit/", audit.index, name="audit")]
