"""The desk of the offices: what waits, what it says, and the answer."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.complaints import access, actions, queries
from baiying.complaints.forms import AnswerForm, HandOverForm, RevealForm, TakeUpForm
from baiying.complaints.models import Addressee, Complaint
from baiying.complaints.rights import Right
from baiying.complaints.views.answers import refuse, see_other
from baiying.complaints.views.listed import complaints_list
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, listing
from baiying.ui.answers import pressed


@needs(Right.ANSWER_COMPLAINTS)
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: Asking) -> HttpResponseBase:
    """What waits, what is due first on top; what has ended on the other tab."""
    scope = accounts.scope_of(request.actor, Right.ANSWER_COMPLAINTS)
    reader = queries.reader_of(request.actor, clock.now())
    if reader is None:
        raise PermissionDenied
    done = request.GET.get("state") == "ended"
    waiting = queries.open_to(reader)
    rows = queries.ended_of(reader) if done else waiting
    shown = listing.of(complaints_list(scope.area_id, ended=done), request, rows, area_id=scope.area_id)
    if shown.answer is not None:
        return shown.answer
    here = reverse("complaints:desk")
    context = {
        "list": shown,
        "done": done,
        "tabs": [(_("待答复"), here, not done, waiting.count()), (_("已办结"), f"{here}?state=ended", done, None)],
    }
    return render(request, "complaints/desk.html", context)


def _page(request: Asking, row: Complaint, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "row": row,
        "state": queries.state_of(row),
        "steps": queries.steps_of(row.pk),
        "photos": queries.photos_of(row.pk),
        "hearings": list(queries.hearings_of(row.pk)),
        "due_at": queries.due_at(row),
        "risen": queries.handled_in(row, clock.now()).pk != row.area_id,
        "take_up_form": TakeUpForm(),
        "hand_over_form": _hand_over_form(row),
        "answer_form": AnswerForm(),
        "reveal_form": RevealForm(),
        **more,
    }
    return render(request, "complaints/desk_complaint.html", context, status=status)


@needs(Right.ANSWER_COMPLAINTS)
@require_safe
def complaint(request: Asking, complaint_pid: str) -> HttpResponse:
    """One of them. Name and telephone stay shut until there is a reason to open them."""
    return _page(request, access.complaint_for(request.actor, complaint_pid, clock.now()))


def _hand_over_form(row: Complaint, *given: Any) -> HandOverForm:
    to_civil_affairs = row.addressee == Addressee.OFFICE and queries.has_civil_affairs(clock.now())
    return HandOverForm(*given, path=row.area.path, to_civil_affairs=to_civil_affairs)


def _done(
    request: Asking, row: Complaint, named: tuple[str, forms.Form], act: Callable[..., object], said: str | Promise,
    onward: str = "",
) -> HttpResponse:  # fmt: skip
    """Carry out what a form of the page asks for; where it does not hold, the page again with what was typed."""

    def then(_done: object) -> HttpResponse:
        flash.done(request, said)
        return see_other(onward or reverse("complaints:desk"))

    acted = partial(act, complaint=row, actor=request.actor, at=clock.now())
    return pressed(named, acted, partial(_page, request, row), then)


@needs(Right.ANSWER_COMPLAINTS)
@require_POST
def first_words(request: Asking, complaint_pid: str) -> HttpResponse:
    row = access.complaint_for(request.actor, complaint_pid, clock.now())
    form = TakeUpForm(request.POST)
    here = reverse("complaints:desk_complaint", args=[row.public_id])
    return _done(request, row, ("take_up_form", form), actions.take_up, _("已受理，提交人会看到您的回话。"), here)


@needs(Right.ANSWER_COMPLAINTS)
@require_POST
def hand_overs(request: Asking, complaint_pid: str) -> HttpResponse:
    row = access.complaint_for(request.actor, complaint_pid, clock.now())

    def hand_over(*, area: int, **given: Any) -> object:
        return actions.hand_over(area_id=area, **given)

    form = _hand_over_form(row, request.POST)
    return _done(request, row, ("hand_over_form", form), hand_over, _("已转过去，答复的期限不变。"))


@needs(Right.ANSWER_COMPLAINTS)
@require_POST
def answers(request: Asking, complaint_pid: str) -> HttpResponse:
    row = access.complaint_for(request.actor, complaint_pid, clock.now())
    form = AnswerForm(request.POST)
    return _done(request, row, ("answer_form", form), actions.answer_complaint, _("已答复，提交人会看到。"))


@needs(Right.ANSWER_COMPLAINTS)
@require_POST
def looks(request: Asking, complaint_pid: str) -> HttpResponse:
    """Show name and telephone once, for a reason, after writing the look down."""
    row = access.complaint_for(request.actor, complaint_pid, clock.now())
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, row, 422, reveal_form=form)
    try:
        name, phone = actions.reveal_contact(complaint=row, actor=request.actor, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, row, refusal.status, reveal_form=form)
    return _page(request, row, shown_name=name, shown_phone=phone, shown=True)


@needs(Right.ANSWER_COMPLAINTS)
@require_POST
def standing_aside(request: Asking, complaint_pid: str) -> HttpResponse:
    """It concerns oneself: somebody else goes on, and one does not see it any more."""
    row = access.complaint_for(request.actor, complaint_pid, clock.now())
    actions.stand_aside(complaint=row, actor=request.actor, at=clock.now())
    flash.done(request, _("已回避，这件事由别的人办理。"))
    return see_other(reverse("complaints:desk"))
