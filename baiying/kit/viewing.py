"""Ways to look at a list, kept under a name: one’s own, or shared with one’s office. They hold a query, never rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from baiying.kit.db import transaction
from baiying.kit.db.errors import constraint_of
from baiying.kit.errors import Refused
from baiying.kit.models import SavedView
from baiying.kit.values.actor import Actor

# Of one person on one list: more are no longer found at a glance.
MOST = 12
LONGEST_NAME, LONGEST_QUERY = 30, 1000
# Of whoever made it and is still where it was shared.
_MADE = Q(left_at__isnull=True)
_NAMED = _("已经有一个叫这个名字的视图。")


class ViewRefused(Refused):
    code = "view_not_kept"


P = ParamSpec("P")
R = TypeVar("R")


def _once(function: Callable[P, R]) -> Callable[P, R]:
    """Two presses at one moment come to the same name: the later one is told, as if it had come later."""

    @wraps(function)
    def told(*arguments: P.args, **keywords: P.kwargs) -> R:
        try:
            return function(*arguments, **keywords)
        except IntegrityError as error:
            if constraint_of(error) != "kit_view_once":
                raise
            raise ViewRefused(_NAMED, field="name") from error

    return told


@dataclass(frozen=True, slots=True)
class Place:
    """A list on its page."""

    path: str
    key: str

    def rows(self) -> "QuerySet[SavedView]":
        return SavedView.objects.filter(path=self.path, key=self.key)


def of(place: Place, actor: Actor) -> Sequence[SavedView]:
    """The views that somebody finds above a list: their own first, then those that their office shares."""
    if actor.account_id is None:
        return []
    rows, acting = place.rows().filter(ended_at__isnull=True).order_by("id"), actor.acting
    found = list(rows.filter(_MADE, account_id=actor.account_id)[:MOST])
    if acting is not None and acting.area_id is not None:
        shared = rows.filter(office_id=acting.area_id, office_role=acting.role)
        found += shared.exclude(_MADE, account_id=actor.account_id)[: MOST * 3]
    return found


def keeps(view: SavedView, actor: Actor) -> bool:
    """Whether somebody may rename a view or take it away: its maker, and of one whose maker has left, the office."""
    if view.left_at is None:
        return view.account_id == actor.account_id
    acting = actor.acting
    return acting is not None and (view.office_id, view.office_role) == (acting.area_id, acting.role)


@transaction.atomic
def leave_office(*, account_id: int, area_id: int, role: str, at: datetime) -> int:
    """Somebody holds an office no longer: what they shared with it is the office's from now on. Returns how many.

    It goes with the office, not with the person: colleagues work on with it and may take it away, its maker finds it
    no more than anybody who left. Whoever comes back finds it as one of the office's.
    """
    rows = SavedView.objects.filter(_MADE, account_id=account_id, office_id=area_id, office_role=role)
    return rows.update(left_at=at)


@transaction.atomic
def follow_office(*, old_id: int, new_id: int, roles: Sequence[str]) -> list[int]:
    """The offices of an area work in another now, and what was shared with them goes along. Returns the ids."""
    ids = list(SavedView.objects.filter(office_id=old_id, office_role__in=roles).values_list("pk", flat=True))
    SavedView.objects.filter(pk__in=ids).update(office_id=new_id)
    return ids


def _tidy(name: str) -> str:
    tidy = " ".join(name.replace("\0", "").split())
    if len(tidy) > LONGEST_NAME:
        raise ViewRefused(_("视图的名字最多 %(n)s 个字，请写短一些。") % {"n": LONGEST_NAME}, field="name")
    return tidy


@_once
@transaction.atomic
def save(*, place: Place, name: str, query: str, shared: bool, actor: Actor, at: datetime) -> SavedView:
    """Keep a view; one of the same name is replaced. Raises ViewRefused."""
    name = _tidy(name)
    if not name:
        raise ViewRefused(_("请给这个视图起个名字。"), field="name")
    if len(query) > LONGEST_QUERY:
        raise ViewRefused(_("条件太多，存不下；去掉几个再存。"), field="name")
    own = _made(place, actor).filter(ended_at__isnull=True)
    named = own.filter(name=name).first()
    if named is None:
        _refuse_more(own)
    row = named or SavedView(path=place.path, key=place.key, name=name, account_id=actor.account_id or 0, created_at=at)
    acting = actor.acting if shared else None
    row.office_id = acting.area_id if acting else None
    row.office_role = acting.role if acting and acting.area_id is not None else ""
    row.query = query
    row.save()
    return row


@_once
@transaction.atomic
def rename(*, place: Place, view_pid: str, name: str, actor: Actor, was: str = "") -> None:
    """Call a view that one keeps otherwise. Raises ViewRefused where the name is taken or missing.

    `was`: what it is called on the page that asks. Another device may have given it a name since: that is said first.
    """
    name = _tidy(name)
    own = _own(place, actor).filter(ended_at__isnull=True)
    if not name:
        raise ViewRefused(_("请给这个视图起个名字。"), field="name")
    if own.filter(name=name).exclude(public_id=view_pid).exists():
        raise ViewRefused(_NAMED, field="name")
    row = own.filter(public_id=view_pid).first()
    if row is None:
        raise ViewRefused(_("这个视图已经删除了，没有改名。"), field="name")
    if was and row.name not in (was, name):
        words = {"was": was, "now": row.name}
        raise ViewRefused(_("“%(was)s”已在别处改成“%(now)s”，这次没有改。要改请再按一次。") % words, field="name")
    own.filter(pk=row.pk).update(name=name)


@transaction.atomic
def drop(*, place: Place, view_pid: str, actor: Actor, at: datetime) -> bool:
    """Take away a view that one keeps; whether there was one."""
    return bool(_own(place, actor).filter(public_id=view_pid, ended_at__isnull=True).update(ended_at=at))


@_once
@transaction.atomic
def restore(*, place: Place, view_pid: str, actor: Actor) -> bool:
    """Bring a view back that one keeps, unless its name is taken by now; whether it is there.

    Raises ViewRefused: too many.
    """
    row = _own(place, actor).filter(public_id=view_pid).first()
    if row is None:
        return False
    taken = _own(place, actor).filter(name=row.name, ended_at__isnull=True).exclude(pk=row.pk)
    if taken.exists():
        return False
    if row.ended_at is not None and row.left_at is None:
        _refuse_more(_made(place, actor).filter(ended_at__isnull=True))
    row.ended_at = None
    row.save(update_fields=["ended_at"])
    return True


def _refuse_more(own: "QuerySet[SavedView]") -> None:
    if own.count() >= MOST:
        raise ViewRefused(_("每张列表最多存 %(n)s 个视图，先删掉用不着的。") % {"n": MOST}, field="name")


def _made(place: Place, actor: Actor) -> "QuerySet[SavedView]":
    return place.rows().filter(_MADE, account_id=actor.account_id or 0)


def _own(place: Place, actor: Actor) -> "QuerySet[SavedView]":
    """What somebody keeps, by the same rule as `keeps`."""
    mine, acting = _MADE & Q(account_id=actor.account_id or 0), actor.acting
    if acting is not None and acting.area_id is not None:
        mine |= Q(left_at__isnull=False, office_id=acting.area_id, office_role=acting.role)
    return place.rows().filter(mine)
