from django.urls import path

from baiying.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/preferences/", views.preferences, name="preferences"),
    path("ui/gallery/", views.gallery, name="gallery"),
]
