"""The handbook of an area: its pages, one of them with its versions, all of it to print, and writing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit import admission, clock, rooms
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.places import access, actions, queries
from baiying.places.forms import HandbookForm
from baiying.places.models import Division, HandbookPage
from baiying.places.rights import Right
from baiying.places.rules import handbook as rules
from baiying.ui import flash, listing
from baiying.ui.answers import refuse
from baiying.ui.templatetags.ui import state


@dataclass(frozen=True, slots=True)
class Row:
    """A version as lists show it."""

    page: HandbookPage
    topic: str
    tone: str
    word: str


def _topic_title(key: str) -> str:
    return next((str(one.title) for one in rooms.topics() if one.key == key), key)


def _rows(found: Sequence[HandbookPage], today: date) -> list[Row]:
    known = queries.holding(queries.handbook(None, ()), today).filter(pk__in=[one.pk for one in found])
    holding = set(known.values_list("pk", flat=True))
    return [Row(one, _topic_title(one.topic), *_state(one, holding, today)) for one in found]


def _state(row: HandbookPage, holding: set[int], today: date) -> tuple[str, str]:
    if row.withdrawn:
        return "plain", translate("已收回")
    if row.valid_from > today:
        return "slate", translate("还没开始")
    if row.pk in holding:
        return "jade", translate("在用")
    return "plain", translate("旧版")


def _page_of(row: Row) -> str:
    return reverse("places:handbook_page", args=[row.page.public_id])


def _word(row: Row) -> SafeString:
    return state(row.tone, row.word)


def _narrow(rows: listing.Rows, wish: str) -> listing.Rows:
    today = clock.local_date(clock.now())
    if wish == "now":
        return queries.holding(rows, today)
    if wish == "later":
        return rows.filter(withdrawn=False, valid_from__gt=today)
    return rows.exclude(pk__in=queries.holding(rows, today).values("pk")).exclude(withdrawn=False, valid_from__gt=today)


def _list(area_id: int | None, today: date) -> listing.Listing:
    return listing.Listing(
        key="handbook",
        title=_("工作手册"),
        order=("-valid_from", "-id"),
        search=lambda rows, words: queries.handbook_found(rows, finding.folded(words)),
        search_label=_("标题或正文"),
        rows_of=lambda found: _rows(found, today),
        columns=(
            listing.Column("title", _("标题"), lambda row: row.page.title, link=_page_of, fixed=True),
            listing.Column("topic", _("在哪条帮助旁边"), lambda row: row.topic, width=24),
            listing.Column("area", _("地区"), lambda row: row.page.area.name, width=16),
            listing.Column(
                "from", _("从哪天起"), lambda row: row.page.valid_from.isoformat(), nowrap=True, sort=("valid_from",)
            ),
            listing.Column("to", _("最后一天"), lambda row: _day(row.page.valid_to), nowrap=True),
            listing.Column("state", _("状态"), _word, value=lambda row: row.word, width=14),
        ),
        filters=(
            listing.Choice(
                "state", _("状态"), options=[("now", _("在用")), ("later", _("还没开始")), ("old", _("旧版和收回的"))],
                apply=_narrow,
            ),
            access.by_area(area_id),
        ),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _reach(actor: Actor) -> tuple[int | None, tuple[int, ...]]:
    return access.own_area_id(actor), tuple(actor.acting.area_path) if actor.acting else ()


@needs(Right.READ_HANDBOOK, Right.WRITE_HANDBOOK)
def pages(request: Asking) -> HttpResponseBase:
    """Every version for the own area, those above and those below."""
    area_id, path = _reach(request.actor)
    today = clock.local_date(clock.now())
    shown = listing.of(_list(area_id, today), request, queries.handbook(area_id, path), area_id=area_id)
    writes = admission.may(request.actor, Right.WRITE_HANDBOOK)
    return shown.answer or render(request, "places/handbook.html", {"list": shown, "writes": writes})


@needs(Right.READ_HANDBOOK, Right.WRITE_HANDBOOK)
def whole(request: Asking) -> HttpResponse:
    """All that holds today in the own area, in the order of the help, to print."""
    _area_id, path = _reach(request.actor)
    today = clock.local_date(clock.now())
    order = {one.key: n for n, one in enumerate(rooms.topics())}
    found = sorted(queries.handbook_in_force(path, today), key=lambda row: order.get(row.topic, len(order)))
    own = queries.division_by_id(path[-1]) if path else None
    lines = [(row, _topic_title(row.topic), rules.blocks(row.text)) for row in found]
    return render(request, "places/handbook_whole.html", {"pages": lines, "area": own, "today": today})


@needs(Right.READ_HANDBOOK, Right.WRITE_HANDBOOK)
def page(request: Asking, page_pid: str) -> HttpResponse:
    """One version as it is read, with the versions before and after it."""
    row = access.handbook_page_for(request.actor, page_pid, right=Right.READ_HANDBOOK)
    today = clock.local_date(clock.now())
    versions = _rows(list(queries.handbook_versions(row)[:50]), today)
    [here] = _rows([row], today)
    topic = next((one for one in rooms.topics() if one.key == row.topic), None)
    writes = admission.may(request.actor, Right.WRITE_HANDBOOK, row.area.path)
    context = {
        "row": here,
        "topic": topic,
        "blocks": rules.blocks(row.text),
        "versions": versions,
        "today_page": next((one for one in versions if one.tone == "jade" and one.page.pk != row.pk), None),
        "writes": writes,
        "may_end": writes and here.tone in {"jade", "slate"} and row.ended_at is None,
        "next_url": f"{reverse('places:handbook_new')}?{urlencode({'from': row.public_id})}",
    }
    return render(request, "places/handbook_page.html", context)


def _topics() -> list[tuple[Any, list[tuple[str, Any]]]]:
    groups: dict[str, list[tuple[str, Any]]] = {}
    for one in rooms.topics():
        groups.setdefault(one.who, []).append((one.key, one.title))
    return [(words, groups[who]) for who, words in rooms.READERS.items() if who in groups]


def _own(actor: Actor) -> Division:
    found = queries.division_by_id(access.own_area_id(actor) or 0)
    if found is None:
        raise PermissionDenied
    return found


@needs(Right.WRITE_HANDBOOK)
def new(request: Asking) -> HttpResponse:
    """Write a page, or the next version of one: what stands in it is there to be changed."""
    today = clock.local_date(clock.now())
    start: dict[str, Any] = {"valid_from": today, "topic": request.GET.get("topic", "")}
    own, before = _own(request.actor), None
    if source := request.GET.get("from"):
        before = access.handbook_page_for(request.actor, source, right=Right.WRITE_HANDBOOK)
        start |= {"topic": before.topic, "title": before.title, "text": before.text}
        own = before.area
    given = request.POST.get("area", "") or request.GET.get("area", "")
    chosen = access.chosen_area(request.actor, given, right=Right.WRITE_HANDBOOK, otherwise=own)
    form = HandbookForm(request.POST or None, initial=start, topics=_topics())
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        made = _written(request, form, chosen.area, before)
        if made is not None:
            flash.done(request, _("已保存，从 %(day)s 起有效。") % {"day": made.valid_from})
            return HttpResponseRedirect(reverse("places:handbook_page", args=[made.public_id]), status=303)
    here = f"{request.path}?{urlencode({key: request.GET[key] for key in ('topic', 'from') if key in request.GET})}"
    choose = {"next": here, "field": "area", "upto": "village", "any": "1"}
    context = {
        "form": form,
        "area": chosen.area,
        "wrong_area": chosen.wrong,
        "area_path": " · ".join(queries.path_names(chosen.area)[-3:]),
        "choose": f"{reverse('places:choose')}?{urlencode(choose)}",
    }
    status = 422 if form.is_bound or chosen.wrong else 200
    return render(request, "places/handbook_form.html", context, status=status)


def _written(request: Asking, form: HandbookForm, area: Division, before: HandbookPage | None) -> HandbookPage | None:
    values = {name: value for name, value in form.cleaned_data.items() if name != "area"}
    try:
        seen = before.pk if before is not None else None
        return actions.write_page(area_id=area.pk, **values, instead_of=seen, actor=request.actor, at=clock.now())
    except Refused as refusal:
        refuse(form, refusal)
        return None


@needs(Right.WRITE_HANDBOOK)
def end(request: Asking, page_pid: str) -> HttpResponse:
    """Take a version out of use, having asked."""
    row = access.handbook_page_for(request.actor, page_pid, right=Right.WRITE_HANDBOOK)
    back = reverse("places:handbook_page", args=[page_pid])
    begun = row.valid_from <= clock.local_date(clock.now())
    if request.method == "POST":
        done = actions.end_page(page_id=row.pk, actor=request.actor, at=clock.now())
        if done.withdrawn:
            flash.done(request, _("已收回，这一版不会生效。"))
        else:
            flash.done(request, _("今天是最后一天，明天起不再显示在帮助旁边。"))
        return HttpResponseRedirect(back, status=303)
    text = _("今天还在用，明天起不再显示在帮助旁边；这一版留着，以后还能看。")
    if not begun:
        text = _("这一版还没开始，收回之后不会生效。")
    context = {
        "title": _("停用这一页") if begun else _("收回这一版"),
        "text": text,
        "facts": [(_("标题"), row.title), (_("地区"), row.area.name)],
        "submit": _("停用") if begun else _("收回"),
        "back": back,
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)
