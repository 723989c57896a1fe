"""What the records say of a year: looks, files, consents, requests and their times, openings, leaks (PIPL art. 54)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from baiying.accounts.access import Scope
from baiying.kit import clock, rooms
from baiying.kit.models import AuditEvent, Taken
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.privacy.assessment_models import Assessment, AuditReport
from baiying.privacy.breach_models import Breach, BreachPerson
from baiying.privacy.queries.breaches import clocks_of
from baiying.privacy.receiver_models import Receiver
from baiying.privacy.request_models import DataRequest

Counts = list[list[str | int]]

SECTIONS = {
    "looks": gettext_noop("看过个人信息"),
    "minors": gettext_noop("未成年人（单列）"),
    "files": gettext_noop("导出"),
    "consents": gettext_noop("同意"),
    "requests": gettext_noop("个人的申请"),
    "openings": gettext_noop("依法查看只保存的记录"),
    "giving": gettext_noop("给了谁，评估"),
    "leaks": gettext_noop("泄露"),
}
SAID = {
    "files": gettext_noop("有个人信息的导出"),
    "fetched": gettext_noop("取走的次数"),
    "withdrawn": gettext_noop("撤回的同意"),
    "filed": gettext_noop("提出的申请"),
    "done": gettext_noop("已办理"),
    "refused": gettext_noop("没有办理，写明原因"),
    "taken_back": gettext_noop("本人撤回"),
    "late": gettext_noop("过期才答复或还没有答复"),
    "receivers": gettext_noop("登记的接收单位"),
    "stopped": gettext_noop("停止的接收单位"),
    "assessments": gettext_noop("登记的影响评估"),
    "leaks": gettext_noop("发现的泄露"),
    "reported_late": gettext_noop("过了期限才记下报告的"),
    "concerned": gettext_noop("涉及的人"),
    "told": gettext_noop("已经告诉的人"),
}
_MINORS = ("MinorSeen", "GuardianAgreed", "GuardianWithdrew")
_CONSENTS = ("RegistrationMade", "RegistrationEnded", "AccountClosed")
_OPENINGS = ("OpeningAsked", "OpeningAgreed", "OpeningRefused", "StoredSeen")


def reports_within(scope: Scope) -> QuerySet[AuditReport]:
    """Of an area and below it, the newest year first."""
    return AuditReport.objects.select_related("area").filter(scope.areas("area")).order_by("-year", "area__code")


def to_report(on: date) -> list[int]:
    """Cities and counties whose report of the year before a day has not been made."""
    made = AuditReport.objects.filter(year=on.year - 1).values("area")
    rows = places.divisions().filter(level__in=["city", "county"]).exclude(pk__in=made)
    return list(rows.order_by("id").values_list("pk", flat=True))


def count_year(area_id: int, year: int) -> dict[str, Counts]:
    """The counts of one area and what lies below it, from the first to the last instant of a year in China."""
    begin = clock.midnight(date(year, 1, 1))
    end = clock.midnight(date(year + 1, 1, 1)) - timedelta(microseconds=1)
    here = places.division_ids_within(area_id)
    acts = dict(
        AuditEvent.objects.filter(at__range=(begin, end), area_id__in=here)
        .order_by()
        .values_list("action")
        .annotate(n=Count("id"))
    )
    looks = sorted({act for room in rooms.brought().values() for act in room.audit_looks} - set(_MINORS))
    return {
        "looks": _of(acts, looks),
        "minors": _of(acts, _MINORS),
        "files": _files(here, begin, end),
        "consents": [*_of(acts, _CONSENTS), ["withdrawn", _withdrawn(here, begin, end)]],
        "requests": _requests(here, begin, end),
        "openings": _of(acts, _OPENINGS),
        "giving": _giving(here, begin, end),
        "leaks": _leaks(here, begin, end),
    }


def _of(acts: dict[str, int], wanted: Iterable[str]) -> Counts:
    known = {act for room in rooms.brought().values() for act in room.audit_actions}
    return [[act, acts.get(act, 0)] for act in wanted if act in known]


def _files(here: QuerySet[Any, int], begin: datetime, end: datetime) -> Counts:
    rows = Taken.objects.filter(personal=True, at__range=(begin, end), area_id__in=here)
    opened = sum(rows.values_list("opened", flat=True))
    return [["files", rows.count()], ["fetched", opened]]


def _withdrawn(here: QuerySet[Any, int], begin: datetime, end: datetime) -> int:
    rows = people.withdrawn_consents().filter(withdrawn_at__range=(begin, end))
    return rows.filter(person__residence__in=here).count()


def _requests(here: QuerySet[Any, int], begin: datetime, end: datetime) -> Counts:
    rows = DataRequest.objects.filter(asked_at__range=(begin, end), area__in=here)
    # Its last day is a whole day: what was answered on it was in time.
    ends = rows.values_list("due_on", "ended_at")
    late = sum((clock.local_date(min(ended or end, end))) > due for due, ended in ends)
    outcomes: Counts = [[one, rows.filter(outcome=one).count()] for one in ("done", "refused", "taken_back")]
    return [["filed", rows.count()], *outcomes, ["late", late]]


def _giving(here: QuerySet[Any, int], begin: datetime, end: datetime) -> Counts:
    receivers = Receiver.objects.filter(area__in=here)
    return [
        ["receivers", receivers.filter(entered_at__range=(begin, end)).count()],
        ["stopped", receivers.filter(ended_at__range=(begin, end)).count()],
        ["assessments", Assessment.objects.filter(area__in=here, filed_at__range=(begin, end)).count()],
    ]


def _leaks(here: QuerySet[Any, int], begin: datetime, end: datetime) -> Counts:
    cases = list(Breach.objects.select_related("area").filter(area__in=here, found_at__range=(begin, end)))
    concerned = BreachPerson.objects.filter(breach__in=cases)
    late = 0
    for one in cases:
        first = one.steps.filter(kind="authority").order_by("done_at").values_list("done_at", flat=True).first()
        late += first is None or first > clocks_of(one).authority
    return [
        ["leaks", len(cases)],
        ["reported_late", late],
        ["concerned", concerned.count()],
        ["told", concerned.filter(told_at__isnull=False).count()],
    ]


def said(row: AuditReport) -> list[tuple[str, list[tuple[str, int]]]]:
    """A report in words: its sections, each with what was counted and how many."""
    words = {act: text for room in rooms.brought().values() for act, text in room.audit_actions.items()}
    found = []
    for key, counts in row.content.items():
        lines = [(str(words[what]) if what in words else _(SAID.get(what, what)), int(n)) for what, n in counts]
        found.append((_(SECTIONS.get(key, key)), lines))
    return found
