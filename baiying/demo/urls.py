from django.urls import path

from baiying.demo import views

app_name = "demo"

urlpatterns = [
    path("demo/", views.cast, name="cast"),
    path("demo/log-ins/<str:name>/", views.log_in, name="log_in"),
]
