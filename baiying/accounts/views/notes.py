"""The page of a term that has ended, the note that may be left there, and the notes that an office finds."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access, actions, held_on, list_access, queries
from baiying.accounts.access import Asking, signed_in
from baiying.accounts.list_forms import NoteForm
from baiying.accounts.list_models import SuccessorNote
from baiying.kit import admission, clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def note_new(request: Asking, appointment_pid: str) -> HttpResponse:
    """Leave a note for whoever goes on, after the own term has ended."""
    row = queries.appointment(appointment_pid)
    own = request.actor.account_id or 0
    if row is None or row.account_id != own or not queries.has_ended(own, row.public_id, clock.now()):
        raise Http404
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"form_id": new_public_id()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.leave_note(
                appointment=row, words=data["words"], form_id=data["form_id"], actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("留言已经留给接任的人。"))
            return see_other("/mine/")
    context = {"form": form, "row": row, "until": held_on.until(row), "others": access.live_appointments(own).exists()}
    return render(request, "accounts/term_ended.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def notes(request: Asking) -> HttpResponse:
    """What those before left for the office in whose name one acts."""
    rows = list_access.notes_for(request.actor, clock.now())
    for one in rows:
        one.left_by = admission.door.called(one.appointment.account_id)  # type: ignore[attr-defined]
    return render(request, "accounts/notes.html", {"rows": rows})


@signed_in
@require_POST
def note_finish(request: Asking, left_note_pid: str) -> HttpResponse:
    row = next(
        (one for one in list_access.notes_for(request.actor, clock.now()) if one.public_id == left_note_pid), None
    )
    if row is None:
        # Taken up by a colleague a moment ago, or never of this office: the list says what is left.
        if not SuccessorNote.objects.filter(public_id=left_note_pid, done_at__isnull=False).exists():
            raise Http404
        return see_other(reverse("accounts:notes"))
    actions.finish_note(note=row, actor=request.actor, at=clock.now())
    flash.done(request, _("已记下：这条留言有人接了。"))
    return see_other(reverse("accounts:notes"))
