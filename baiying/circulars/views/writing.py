"""Writing a notice and its files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.circulars import access, actions, queries
from baiying.circulars.forms import CircularForm, FileForm, start_of
from baiying.circulars.models import Circular
from baiying.circulars.rights import Right
from baiying.circulars.views.answers import page_of, pressed, refuse, see_other
from baiying.circulars.views.desk import one
from baiying.kit import clock
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.places import queries as places
from baiying.ui import flash, formats, shown


def _form(request: Asking, area: places.Division, **given: Any) -> CircularForm:
    may = accounts.may(request.actor, Right.SEND_TO_VOLUNTEERS, area.path)
    today = clock.local_date(clock.now())
    hours = queries.circular_rules(area.path, today).sign_hours
    return CircularForm(area=area, to_volunteers=may, sign_hours=hours, on=today, **given)


def _page(request: Asking, form: CircularForm, row: Circular | None, status: int = 200) -> HttpResponse:
    back = page_of(row) if row is not None else reverse("circulars:desk")
    return render(request, "circulars/form.html", {"form": form, "row": row, "back": back}, status=status)


@needs(Right.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking) -> HttpResponse:
    """A new notice of the own office; saving it shows first what sending would do."""
    area = access.own_area(request.actor)
    if request.method != "POST":
        start = {"form_id": new_public_id(), "areas": [str(area.pk)], "sort": "notice"}
        return _page(request, _form(request, area, initial=start), None)
    form = _form(request, area, data=request.POST)
    if not form.is_valid():
        return _page(request, form, None, 422)
    try:
        row = actions.write(
            form_id=form.cleaned_data["form_id"], area=area, words=form.words, audience=form.audience,
            actor=request.actor, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, form, None, refusal.status)
    return see_other(page_of(row))


@needs(Right.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def draft(request: Asking, circular_pid: str) -> HttpResponse:
    """Change a draft; after sending began there is nothing to change here any more (N08)."""
    row = access.own_circular(request.actor, circular_pid)
    if row.sent_at is not None or row.withdrawn_at is not None:
        flash.failed(request, str(actions.AlreadySent.sentence))
        if request.method != "POST":
            return see_other(page_of(row))
    form = _form(request, row.area, data=request.POST or None, initial=start_of(row, queries.newest(row.pk)))
    shown.guard(request, form, shown.Thing("circular", row.pk, ("CircularChanged",)))
    if request.method != "POST":
        return _page(request, form, row)
    if not form.is_valid():
        return _page(request, form, row, 422)
    try:
        actions.rewrite(circular=row, words=form.words, audience=form.audience, actor=request.actor, at=clock.now())
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, form, row, refusal.status)
    if said := approval_gone(row):
        flash.note(request, formats.sentences(_("已保存。"), said))
    return see_other(page_of(row))


@needs(Right.SEND)
@require_POST
def deletions(request: Asking, circular_pid: str) -> HttpResponse:
    """Delete a draft; taken back by the button beside the message, or on its page."""
    row = access.own_circular(request.actor, circular_pid)
    try:
        actions.delete(circular=row, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return see_other(page_of(row))
    flash.undoable(request, _("草稿已删除。"), reverse("circulars:restorations", args=[row.public_id]))
    return see_other(reverse("circulars:desk"))


@needs(Right.SEND)
@require_POST
def restorations(request: Asking, circular_pid: str) -> HttpResponse:
    """Bring a deleted draft back."""
    row = access.own_circular(request.actor, circular_pid)
    at = clock.now()
    return pressed(request, row, lambda: actions.restore(circular=row, actor=request.actor, at=at), _("草稿已恢复。"))


@needs(Right.SEND)
@require_POST
def files(request: Asking, circular_pid: str) -> HttpResponse:
    """One more file; looked into before it is kept."""
    row = access.own_circular(request.actor, circular_pid)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return one(request, row, 422, file_form=form)
    sent = form.cleaned_data["file"]
    most = queries.rules_of(row, clock.now()).file_megabytes * 1024 * 1024
    try:
        # One byte more than may be: enough to refuse it, whatever was sent.
        actions.attach(
            circular=row, name=sent.name, content=sent.read(most + 1), why=form.cleaned_data["why"],
            actor=request.actor, at=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        refuse(form, refusal)
        return one(request, row, refusal.status, file_form=form)
    now = queries.circular(row.public_id)
    said = approval_gone(row) if now is not None and now.asked_at is None else ""
    flash.done(request, formats.sentences(_("附件已加上。"), said))
    return see_other(page_of(row))


def approval_gone(row: Circular) -> str:
    """What becomes of the approval of a draft, as it was found, once it is changed; empty where there was none."""
    if row.approved_at is not None:
        return _("原来的批准已作废，请重新送批。")
    return _("已退出送批，请重新送批。") if row.asked_at is not None else ""


@needs(Right.SEND)
@require_POST
def removal(request: Asking, circular_pid: str, file_pid: str) -> HttpResponse:
    """Take a file off a draft; one that is gone is gone."""
    row = access.own_circular(request.actor, circular_pid)
    found = queries.attachment(file_pid)
    if found is None or found.circular_id != row.pk:
        return see_other(page_of(row))
    return pressed(
        request, row, lambda: actions.detach(attachment=found, actor=request.actor, at=clock.now()),
        formats.sentences(_("附件已去掉。"), approval_gone(row)),
    )  # fmt: skip
