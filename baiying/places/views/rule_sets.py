"""Rule sets: which versions hold where and since when, and entering a new one (R055)."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs, require
from baiying.kit.errors import Refused
from baiying.kit.rooms import RuleKind
from baiying.places import access, actions, queries
from baiying.places.forms import EnterRuleSet
from baiying.places.models import Division, RuleSet
from baiying.places.rights import Right
from baiying.places.rules import values
from baiying.ui import flash


@needs(Right.EDIT_RULES)
def rules(request: Asking) -> HttpResponse:
    """Every kind with the versions that were entered; the defaults where none was."""
    own = access.own_area_id(request.actor)
    path = set(request.actor.acting.area_path) if request.actor.acting else set()
    versions: dict[str, list[RuleSet]] = {}
    for row in queries.rule_sets():
        if own is None or row.area is None or row.area_id in path or own in row.area.path:
            versions.setdefault(row.kind, []).append(row)
    today = clock.local_date(clock.now())
    found = [
        {
            "name": name,
            "title": kind.title,
            "about": kind.about,
            "source": kind.grounds,
            "versions": [(row, _state(row, today)) for row in versions.get(name, [])],
        }
        for name, kind in queries.kinds().items()
    ]
    return render(request, "places/rules.html", {"kinds": found})


def _state(row: RuleSet, today: Any) -> tuple[str, str]:
    if row.valid_from > today:
        return "slate", translate("还没开始")
    if row.valid_to is not None and row.valid_to <= today:
        return "plain", translate("已结束")
    return "jade", translate("有效")


@needs(Right.EDIT_RULES)
def rule(request: Asking, rule_pid: str) -> HttpResponse:
    """One version: what differs from the defaults, where, since when, by which source."""
    row = access.rule_set_for(request.actor, rule_pid)
    kind = queries.kinds().get(row.kind)
    shown = []
    for field in values.fields_of(kind.rules, kind.labels) if kind else []:
        differs = field.name in row.values
        value = row.values.get(field.name, field.default)
        shown.append((field.label, values.shown(value), differs, values.shown(field.default)))
    title = kind.title if kind else row.kind
    return render(request, "places/rule.html", {"row": row, "title": title, "shown": shown})


@needs(Right.EDIT_RULES)
def new(request: Asking, kind: str) -> HttpResponse:
    """Enter a new version. It cannot be changed later; a later version takes its place."""
    found = queries.kinds().get(kind)
    if found is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    area = _area(request, given.get("area", ""))
    if request.method != "POST":
        start = {"valid_from": clock.local_date(clock.now()), "area": area.public_id if area else ""}
        return _form_page(request, found, EnterRuleSet(kind=found, initial=start), area, 200)
    form = EnterRuleSet(request.POST, kind=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.enter_rule_set(
                kind=kind, area_id=area.pk if area else None, valid_from=data["valid_from"],
                valid_to=data["valid_to"], values=data["values"], source=data["source"], actor=request.actor,
                at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            flash.done(request, translate("新版本已记下，从 %(day)s 起有效。") % {"day": data["valid_from"]})
            return HttpResponseRedirect(reverse("places:rules"), status=303)
    return _form_page(request, found, form, area, 422)


def _area(request: Asking, pid: str) -> Division | None:
    """The area the version is for: one's own unless another within it was chosen; everywhere for the platform."""
    if not pid:
        own = access.own_area_id(request.actor)
        return queries.division_by_id(own) if own is not None else None
    area = queries.division(pid)
    if area is None:
        raise Http404
    require(request.actor, Right.EDIT_RULES, area.path)
    return area


def _form_page(request: Asking, kind: RuleKind, form: EnterRuleSet, area: Division | None, status: int) -> HttpResponse:
    here = reverse("places:rule_new", args=[kind.rules.KIND])
    choose = reverse("places:choose") + "?" + urlencode({"next": here, "field": "area", "upto": "township", "any": 1})
    context = {
        "form": form,
        "title": kind.title,
        "about": kind.about,
        "default_source": kind.grounds,
        "area": area,
        "choose": choose,
        "where": " ".join(queries.path_names(area)) if area else translate("所有地区"),
    }
    return render(request, "places/rule_new.html", context, status=status)
