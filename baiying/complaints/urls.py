from django.urls import path

from baiying.complaints.views import desk, hearings, numbers, photos, public

app_name = "complaints"
urlpatterns = [
    path("complaints/", public.complaints, name="complaints"),
    path("complaints/new/", public.new, name="new"),
    path("complaints/numbers/", numbers.numbers, name="numbers"),
    path("complaints/<str:complaint_pid>/", public.complaint, name="complaint"),
    path("complaints/<str:complaint_pid>/withdrawal/", public.withdrawal, name="withdrawal"),
    path("complaints/<str:complaint_pid>/closing/", public.closing, name="closing"),
    path("complaints/<str:complaint_pid>/photos/", photos.photos, name="photos"),
    path("complaints/<str:complaint_pid>/photos/<str:photo_pid>/", photos.photo, name="photo"),
    path(
        "complaints/<str:complaint_pid>/photos/<str:photo_pid>/removal/",
        photos.photo_removal,
        name="photo_removal",
    ),
    path("mine/complaints/", public.mine, name="mine"),
    path("mine/hearings/<str:hearing_pid>/", hearings.own, name="hearing"),
    path("desk/complaints/<str:complaint_pid>/hearings/", hearings.hearings, name="hearings"),
    path("desk/complaints/<str:complaint_pid>/hearings/notes/", hearings.notes, name="hearing_notes"),
    path("desk/complaints/", desk.complaints, name="desk"),
    path("desk/complaints/<str:complaint_pid>/", desk.complaint, name="desk_complaint"),
    path("desk/complaints/<str:complaint_pid>/photos/<str:photo_pid>/", photos.desk_photo, name="desk_photo"),
    path("desk/complaints/<str:complaint_pid>/first-words/", desk.first_words, name="first_words"),
    path("desk/complaints/<str:complaint_pid>/hand-overs/", desk.hand_overs, name="hand_overs"),
    path("desk/complaints/<str:complaint_pid>/answers/", desk.answers, name="answers"),
    path("desk/complaints/<str:complaint_pid>/looks/", desk.looks, name="looks"),
    path("desk/complaints/<str:complaint_pid>/standing-aside/", desk.standing_aside, name="standing_aside"),
]
