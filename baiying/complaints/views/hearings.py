"""Whom a complaint is about is heard: asked at the desk, answered on a page of their own (U36)."""

import hashlib
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, needs, signed_in
from baiying.complaints import access, actions, queries, rules
from baiying.complaints.forms import AskForm, NoteForm, SpeakForm
from baiying.complaints.models import Complaint
from baiying.complaints.rights import Right
from baiying.complaints.views.answers import see_other
from baiying.kit import clock
from baiying.ui import flash
from baiying.ui.answers import pressed, typed


def _form(request: Asking, row: Complaint, data: Any = None) -> AskForm:
    return AskForm(data, offered=queries.may_be_heard(row, request.actor, clock.now()))


def _page(request: Asking, row: Complaint, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "row": row,
        "hearings": queries.hearings_of(row.pk),
        "days": queries.complaint_rules(row.area.path, clock.local_date(row.filed_at)).hearing_working_days,
        "back": reverse("complaints:desk_complaint", args=[row.public_id]),
        "ask_form": _form(request, row),
        "note_form": NoteForm(),
        **more,
    }
    return render(request, "complaints/hearings.html", context, status=status)


def _seen(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@needs(Right.ANSWER_COMPLAINTS)
@require_http_methods(["GET", "HEAD", "POST"])
def hearings(request: Asking, complaint_pid: str) -> HttpResponse:
    """Ask somebody whom it is about. What is copied out of the complaint is shown once more before it is sent."""
    row = access.complaint_for(request.actor, complaint_pid, clock.now())
    if request.method != "POST":
        return _page(request, row)
    form = _form(request, row, request.POST)
    if form.is_valid() and form.cleaned_data["looked"] != _seen(form.cleaned_data["words"]):
        words = form.cleaned_data["words"]
        same = rules.copied(words, row.words)
        sounds = "" if same else rules.sounds_like(words, queries.known_as(row))
        if same or sounds:
            again = request.POST.copy()
            again["looked"] = _seen(form.cleaned_data["words"])
            return _page(request, row, ask_form=_form(request, row, again), same=same, sounds=sounds)

    def ask(*, looked: str, **given: Any) -> object:
        return actions.ask_to_speak(complaint=row, actor=request.actor, at=clock.now(), **given)

    return pressed(("ask_form", form), ask, partial(_page, request, row), partial(_told, request, row))


def _told(request: Asking, row: Complaint, _done: object) -> HttpResponse:
    flash.done(request, _("已请对方说明，说明了会告诉您。"))
    return see_other(reverse("complaints:hearings", args=[row.public_id]))


@needs(Right.ANSWER_COMPLAINTS)
@require_POST
def notes(request: Asking, complaint_pid: str) -> HttpResponse:
    """Write down what was said in talk or on the telephone."""
    row = access.complaint_for(request.actor, complaint_pid, clock.now())

    def then(_done: object) -> HttpResponse:
        flash.done(request, _("已记下。"))
        return see_other(reverse("complaints:hearings", args=[row.public_id]))

    act = partial(actions.note_hearing, complaint=row, actor=request.actor, at=clock.now())
    return pressed(("note_form", NoteForm(request.POST)), act, partial(_page, request, row), then)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Asking, hearing_pid: str) -> HttpResponse:
    """What the reader was asked, and room to answer, once; neither who complained nor what they wrote."""
    row = access.hearing_for(request.actor, hearing_pid)

    def page(status: int = 200, **more: Any) -> HttpResponse:
        context = {"row": row, "open": not (row.answered_at or row.complaint.ended_at), "form": SpeakForm(), **more}
        return render(request, "complaints/hearing.html", context, status=status)

    if request.method != "POST":
        return page()

    def then(_done: object) -> HttpResponse:
        flash.done(request, _("已送给办理的人。办结了会告诉您。"))
        return see_other(reverse("complaints:hearing", args=[row.public_id]))

    act = partial(actions.speak, hearing=row, actor=request.actor, at=clock.now())
    return pressed(("form", SpeakForm(typed(request))), act, page, then)
