from django.urls import path

from touchline.crm.views import deals, quotas

app_name = "crm"
urlpatterns = [
    path("deals/", deals.index, name="deals"),
    path("deals/<int:deal_id>/", deals.show, name="deal"),
    path("quotas/", quotas.index, name="quotas"),
    path("quotas/paste/", quotas.paste, name="quotas-paste"),
    path("quotas/history/", quotas.history, name="quota-history"),
    path("quotas/<int:person_id>/", quotas.row, name="quotas-row"),
]
