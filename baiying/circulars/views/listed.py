"""The lists of this room: an office's notices, and the boxes of one notice."""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.circulars import queries
from baiying.circulars.models import Circular, Sort
from baiying.circulars.views import words
from baiying.kit import clock
from baiying.kit.db import folding
from baiying.places import access as areas
from baiying.ui import formats, listing
from baiying.ui.templatetags.ui import state


def circulars_list(area_id: int | None, *, waits: bool) -> listing.Listing:
    """Newest first; what waits for approval by how long it waits."""
    return listing.Listing(
        key="circulars",
        title=_("通知下发"),
        order=("asked_at", "id") if waits else ("-id",),
        search=lambda rows, said: rows.filter(folding.called("title", said)),
        search_label=_("标题"),
        keeps=("state",),
        part=_("等批准") if waits else "",
        columns=(
            listing.Column("title", _("标题"), lambda row: row.title, link=_page, fixed=True, width=36),
            listing.Column("sort", _("哪一种"), lambda row: str(row.get_sort_display()), width=10),
            listing.Column("area", _("发通知的部门"), lambda row: row.area.name, width=16),
            listing.Column("written", _("起草"), _written, nowrap=True, sort=("written_at",)),
            listing.Column("told", _("收件处"), lambda row: row.told or "", number=True),
            listing.Column("signed", _("已签收"), lambda row: row.signed if row.is_signed else "", number=True),
            listing.Column("state", _("状态"), _state, value=lambda row: words.state_of(row, clock.now())[1], width=16),
        ),
        filters=(
            listing.Choice("sort", _("哪一种"), options=Sort.choices, apply=lambda rows, one: rows.filter(sort=one)),
            areas.by_area(area_id),
            listing.Days("written", _("起草日期"), column="written_at", moment=True),
        ),
    )  # fmt: skip


def _page(row: Any) -> str:
    return reverse("circulars:circular", args=[row.public_id])


def _written(row: Any) -> str:
    return clock.local_date(row.written_at).isoformat()


def _state(row: Any) -> Any:
    return state(*words.state_of(row, clock.now()))


def boxes_list(row: Circular) -> listing.Listing:
    """The boxes by place, never by who was faster; with what each signed and answered."""
    signatures = queries.signatures_of(row.pk)

    def signed(box: Any) -> str:
        return formats.listed([_signature(one) for one in signatures.get(box.pk, [])], "；")

    signing = (listing.Column("signed", _("签收"), signed, width=36),) if row.is_signed else ()
    answering = (
        (
            listing.Column(
                "answer",
                _("回复"),
                _answer,
                width=12,
                in_file=(
                    listing.Column("answer", _("回复"), lambda box: gettext("已办") if box.done_on else _answer(box)),
                    listing.Column("done_on", _("哪天办的"), lambda box: listing.in_file(box.done_on)),
                ),
            ),
            listing.Column("remark", _("说明"), lambda box: box.remark, width=24),
            listing.Column("answered_by", _("谁回复的"), _answered_by, width=12),
        )
        if row.asks_answer
        else ()
    )
    return listing.Listing(
        key=f"circular_boxes_{'s' if row.is_signed else ''}{'a' if row.asks_answer else ''}",
        title=_("收件处"),
        order=("id",),
        search=lambda rows, said: rows.filter(folding.called("name", said)),
        search_label=_("名称"),
        columns=(
            listing.Column("name", _("收件处"), lambda box: box.name, fixed=True, width=20),
            listing.Column("kind", _("哪一级"), _kind, width=12),
            listing.at_column("told", _("收到"), lambda box: box.told_at, cell=_told),
            listing.Column("state", _("状态"), _box_state, value=_state_words, width=24),
            *signing,
            *answering,
        ),
        filters=(
            listing.Choice("is", _("状态"), options=_wishes(row), apply=_narrow),
            areas.by_area(row.area_id),
        ),
    )  # fmt: skip


def _wishes(row: Circular) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("told", _("已收到")), ("waiting", _("还没有发到")), ("empty", _("无人在岗"))]
    if row.is_signed:
        found += [("signed", _("已签收")), ("unsigned", _("没有签收"))]
    if row.asks_answer:
        found += [("answered", _("已回复")), ("unanswered", _("没有回复")), ("done", _("已办"))]
    return found


_NARROWED = {
    "told": Q(told_at__isnull=False),
    "waiting": Q(told_at__isnull=True),
    "empty": Q(above__isnull=False),
    "signed": Q(told_at__isnull=False, asked_number__gt=0, signed_number__gte=F("asked_number")),
    "unsigned": Q(told_at__isnull=False, asked_number__gt=0, signed_number__lt=F("asked_number")),
    "answered": Q(told_at__isnull=False, answered_at__isnull=False),
    "unanswered": Q(told_at__isnull=False, answered_at__isnull=True),
    "done": Q(told_at__isnull=False, done=True),
}


def _narrow(rows: Any, wish: str) -> Any:
    return rows.filter(_NARROWED[wish])


def _kind(box: Any) -> str:
    if box.team_id is not None:
        return gettext("队伍")
    return gettext("单位") if box.body_id is not None else str(box.area.get_level_display())


def _told(box: Any) -> str:
    return formats.datetime_text(box.told_at) if box.told_at is not None else ""


def _state_words(box: Any) -> str:
    return _stands(box)[1]


def _box_state(box: Any) -> Any:
    return state(*_stands(box))


def _stands(box: Any) -> tuple[str, str]:
    if box.told_at is None:
        return "plain", gettext("还没有发到")
    if box.asked_number and box.signed_number >= box.asked_number:
        return "jade", gettext("已签收")
    if box.above is not None:
        return "brick", gettext("无人在岗，已转%(area)s") % {"area": box.above.name}
    return ("amber", gettext("没有签收")) if box.asked_number else ("slate", gettext("已收到"))


def _signature(one: Any) -> str:
    text = (
        gettext("第 %(number)s 版 %(name)s（代）%(at)s") if one.deputy else gettext("第 %(number)s 版 %(name)s %(at)s")
    )
    return text % {"number": one.number, "name": one.name, "at": formats.datetime_text(one.at)}


def _answer(box: Any) -> str:
    if box.answered_at is None:
        return ""
    if not box.done:
        return gettext("办不了")
    return gettext("已办 %(day)s") % {"day": formats.date_text(box.done_on)} if box.done_on else gettext("已办")


def _answered_by(box: Any) -> str:
    return box.answered_by.display_name if box.answered_by is not None else ""
