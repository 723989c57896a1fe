"""All files that an office took, on one page, whatever room made them."""

from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.desk.queries import taken
from baiying.desk.queries.taken import File
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.kit.models import AuditEvent
from baiying.ui import formats, listing
from baiying.ui.templatetags.ui import state


def _page_of(file: File) -> str:
    return reverse("desk:export", args=[file.public_id])


def _at(file: File) -> str:
    return f"{clock.local(file.row.at):%Y-%m-%d %H:%M}"


def _end(file: File) -> Any:
    return state("plain", gettext("已到期")) if file.over else file.row.until


def _who(rows: listing.Rows, typed: str) -> listing.Rows:
    """By who took it, by its name, its purpose, or the mark that stands in a file."""
    found = rows.filter(folding.called("label", typed)) | rows.filter(folding.called("title", typed))
    return found | rows.filter(folding.called("reason", typed)) | rows.filter(public_id=typed.lower())


def exports_list() -> listing.Listing:
    """Who took what, when, why, how many rows, and how often."""
    return listing.Listing(
        key="exports",
        title=_("导出记录"),
        search=_who,
        search_label=_("谁、名称、用途，或文件上的编号"),
        rows_of=lambda rows: taken.files(rows, clock.local_date(clock.now())),
        columns=(
            listing.Column("title", _("导出了什么"), lambda one: one.row.title, link=_page_of, fixed=True, width=28),
            listing.Column("at", _("时间"), _at, sort=("at",), nowrap=True, width=18),
            listing.Column("who", _("谁"), lambda one: one.row.label, width=14),
            listing.Column("role", _("角色"), lambda one: one.role, width=16),
            listing.Column("why", _("用途"), lambda one: one.row.reason or "—", width=30),
            listing.Column("rows", _("行数"), lambda one: one.row.rows, sort=("rows",), number=True),
            listing.Column("opened", _("取了几次"), lambda one: one.row.opened, sort=("opened",), number=True),
            listing.Column("until", _("保存到"), _end, sort=("until",), nowrap=True),
            listing.Column("area", _("地区"), lambda one: one.area, extra=True, width=18),
            listing.Column("mark", _("编号"), lambda one: one.public_id, extra=True, nowrap=True, width=16),
        ),
        filters=(
            listing.Choice(
                "personal", _("哪一类"),
                options=[("yes", _("有个人信息的")), ("no", _("没有个人信息的"))],
                apply=lambda rows, wish: rows.filter(personal=wish == "yes"),
            ),
            listing.Days("at", _("日期"), column="at", moment=True),
        ),
    )  # fmt: skip


def _rows(event: AuditEvent) -> str:
    return gettext("%(n)s 行") % {"n": formats.thousands_text(event.detail.get("rows"))}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: Asking) -> HttpResponseBase:
    """What oneself, one’s office or, for the auditor, the whole area took."""
    shown = listing.of(exports_list(), request, taken.seen_by(request.actor))
    return shown.answer or render(request, "desk/exports.html", {"list": shown})


@signed_in
@require_safe
def export(request: Asking, export_pid: str) -> HttpResponse:
    """One file: whose it is, what is in it, each time it was fetched; its taker may fetch it again until its end."""
    row = taken.seen_by(request.actor).filter(public_id=export_pid).first()
    if row is None:
        raise Http404
    (file,) = taken.files([row], clock.local_date(clock.now()))
    fetched = [
        {
            "at": event.at,
            "title": formats.listed((gettext("再取一次") if number else gettext("导出"), _rows(event)), " · "),
            "who": event.who,
        }
        for number, event in enumerate(taken.fetched(row))
    ]
    context = {
        "file": file,
        "row": row,
        "fetched": fetched[::-1],
        "narrowed": formats.listed(row.narrowed, "；"),
        "columns": formats.listed(row.columns),
        "pairs": parse_qsl(row.query),
        "own": row.account_id == request.actor.account_id,
    }
    return render(request, "desk/export.html", context)
