from django.urls import path

from baiying.hours.views import cards, check_in, field, mine, objections, overdue, paper, review, reviews

app_name = "hours"

urlpatterns = [
    path("c/<str:shift_pid>/<str:token>/", check_in.live, name="live"),
    path("check-in/", check_in.digits, name="digits"),
    path("v/<str:card_code>/", cards.card, name="card"),
    path("attendances/<str:attendance_pid>/", check_in.attendance, name="attendance"),
    path("attendances/<str:attendance_pid>/ends/", check_in.ends, name="ends"),
    path("attendances/<str:attendance_pid>/correction/", field.correction, name="correction"),
    path("shifts/<str:shift_pid>/field/", field.field, name="field"),
    path("shifts/<str:shift_pid>/code/", field.code, name="code"),
    path("shifts/<str:shift_pid>/ticks/", field.ticks, name="ticks"),
    path("shifts/<str:shift_pid>/scans/", field.scanned, name="scans"),
    path("shifts/<str:shift_pid>/undone-ticks/", field.undone_ticks, name="undone_ticks"),
    path("shifts/<str:shift_pid>/leavings/", field.leavings, name="leavings"),
    path("shifts/<str:shift_pid>/undone-leavings/", field.undone_leavings, name="undone_leavings"),
    path("shifts/<str:shift_pid>/ends/", field.ends, name="ends_of"),
    path("shifts/<str:shift_pid>/calls/", field.calls, name="calls"),
    path("shifts/<str:shift_pid>/walk-ins/", field.walk_ins, name="walk_ins"),
    path("shifts/<str:shift_pid>/record/", field.record, name="record"),
    path("shifts/<str:shift_pid>/roster/", field.roster, name="roster"),
    path("shifts/<str:shift_pid>/paper/", paper.paper, name="paper"),
    path("mine/hours/", mine.mine, name="mine"),
    path("mine/hours/<int:year>/", mine.year_sheet, name="year_sheet"),
    path("mine/hours/objections/", mine.objection, name="objection_new"),
    path("mine/hours/objections/<str:objection_pid>/appeal/", mine.appeal, name="objection_appeal"),
    path("mine/hours/objections/<str:objection_pid>/withdrawal/", mine.withdrawal, name="objection_withdrawal"),
    path("desk/hours/reviews/", reviews.reviews, name="reviews"),
    path("desk/hours/reviews/decisions/", reviews.decisions, name="decisions"),
    path("desk/hours/reviews/decisions/<str:batch_pid>/withdrawal/", reviews.withdrawal, name="decisions_withdrawal"),
    path("desk/hours/reviews/<str:proposal_pid>/", review.review, name="review"),
    path("desk/hours/objections/", objections.objections, name="objections"),
    path("desk/hours/objections/<str:objection_pid>/", objections.objection, name="objection"),
    path("desk/hours/overdue/", overdue.overdue, name="overdue"),
    path("desk/hours/entries/<str:entry_pid>/", overdue.entry, name="entry"),
    path("desk/hours/entries/<str:entry_pid>/reversal/", overdue.reversal, name="reversal"),
]
