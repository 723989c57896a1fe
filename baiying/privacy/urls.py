from django.urls import path

from baiying.privacy.views import desk, own

app_name = "privacy"

urlpatterns = [
    path("mine/data/", own.own, name="own"),
    path("mine/data/copies/", own.copies, name="copies"),
    path("mine/data/copies/<str:copy_pid>/", own.copy, name="copy"),
    path("mine/data/copies/<str:copy_pid>/codes/", own.code, name="copy_codes"),
    path("mine/data/copies/<str:copy_pid>/removal/", own.removal, name="copy_removal"),
    path("desk/people/<str:person_pid>/data/", desk.desk, name="desk"),
    path("desk/people/<str:person_pid>/data/prints/", desk.prints, name="desk_prints"),
    path("desk/people/<str:person_pid>/data/removal/", desk.removal, name="desk_removal"),
]
