"""A copy as a page to print: what machines read, said for people."""

import re
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from baiying.accounts.access import Asking
from baiying.ui import formats

_DAY, _INSTANT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:")


def printed(request: Asking, found: dict[str, Any], *, back: str) -> HttpResponse:
    """The page, which leads back to where it was asked for. Its views are never cached."""
    sections = [
        {
            "title": one["title"],
            "heads": list(one["fields"].values()),
            "rows": [[_said(row[key]) for key in one["fields"]] for row in one["rows"]],
            "is_one": len(one["rows"]) == 1 and len(one["fields"]) > _WIDE,
        }
        for one in found["sections"]
    ]
    for one in sections:
        one["cells"] = [list(zip(one["heads"], row, strict=True)) for row in one["rows"]]
        one["pairs"] = list(zip(one["heads"], one["rows"][0], strict=True)) if one["is_one"] else []
    context = {
        "made_at": datetime.fromisoformat(found["made_at"]),
        "volunteer_no": found["volunteer_no"],
        "sections": sections,
        "empty": [one["title"] for one in sections if not one["rows"]],
        "left_out": found["left_out"],
        # A copy that was made before it was printed there has none.
        "handler": [(one["what"], one["is"]) for one in found.get("handler", [])],
        "masked": found.get("masked", False),
        "back": back,
    }
    return render(request, "privacy/printed.html", context)


# A single row of more columns than this is read from top to bottom.
_WIDE = 4


def _said(value: Any) -> str:
    """A value of the file as people read it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    text = str(value)
    if _INSTANT.match(text):
        return _moment(datetime.fromisoformat(text))
    return str(formats.full_date(date.fromisoformat(text))) if _DAY.fullmatch(text) else text


def _moment(at: datetime) -> str:
    return f"{formats.full_date(at)} {formats.time_text(at)}"
