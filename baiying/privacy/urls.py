from django.urls import path

from baiying.privacy.views import closing, desk, openings, own, requests

app_name = "privacy"

urlpatterns = [
    path("mine/data/", own.own, name="own"),
    path("mine/data/copies/", own.copies, name="copies"),
    path("mine/data/copies/<str:copy_pid>/", own.copy, name="copy"),
    path("mine/data/copies/<str:copy_pid>/codes/", own.code, name="copy_codes"),
    path("mine/data/copies/<str:copy_pid>/removal/", own.removal, name="copy_removal"),
    path("mine/data/closing/", closing.closing, name="closing"),
    path("mine/data/closing/codes/", closing.code, name="closing_codes"),
    path("mine/data/closing/stop/", closing.stop, name="closing_stop"),
    path("desk/people/<str:person_pid>/data/closing/", desk.closing, name="desk_closing"),
    path("desk/people/<str:person_pid>/data/", desk.desk, name="desk"),
    path("desk/people/<str:person_pid>/data/prints/", desk.prints, name="desk_prints"),
    path("desk/people/<str:person_pid>/data/removal/", desk.removal, name="desk_removal"),
    path("desk/people/<str:person_pid>/stored/", openings.stored, name="stored"),
    path("mine/data/requests/", requests.new, name="request_new"),
    path("mine/data/requests/<str:request_pid>/", requests.own, name="request"),
    path("mine/data/requests/<str:request_pid>/removal/", requests.removal, name="request_removal"),
    path("desk/people/<str:person_pid>/data/requests/", requests.at_desk, name="desk_request_new"),
    path("desk/requests/", requests.waiting, name="requests"),
    path("desk/requests/<str:request_pid>/", requests.answer, name="desk_request"),
    path("desk/stored/", openings.openings, name="openings"),
    path("desk/stored/<str:opening_pid>/", openings.opening, name="opening"),
    path("desk/stored/<str:opening_pid>/consent/", openings.consent, name="opening_consent"),
    path("desk/stored/<str:opening_pid>/refusal/", openings.refusal, name="opening_refusal"),
    path("desk/stored/<str:opening_pid>/looks/", openings.looks, name="opening_looks"),
    path("desk/stored/<str:opening_pid>/end/", openings.end, name="opening_end"),
]
