"""Addresses of the pages of figures."""

from django.urls import path

from baiying.dashboards.views import areas, entries, persons, target_list, targets

app_name = "dashboards"
urlpatterns = [
    path("city/", areas.city, name="city"),
    path("city/<str:division_pid>/", areas.area, name="area"),
    path("city/<str:division_pid>/areas.xlsx", areas.export, name="export_areas"),
    path("city/<str:division_pid>/persons/", persons.persons, name="persons"),
    path("city/<str:division_pid>/persons/<str:person_pid>/", entries.entries, name="entries"),
    path("desk/figures/targets/list/", target_list.target_list, name="target_list"),
    path("desk/figures/targets/", targets.targets, name="targets"),
    path("desk/figures/targets/<str:division_pid>/", targets.area_targets, name="area_targets"),
]
