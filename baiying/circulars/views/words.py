"""What pages say of a notice: its state, to whom it goes, how far it is, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baiying.accounts import queries as accounts
from baiying.circulars import queries, rules
from baiying.circulars.models import Attachment, Circular, Mailing, Sort, Wording
from baiying.kit import clock
from baiying.notices import queries as messages
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams
from baiying.ui import formats

_TARGETS = {"body": gettext_lazy("单位"), "team": gettext_lazy("队伍")}


def state_of(row: Circular, at: datetime) -> tuple[str, str]:
    """Tone and words of where a notice stands; of what was sent, how far its last version is on the way."""
    if row.withdrawn_at is not None:
        return ("brick", _("已撤回")) if row.sent_at is not None else ("plain", _("草稿，已删除"))
    if row.sent_at is not None:
        return _sent_state(row, at)
    if row.approved_at is not None:
        return "slate", _("已批准，还没有发")
    return ("amber", _("等批准")) if row.asked_at is not None else ("plain", _("草稿"))


def _sent_state(row: Circular, at: datetime) -> tuple[str, str]:
    # Read along with a list; of one notice by itself asked for here.
    sent = getattr(row, "sendings", None) or queries.mailings(row.pk)
    # A correction that was laid aside before anybody approved it went nowhere.
    last = next((one for one in sent if one.held_at is None or one.stopped_at is None), None)
    if last is None or last.ended_at is not None:
        return "jade", _("已下发")
    return _going_state(last, at)


def whom(row: Circular) -> str:
    """The audience in words: where, and which boxes there."""
    meant = queries.audience_of(row.audience)
    areas = places.names_by_id(meant.area_ids)
    where = formats.listed([areas[pk] for pk in meant.area_ids if pk in areas], _("、"))
    labels: list[str] = [str(dict(places.Level.choices)[one]) for one in meant.levels]
    labels += [_("有%(kind)s的地方") % {"kind": dict(places.SiteLevel.choices)[one]} for one in meant.sites]
    labels += [_("有%(kind)s的地方") % {"kind": dict(accounts.Role.choices)[one]} for one in meant.roles]
    labels += [str(dict(teams.BodyKind.choices)[one]) for one in meant.bodies]
    # By the name of today: whoever reads it knows the kind by that.
    kinds = teams.kinds_reached(row.area.path, clock.local_date(clock.now())) if meant.teams else []
    known = {one.code: one.name for one in kinds}
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
    going: queries.Going
    tone: str
    state: str
    # Why its text messages wait; empty where they do not.
    rest: str
    difference: list[tuple[str | Promise, int]]
    # Whether there is something left to pause or to stop.
    may_stop: bool


def mailings(row: Circular, at: datetime) -> list[Going]:
    """The newest first."""
    return [
        Going(
            one,
            queries.going(one),
            *_going_state(one, at),
            _rest(row, one, at),
            _difference(one),
            one.stopped_at is None and queries.still_goes_out(one),
        )
        for one in queries.mailings(row.pk)
    ]


def _rest(row: Circular, one: Mailing, at: datetime) -> str:
    """Why text messages of a mailing wait at this hour; empty where none do."""
    over = one.stopped_at is not None or row.withdrawn_at is not None or one.chosen_at is None
    return "" if over else rest_of_texts(row, queries.wording(row.pk, one.number), at)


def rest_of_texts(row: Circular, says: Wording, at: datetime) -> str:
    """Until when the text messages of a version wait that goes out at this hour; empty where they do not."""
    if not row.by_text or row.sort == Sort.EMERGENCY or says.rings_why:
        return ""
    until = messages.rests_until(at)
    return _("短信等到%(at)s再发：夜里不发短信。") % {"at": formats.datetime_text(until)} if until is not None else ""


def _going_state(one: Mailing, at: datetime) -> tuple[str, str]:
    if one.stopped_at is not None:
        return "brick", _("已停止")
    if one.held_at is not None:
        return "amber", _("更正等另一个人批准") if one.number > 1 else _("人数变了，等批准的人确认")
    if one.paused_at is not None:
        return "amber", _("已暂停")
    if one.ended_at is not None:
        return "jade", _("已发完")
    if one.chosen_at is None:
        if one.starts_at > at:
            return "slate", _("还没有发：定在%(at)s发") % {"at": formats.datetime_text(one.starts_at)}
        return "slate", _("马上开始发送")
    told = {"told": queries.going(one).told, "chosen": one.chosen}
    return "slate", _("正在发送：%(chosen)s 人里已告诉 %(told)s 人") % told


def not_begun(sent: Sequence[Going]) -> bool:
    """Whether a notice that was sent may still be taken back: nobody was chosen yet to be told."""
    return len(sent) == 1 and sent[0].mailing.chosen_at is None and sent[0].mailing.stopped_at is None


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
class FileChange:
    """A file that came, went, or stands in the place of one of the same name."""

    words: str
    name: str
    # What can be opened of it; none of what went.
    file: Attachment | None


def file_changes(before: Sequence[Attachment], after: Sequence[Attachment]) -> list[FileChange]:
    """How the files of a version differ from those of the one before."""
    had, has = {one.pk for one in before}, {one.pk for one in after}
    went = {one.name: one for one in before if one.pk not in has}
    found = []
    for one in after:
        if one.pk not in had:
            replaced = went.pop(one.name, None) is not None
            found.append(FileChange(_("换成新的") if replaced else _("加上"), one.name, one))
    return [*found, *(FileChange(_("去掉"), name, None) for name in went)]


@dataclass(frozen=True, slots=True)
class Version:
    """A version with the lines and the files in which it differs from the one before, and its files."""

    wording: Wording
    lines: list[tuple[str, str]]
    files: list[Attachment] = field(default_factory=list)
    changes: list[FileChange] = field(default_factory=list)


def versions(found: Sequence[Wording]) -> list[Version]:
    """The newest first."""
    return [_version(one, before) for one, before in zip(found, [*found[1:], None], strict=True)]


def _version(one: Wording, before: Wording | None) -> Version:
    files = queries.files_of(one)
    if before is None:
        return Version(one, [], files)
    return Version(one, _lines(before, one), files, file_changes(queries.files_of(before), files))


def waiting(row: Circular, holds: Wording) -> Version | None:
    """The correction that waits for a second person, against the version in force."""
    found = queries.to_be_approved(row.pk) if row.withdrawn_at is None else None
    return _version(found, holds) if found is not None else None


def _lines(before: Wording, after: Wording) -> list[tuple[str, str]]:
    return rules.changed_lines(f"{before.title}\n{before.text}", f"{after.title}\n{after.text}")
