"""What pages say of a notice: its state, to whom it goes, how far it is, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baiying.accounts import queries as accounts
from baiying.circulars import queries, rules
from baiying.circulars.models import Circular, Mailing, Wording
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams
from baiying.ui import formats

_TARGETS = {"body": gettext_lazy("单位"), "team": gettext_lazy("队伍")}


def state_of(row: Circular, at: datetime) -> tuple[str, str]:
    """Tone and words of where a notice stands; how far it went stands beside each mailing."""
    if row.withdrawn_at is not None:
        return "brick", _("已撤回")
    if row.sent_at is not None:
        return "jade", _("已下发")
    if row.approved_at is not None:
        return "slate", _("已批准，还没有发")
    return ("amber", _("等批准")) if row.asked_at is not None else ("plain", _("草稿"))


def whom(row: Circular) -> str:
    """The audience in words: where, and which boxes there."""
    meant = queries.audience_of(row.audience)
    areas = places.names_by_id(meant.area_ids)
    where = formats.listed([areas[pk] for pk in meant.area_ids if pk in areas], _("、"))
    labels: list[str] = [str(dict(places.Level.choices)[one]) for one in meant.levels]
    labels += [_("有%(kind)s的地方") % {"kind": dict(places.SiteLevel.choices)[one]} for one in meant.sites]
    labels += [_("有%(kind)s的地方") % {"kind": dict(accounts.Role.choices)[one]} for one in meant.roles]
    labels += [str(dict(teams.BodyKind.choices)[one]) for one in meant.bodies]
    known = {one.code: one.name for one in teams.categories()}
    labels += [_("%(kind)s队伍") % {"kind": known.get(one, one)} for one in meant.teams]
    labels += [_("志愿者")] if meant.volunteers else []
    return f"{where}：{formats.listed(labels, _('、'))}"


class Shown:
    """A preview in words."""

    def __init__(self, found: queries.Preview) -> None:
        self.found = found

    @property
    def levels(self) -> list[tuple[str | Promise, int]]:
        names = {**dict(places.Level.choices), **_TARGETS}
        return [(names.get(key, key), count) for key, count in self.found.by_level]


@dataclass(frozen=True, slots=True)
class Going:
    """How one version went out, with what a page needs to say of it."""

    mailing: Mailing
    changed: str
    going: queries.Going
    tone: str
    state: str
    difference: list[tuple[str | Promise, int]]


def mailings(row: Circular, versions: Sequence[Wording]) -> list[Going]:
    """The newest first."""
    said = {one.number: one.changed for one in versions}
    return [
        Going(one, said.get(one.number, ""), queries.going(one), *_going_state(row, one), _difference(one))
        for one in queries.mailings(row.pk)
    ]


def _going_state(row: Circular, one: Mailing) -> tuple[str, str]:
    if one.stopped_at is not None:
        return "brick", _("已停止")
    if one.held_at is not None:
        return "amber", _("更正等另一个人批准") if one.number > 1 else _("人数变了，等批准的人确认")
    if one.paused_at is not None:
        return "amber", _("已暂停")
    if one.ended_at is not None:
        return "jade", _("已发完")
    return "slate", _("正在发送") if one.chosen_at is not None else _("等着发送")


def _difference(one: Mailing) -> list[tuple[str | Promise, int]]:
    """Why those chosen are others than those foreseen, each reason with its number; nothing where they are the same."""
    found = one.difference
    if not found.get("new") and found.get("foreseen", 0) == found.get("found", 0):
        return []
    names: dict[str, str | Promise] = {"new": _("新加入"), "off": _("关掉了这类消息"), **people.GONE}
    lines: list[tuple[str | Promise, int]] = [(_("预览"), found["foreseen"])]
    for key, label in names.items():
        if found.get(key):
            lines.append((label, found[key] if key == "new" else -found[key]))
    return [*lines, (_("实发"), found["found"])]


@dataclass(frozen=True, slots=True)
class Version:
    """A version with the lines in which it differs from the one before."""

    wording: Wording
    lines: list[tuple[str, str]]


def versions(found: Sequence[Wording]) -> list[Version]:
    """The newest first."""
    older = [*found[1:], None]
    return [
        Version(one, _lines(before, one) if before is not None else [])
        for one, before in zip(found, older, strict=True)
    ]


def _lines(before: Wording, after: Wording) -> list[tuple[str, str]]:
    return rules.changed_lines(f"{before.title}\n{before.text}", f"{after.title}\n{after.text}")
