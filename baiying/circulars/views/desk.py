"""The sender's desk: the list, one notice with its progress, its boxes, and on paper."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.circulars import access, queries, said
from baiying.circulars.forms import FileForm, SendForm
from baiying.circulars.models import Circular
from baiying.circulars.rights import Right
from baiying.circulars.views import words
from baiying.circulars.views.listed import boxes_list, circulars_list
from baiying.kit import clock
from baiying.ui import listing

_EMPTY_SHOWN = 12


@needs(Right.SEND, Right.APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def circulars(request: Asking) -> HttpResponseBase:
    """The notices of the own office and of those below; what waits for a second person on the other tab."""
    may_send = accounts.may(request.actor, Right.SEND)
    scope = accounts.scope_of(request.actor, Right.SEND if may_send else Right.APPROVE)
    waits = request.GET.get("state") == "asked"
    asked = queries.to_approve(scope)
    rows = asked if waits else queries.circulars(scope)
    shown = listing.of(circulars_list(scope.area_id, waits=waits), request, rows, area_id=scope.area_id)
    if shown.answer is not None:
        return shown.answer
    here = reverse("circulars:desk")
    tabs = [(_("全部"), here, not waits, None), (_("等批准"), f"{here}?state=asked", waits, asked.count())]
    return render(request, "circulars/desk.html", {"list": shown, "tabs": tabs, "waits": waits, "may_send": may_send})


@needs(Right.SEND, Right.APPROVE)
@require_safe
def circular(request: Asking, circular_pid: str) -> HttpResponse:
    """One notice: as a draft what sending would do, afterwards how far it is."""
    return one(request, access.circular_for(request.actor, circular_pid))


def one(request: Asking, row: Circular, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a notice, also with a form that was refused."""
    at = clock.now()
    versions = queries.wordings(row.pk)
    own = access.is_own(request.actor, row)
    draft = row.sent_at is None and row.withdrawn_at is None
    preview = queries.preview(row, at) if draft else None
    sent = words.mailings(row, at)
    far = queries.progress(row) if row.sent_at is not None else None
    waiting = words.waiting(row, versions[0])
    context = {
        "row": row, "last": versions[0], "versions": words.versions(versions), "own": own, "draft": draft,
        "waiting": waiting, "cost": _cost(row, waiting, at) if waiting is not None else None,
        "not_begun": words.not_begun(sent),
        "state": words.state_of(row, at), "files": queries.files_of(versions[0]), "whom": words.whom(row),
        "preview": words.Shown(preview) if preview is not None else None, "empty_shown": _EMPTY_SHOWN,
        "mailings": sent, "progress": far, "silent": far.answers_asked - far.answered if far is not None else 0,
        "by_version": sorted(queries.signed_by_version(row.pk).items()) if row.is_signed else [],
        "may_approve": accounts.may(request.actor, Right.APPROVE, row.area.path)
        and not any(accounts.is_self(request.actor, pk) for pk in (row.written_by_id, *row.hands)),
        "asked_at": row.asked_at.isoformat() if row.asked_at else "",
        "of_office": True, "file_form": FileForm(), "send_form": SendForm(),
        **more,
    }  # fmt: skip
    return render(request, "circulars/circular.html", context, status=status)


def _cost(row: Circular, waiting: words.Version, at: datetime) -> queries.Cost | None:
    """What the text messages of a correction cost that waits for a second person; none where there are none."""
    says = waiting.wording
    sent = next(one for one in queries.mailings(row.pk) if one.number == says.number)
    text = said.corrected(row.area.name, says.title, says.changed, due_on=says.due_on or queries.moved_to(row))
    cost = queries.of_correction(row, str(text), to_others=not sent.to_told, at=at)
    return cost if cost.parts else None


@needs(Right.SEND, Right.APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def boxes(request: Asking, circular_pid: str) -> HttpResponseBase:
    """The boxes of a notice, by place: who signed which version, who answered what, where nobody is in office."""
    row = access.circular_for(request.actor, circular_pid)
    shown = listing.of(boxes_list(row), request, queries.boxes_of(row.pk), area_id=row.area_id)
    if shown.answer is not None:
        return shown.answer
    context = {"row": row, "last": queries.in_force(row.pk), "list": shown}
    return render(request, "circulars/boxes.html", context)


@needs(Right.SEND, Right.APPROVE)
@require_safe
def paper(request: Asking, circular_pid: str) -> HttpResponse:
    """On A4: the version in force."""
    row = access.circular_for(request.actor, circular_pid)
    return render(request, "circulars/paper.html", {"row": row, "last": queries.in_force(row.pk)})
