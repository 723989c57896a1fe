"""Filters and small components for every room's templates: `{% load ui %}`. Usage lines stand in ui/README.md."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
from django import forms, template
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, json_script
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from baiying.kit import clock
from baiying.kit.forms import is_free_words, is_somebodys
from baiying.ui import charts, filters, formats, pages

register = template.Library()
register.filters.update(filters.register.filters)

# Groups of the navigation that are not headings of an office.
PLACES = {"site", "bar", "account", "foot"}
_CURRENT = mark_safe(' aria-current="page"')
STATE_ICONS = {"jade": "check", "amber": "clock", "brick": "cross", "slate": "dot", "plain": "dot"}


# Small marks -----------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it is read out, without one it is decoration."""
    return _icon(name, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    href = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="by-icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="by-icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def amount(minutes: int) -> SafeString:
    """A person's own time in large type, in hours and minutes: nothing is rounded, so sums that are read agree."""
    return format_html('<p class="by-stat-value by-amount">{}</p>', large_time(minutes))


@register.simple_tag
def large_time(minutes: int) -> SafeString:
    """The same without its paragraph: <b>2</b> 小时 <b>30</b> 分钟."""
    return format_html_join(" ", "<b>{}</b> <span>{}</span>", formats.hours_and_minutes(minutes))


@register.simple_tag
def state(tone: str, text: str) -> SafeString:
    """A state in words with a sign of its own shape, so that colour is never the only difference."""
    tone = tone if tone in STATE_ICONS else "plain"
    return format_html('<span class="by-state by-{}">{}{}</span>', tone, icon(STATE_ICONS[tone]), text)


@register.simple_tag
def due(at: datetime | None, done: bool = False) -> SafeString:
    """The clock of a deadline: quiet, amber in its last two days, brick once it has passed."""
    if at is None:
        return mark_safe("")
    now = clock.now()
    left = (at - now).total_seconds()
    tone = "plain" if done or left > 2 * 86400 else "amber" if left > 0 else "brick"
    return format_html(
        '<time class="by-due by-{}" datetime="{}" title="{}">{}{}</time>',
        tone,
        at.isoformat(),
        formats.datetime_text(at),
        icon("clock"),
        formats.left_text(at, now),
    )


@register.simple_tag
def waited(since: datetime) -> SafeString:
    """How many days something waits that has no deadline."""
    days = (clock.local_date(clock.now()) - clock.local_date(since)).days
    words = translate("今天来的") if days < 1 else ngettext("等了 %(n)s 天", "等了 %(n)s 天", days) % {"n": days}
    moment = (since.isoformat(), formats.datetime_text(since))
    return format_html('<time class="by-quiet" datetime="{}" title="{}">{}</time>', *moment, words)


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A QR code as SVG. The quiet border and dark-on-white stay in the dark theme, or phones cannot read it."""
    code = segno.make_qr(str(text), error="m")
    svg = code.svg_inline(border=3, omitsize=True, svgclass=None, lineclass=None, dark="#000", light="#fff")
    name = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<span class="by-qr" {}>{}</span>', name, mark_safe(svg))


@register.simple_tag
def progress(value: float, total: float, label: str) -> SafeString:
    """How much of something is taken or done."""
    return format_html(
        '<progress class="by-progress" value="{}" max="{}" aria-label="{}">{} / {}</progress>',
        value,
        total or 1,
        label,
        value,
        total,
    )


# Forms -----------------------------------------------------------------------------------------------------------


@register.filter
def kind(field: forms.BoundField) -> str:
    """Which part of field.html draws this field."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.MultiWidget):
        return "multi"
    return "line"


@register.filter
def control(field: forms.BoundField) -> SafeString:
    """The field's widget with the classes of the house; attributes set on the widget are kept."""
    widget = field.field.widget
    base = "form-control"
    if isinstance(widget, forms.Select | forms.NullBooleanSelect):
        base = "form-select"
    if isinstance(widget, forms.CheckboxInput):
        base = "form-check-input"
    given = str(widget.attrs.get("class", ""))
    classes = f"{base} {given}".strip() + (" is-invalid" if field.errors else "")
    attrs: dict[str, Any] = {"class": classes}
    # A browser cuts what is pasted beyond `maxlength` without a word. What is too long is refused whole, and said.
    if getattr(field.field, "max_length", None) or "maxlength" in widget.attrs:
        attrs["maxlength"] = False
    if is_free_words(field.field):
        # Kept in the tab until it is sent (drafts.js).
        attrs["data-draft"] = True
    if is_somebodys(field.field):
        # A number of somebody: kept nowhere.
        attrs["data-unkept"] = True
    if limit := most(field):
        attrs["data-most"] = limit
    return field.as_widget(attrs=attrs)


@register.filter
def may_stay_empty(field: forms.BoundField) -> bool:
    """Whether the page says that a field may be left empty. Not of one that another answer on the same page asks for:
    such a form names it in `sometimes`, and its help says when.
    """
    return not field.field.required and field.name not in getattr(field.form, "sometimes", ())


@register.filter
def most(field: forms.BoundField) -> int:
    """How many signs a field of free words takes, where that is said beside it; 0 elsewhere."""
    return int(getattr(field.field, "max_length", None) or 0) if is_free_words(field.field) else 0


@register.filter
def anchor(field: forms.BoundField) -> str:
    """Where the error summary jumps to: the control, or a group's first choice."""
    return f"{field.id_for_label or field.auto_id}"


@register.filter
def leading(label: Any) -> str:
    """A field's label before what is wrong with it: with a colon, unless it is a question and ends by itself."""
    text = str(label)
    if text[-1:] in ("？", "：", "！"):
        return text
    return f"{text} " if text[-1:] in ("?", ":", "!") else text + translate("：")


# Wayfinding ------------------------------------------------------------------------------------------------------


def entry_group(item: Any) -> Any:
    """Entries may be dictionaries or ui.navigation.Entry."""
    return item["group"] if isinstance(item, dict) else item.group


def _part(item: Any, name: str) -> Any:
    return item.get(name, "") if isinstance(item, dict) else getattr(item, name)


@register.filter
def links(nav: Sequence[Any], group: str) -> SafeString:
    """The entries of one group as links, the present page marked."""
    return format_html_join(
        "",
        '<a href="{}"{}>{}</a>',
        (
            (_part(item, "url"), _CURRENT if _part(item, "active") else "", _part(item, "label"))
            for item in in_group(nav, group)
        ),
    )


@register.filter
def in_group(nav: Sequence[Any], group: str) -> list[Any]:
    """The entries of one group: `site` (head), `bar` (foot of a phone), `account` (menu), `foot`."""
    return [item for item in nav or () if str(entry_group(item)) == group]


@register.filter
def office_groups(nav: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """The left navigation of an office: its headings in the order of their first entry."""
    groups: dict[str, list[Any]] = {}
    for item in nav or ():
        if (heading := str(entry_group(item))) not in PLACES:
            groups.setdefault(heading, []).append(item)
    return list(groups.items())


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present query string with some values changed; empty values fall out. For pagers, filters and sorting."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.filter
def undo_url(message: Any) -> str:
    """The address of a message made by ui.flash.undoable; only paths of our own."""
    return _own_path(message, "undo:")


@register.filter
def leads_on(message: Any) -> tuple[str, str]:
    """Address and words of a message made by ui.flash.leading_on; empty for others."""
    return _own_path(message, "to:"), unquote(_tag(message, "next:"))


def _tag(message: Any, begins: str) -> str:
    return next((tag[len(begins) :] for tag in str(message.extra_tags or "").split() if tag.startswith(begins)), "")


def _own_path(message: Any, begins: str) -> str:
    path = _tag(message, begins)
    ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and not urlsplit(path).netloc
    return path if ours else ""


@register.filter
def tone(message: Any) -> str:
    return {"success": "jade", "warning": "amber", "error": "brick"}.get(message.level_tag, "slate")


@register.filter
def named(entries: Iterable[Any], words: str) -> list[Any]:
    """Of the entries of the navigation those whose name has the words, each page once."""
    wanted = words.casefold()
    found = {one.url: one for one in entries if wanted and not one.from_here and wanted in str(one.label).casefold()}
    return list(found.values())


# Larger components -----------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/page_header.html")
def page_header(title: str, lead: str = "", back: str = "", back_label: str = "", kicker: str = "") -> dict[str, str]:
    return {"title": title, "lead": lead, "back": back, "back_label": back_label, "kicker": kicker}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, str]:
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("ui/components/stat.html")
def stat(
    label: str, value: Any, unit: str = "", *, note: str = "", url: str = "", definition: str = "", as_of: Any = None
) -> dict[str, Any]:
    """One number: `url` opens the rows that make it, `definition` the sentence that says how it is counted.

    A length of time is given as a timedelta and written in hours and minutes.
    """
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "minutes": value // timedelta(minutes=1) if isinstance(value, timedelta) else None,
        "note": note,
        "url": url,
        "definition": definition,
        "as_of": as_of,
    }


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: template.Context, page: Any, anchor: str = "") -> dict[str, Any]:
    """Pages of a Django `Page`, or what is older and newer than a `pages.Stretch`; keeps the filters of the address.

    `anchor`: the part of the page where the list of a `Page` begins, if much stands above it.
    """
    kept = context["request"].GET.copy()
    for name in ("page", pages.OLDER, pages.NEWER):
        kept.pop(name, None)
    if isinstance(page, pages.Stretch):
        return {"stretch": page, "start": f"?{kept.urlencode()}&" if kept else "?", "first": f"?{kept.urlencode()}"}
    start = f"?{kept.urlencode()}&page=" if kept else "?page="
    there = f"#{anchor}" if anchor else ""
    return {"page": page, "numbers": _page_links(page, start, there), "start": start, "there": there}


def _page_links(page: Any, start: str, there: str) -> SafeString:
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return format_html_join("", "<li>{}</li>", ((_page_link(page, number, start, there),) for number in elided))


def _page_link(page: Any, number: int | str, start: str, there: str) -> SafeString:
    if number == page.number:
        return format_html('<span aria-current="page">{}</span>', number)
    if number == page.paginator.ELLIPSIS:
        return mark_safe("<i>…</i>")
    return format_html('<a href="{}{}{}">{}</a>', start, number, there, number)


@register.inclusion_tag("ui/components/chart.html")
def chart(name: str, kind: str, data: "charts.Chart | dict[str, Any]", *, table: str = "") -> dict[str, Any]:
    """A figure with its table; `kind` is line, bar, histogram or treemap. See ui/charts.py.

    `table`: the id of a table of the page, right after it, that has the same numbers; the figure then brings none.
    """
    made = charts.Chart(**data) if isinstance(data, dict) else data
    drawn = json_script(charts.spec(kind, made), f"{name}-data", encoder=_Short)
    lines = "" if table else _table_lines(made)
    return {"name": name, "chart": made, "lines": lines, "table": table, "drawn": drawn, "kind": kind}


class _Short(DjangoJSONEncoder):
    """Chinese as it is: the page says its own encoding, and an escaped sign is twice as long."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**{**how, "ensure_ascii": False, "separators": (",", ":")})


def _table_lines(chart: charts.Chart) -> SafeString:
    """The rows of a chart's table; in a template they would take as long as the rest of the page."""
    return format_html_join("", "<tr>{}{}</tr>", ((_row_head(*row[:2]), _row_cells(row[2])) for row in chart.rows))


def _row_head(label: str, url: str) -> SafeString:
    if url:
        return format_html('<th scope="row"><a href="{}">{}</a></th>', url, label)
    return format_html('<th scope="row">{}</th>', label)


def _row_cells(values: Sequence[str]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((value,) for value in values))


@register.inclusion_tag("ui/components/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """`current` counts from 1."""
    rows = [(n, label, "done" if n < current else "now" if n == current else "") for n, label in enumerate(labels, 1)]
    return {"rows": rows, "current": current, "total": len(rows)}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(events: Sequence[Any]) -> dict[str, Any]:
    """Events have `at`, `title`, and may have `who`, `why`, `tone`: objects or dictionaries, newest first."""
    return {"events": events}


@register.inclusion_tag("ui/components/masked.html", takes_context=True)
def masked(context: template.Context, value: str, url: str = "", label: str = "") -> dict[str, Any]:
    """A sealed value's mask; with `url` a button that asks (by POST, audited) to see all of it."""
    return {"value": value, "url": url, "label": label, "csrf_token": context.get("csrf_token")}


@register.filter
def once(messages: Iterable[Any]) -> list[Any]:
    """Messages without repetitions: a button that was pressed twice says what it did once."""
    return list({(one.level, str(one), one.extra_tags): one for one in messages}.values())
