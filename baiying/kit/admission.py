"""Admission for the rooms below accounts: pages classified, rights asked by name, answered by a floor above.

`config/wiring.py` fills `door.may` with the answer of the accounts room. Until then every office page is shut.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit import rights as known
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor

P = ParamSpec("P")


class Asking(HttpRequest):
    """A request after the middleware: it has an actor."""

    actor: Actor
    wanted_rights: Sequence[str] = ()


View = Callable[Concatenate[Asking, P], HttpResponseBase]


@dataclass(slots=True)
class Door:
    """What floors above answer: whether an actor has a right by name and, where a path is given, for that area; and
    where an actor is at home, as ids of areas from the top down to it, empty where nobody knows; and whether an
    account is a hand of the actor's, where a second person is asked for; and what an account is called, empty for
    erased ones."""

    may: Callable[[Actor, str, Sequence[int] | None], bool] = lambda _actor, _right, _path: False
    home: Callable[[Actor], Sequence[int]] = lambda _actor: ()
    same_hand: Callable[[Actor, int], bool] = lambda actor, account_id: actor.account_id == account_id
    called: Callable[[int], str] = lambda _account_id: ""
    # The page where an office role shows its second factor, which then leads on to the address it is given.
    to_factor: Callable[[HttpRequest, str], HttpResponseBase] = lambda _request, _next: _shut()
    # Whether the appointment in which a request began still gives its rights, asked again as a file is handed over.
    still_acts: Callable[[Actor], bool] = lambda _actor: True
    # What whoever acted for an office reads at the first request after the term has ended.
    term_ended: Callable[[HttpRequest], HttpResponseBase] = lambda _request: _shut()


def _shut() -> HttpResponseBase:
    raise PermissionDenied


door = Door()


class HeldBack(Refused):
    code = "held_back"
    status = 403

    def __init__(self, until: datetime) -> None:
        words = _(
            "您的第二步验证刚由两位同事作证重新登记，%(when)s以前只能办紧急的事：看和取消活动、发通知、看队伍。"
            "这一件请同一办公室的同事来办，或到时再办。"
        )
        super().__init__(words % {"when": clock.local(until).strftime("%m-%d %H:%M")})


class EndedMeanwhile(Refused):
    code = "ended_meanwhile"
    sentence = _("您的任期已结束，这份文件没有交给您。接任的人可以再取一次。")
    status = 403


def require_still(actor: Actor) -> None:
    """Asked as something made for an office is handed over: it may have taken minutes. Raises EndedMeanwhile."""
    if not still(actor):
        raise EndedMeanwhile


def still(actor: Actor) -> bool:
    """Whether the right in which a request began has not ended meanwhile; who acts for himself has the own."""
    return actor.acting is None or door.still_acts(actor)


def may(actor: Actor, right: str, area_path: Sequence[int] | None = None) -> bool:
    return door.may(actor, right, area_path)


def require(actor: Actor, right: str, area_path: Sequence[int]) -> None:
    """Raise Http404 unless the actor may: what is outside one's area does not exist for one."""
    if not may(actor, right, area_path):
        raise Http404


def classified(view: Callable[..., HttpResponseBase], audience: str) -> Any:
    view.audience = audience  # type: ignore[attr-defined]
    return view


def public(view: "View[P]") -> "View[P]":
    """Anybody may open this page."""
    return cast("View[P]", classified(view, "public"))


def came_from(request: HttpRequest) -> str:
    """The page whose button was pressed, or this page; empty where a press does not say of which page it is."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came = urlsplit(request.META.get("HTTP_REFERER", ""))
    own = came.path if came.netloc == request.get_host() else ""
    return own + (f"?{came.query}" if own and came.query else "")


def asks_who(request: HttpRequest) -> bool:
    """Whether the page that was asked for is not for everybody."""
    return getattr(getattr(request.resolver_match, "func", None), "audience", "public") != "public"


def to_log_in(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is, then come back: to this page, or to the page whose button was pressed."""
    return redirect_to_login(came_from(request) or "/")


def signed_in(view: "View[P]") -> "View[P]":
    """Somebody logged in."""

    @wraps(view)
    def guarded(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.actor.is_signed_in:
            return to_log_in(request)
        if request.actor.awaits_factor and request.path.startswith("/desk/"):
            return door.to_factor(request, came_from(request))
        if request.actor.ended and request.path.startswith("/desk/"):
            return _as_ended(request, view, *args, **kwargs)
        return view(request, *args, **kwargs)

    return cast("View[P]", classified(guarded, "signed_in"))


def _as_ended(request: Asking, view: "View[P]", /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
    """A page of the desk that other roles may open too: what it refuses now, it refuses because the term has ended."""
    try:
        return view(request, *args, **kwargs)
    except (Http404, PermissionDenied):
        return door.term_ended(request)


def _refusal(actor: Actor, rights: Sequence[str]) -> Exception:
    """Why an office page is shut: not for the role, or not for these hours."""
    acting = actor.acting
    if acting is None or acting.held_until is None or known.rights_of(acting.role).isdisjoint(rights):
        return PermissionDenied()
    return HeldBack(acting.held_until)


def needs(*rights: str) -> Callable[["View[P]"], "View[P]"]:
    """An office page: the acting appointment must have one of the rights."""

    def wrap(view: "View[P]") -> "View[P]":
        @wraps(view)
        def guarded(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.actor.is_signed_in:
                return to_log_in(request)
            if request.actor.awaits_factor:
                return door.to_factor(request, came_from(request))
            if not any(may(request.actor, right) for right in rights):
                # Which other identity opens it is said on the page that refuses.
                request.wanted_rights = rights
                if request.actor.ended:
                    return door.term_ended(request)
                raise _refusal(request.actor, rights)
            return view(request, *args, **kwargs)

        return cast("View[P]", classified(guarded, "needs:" + ",".join(rights)))

    return wrap
