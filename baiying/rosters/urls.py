from django.urls import path

from baiying.rosters.views import desk, invited, left, one, slips

app_name = "rosters"

urlpatterns = [
    path("desk/rosters/", desk.rosters, name="rosters"),
    path("desk/rosters/new/", desk.new, name="new"),
    path("desk/rosters/sample/", left.sample, name="sample"),
    path("desk/rosters/<str:roster_pid>/", one.roster, name="roster"),
    path("desk/rosters/<str:roster_pid>/faults/", left.faults, name="faults"),
    path("desk/rosters/<str:roster_pid>/choices/", one.choices, name="choices"),
    path("desk/rosters/<str:roster_pid>/sendings/", one.sendings, name="sendings"),
    path("desk/rosters/<str:roster_pid>/discarding/", one.discarding, name="discarding"),
    path("desk/rosters/<str:roster_pid>/undoing/", one.undoing, name="undoing"),
    path("desk/rosters/<str:roster_pid>/slips/", slips.slips, name="slips"),
    path("invitations/<str:invitation_pid>/", invited.invitation, name="invitation"),
    path("invitations/<str:invitation_pid>/codes/", invited.codes, name="codes"),
    path("invitations/<str:invitation_pid>/slip/", invited.slip, name="slip"),
    path("invitations/<str:invitation_pid>/registration/", invited.registration, name="registration"),
    path("invitations/<str:invitation_pid>/acceptance/", invited.acceptance, name="acceptance"),
    path("invitations/<str:invitation_pid>/refusal/", invited.refusal, name="refusal"),
]
