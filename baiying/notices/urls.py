from django.urls import path

from baiying.notices import views

app_name = "notices"
urlpatterns = [
    path("mine/messages/", views.inbox, name="inbox"),
    path("mine/messages/settings/", views.preferences, name="preferences"),
]
