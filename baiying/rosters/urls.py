from django.urls import path

from baiying.rosters.views import desk, drives, invited, leaving, left, one, papers, slips

app_name = "rosters"

urlpatterns = [
    path("desk/rosters/", desk.rosters, name="rosters"),
    path("desk/rosters/new/", desk.new, name="new"),
    path("desk/rosters/sample/", left.sample, name="sample"),
    path("desk/rosters/papers/", papers.reading, name="reading"),
    path("desk/rosters/papers/<str:paper_pid>/scan/", papers.scan, name="scan"),
    path("desk/rosters/<str:roster_pid>/", one.roster, name="roster"),
    path("desk/rosters/<str:roster_pid>/faults/", left.faults, name="faults"),
    path("desk/rosters/<str:roster_pid>/choices/", one.choices, name="choices"),
    path("desk/rosters/<str:roster_pid>/sendings/", one.sendings, name="sendings"),
    path("desk/rosters/<str:roster_pid>/discarding/", one.discarding, name="discarding"),
    path("desk/rosters/<str:roster_pid>/undoing/", one.undoing, name="undoing"),
    path("desk/rosters/<str:roster_pid>/slips/", slips.slips, name="slips"),
    path("desk/rosters/<str:roster_pid>/forms/", papers.forms, name="forms"),
    path("desk/rosters/<str:roster_pid>/papers/", papers.read, name="papers"),
    path("desk/rosters/<str:roster_pid>/leaving/", leaving.leaving, name="leaving"),
    path("desk/rosters/<str:roster_pid>/leaving/undoing/", leaving.undone, name="leaving_undone"),
    path("desk/drives/", drives.drives, name="drives"),
    path("desk/drives/new/", drives.new_drive, name="new_drive"),
    path("desk/drives/<str:drive_pid>/", drives.drive, name="drive"),
    path("desk/drives/<str:drive_pid>/posters/", drives.posters, name="posters"),
    path("desk/drives/<str:drive_pid>/ending/", drives.drive_ending, name="drive_ending"),
    path("drives/<str:source_pid>/", drives.source, name="source"),
    path("drives/<str:source_pid>/registration/", drives.source_registration, name="source_registration"),
    path("invitations/<str:invitation_pid>/", invited.invitation, name="invitation"),
    path("invitations/<str:invitation_pid>/codes/", invited.codes, name="codes"),
    path("invitations/<str:invitation_pid>/slip/", invited.slip, name="slip"),
    path("invitations/<str:invitation_pid>/registration/", invited.registration, name="registration"),
    path("invitations/<str:invitation_pid>/acceptance/", invited.acceptance, name="acceptance"),
    path("invitations/<str:invitation_pid>/refusal/", invited.refusal, name="refusal"),
]
