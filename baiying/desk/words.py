"""What an entry of the audit is called on the auditor's page, in the words of the room that wrote it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baiying.accounts import queries as accounts
from baiying.kit import rooms
from baiying.kit.models import AuditEvent
from baiying.kit.rooms import Text

# What the entries of a room are about, for whoever narrows the list.
KINDS: Mapping[str, Text] = {
    "people": gettext_lazy("志愿者：注册、核验、资料"),
    "accounts": gettext_lazy("登录和任职"),
    "activities": gettext_lazy("活动和报名"),
    "hours": gettext_lazy("签到和时长"),
    "teams": gettext_lazy("单位和队伍"),
    "places": gettext_lazy("区划、阵地、规则"),
    "complaints": gettext_lazy("投诉建议"),
    "figures": gettext_lazy("统计和目标"),
}
# Where an entry keeps why it was done, the plainest first.
_WHY = ("reason", "why", "words", "answer")
_WHAT: Mapping[str, Text] = {
    "id_number": gettext_lazy("证件号码"),
    "phone": gettext_lazy("手机号"),
}
_NOT_OFFICES: Mapping[str, Text] = {"volunteer": gettext_lazy("本人"), "public": gettext_lazy("没有登录")}
_DOORS: Mapping[str, Text] = {
    "browser": gettext_lazy("网页"),
    "token": gettext_lazy("数据接口"),
    "job": gettext_lazy("后台任务"),
    "command": gettext_lazy("服务器命令"),
}
# What an entry says besides, in words; what is not here stands in the entry as it was written.
DETAILS: Mapping[str, Text] = {
    "title": gettext_lazy("名称"),
    "narrowed": gettext_lazy("条件"),
    "rows": gettext_lazy("行数"),
    "mark": gettext_lazy("编号"),
    "year": gettext_lazy("年份"),
    "minutes": gettext_lazy("分钟"),
    "source": gettext_lazy("来源"),
    "file": gettext_lazy("文件"),
    "sheet": gettext_lazy("工作表"),
    "threshold_hours": gettext_lazy("满多少小时"),
}


def action(code: str) -> Text:
    """What was done; the code itself if a room that is gone wrote it."""
    return next((room.audit_actions[code] for room in rooms.brought().values() if code in room.audit_actions), code)


def done(event: AuditEvent) -> str:
    """What was done, and to which of a person's numbers."""
    words, what = str(action(event.action)), _WHAT.get(str(event.detail.get("what", "")))
    return _("%(done)s：%(what)s") % {"done": words, "what": what} if what else words


def subject(code: str) -> Text:
    """The kind of thing that it was done to."""
    return next((room.audit_subjects[code] for room in rooms.brought().values() if code in room.audit_subjects), code)


def codes_of(kind: str) -> frozenset[str]:
    """The actions of a kind: looks at personal data, what was taken out, or all that a room wrote."""
    if kind == "looks":
        return frozenset().union(*(room.audit_looks for room in rooms.brought().values()))
    if kind == "takes":
        return frozenset().union(*(room.audit_takes for room in rooms.brought().values()))
    room = rooms.brought().get(kind)
    return frozenset(room.audit_actions) if room else frozenset()


def why(event: AuditEvent) -> str:
    """The reason that whoever acted gave; empty where none is asked."""
    return next((str(event.detail[key]) for key in _WHY if event.detail.get(key)), "")


def who(event: AuditEvent) -> str:
    """Who acted, as called at that moment; a job by what it does."""
    if event.via == "job":
        return str(rooms.who(event.label))
    if event.account_id is not None:
        return event.who or _("已注销的账号")
    return event.label or _("没有登录的人")


def role(event: AuditEvent) -> str:
    """In which role: an office of the day, or for oneself."""
    if event.via in {"job", "command"}:
        return str(_DOORS[event.via])
    known = _NOT_OFFICES.get(event.role)
    return str(known) if known else str(accounts.Appointment(role=event.role).get_role_display())


def door(event: AuditEvent) -> str:
    return str(_DOORS.get(event.via, ""))


def told(detail: Mapping[str, Any]) -> list[tuple[Text, str]]:
    """What an entry says besides its reason, as far as it has words."""
    said = []
    for key, label in DETAILS.items():
        value = detail.get(key)
        if value not in (None, "", []):
            said.append((label, "；".join(map(str, value)) if isinstance(value, list) else str(value)))
    return said
