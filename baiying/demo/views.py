"""The cast: who can be tried, and coming in as one of them. Nothing of this exists where data are real."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from baiying.accounts import access
from baiying.accounts import actions as accounts
from baiying.accounts.access import Asking, public
from baiying.demo import queries
from baiying.kit import clock
from baiying.ui import flash

# Where each begins: the office at the workbench, the leader and the volunteers at their own page.
_START = {"resident": "/", "guardian": "/mine/", "auditor": "/desk/"}


def _mark_or_404() -> None:
    if queries.mark() is None:
        raise Http404


@public
def cast(request: Asking) -> HttpResponse:
    """Everybody of the cast with one sentence: what to try."""
    mark = queries.mark()
    if mark is None:
        raise Http404
    members = queries.members()
    groups = [
        (_("居民和志愿者"), [m for m in members if not m.part.office and not m.is_leading]),
        (_("队伍和单位"), [m for m in members if m.is_leading]),
        (_("站所和主管部门"), [m for m in members if m.part.office and not m.is_platform]),
        (_("平台"), [m for m in members if m.is_platform]),
    ]
    return render(request, "demo/cast.html", {"mark": mark, "groups": groups})


@public
@require_POST
def log_in(request: Asking, name: str) -> HttpResponse:
    """Come in as one of the cast, with one press; only where the mark says that everything is invented."""
    _mark_or_404()
    account = queries.account_of(name)
    if account is None:
        raise Http404
    at = clock.now()
    if request.user.is_authenticated:
        access.leave(request)
    access.enter(request, account)
    accounts.note_log_in(account=account, method="demo", actor=request.actor, at=at)
    flash.done(request, _("您现在是%(name)s。") % {"name": account.display_name})
    answer = HttpResponse(status=303)
    answer["Location"] = _START.get(name, "/desk/" if request.actor.acting else "/mine/")
    return answer
