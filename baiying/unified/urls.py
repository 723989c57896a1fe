from django.urls import path

from baiying.unified import views

app_name = "unified"

urlpatterns = [
    path("log-in/unified/<slug:provider_key>/visits/", views.visits, name="visits"),
    path("log-in/unified/<slug:provider_key>/answer/", views.answer, name="answer"),
    path("mine/security/unified/<slug:provider_key>/new/", views.tie_new, name="tie_new"),
    path("mine/security/unified/ties/<str:visit_pid>/", views.tie, name="tie"),
    path("mine/security/unified/<str:identity_pid>/end/", views.tie_end, name="tie_end"),
]
