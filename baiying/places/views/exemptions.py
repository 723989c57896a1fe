"""Areas in which no site is due: found by pattern, looked at, exempted together, and put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions, queries
from baiying.places.forms import Exempt, FindExemptable
from baiying.places.models import SiteExemption, SiteState
from baiying.places.rights import Right
from baiying.places.rules import exemptions as rules
from baiying.places.views.kept import taken_back
from baiying.ui import flash
from baiying.ui.answers import refuse

SHOWN, ACTS_SHOWN = 300, 10


@dataclass(frozen=True, slots=True)
class Line:
    """An area of the preview: what found it, how it stands, whether its tick is set; exempt ones have none."""

    candidate: queries.Candidate
    where: str
    by: str
    ticked: bool

    @property
    def box(self) -> str:
        """A site in operation is ticked by another name: a row that was built meanwhile was not ticked as built."""
        return "built" if self.candidate.is_built else "area"


@needs(Right.EDIT_SITES)
def exemptions(request: Asking) -> HttpResponse:
    """The patterns; with `look` what they find and how it stands; the POST exempts what is ticked."""
    if "look" not in request.GET:
        start = {"words": [word for word, ticked in rules.PROPOSED if ticked], "by_code": True}
        return _page(request, FindExemptable(initial=start), Exempt(), [], 200)
    find = FindExemptable(request.GET)
    if find.is_valid() and not find.wanted() and not find.cleaned_data["by_code"]:
        find.add_error("words", translate("请至少选一项，或写上要找的字。"))
    if not find.is_valid():
        return _page(request, find, Exempt(), [], 422)
    areas = queries.exemptable(
        access.own_area_id(request.actor), find.wanted(), by_code=find.cleaned_data["by_code"]
    )  # fmt: skip
    found = queries.candidates(areas[: SHOWN + 1], find.wanted())
    if request.method != "POST":
        form = Exempt(initial={"since": clock.local_date(clock.now())})
        ticked = {one.area.public_id for one in found if not one.is_built}
        return _page(request, find, form, _lines(found, ticked), 200)
    return _exempt(request, find, found)


def _exempt(request: Asking, find: FindExemptable, found: Sequence[queries.Candidate]) -> HttpResponse:
    form = Exempt(request.POST, today=clock.local_date(clock.now()))
    free, built = set(request.POST.getlist("area")[:SHOWN]), set(request.POST.getlist("built")[:SHOWN])
    if form.is_valid():
        by_pid = {one.area.public_id: one.area.pk for one in found}
        wish = actions.Exempting(
            area_ids=[by_pid[pid] for pid in free | built if pid in by_pid],
            even_built=[by_pid[pid] for pid in built if pid in by_pid],
            found_by=_found_by(find),
            within_id=access.own_area_id(request.actor),
            **form.cleaned_data,
        )
        try:
            row = actions.exempt_areas(wish=wish, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _told(request, row)
    return _page(request, find, form, _lines(found, free | built), 422)


def _told(request: Asking, row: SiteExemption | None) -> HttpResponse:
    if row is None:
        flash.note(request, translate("没有改动：勾选的已经免建，或者刚刚建成。"))
        return HttpResponseRedirect(f"{reverse('places:exemptions')}?{request.GET.urlencode()}", status=303)
    n = len(row.rows)
    told = ngettext("%(n)s 个地区已免建。", "%(n)s 个地区已免建。", n) % {"n": n}
    flash.undoable(request, told, reverse("places:exemption_undoing", args=[row.public_id]))
    return HttpResponseRedirect(reverse("places:exemption", args=[row.public_id]), status=303)


def _found_by(find: FindExemptable) -> str:
    parts = [translate("名称有“%(word)s”") % {"word": word} for word in find.wanted()]
    if find.cleaned_data["by_code"]:
        parts.append(translate("代码以 498、598 结尾"))
    return "，".join(parts)


def _lines(found: Sequence[queries.Candidate], ticked: set[str]) -> list[Line]:
    shown = found[:SHOWN]
    names = queries.names_by_id(pk for one in shown for pk in one.area.path)
    return [
        Line(
            one,
            " ".join(names.get(pk, "") for pk in one.area.path[2:-1]),
            translate("代码末尾 %(end)s") % {"end": one.by}
            if one.by in rules.CODE_ENDS
            else translate("“%(word)s”") % {"word": one.by},
            one.area.public_id in ticked and not one.is_exempt,
        )
        for one in shown
    ]


def _page(
    request: Asking, find: FindExemptable, form: Exempt, lines: Sequence[Line], status: int
) -> HttpResponse:  # fmt: skip
    states = [one.candidate.state for one in lines]
    context = {
        "find": find,
        "form": form,
        "looked": "look" in request.GET and find.is_valid(),
        "lines": lines,
        "built": states.count(SiteState.BUILT),
        "exempt": states.count(SiteState.EXEMPT),
        "open": len(lines) - states.count(SiteState.BUILT) - states.count(SiteState.EXEMPT),
        "cut": SHOWN if len(lines) >= SHOWN else 0,
        "acts": queries.exemptions(access.own_area_id(request.actor))[:ACTS_SHOWN],
    }
    return render(request, "places/exemptions.html", context, status=status)


@needs(Right.EDIT_SITES)
def exemption(request: Asking, exemption_pid: str) -> HttpResponse:
    """What was exempted together, and beforehand which rows an undoing would put back to what."""
    row = access.site_exemption_for(request.actor, exemption_pid)
    found = queries.exempted_sites(row)
    context: dict[str, Any] = {
        "row": row,
        "found": [(one, SiteState(one.state).label) for one in found],
        "back": sum(not one.changed_since for one in found),
        "made": sum(one.made and not one.changed_since for one in found),
        "left": sum(one.changed_since for one in found),
    }
    return render(request, "places/exemption.html", context)


@needs(Right.EDIT_SITES)
def undoing(request: Asking, exemption_pid: str) -> HttpResponse:
    """Put back what stood there."""
    row = access.site_exemption_for(request.actor, exemption_pid)
    return taken_back(
        request,
        lambda: actions.undo_exemption(exemption_id=row.pk, actor=request.actor, at=clock.now()),
        told=translate("已撤销，恢复到免建以前；之后又改过的没有动。"),
        back=reverse("places:exemption", args=[exemption_pid]),
    )
