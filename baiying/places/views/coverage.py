"""How far an office's area is covered by sites, down to the rows, and saying of rows how they stand."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from baiying.kit import audit, clock
from baiying.kit.admission import Asking, may, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions, opening_words, queries, words
from baiying.places.forms import DescribeSite, SiteStates
from baiying.places.models import Division, Site, SiteLevel, SiteState
from baiying.places.rights import Right
from baiying.places.rules.sites import OTHERS
from baiying.places.views.coverage_list import Counts, areas_list
from baiying.places.views.sites import coverage_lines, standing
from baiying.ui import flash, listing, shown
from baiying.ui.answers import refuse

PER_PAGE = 100


def _start(request: Asking) -> Division | None:
    own = access.own_area_id(request.actor)
    return queries.division_by_id(own) if own else queries.start_of_tree()


@needs(Right.SEE_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: Asking, division_pid: str = "") -> HttpResponseBase:
    """One area: its sentence for each level, the areas below with their counts, and its own sites as rows."""
    if division_pid:
        area: Division | None = access.division_for(request.actor, division_pid, right=Right.SEE_COVERAGE)
    else:
        area = _start(request)
    if area is None:
        return render(request, "places/coverage.html", {"area": None})
    known = queries.standards(clock.local_date(clock.now()))
    counts = Counts(area, known)
    found = listing.of(areas_list(counts), request, counts.rows(), area_id=area.pk)
    if found.answer is not None:
        return found.answer
    context = _context(request, area, SiteStates(initial=_today()), known)
    return render(request, "places/coverage.html", context | {"list": found})


def _today() -> dict[str, Any]:
    return {"since": clock.local_date(clock.now())}


def _context(request: Asking, area: Division, form: SiteStates, known: queries.Standards) -> dict[str, Any]:
    state = request.GET.get("state", "")
    every = queries.sites_within(area.pk)
    rows = every.filter(state=state) if state in SiteState.values else _own_rows(area)
    way = [one for one in queries.ancestors_of(area) if may(request.actor, Right.SEE_COVERAGE, one.path)]
    return {
        "area": area,
        "way": way[:-1],
        "lines": coverage_lines(area.pk),
        "numbers": _numbers(area, every, known),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(state),
        "state": state,
        "may_edit": may(request.actor, Right.EDIT_SITES, area.path),
        "form": form,
    }


def _own_rows(area: Division) -> Any:
    """The area's own centre, institute, station and what stands beside it, then those of the areas right below."""
    here = Q(division_id=area.pk) | Q(division__parent_id=area.pk)
    return queries.sites().filter(here).order_by("division__code", "id")


def _tabs(state: str) -> list[tuple[str, str, bool, None]]:
    tabs = [(translate("直属"), "?", state not in SiteState.values, None)]
    return tabs + [(str(label), f"?state={value}", state == value, None) for value, label in SiteState.choices]


@dataclass(frozen=True, slots=True)
class Numbers:
    """One kind of site in an area: how it is covered (main line only), how far the standard is met, what is lacking."""

    kind: str
    label: str
    of: queries.Coverage | None
    meeting: queries.Meeting | None
    lacking: list[tuple[str, str, int]]


def _numbers(area: Division, every: Any, known: queries.Standards) -> list[Numbers]:
    covered = {one.level: one for one in queries.coverage(area.pk)}
    met = {one.kind: one for one in queries.meeting(every, known)}
    found = []
    for kind, label in SiteLevel.choices:
        if kind in covered or kind in met:
            lacks = met[kind].lacking if kind in met else {}
            lacking = [(f"{queries.LACKS}{item}", words.item(item), n) for item, n in lacks.items()]
            found.append(Numbers(kind, str(label), covered.get(kind), met.get(kind), lacking))
    return found


@needs(Right.EDIT_SITES)
def states(request: Asking, division_pid: str) -> HttpResponse:
    """Say of the ticked sites how they stand."""
    area = access.division_for(request.actor, division_pid, right=Right.EDIT_SITES)
    home = reverse("places:coverage_of", args=[division_pid])
    if request.GET:
        # The tab and the page on which the ticks were set.
        home = f"{home}?{request.GET.urlencode()}"
    if request.method != "POST":
        return HttpResponseRedirect(home)
    form = SiteStates(request.POST, today=clock.local_date(clock.now()))
    ticked = queries.sites_within(area.pk).filter(public_id__in=request.POST.getlist("site")[:PER_PAGE])
    if not ticked:
        form.add_error(None, translate("请先在表里勾选阵地。"))
    if not form.is_valid():
        # The ticks and what was typed; the areas below are a press away.
        context = _context(request, area, form, queries.standards(clock.local_date(clock.now())))
        context["ticked"] = {one.public_id for one in ticked}
        return render(request, "places/coverage.html", context, status=422)
    data = form.cleaned_data
    done = actions.set_state(
        site_ids=[one.pk for one in ticked], state=data["state"], reason=data["reason"], since=data["since"],
        actor=request.actor, at=clock.now(),
    )  # fmt: skip
    flash.done(request, ngettext("改了 %(n)s 个阵地的状态。", "改了 %(n)s 个阵地的状态。", done) % {"n": done})
    return HttpResponseRedirect(home, status=303)


@needs(Right.EDIT_SITES)
def site(request: Asking, site_pid: str) -> HttpResponse:
    """One site for its office: how it stands, how it is reached, who said what when."""
    row = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    return _site_page(request, row, _stand(request, row), _describe(request, row), 200)


def _stand(request: Asking, row: Site, **given: Any) -> SiteStates:
    """How a site stands, to be said anew."""
    form = SiteStates(initial={"state": row.state, "reason": row.exempt_reason, **_today()}, **given)
    shown.guard(request, form, shown.Thing("site", row.pk, ("SiteStateSet",)), only=("state", "reason"))
    return form


def _describe(request: Asking, row: Site, **given: Any) -> DescribeSite:
    form = DescribeSite(instance=row, **given)
    shown.guard(request, form, shown.Thing("site", row.pk, ("SiteDescribed",)), only=tuple(DescribeSite.Meta.fields))
    return form


def _site_page(request: Asking, row: Site, stand: SiteStates, describe: DescribeSite, status: int) -> HttpResponse:
    context = {
        "site": row,
        "stand": stand,
        "describe": describe,
        "way": queries.path_names(row.division)[:-1],
        "standard": standing(row),
        "extra": row.level in OTHERS,
        "head": queries.heads_on([row.pk], clock.local_date(clock.now())).get(row.pk),
        "head_called": words.head_of(row.level),
        "today": opening_words.today(queries.open_today([row], clock.now())[row.pk]),
        "no_head": translate("还没有%(head)s") % {"head": words.head_of(row.level)},
        "events": [
            {
                "at": change.said_at,
                "title": f"{SiteState(change.state).label}{':' + change.reason if change.reason else ''}",
                "who": "",
                "why": translate("从 %(day)s 起") % {"day": change.since.isoformat()},
                "tone": {"built": "jade", "exempt": "amber"}.get(change.state, "plain"),
            }
            for change in row.state_changes.order_by("-id")
        ],
        "story": audit.story_of("site", row.pk).order_by("-id")[:20],
    }
    return render(request, "places/site_office.html", context, status=status)


@needs(Right.EDIT_SITES)
@shown.one_at_a_time
def site_states(request: Asking, site_pid: str) -> HttpResponse:
    """Say of one site how it stands."""
    row = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    if request.method != "POST":
        raise Http404
    form = _stand(request, row, data=request.POST, today=clock.local_date(clock.now()))
    if form.is_valid():
        data = form.cleaned_data
        try:
            done = actions.set_state(
                site_ids=[row.pk], state=data["state"], reason=data["reason"], since=data["since"],
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, translate("状态已记下。") if done else translate("状态和原因没有变，没有记下什么。"))
            return HttpResponseRedirect(reverse("places:site_office", args=[site_pid]), status=303)
    return _site_page(request, row, form, _describe(request, row), 422)


@needs(Right.EDIT_SITES)
@shown.one_at_a_time
def site_description(request: Asking, site_pid: str) -> HttpResponse:
    """Write down how a site is found and reached."""
    row = access.site_for(request.actor, site_pid, right=Right.EDIT_SITES)
    if request.method != "POST":
        raise Http404
    form = _describe(request, row, data=request.POST)
    if form.is_valid():
        actions.describe_site(site_id=row.pk, **form.cleaned_data, actor=request.actor, at=clock.now())
        flash.done(request, translate("已保存。"))
        return HttpResponseRedirect(reverse("places:site_office", args=[site_pid]), status=303)
    return _site_page(request, row, _stand(request, row), form, 422)
