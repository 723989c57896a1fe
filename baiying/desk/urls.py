from django.urls import path

from baiying.desk.views import audit, pages

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("mine/", pages.mine, name="mine"),
    path("desk/", pages.workbench, name="workbench"),
    path("desk/audit/", audit.events, name="audit"),
]
