"""Which area follows one that a table no longer names: proposed, and accepted, changed or refused one by one (R152)."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from baiying.kit import clock, rooms
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions, words
from baiying.places.models import DivisionImport, ImportState
from baiying.places.rights import Right
from baiying.places.rules import changes, codes
from baiying.places.rules.successors import Successor
from baiying.ui import flash

PER_PAGE = 50
# So many new areas are offered while one types; any code may be written.
OFFERED = 300
_FIELD = "to-"


@needs(Right.IMPORT_DIVISIONS)
def successors(request: Asking, import_pid: str) -> HttpResponse:
    """The closed areas with what is open in them, and a code for each: empty says that nothing follows."""
    row = access.import_for(request.actor, import_pid)
    home = reverse("places:import", args=[import_pid])
    if row.state != ImportState.CHECKED:
        return HttpResponseRedirect(home, status=303)
    if request.method != "POST":
        return _page(request, row, {}, {}, 200)
    given = {key.removeprefix(_FIELD): str(text) for key, text in request.POST.items() if key.startswith(_FIELD)}
    answers, wrong = _answers(given)
    if not wrong:
        try:
            done = actions.answer_successors(
                import_id=row.pk, answers=answers, actor=request.actor, at=clock.now()
            )  # fmt: skip
        except actions.SuccessorWrong as refusal:
            wrong = cast("dict[str, str]", refusal.detail["wrong"])
        except Refused as refusal:
            flash.failed(request, str(refusal))
            return HttpResponseRedirect(home, status=303)
        else:
            said = ngettext("改了 %(n)s 个后继。", "改了 %(n)s 个后继。", done) % {"n": done}
            flash.done(request, said if done else translate("没有改动，后继和原来一样。"))
            return HttpResponseRedirect(f"{request.path}?{request.GET.urlencode()}".rstrip("?"), status=303)
    return _page(request, row, given, wrong, 422)


def _answers(given: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The codes as typed, made twelve digits, and which of them are none."""
    answers, wrong = dict[str, str](), dict[str, str]()
    for old, text in given.items():
        try:
            answers[old] = codes.division_code(text.strip()) if text.strip() else ""
        except codes.BadCode:
            wrong[old] = "unknown"
    return answers, wrong


def _page(
    request: Asking, row: DivisionImport, given: dict[str, str], wrong: dict[str, str], status: int
) -> HttpResponse:
    try:
        plan, existing = actions.bare(row)
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return HttpResponseRedirect(reverse("places:imports"), status=303)
    said = {one.old: one for one in (Successor(*one) for one in row.successors)}
    holds = _holds(plan.missing, existing)
    asked = [code for code in plan.missing if code in said or code in holds]
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    names = {code: one.name for code, one in existing.items()} | {one.code: one.name for one in plan.added}
    offered = {one.code: one.name for one in plan.added[:OFFERED]}
    lines = [_line(code, existing, said, names, holds) for code in page.object_list]
    for line in lines:
        line["typed"] = given.get(line["code"], line["typed"])
        line["wrong"] = words.successor_wrong(wrong[line["code"]]) if line["code"] in wrong else ""
    context = {"row": row, "page": page, "lines": lines, "offered": offered.items(), "bad": bool(wrong)}
    return render(request, "places/import_successors.html", context, status=status)


def _line(
    code: str,
    existing: dict[str, changes.Existing],
    said: dict[str, Successor],
    names: dict[str, str],
    holds: dict[str, str],
) -> dict[str, Any]:
    one, follows = existing[code], said.get(code)
    return {
        "code": code,
        "name": one.name,
        "above": names.get(one.parent, ""),
        "holds": holds.get(code, ""),
        "typed": follows.new if follows else "",
        "to": names.get(follows.new, "") if follows else "",
        "why": words.successor_why(follows.why) if follows and follows.new else "",
    }


def _holds(missing: list[str], existing: dict[str, changes.Existing]) -> dict[str, str]:
    """What is open in each of the closed areas, in words."""
    by_id = {existing[code].id: code for code in missing}
    told: dict[str, list[str]] = {}
    for held in rooms.filling("area_holds"):
        label, counts = held(list(by_id), clock.now())
        for pk, n in counts.items():
            told.setdefault(by_id[pk], []).append(f"{label} {n:,}")
    return {code: translate("、").join(parts) for code, parts in told.items()}
