from django.urls import path

from baiying.circulars.views import desk, ends, going, received, writing

app_name = "circulars"
_ONE = "desk/circulars/<str:circular_pid>/"
_MAILING = f"{_ONE}mailings/<int:number>/"
_BOX = "desk/received/<str:box_pid>/"
urlpatterns = [
    path("desk/circulars/", desk.circulars, name="desk"),
    path("desk/circulars/new/", writing.new, name="new"),
    path(_ONE, desk.circular, name="circular"),
    path(f"{_ONE}boxes/", desk.boxes, name="boxes"),
    path(f"{_ONE}paper/", desk.paper, name="paper"),
    path(f"{_ONE}draft/", writing.draft, name="draft"),
    path(f"{_ONE}deletions/", writing.deletions, name="deletions"),
    path(f"{_ONE}restorations/", writing.restorations, name="restorations"),
    path(f"{_ONE}files/", writing.files, name="files"),
    path(f"{_ONE}files/<str:file_pid>/removal/", writing.removal, name="removal"),
    path(f"{_ONE}requests/", going.requests, name="requests"),
    path(f"{_ONE}approvals/", going.approvals, name="approvals"),
    path(f"{_ONE}returns/", going.returns, name="returns"),
    path(f"{_ONE}sendings/", going.sendings, name="sendings"),
    path(f"{_ONE}recalls/", going.recalls, name="recalls"),
    path(f"{_MAILING}pauses/", going.pauses, name="pauses"),
    path(f"{_MAILING}resumptions/", going.resumptions, name="resumptions"),
    path(f"{_MAILING}agreements/", going.agreements, name="agreements"),
    path(f"{_MAILING}stop/", ends.stop, name="stop"),
    path(f"{_ONE}corrections/", ends.corrections, name="corrections"),
    path(f"{_ONE}withdrawal/", ends.withdrawal, name="withdrawal"),
    path(f"{_ONE}reminders/", ends.reminders, name="reminders"),
    path(f"{_ONE}answer-reminders/", ends.answer_reminders, name="answer_reminders"),
    path("desk/received/", received.received, name="received"),
    path(_BOX, received.box, name="box"),
    path(f"{_BOX}signatures/", received.signatures, name="signatures"),
    path(f"{_BOX}answers/", received.answers, name="answers"),
    path(f"{_BOX}paper/", received.paper, name="box_paper"),
    path("circulars/<str:circular_pid>/", received.read, name="read"),
    path("circulars/files/<str:file_pid>/", received.file, name="file"),
]
