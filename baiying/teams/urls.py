from django.urls import path

from baiying.teams.views import bodies, changes, desk, handing, members, offices, public

app_name = "teams"

urlpatterns = [
    path("teams/", public.teams, name="teams"),
    path("teams/<str:team_pid>/", public.team, name="team"),
    path("teams/<str:team_pid>/memberships/", public.memberships, name="memberships"),
    path("memberships/<str:membership_pid>/departure/", public.departure, name="departure"),
    path("memberships/<str:membership_pid>/approval/", members.approval, name="membership_approval"),
    path("memberships/<str:membership_pid>/refusal/", members.refusal, name="membership_refusal"),
    path("memberships/<str:membership_pid>/end/", members.end, name="membership_end"),
    path("memberships/<str:membership_pid>/return/", members.undone_end, name="membership_return"),
    path("desk/teams/", desk.office, name="office"),
    path("desk/teams/bodies/", bodies.new, name="bodies"),
    path("desk/teams/bodies/<str:body_pid>/", bodies.record, name="body"),
    path("desk/teams/bodies/<str:body_pid>/edit/", bodies.edit, name="body_edit"),
    path("desk/teams/bodies/<str:body_pid>/teams/", desk.new_team, name="team_new"),
    path("desk/teams/bodies/<str:body_pid>/offices/", offices.new_admin, name="admin_new"),
    path("desk/teams/bodies/<str:body_pid>/hand-over/", handing.new, name="hand_over"),
    path("desk/changes/<str:change_pid>/", changes.record, name="change"),
    path("desk/changes/<str:change_pid>/approval/", changes.approval, name="change_approval"),
    path("desk/changes/<str:change_pid>/refusal/", changes.refusal, name="change_refusal"),
    path("desk/changes/<str:change_pid>/withdrawal/", changes.withdrawal, name="change_withdrawal"),
    path("desk/hand-overs/<str:hand_over_pid>/", handing.record, name="hand_over_record"),
    path("desk/teams/<str:team_pid>/", members.record, name="members"),
    path("desk/teams/<str:team_pid>/edit/", desk.edit_team, name="team_edit"),
    path("desk/teams/<str:team_pid>/offices/", offices.new_leader, name="leader_new"),
    path("mine/offices/<str:office_pid>/acceptance/", offices.acceptance, name="office_acceptance"),
    path("mine/offices/<str:office_pid>/refusal/", offices.refusal, name="office_refusal"),
    path("offices/<str:office_pid>/end/", offices.end, name="office_end"),
]
