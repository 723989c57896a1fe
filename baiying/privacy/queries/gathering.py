"""Gathering what all rooms hold about one person, as plain values that a machine reads and a page prints."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock, rooms
from baiying.kit.copying import Copied, Section, Value, Whose
from baiying.people import queries as people
from baiying.privacy.queries.receivers import handler_facts

FORMAT = "baiying-copy-1"


def gather(whose: Whose, *, guardian: bool, at: datetime) -> dict[str, Any]:
    """All sections of all rooms, in their order, with what is left out and why; words in the language of the moment."""
    said = [section for fill in rooms.filling("copies") for section in fill(whose, at)]
    kept = [one for one in said if not (guardian and one.own_only)]
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "volunteer_no": people.last_volunteer_no(whose.person_id),
        "handler": [{"what": str(what), "is": value} for what, value in _handler(whose.person_id, at)],
        "sections": [_section(one) for one in kept],
        "left_out": left_out(guardian=guardian),
    }


def _handler(person_id: int, at: datetime) -> list[tuple[rooms.Text, str]]:
    """Whoever answers for the data where the person lives: to whom a question about the copy goes."""
    person = people.person_by_id(person_id)
    return handler_facts(person.residence.path, clock.local_date(at)) if person is not None else []


def _section(one: Section) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": str(one.title),
        "fields": {key: str(label) for key, label in one.fields.items()},
        "rows": [{key: _plain(row.get(key)) for key in one.fields} for row in one.rows],
    }


def _plain(value: Value | Promise) -> str | int | bool | None:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Promise) else value


# What no room would put in, said so that nobody has to guess.
_NEVER = (
    (_("同队的人、一起报名的人的姓名"), _("那是别人的个人信息。")),
    (_("别的孩子的资料"), _("每个孩子各要各的副本。")),
    (_("另一位监护人的电话和全名"), _("那是另一位监护人的个人信息，只写姓和关系。")),
    (_("别人提到您的投诉"), _("原话会让人看出是谁说的；办理结果与您有关的，另行告知（《志愿服务条例》第26条）。")),
    (_("工作人员的姓名"), _("写职务和地区；对某一次查看有疑问的，可以投诉，由主管部门核实。")),
    (_("密码、验证码和密钥"), _("只存不能还原的形式，谁都读不出。")),
    (_("导出过您资料的名单文件"), _("文件按名单登记，不按人登记；谁导出过什么名单，审计员查得到。")),
)
_NOT_FOR_GUARDIANS = ((_("孩子提出的投诉、异议和自己的操作记录"), _("可能与监护人有关，由孩子本人要。")),)


def left_out(*, guardian: bool) -> list[dict[str, str]]:
    """Each kind of what is not in the copy, with the reason."""
    found = [(one.what, one.why) for room in rooms.brought().values() for one in _copied(room) if not one.section]
    pairs = [*_NEVER, *(_NOT_FOR_GUARDIANS if guardian else ()), *found]
    return [{"what": str(what), "why": str(why)} for what, why in pairs]


def _copied(room: rooms.Room) -> Iterable[Copied]:
    found: Iterable[Copied] = rooms.called(room.copied) if room.copied else ()
    return found


def whose(person_id: int) -> Whose:
    return Whose(person_id, people.public_id_of(person_id), people.account_id_of(person_id))
