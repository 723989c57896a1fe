"""Only this room's addresses: the face stands without the rooms above it."""

from django.urls import include, path

urlpatterns = [path("", include("baiying.ui.urls"))]
