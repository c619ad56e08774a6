from django.urls import path

from touchline.ui.views import gallery

app_name = "ui"
urlpatterns = [
    path("ui/", gallery.show, name="gallery"),
    path("ui/refused/", gallery.refused_form, name="gallery-refused"),
]
