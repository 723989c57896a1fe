from django.urls import path

from baiying.notices import views

app_name = "notices"
urlpatterns = [
    path("mine/messages/", views.inbox, name="inbox"),
    path("receipts/<str:gateway>/<str:receipts_key>/", views.receipts, name="receipts"),
    path("mine/messages/reading/", views.reading, name="reading"),
    path("mine/messages/settings/", views.preferences, name="preferences"),
]
