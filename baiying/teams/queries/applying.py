"""Applications to be entered as a body."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from baiying.kit import clock
from baiying.places import queries as places
from baiying.teams import rules
from baiying.teams.models import Application, Body, BodyKind, Scan


def application(public_id: str) -> Application | None:
    rows = Application.objects.select_related("account", "area", "body")
    return rows.filter(public_id=public_id).first()


def application_by_form(form_id: str, account_id: int | None) -> Application | None:
    """What came of a form that the account sent before."""
    return Application.objects.filter(form_id=form_id, account_id=account_id or 0).first()


def applications_of(account_id: int) -> QuerySet[Application]:
    """What an account applied for, the newest first."""
    return Application.objects.filter(account_id=account_id).select_related("area", "body").order_by("-id")


def waiting_applications() -> QuerySet[Application]:
    """The applications that lie with an office, the most pressing first."""
    rows = Application.objects.filter(outcome="", returned_at__isnull=True)
    return rows.select_related("area", "account").order_by("due_on", "id")


def answer_due(row: Application) -> datetime:
    """When the day is over by which the office answers."""
    return clock.end_of(row.due_on)


def namesakes(row: Application) -> QuerySet[Body]:
    """Open bodies that have the name already, in the county of the application."""
    county = places.county_id_of(row.area.path) or row.area_id
    return Body.objects.filter(name=row.name, closed_at__isnull=True, area__path__contains=[county]).order_by("id")


def scans_of(application_id: int) -> QuerySet[Scan]:
    """The pictures of its papers, without what they show."""
    rows = Scan.objects.filter(application_id=application_id).select_related("application")
    return rows.defer("content_sealed").order_by("number")


def scans_over(at: datetime) -> QuerySet[Application]:
    """Applications the term of whose pictures is over."""
    return Application.objects.filter(scans_until__lte=at).order_by("scans_until", "id")


def lines_of(row: Application) -> list[tuple[str, str, str, str, str]]:
    """Every field of its kind: its name, its label, what is said, what was said before it was sent back (empty where it
    is the same, or nothing was), and what the office wrote there."""
    kind = str(row.said.get("kind", ""))
    names = ("kind", *rules.remarkable(kind)) if kind in BodyKind.values else ()
    names = (*names, "credit_code_note") if row.said.get("credit_code_note") else names
    labels = application_labels()
    found = []
    for name in names:
        now = _said(row, name)
        before = str(row.before.get(name, "")) if name in row.before else now
        found.append((name, labels[name], now, before if before != now else "", str(row.remarks.get(name, ""))))
    return found


def snapshot(row: Application) -> dict[str, str]:
    """What is said now at every field, in words, to be shown beside what is said later."""
    return {name: now for name, _label, now, _before, _remark in lines_of(row)}


def _said(row: Application, name: str) -> str:
    if name == "area":
        return " · ".join(places.path_names(row.area)[-3:])
    if name == "words":
        return row.words
    value: Any = row.said.get(name, "")
    return str(BodyKind(value).label) if name == "kind" else str(value)


def application_labels() -> dict[str, str]:
    return {
        "kind": _("单位性质"), "name": _("单位名称"), "credit_code": _("统一社会信用代码"),
        "competent_unit": _("主管单位"), "consenting_name": _("同意成立的社区或单位"),
        "consenting_credit_code": _("该社区或单位的统一社会信用代码"),
        "consenting_contact": _("该社区或单位的联系人"), "credit_code_note": _("代码对不上，但证书上就是这样"),
        "area": _("所在地区"), "words": _("做些什么"),
    }  # fmt: skip
