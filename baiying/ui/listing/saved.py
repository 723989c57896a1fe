"""Views of a list under a name: shown above it, saved, renamed and taken away by presses on the list itself."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from baiying.kit import clock, viewing
from baiying.kit.errors import Refused
from baiying.kit.values.actor import STRANGER, Actor
from baiying.ui import flash
from baiying.ui.listing.asked import Asked

VIEW, NAME, SHARED, BACK, WAS = "view", "view_name", "view_shared", "view_back", "view_was"


@dataclass(frozen=True, slots=True)
class View:
    """A view above the list; `own` ones can be renamed and taken away by the reader."""

    public_id: str
    name: str
    address: str
    own: bool
    shared: bool
    now: bool


def place_of(asked: Asked, request: HttpRequest) -> viewing.Place:
    return viewing.Place(request.path, asked.listing.key)


def views(asked: Asked, request: HttpRequest) -> list[View]:
    """The views that the reader finds above the list."""
    actor = _actor(request)
    return [
        View(
            public_id=one.public_id,
            name=one.name,
            address=one.query,
            own=viewing.keeps(one, actor),
            shared=bool(one.office_role),
            now=one.query == asked.stored() and not asked.hides_words,
        )
        for one in viewing.of(place_of(asked, request), actor)
    ]


def may_share(request: HttpRequest) -> bool:
    """Whoever acts for a place has an office to share with."""
    acting = _actor(request).acting
    return acting is not None and acting.area_id is not None


def answer(asked: Asked, request: HttpRequest) -> HttpResponseRedirect | None:
    """What a press on a view leads to; None where the request is none. A refusal is said above the same list."""
    if request.method != "POST":
        return None
    wish, back = request.POST.get(VIEW, ""), request.GET.get(BACK, "")
    if not wish and not back:
        return None
    try:
        _do(asked, request, wish, back)
    except Refused as refused:
        flash.warn(request, str(refused))
    return HttpResponseRedirect(f"{request.path}?{asked.address()}", status=303)


def _do(asked: Asked, request: HttpRequest, wish: str, back: str) -> None:
    act, _sep, view_pid = wish.partition("-")
    about: dict[str, Any] = {"place": place_of(asked, request), "actor": _actor(request)}
    name = request.POST.get(NAME, "")
    if act == "save":
        shared = bool(request.POST.get(SHARED)) and may_share(request)
        row = viewing.save(**about, name=name, query=asked.stored(), shared=shared, at=clock.now())
        flash.done(request, _("已存为视图“%(name)s”。") % {"name": row.name})
    elif act == "rename":
        viewing.rename(**about, view_pid=view_pid, name=name, was=request.POST.get(WAS, "")[: viewing.LONGEST_NAME])
        flash.done(request, _("视图已改名。"))
    elif act == "drop" and viewing.drop(**about, view_pid=view_pid, at=clock.now()):
        query = asked.address()
        undo = f"{request.path}?{query}{'&' if query else ''}{BACK}={quote(view_pid)}"
        flash.undoable(request, _("视图已删除。"), undo)
    elif back and viewing.restore(**about, view_pid=back[:12]):
        flash.done(request, _("视图已放回来。"))
    elif back:
        flash.warn(request, _("放不回来：已经有一个同名的视图。"))


def _actor(request: HttpRequest) -> Actor:
    return getattr(request, "actor", STRANGER)
