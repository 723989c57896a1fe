"""Addresses of the catalogue."""

from django.urls import path

from baiying.figures import views

app_name = "figures"
urlpatterns = [
    path("figures/", views.definitions, name="definitions"),
    path("figures/<slug:code>/", views.definition, name="definition"),
]
