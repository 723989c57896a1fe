"""The version of a draft that a plan's page shows: two who write one draft do not overwrite each other in silence.

Head, posts and shifts are compared as they are sent; the rows of a kind count as one value, because a row has no name
of its own that would outlive another's taking one away.
"""

from collections.abc import Collection, Mapping

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baiying.activities.forms.plans import PlanForms
from baiying.activities.models import Activity
from baiying.kit import clock
from baiying.ui import answers, formats, shown

_ROWS = ("post", "shift")


def _thing(row: Activity) -> shown.Thing:
    return shown.Thing("activity", row.pk, ("PlanRewritten",))


def _values(data: QueryDict, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {name: shown.sent_by(data.getlist(name)) for name in names}
    for part in _ROWS:
        rows = {key: shown.sent_by(data.getlist(key)) for key in data if key.startswith(f"{part}-")}
        values[part] = shown.sent_by([f"{key}={'|'.join(sent)}" for key, sent in rows.items() if sent])
    return values


def _version(row: Activity, start: QueryDict) -> shown.Version:
    names = [name for name in start if not name.startswith(("post", "shift"))]
    return shown.Version(_thing(row), _values(start, names))


def token(row: Activity, start: QueryDict) -> str:
    """What the page of a draft carries; `start` is the draft as its page would send it."""
    return _version(row, start).token(clock.now())


def refused(request: HttpRequest, row: Activity, start: QueryDict, data: QueryDict, written: PlanForms) -> bool:
    """Whether the draft was saved by another since the page was opened.

    Then the page says so, `data` gets the version of now, and what was typed stays; the present values stand beside it.
    """
    version = _version(row, start)
    names = [name for name in version.values if name not in _ROWS]
    moved = version.moved(shown.token_of(data), _values(data, names))
    if moved is None:
        return False
    changed = (*moved.both, *moved.alone)
    said = [shown.hands.sentence(request, _thing(row), moved, formats.listed(_label(written, one) for one in changed))]
    said += [_rows_now(part, start) for part in _ROWS if part in changed]
    said.append(_("看过以后，再按一次就照这一页保存。"))
    answers.refuse_old(written.head, formats.sentences(*said))
    for name in (one for one in changed if one in written.head.fields):
        now = formats.listed(_read(written, name, version.values)) or _("（空）")
        written.head.add_error(name, _("现在是“%(now)s”，您填的还在这里。") % {"now": now})
    data[shown.FIELD] = version.token(clock.now())
    return True


def _label(written: PlanForms, name: str) -> str:
    if name in _ROWS:
        return _("岗位") if name == "post" else pgettext("many", "班次")
    if name in written.head.fields and name != "area":
        return str(written.head[name].label)
    return _("所在地区") if name == "area" else name


def _read(written: PlanForms, name: str, values: Mapping[str, tuple[str, ...]]) -> list[str]:
    choices = dict(getattr(written.head.fields[name], "choices", ()))
    return [str(choices.get(one, one)) for one in values[name]]


def _rows_now(part: str, start: QueryDict) -> str:
    """The posts or shifts as they are saved now, in one line."""
    if part == "post":
        names = [start[key] for key in start if key.startswith("post-") and key.endswith("-name")]
        return _("岗位现在是：%(posts)s。") % {"posts": formats.listed(names)}
    rows = [
        "{day} {starts}–{ends} × {places}".format(
            **{name: start[f"shift-{n}-{name}"] for name in ("day", "starts", "ends", "places")}
        )
        for n in range(int(str(start["shifts"])))
        if f"shift-{n}-day" in start
    ]
    return _("班次现在是：%(shifts)s。") % {"shifts": formats.listed(rows, "；")}
