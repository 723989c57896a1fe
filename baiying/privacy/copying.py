"""What the copy of somebody's data holds of this room: who looked and why, the own acts, and earlier copies."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as accounts
from baiying.kit import audit, rooms
from baiying.kit.copying import Copied, Row, Section, Whose
from baiying.kit.models import AuditEvent
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.privacy.models import BreachPerson, Closing, Copy, DataRequest, HoldThing, Opening

COPIED = (
    Copied("Copy.person", "privacy.copies"),
    Copied("Closing.person", "privacy.closings"),
    Copied("Opening.person", "privacy.openings"),
    Copied("HoldThing.person", "privacy.holds"),
    Copied("DataRequest.person", "privacy.requests"),
    Copied("BreachPerson.person", "privacy.breaches"),
)


def sections(whose: Whose, at: datetime) -> list[Section]:
    return [
        _looks(whose), _acts(whose), _copies(whose), _closings(whose), _openings(whose), _requests(whose),
        _breaches(whose), _holds(whose),
    ]  # fmt: skip


def looked() -> frozenset[str]:
    """All acts of the audit that are looks at somebody's data."""
    return frozenset().union(*(room.audit_looks for room in rooms.brought().values()))


def _looks(whose: Whose) -> Section:
    """Who looked: the office and its area, when and why. Names of who works there are not the person's."""
    fields = {
        "at": _("时间"), "what": _("做了什么"), "role": _("谁（职务）"), "area": _("地区"), "reason": _("原因"),
    }  # fmt: skip
    about = Q()
    for pk in people.records_of(whose.person_id):
        about |= audit.about("person", pk)
    found = AuditEvent.objects.filter(about, action__in=looked()).order_by("id")
    areas = places.names_by_id(one.area_id for one in found if one.area_id)
    rows: list[Row] = [
        {
            "at": one.at,
            "what": str(_words(one.action)),
            "role": accounts.Role.called(one.role),
            "area": areas.get(one.area_id or 0, ""),
            "reason": str(one.detail.get("reason", "")),
        }
        for one in found
    ]
    return Section("privacy.looks", _("谁看过"), fields, rows)


def _acts(whose: Whose) -> Section:
    """By every log-in and under every record of the human: what was one's own before a merge still is."""
    own: Iterable[AuditEvent] = AuditEvent.objects.filter(
        account_id__in=people.all_accounts_of_same([whose.account_id or 0]),
        person_id__in=people.records_of(whose.person_id),
    ).order_by("id")
    fields = {"at": _("时间"), "what": _("做了什么"), "device": _("用什么设备")}
    rows: list[Row] = [{"at": one.at, "what": str(_words(one.action)), "device": one.device} for one in own]
    return Section("privacy.acts", _("您自己的操作"), fields, rows, own_only=True)


def _copies(whose: Whose) -> Section:
    fields = {"asked_at": _("提出于"), "way": _("谁提出的"), "made_at": _("做好于"), "fetched": _("取过几次")}
    rows = [
        {"asked_at": one.asked_at, "way": one.get_way_display(), "made_at": one.made_at, "fetched": one.fetched}
        for one in Copy.objects.filter(person_id=whose.person_id).order_by("id")
    ]
    return Section("privacy.copies", _("以前要过的副本"), fields, rows)


def _closings(whose: Whose) -> Section:
    fields = {"asked_at": _("提出于"), "due_at": _("预定注销"), "stopped_at": _("停止于")}
    rows = Closing.objects.filter(person_id=whose.person_id).order_by("id").values(*fields)
    return Section("privacy.closings", _("注销申请"), fields, list(rows))


def _openings(whose: Whose) -> Section:
    """Why the record was opened while it was at rest; who asked and agreed are an office."""
    fields = {"asked_at": _("提出于"), "ground": _("法定理由"), "words": _("具体的事"), "until": _("可以看到")}
    rows = [
        {"asked_at": one.asked_at, "ground": one.get_ground_display(), "words": one.words, "until": one.until}
        for one in Opening.objects.filter(person_id=whose.person_id).order_by("id")
    ]
    return Section("privacy.openings", _("依法查看您的记录"), fields, rows)


def _requests(whose: Whose) -> Section:
    fields = {
        "asked_at": _("提出于"), "kind": _("申请什么"), "way": _("怎么提出的"), "words": _("写的话"),
        "outcome": _("结果"), "answer": _("答复"), "ended_at": _("办结于"),
    }  # fmt: skip
    rows = [
        {
            "asked_at": one.asked_at, "kind": one.get_kind_display(), "way": one.get_way_display(), "words": one.words,
            "outcome": one.get_outcome_display(), "answer": one.answer, "ended_at": one.ended_at,
        }
        for one in DataRequest.objects.filter(person_id=whose.person_id).order_by("id")
    ]  # fmt: skip
    # What a child wrote to an office is in no guardian's copy.
    return Section("privacy.requests", _("您提过的申请"), fields, rows, own_only=True)


def _breaches(whose: Whose) -> Section:
    fields = {"found_at": _("发现于"), "kind": _("发生了什么"), "what": _("哪些信息"), "told_at": _("告诉您于")}
    rows: list[Row] = [
        {
            "found_at": one.breach.found_at, "kind": one.breach.get_kind_display(), "what": one.breach.what,
            "told_at": one.told_at,
        }
        for one in BreachPerson.objects.filter(person_id=whose.person_id).select_related("breach").order_by("id")
    ]  # fmt: skip
    return Section("privacy.breaches", _("涉及您的泄露"), fields, rows)


def _holds(whose: Whose) -> Section:
    """Where a law forbids to tell, it stands in no copy either."""
    fields = {"since": _("从什么时候起"), "statute": _("依据"), "case": _("案号"), "until": _("最后一天")}
    found = HoldThing.objects.filter(person_id=whose.person_id, hold__tells=True, hold__decided_at__isnull=False)
    rows: list[Row] = [
        {
            "since": one.hold.decided_at, "statute": one.hold.statute, "case": one.hold.case_no,
            "until": one.hold.until_on,
        }
        for one in found.filter(hold__refused_why="").select_related("hold").order_by("id")
    ]  # fmt: skip
    return Section("privacy.holds", _("依法保存"), fields, rows)


def _words(action: str) -> rooms.Text:
    return next((r.audit_actions[action] for r in rooms.brought().values() if action in r.audit_actions), action)
