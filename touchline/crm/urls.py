from django.urls import path

from touchline.crm.views import deals, imports, mapping, numbers, owners, quotas, set_aside, sources

app_name = "crm"
urlpatterns = [
    path("deals/", deals.index, name="deals"),
    path("deals/export/", deals.export, name="deals-export"),
    path("deals/<int:deal_id>/", deals.show, name="deal"),
    path("numbers/", numbers.index, name="numbers"),
    path("numbers/<int:person_id>/", numbers.show, name="numbers-of"),
    path("quotas/", quotas.index, name="quotas"),
    path("quotas/paste/", quotas.paste, name="quotas-paste"),
    path("quotas/history/", quotas.history, name="quota-history"),
    path("quotas/<int:person_id>/", quotas.row, name="quotas-row"),
    path("imports/", imports.index, name="imports"),
    path("imports/new/", imports.new, name="import-new"),
    path("imports/owners/", owners.index, name="owners"),
    path("imports/owners/<int:owner_id>/matched/", owners.matched, name="owner-matched"),
    path("imports/sources/<int:source_id>/", sources.edit, name="source"),
    path("imports/sources/<int:source_id>/stages/", sources.stages, name="source-stages"),
    path("imports/<int:import_id>/", imports.show, name="import"),
    path("imports/<int:import_id>/answered/", mapping.answered, name="import-answered"),
    path("imports/<int:import_id>/columns/<int:file_id>/<int:number>/", mapping.columns, name="import-columns"),
    path("imports/<int:import_id>/applied/", imports.applied, name="import-applied"),
    path("imports/<int:import_id>/discarded/", imports.discarded, name="import-discarded"),
    path("imports/<int:import_id>/confirmed/", imports.confirmed, name="import-confirmed"),
    path("imports/<int:import_id>/undone/", imports.undone, name="import-undone"),
    path("imports/<int:import_id>/set-aside/<int:file_id>/", set_aside.download, name="import-aside"),
    path("imports/<int:import_id>/mended/", set_aside.mended, name="import-mended"),
]
