"""What the copy of somebody's data holds of this room: attendance, hours with where they come from, objections."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.hours.models import Attendance, HourEntry, Objection, Source, Tier
from baiying.kit.copying import Copied, Row, Section, Whose

COPIED = (
    Copied("Attendance.person", "hours.attendances"),
    Copied("HourEntry.person_id", "hours.entries"),
    Copied("Objection.person", "hours.objections"),
)


def sections(whose: Whose, at: datetime) -> list[Section]:
    return [_attendances(whose.person_id), _entries(whose.person_id), _objections(whose.person_id)]


def _attendances(person_id: int) -> Section:
    fields = {
        "activity": _("活动"), "checked_in_at": _("签到"), "in_source": _("怎么签到的"), "checked_out_at": _("签退"),
        "out_source": _("怎么签退的"), "undone_at": _("撤销于"), "settled_at": _("结算于"),
    }  # fmt: skip
    sources = dict(Source.choices)
    rows = Attendance.objects.filter(person_id=person_id).select_related("shift__activity").order_by("id")
    said = [
        {
            "activity": row.shift.activity.title if row.shift else "", "checked_in_at": row.checked_in_at,
            "in_source": str(sources.get(row.in_source, row.in_source)), "checked_out_at": row.checked_out_at,
            "out_source": str(sources.get(row.out_source, row.out_source)), "undone_at": row.undone_at,
            "settled_at": row.settled_at,
        }
        for row in rows.iterator()
    ]  # fmt: skip
    return Section("hours.attendances", _("到场"), fields, said)


def _entries(person_id: int) -> Section:
    """The ledger as it is: also what was taken back, by the entry that does so."""
    fields = {
        "number": _("编号"), "served_on": _("服务日"), "minutes": _("分钟"), "source": _("怎么记的"), "tier": _("类别"),
        "starts_at": _("开始"), "ends_at": _("结束"), "reverses": _("冲销哪一条"), "second_person": _("经第二个人确认"),
        "posted_at": _("入账于"),
    }  # fmt: skip
    sources, tiers = dict(Source.choices), dict(Tier.choices)
    rows = list(HourEntry.objects.filter(person_id=person_id).order_by("served_on", "id"))
    numbers = {row.id: row.public_id for row in rows}
    said: list[Row] = [
        {
            "number": row.public_id, "served_on": row.served_on, "minutes": row.minutes,
            "source": str(sources.get(row.source, row.source)), "tier": str(tiers.get(row.tier, row.tier)),
            "starts_at": row.starts_at, "ends_at": row.ends_at,
            "reverses": numbers.get(row.reversal_of, "") if row.reversal_of else "",
            "second_person": row.approved_by_id is not None, "posted_at": row.posted_at,
        }
        for row in rows
    ]  # fmt: skip
    return Section("hours.entries", _("服务时长"), fields, said)


def _objections(person_id: int) -> Section:
    fields = {
        "filed_at": _("提交于"), "words": _("您写的"), "answered_at": _("答复于"), "upheld": _("认可"),
        "answer": _("答复"), "withdrawn_at": _("撤回于"),
    }  # fmt: skip
    rows = Objection.objects.filter(person_id=person_id).order_by("id").values(*fields)
    return Section("hours.objections", _("时长异议"), fields, list(rows), own_only=True)
