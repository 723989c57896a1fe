from django.urls import path

from baiying.activities.views import calendars, changes, desk, listing, plans, public, publishing, sharing, signups

app_name = "activities"

urlpatterns = [
    path("activities/", listing.activities, name="activities"),
    path("activities/<str:activity_pid>/", public.activity, name="activity"),
    path("activities/<str:activity_pid>/qr.svg", sharing.qr, name="activity_qr"),
    path("activities/<str:activity_pid>/poster/", sharing.poster, name="poster"),
    path("shifts/<str:shift_pid>/calendar.ics", calendars.shift_calendar, name="shift_calendar"),
    path("calendar/<str:calendar_token>.ics", calendars.calendar, name="calendar"),
    path("mine/calendar/", calendars.mine, name="calendar_mine"),
    path("shifts/<str:shift_pid>/signups/", signups.shift_signups, name="shift_signups"),
    path("mine/signups/", signups.mine, name="signups"),
    path("signups/<str:signup_pid>/cancellation/", signups.cancellation, name="signup_cancellation"),
    path("signups/<str:signup_pid>/guardian/", signups.guardian, name="signup_guardian"),
    path("signups/<str:signup_pid>/decision/", signups.decision, name="signup_decision"),
    path("signups/<str:signup_pid>/refusal/", signups.refusal, name="signup_refusal"),
    path("signups/<str:signup_pid>/removal/", signups.removal, name="signup_removal"),
    path("desk/activities/", desk.office, name="office"),
    path("desk/activities/plans/", plans.begin, name="plan_begin"),
    path("desk/activities/plans/drafts/<str:draft_pid>/", plans.draft, name="plan_draft"),
    path("desk/activities/<str:activity_pid>/", desk.record, name="record"),
    path("activities/<str:activity_pid>/plan/", plans.plan, name="plan"),
    path("activities/<str:activity_pid>/gate/", publishing.gate_page, name="gate"),
    path("activities/<str:activity_pid>/submission/", publishing.submission, name="submission"),
    path("activities/<str:activity_pid>/return/", publishing.sending_back, name="sending_back"),
    path("activities/<str:activity_pid>/publication/", publishing.publication, name="publication"),
    path("activities/<str:activity_pid>/withdrawal/", publishing.withdrawal, name="withdrawal"),
    path("activities/<str:activity_pid>/cancellation/", publishing.cancellation, name="cancellation"),
    path("activities/<str:activity_pid>/amendment/", changes.amendment, name="amendment"),
    path("activities/<str:activity_pid>/shifts/", changes.new_shift, name="shifts"),
    path("shifts/<str:shift_pid>/time/", changes.time, name="shift_time"),
    path("shifts/<str:shift_pid>/places/", changes.places, name="shift_places"),
    path("shifts/<str:shift_pid>/calling-off/", changes.calling_off, name="shift_calling_off"),
    path("shifts/<str:shift_pid>/closure/", changes.closure, name="shift_closure"),
    path("shifts/<str:shift_pid>/reopening/", changes.reopening, name="shift_reopening"),
]
