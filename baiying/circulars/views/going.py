"""The presses by which a notice goes out: asked for, approved, sent, paused, resumed."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from baiying.accounts.access import Asking, needs
from baiying.circulars import access, actions, queries
from baiying.circulars.forms import SendForm
from baiying.circulars.rights import Right
from baiying.circulars.views import words
from baiying.circulars.views.answers import page_of, pressed, refuse, see_other
from baiying.circulars.views.desk import one
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.ui import flash, formats, seen


@needs(Right.SEND)
@require_POST
def requests(request: Asking, circular_pid: str) -> HttpResponse:
    row = access.own_circular(request.actor, circular_pid)
    at = clock.now()
    return pressed(
        request, row, lambda: actions.ask(circular=row, actor=request.actor, at=at), _("已送批，批准后就可以发送。")
    )


@needs(Right.APPROVE)
@require_POST
def approvals(request: Asking, circular_pid: str) -> HttpResponse:
    row = access.to_approve(request.actor, circular_pid)
    at = clock.now()
    asked_at = seen.moment(request.POST.get("asked_at", ""))
    number = _shown(request)
    return pressed(
        request, row, lambda: actions.approve(circular=row, actor=request.actor, at=at, asked_at=asked_at, seen=number),
        _("已批准，由起草的部门发送。"),
    )  # fmt: skip


def _shown(request: Asking) -> int:
    """How many volunteers the page showed; of a page that does not say so, as if it had shown nobody."""
    return numbers.whole(request.POST.get("seen", "")) or 0


@needs(Right.APPROVE)
@require_POST
def returns(request: Asking, circular_pid: str) -> HttpResponse:
    row = access.to_approve(request.actor, circular_pid)
    at = clock.now()
    return pressed(
        request, row, lambda: actions.send_back(circular=row, actor=request.actor, at=at), _("已退回，请起草的人修改。")
    )


@needs(Right.SEND)
@require_POST
def sendings(request: Asking, circular_pid: str) -> HttpResponse:
    """Let it go out, now or at an hour; pressed twice it goes out once."""
    row = access.own_circular(request.actor, circular_pid)
    form = SendForm(request.POST)
    at = clock.now()
    if not form.is_valid() or form.ask_if_far(queries.far_ahead(row, at), at):
        return one(request, row, 422, send_form=form)
    try:
        actions.send(circular=row, actor=request.actor, at=clock.now(), starts_at=form.starts_at)
    except Refused as refusal:
        refuse(form, refusal)
        return one(request, row, refusal.status, send_form=form)
    # Of what goes out later the page says when; of what goes out now, when its text messages follow.
    rest = "" if form.starts_at else words.rest_of_texts(row, queries.newest(row.pk), clock.now())
    flash.done(request, formats.sentences(_("已交给系统发送，进度在下面。"), rest))
    return see_other(page_of(row))


@needs(Right.SEND)
@require_POST
def recalls(request: Asking, circular_pid: str) -> HttpResponse:
    """Take back what has not begun; sending it again is the way back."""
    row = access.own_circular(request.actor, circular_pid)
    at = clock.now()
    return pressed(
        request, row, lambda: actions.take_back(circular=row, actor=request.actor, at=at),
        _("已取回，又是草稿了，没有发给任何人。"),
    )  # fmt: skip


@needs(Right.SEND)
@require_POST
def pauses(request: Asking, circular_pid: str, number: int) -> HttpResponse:
    row = access.own_circular(request.actor, circular_pid)
    at = clock.now()
    return pressed(
        request, row, lambda: actions.pause(circular=row, number=number, actor=request.actor, at=at), _("已暂停。")
    )


@needs(Right.SEND)
@require_POST
def resumptions(request: Asking, circular_pid: str, number: int) -> HttpResponse:
    row = access.own_circular(request.actor, circular_pid)
    at = clock.now()
    return pressed(
        request, row, lambda: actions.resume(circular=row, number=number, actor=request.actor, at=at),
        _("继续发送，已经收到的不会再收到。"),
    )  # fmt: skip


@needs(Right.APPROVE)
@require_POST
def agreements(request: Asking, circular_pid: str, number: int) -> HttpResponse:
    """The second person agrees to the difference at which it stopped (N09)."""
    row = access.to_approve(request.actor, circular_pid)
    at, shown = clock.now(), _shown(request)
    return pressed(
        request, row,
        lambda: actions.approve_difference(circular=row, number=number, actor=request.actor, at=at, seen=shown),
        _("已确认，继续发送。"),
    )  # fmt: skip
