"""The office's list of requests about personal data: how it is searched, narrowed and shown."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as account_rows
from baiying.kit import clock, taking
from baiying.kit.db import folding
from baiying.kit.values import identifiers
from baiying.places import access as areas
from baiying.privacy.request_models import RequestKind
from baiying.ui import listing
from baiying.ui.templatetags.ui import due, state


def requests_list(area_id: int | None, *, ended: bool) -> listing.Listing:
    """Open ones by what is due first, ended ones the newest first."""
    return listing.Listing(
        key="privacy.requests",
        title=_("个人信息的申请"),
        personal=True,
        order=("-id",) if ended else ("due_on", "id"),
        keeps=("state",),
        part=_("已办结") if ended else _("待答复"),
        columns=(
            listing.Column("kind", _("申请什么"), lambda row: row.get_kind_display(), link=_page, fixed=True, width=30),
            listing.Column("who", _("谁"), lambda row: identifiers.mask_name(row.person.name), width=12),
            listing.Column("way", _("怎么提出的"), lambda row: row.get_way_display(), width=14),
            listing.Column("area", _("地区"), lambda row: row.area.name, width=16),
            listing.Column("asked", _("提出"), _asked, nowrap=True, sort=("asked_at",)),
            *(
                (listing.Column("outcome", _("结果"), lambda row: state("plain", row.get_outcome_display()), width=14),)
                if ended
                else (
                    listing.Column("risen", _("状态"), _open, width=16),
                    listing.Column("due", _("期限"), _due, value=lambda row: row.due_on.isoformat()),
                )
            ),
        ),
        filters=(
            listing.Choice(
                "kind", _("哪一种"), options=RequestKind.choices, apply=lambda rows, kind: rows.filter(kind=kind)
            ),
            areas.by_area(area_id),
            listing.Days("asked", _("提出日期"), column="asked_at", moment=True),
        ),
    )  # fmt: skip


def _page(row: Any) -> str:
    return reverse("privacy:desk_request", args=[row.public_id])


def _asked(row: Any) -> str:
    return clock.local_date(row.asked_at).isoformat()


def _open(row: Any) -> Any:
    return state("amber", gettext("上一级也在办")) if row.risen_at is not None else state("slate", gettext("等答复"))


def _due(row: Any) -> Any:
    return due(clock.end_of(row.due_on))


def files_list() -> listing.Listing:
    """Who took people's data out of the house: when, for what, how many they are, and by which mark it is known."""
    return listing.Listing(
        key="privacy.files",
        title=_("导出总账"),
        search=_who_took,
        search_label=_("谁、名称、用途，或文件上的编号"),
        columns=(
            listing.Column("title", _("导出了什么"), lambda row: row.title, fixed=True, width=28),
            listing.Column(
                "at", _("时间"), lambda row: f"{clock.local(row.at):%Y-%m-%d %H:%M}", sort=("at",), width=18
            ),
            listing.Column("who", _("谁"), lambda row: row.label, width=14),
            listing.Column("role", _("角色"), _role, width=16),
            listing.Column("why", _("用途"), lambda row: row.reason or "—", width=30),
            listing.Column("people", _("涉及几人"), lambda row: len(taking.people_in(row)), number=True),
            listing.Column("opened", _("取了几次"), lambda row: row.opened, sort=("opened",), number=True),
            listing.Column("until", _("保存到"), lambda row: row.until.isoformat(), sort=("until",), nowrap=True),
            listing.Column("mark", _("编号"), lambda row: row.public_id, nowrap=True, width=16),
        ),
        filters=(listing.Days("at", _("日期"), column="at", moment=True),),
    )


def _role(row: Any) -> str:
    return account_rows.Role.called(row.role)


def _who_took(rows: listing.Rows, typed: str) -> listing.Rows:
    """By who took it, by its name, its purpose, or the mark that stands in a file."""
    found = rows.filter(folding.called("label", typed)) | rows.filter(folding.called("title", typed))
    return found | rows.filter(folding.called("reason", typed)) | rows.filter(public_id=typed.lower())
