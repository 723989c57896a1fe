"""The register of organisations: counts of an area that open to their rows and say what they mean (R027)."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.kit.db import folding
from baiying.teams import queries
from baiying.teams.models import BodyKind
from baiying.teams.rights import Right
from baiying.ui import listing
from baiying.ui.workbooks import Sheet

# What each number means: its code with the version, its name, and the sentence that a reader can check it by.
DEFINITIONS: tuple[tuple[str, Any, Any], ...] = (
    (
        "bodies_total v1",
        _("单位"),
        _("现在登记着、没有关闭的单位，按单位所在地区计；上一级包括它下面各级。暂停的也算。"),
    ),
    (
        "bodies_civil_affairs v1",
        _("在民政部门登记"),
        _("单位性质是“在民政部门登记的志愿服务组织”的单位（《志愿服务条例》第六条）。"),
    ),
    (
        "bodies_other v1",
        _("其他登记"),
        _(
            "单位性质是“开展志愿服务的其他单位”的单位：机关、学校、医院、企业、村（居）委会等（《志愿服务条例》第四十一条）。"
        ),
    ),
    (
        "bodies_internal v1",
        _("内部团体"),
        _("单位性质是“经社区或单位同意成立的志愿服务团体”的单位（《志愿服务条例》第四十二条）。"),
    ),
    ("bodies_suspended v1", _("暂停中"), _("长期没有活动、现在暂停的单位；也算在前面的数里。")),
)
STATES = {
    BodyKind.REGISTERED: DEFINITIONS[1][1],
    BodyKind.LEGAL_ENTITY: DEFINITIONS[2][1],
    BodyKind.INTERNAL_GROUP: DEFINITIONS[3][1],
}


@needs(Right.SEE_TEAMS)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Asking) -> HttpResponseBase:
    """How many organisations the area and those below it have, by state of registration."""
    area_id = accounts.scope_of(request.actor, Right.SEE_TEAMS).area_id
    takes = accounts.may(request.actor, Right.EXPORT_TEAMS)
    found = listing.of(_register(area_id), request, queries.areas_of_register(area_id), area_id=area_id, takes=takes)
    if found.answer is not None:
        return found.answer
    return render(request, "teams/register.html", {"list": found, "definitions": DEFINITIONS})


def _register(area_id: int | None) -> listing.Listing:
    kinds = tuple(
        listing.Column(kind.value, title, partial(_of_kind, kind.value), link=_rows(kind=kind.value), number=True)
        for kind, title in STATES.items()
    )
    return listing.Listing(
        key="register",
        title=_("单位登记情况"),
        order=("level", "code", "id"),
        search=lambda rows, words: rows.filter(folding.called("name", words)),
        search_label=_("地区名称"),
        rows_of=lambda rows: queries.registered_in(rows, area_id),
        columns=(
            listing.Column("area", _("地区"), _name, link=_rows(), fixed=True, width=28),
            listing.Column("total", DEFINITIONS[0][1], lambda one: one.total, link=_rows(), number=True),
            *kinds,
            listing.Column(
                "suspended", DEFINITIONS[4][1], lambda one: one.suspended, link=_rows(state="suspended"), number=True
            ),
        ),
        besides=lambda: [
            Sheet(
                gettext("口径"), (gettext("编号"), gettext("指标"), gettext("含义")),
                [(code, str(name), str(sentence)) for code, name, sentence in DEFINITIONS], (24, 20, 80),
            )
        ],
    )  # fmt: skip


def _of_kind(kind: str, one: queries.Registered) -> int:
    return one.by_kind[kind]


def _name(one: queries.Registered) -> str:
    return gettext("%(area)s（全部）") % {"area": one.area.name} if one.whole else one.area.name


def _rows(**narrowed: str) -> Callable[[queries.Registered], str]:
    """The address of the rows that a number counts."""

    def address(one: queries.Registered) -> str:
        asked = {"show": "bodies", **narrowed} | ({} if one.whole else {"area": one.area.public_id})
        return f"{reverse('teams:office')}?{urlencode(asked)}"

    return address
