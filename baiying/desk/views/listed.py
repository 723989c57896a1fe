"""The audit as the auditor reads it: how it is searched, narrowed and shown."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as accounts
from baiying.desk import words
from baiying.desk.queries import audited
from baiying.desk.queries.audited import Entry
from baiying.kit import audit, clock, rooms
from baiying.kit.values import numbers
from baiying.places import access as areas
from baiying.places import queries as places
from baiying.ui import formats, listing
from baiying.ui.templatetags.ui import state

_PERIODS = {
    "today": _("今天"),
    "week": _("近 7 天"),
    "month": _("这个月"),
    "last_month": _("上个月"),
    "year": _("今年"),
}


def thing_of(entry: Entry) -> str:
    """What was acted upon: kind and name, and whose it is."""
    if entry.event.action == "ListTaken":
        return str(entry.event.detail.get("title", ""))
    if not entry.event.subject_type:
        # What concerns no single thing concerns the area, or all that runs here.
        return entry.area or gettext("整个平台")
    kind = str(words.subject(entry.event.subject_type))
    said = [entry.person.words if entry.person else "", entry.thing.words if entry.thing else ""]
    named = formats.listed(dict.fromkeys(part for part in said if part), " · ")
    if entry.into:
        named = gettext("%(area)s 并入 %(into)s") % {"area": named, "into": entry.into}
    return formats.about(kind, named) if kind and named else named or kind


def story(kind: str, pk: int | None) -> str:
    """The address of what happened to one thing; ids, for much in the audit has no other name and no page."""
    return f"{reverse('desk:audit')}?on={kind}-{pk}" if kind and pk is not None else ""


def page_of(entry: Entry) -> str:
    return reverse("desk:audit_event", args=[audited.place_of(entry.event)])


def _thing_url(entry: Entry) -> str:
    person_id = entry.event.detail.get("person_id")
    if entry.person is not None:
        return story("person", person_id)
    return story(entry.event.subject_type, entry.event.subject_id)


def _who(entry: Entry) -> Any:
    role = words.role(entry.event)
    return format_html('{} <span class="by-quiet">{}</span>', words.who(entry.event), role)


def _who_url(entry: Entry) -> str:
    by = entry.event.account_id
    return f"{reverse('desk:audit')}?who={by}" if by is not None else ""


def _done(entry: Entry) -> Any:
    said = words.done(entry.event)
    if entry.goes_on:
        said = format_html('{} <span class="by-quiet">{}</span>', said, gettext("与上一条是同一次操作"))
    if entry.event.ok:
        return said
    return format_html("{} {}", said, state("brick", gettext("没有成功")))


def _at(entry: Entry) -> str:
    return formats.datetime_text(entry.event.at)


def _at_in_full(entry: Entry) -> str:
    return f"{clock.local(entry.event.at):%Y-%m-%d %H:%M:%S}"


def _period(rows: listing.Rows, wish: str) -> listing.Rows:
    first, after = _days(wish, clock.local_date(clock.now()))
    return rows.filter(at__gte=clock.midnight(first), at__lt=clock.midnight(after))


def _days(wish: str, today: date) -> tuple[date, date]:
    month, after = today.replace(day=1), today + timedelta(days=1)
    return {
        "today": (today, after),
        "week": (today - timedelta(days=6), after),
        "month": (month, after),
        "last_month": ((month - timedelta(days=1)).replace(day=1), month),
        "year": (today.replace(month=1, day=1), after),
    }[wish]


def _kinds() -> listing.Options:
    named = [(key, label) for key, label in words.KINDS.items() if key in rooms.brought()]
    return [("looks", gettext("看个人信息")), ("takes", gettext("导出")), *named]


def _thing(value: str) -> tuple[str, int] | None:
    kind, _sep, typed = value.rpartition("-")
    pk = numbers.whole(typed)
    return (kind, pk) if kind and pk is not None else None


def _about(rows: listing.Rows, value: str) -> listing.Rows:
    thing = _thing(value)
    return rows.filter(audit.about(*thing)) if thing else rows


def _say_thing(value: str) -> str:
    thing = _thing(value)
    if thing is None:
        return ""
    named = audited.names({thing[0]: [thing[1]]}, clock.now()).get(thing)
    kind = str(words.subject(thing[0]))
    return formats.about(kind, named.words) if named else kind


def _by(rows: listing.Rows, value: str) -> listing.Rows:
    return rows.filter(account_id=numbers.whole(value))


def _say_account(value: str) -> str:
    pk = numbers.whole(value)
    if pk is None:
        return ""
    named = audited.names({"account": [pk]}, clock.now()).get(("account", pk))
    return named.words if named else ""


def _say_action(value: str) -> str:
    said = str(words.action(value))
    return said if said != value else ""


def _roots() -> listing.Options:
    """The areas of the platform; of a single city those below it, to look into one."""
    roots = areas.areas_below(None)
    if len(roots) != 1:
        return roots
    city = places.division(roots[0][0])
    return areas.areas_below(city.pk if city else None)


def _within(rows: listing.Rows, pid: str) -> listing.Rows:
    area = places.division(pid)
    return rows.filter(area_id__in=places.division_ids_within(area.pk)) if area is not None else rows


def _search(rows: listing.Rows, typed: str) -> listing.Rows:
    if audited.is_address(typed):
        return _from(rows, typed)
    return audited.found(rows, typed)


def _from(rows: listing.Rows, address: str) -> listing.Rows:
    return rows.filter(ip=address, at__gte=clock.now() - audited.BY_ADDRESS)


def _say_address(value: str) -> str:
    return gettext("%(address)s（近 31 天）") % {"address": value} if audited.is_address(value) else ""


def _role_options() -> listing.Options:
    return [*(accounts.Appointment._meta.get_field("role").choices or ()), ("volunteer", gettext("本人"))]


def audit_list() -> listing.Listing:
    """Who did what to whom, when and why, the newest first."""
    return listing.Listing(
        key="audit",
        title=_("操作记录"),
        personal=True,
        people=audited.people_of,
        order=("-at", "-id"),
        search=_search,
        search_label=_("姓名、编号、完整的号码，或网络地址"),
        rows_of=lambda found: audited.entries(found, clock.now()),
        columns=(
            listing.Column("at", _("时间"), _at, value=_at_in_full, link=page_of, fixed=True, nowrap=True, width=20),
            listing.Column("who", _("谁"), _who, link=_who_url, width=20),
            listing.Column("done", _("做了什么"), _done, width=24),
            listing.Column("thing", _("对谁、对什么"), thing_of, link=_thing_url, width=30),
            listing.Column("why", _("理由"), lambda entry: words.why(entry.event), width=30),
            listing.Column("area", _("地区"), lambda entry: entry.area, width=16),
            listing.Column("ip", _("网络地址"), lambda entry: entry.event.ip, extra=True, nowrap=True),
            listing.Column("door", _("从哪里"), lambda entry: words.door(entry.event), extra=True),
            listing.Column("device", _("设备"), lambda entry: entry.event.device, extra=True, width=24),
        ),
        filters=(
            listing.Choice(
                "kind", _("哪一类"), options=_kinds,
                apply=lambda rows, kind: rows.filter(action__in=words.codes_of(kind)),
            ),
            listing.Choice("period", _("什么时候"), options=list(_PERIODS.items()), apply=_period),
            listing.Choice("role", _("角色"), options=_role_options, apply=lambda rows, role: rows.filter(role=role)),
            listing.Choice("area", _("地区"), options=_roots, apply=_within),
            listing.Choice(
                "ok", _("结果"), options=[("no", _("没有成功"))], apply=lambda rows, _wish: rows.filter(ok=False)
            ),
            listing.Days("at", _("日期"), column="at", moment=True),
            listing.Pinned("who", _("谁"), apply=_by, say=_say_account),
            listing.Pinned("on", _("对谁、对什么"), apply=_about, say=_say_thing),
            listing.Pinned("action", _("做了什么"), apply=lambda rows, code: rows.filter(action=code), say=_say_action),
            listing.Pinned("ip", _("网络地址"), apply=_from, say=_say_address),
        ),
    )  # fmt: skip
