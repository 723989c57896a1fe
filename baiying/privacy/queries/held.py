"""What the house keeps of people, for what and how long: said by the rooms, so that nothing can be forgotten here."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from baiying.kit import erasing, rooms
from baiying.kit.backups import ages
from baiying.kit.erasing import Erasure


class Held(NamedTuple):
    """One kind of what is kept, and until when, in words."""

    title: str
    until: str


class Keeps(NamedTuple):
    """What one room keeps of people, and for what."""

    room: str
    purpose: str
    held: Sequence[Held]


def register() -> list[Keeps]:
    """Room by room, from the ground up; each kind once. A room that declares what becomes of its rows says for what."""
    found: dict[str, dict[str, Held]] = {}
    for name, line in erasing.declared():
        found.setdefault(name, {}).setdefault(str(line.title), Held(str(line.title), _until(name, line)))
    brought = rooms.brought()
    return [Keeps(name, str(brought[name].purpose), list(found[name].values())) for name in brought if name in found]


def _until(room: str, line: Erasure) -> str:
    """How long: until the account is closed, and what of it stays then; of what is cut off by months, how many."""
    cut = getattr(erasing.model_of(room, line), "PARTITIONED", None)
    if line.goes:
        words = _("账号注销时删除")
    elif line.empties:
        words = _("账号注销时清空，以后只留编号")
    else:
        words = _("留下，只有编号：%(why)s") % {"why": line.why}
    if cut is not None and cut.keep_months:
        return _("最多 %(months)s 个月；%(then)s") % {"months": cut.keep_months, "then": words}
    return words


class Backups(NamedTuple):
    """What the newest backup said: when it was taken, how many stand in its folder, and when the oldest was taken.

    Copies that somebody keeps elsewhere are unknown here.
    """

    taken_at: datetime
    stay: int
    oldest: datetime


def backups() -> Backups | None:
    """None where the city never took one by this program, or took it before it noted how many there are."""
    last = ages.last_taken()
    if last is None or "oldest" not in last.detail:
        return None
    return Backups(last.at, int(last.detail["stay"]), datetime.fromisoformat(last.detail["oldest"]))
