"""Rule sets: which versions hold where and since when; proposing, confirming, withdrawing one (R055)."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock, rooms
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.kit.rooms import RuleKind
from baiying.places import access, actions, queries
from baiying.places.models import Division, RuleSet
from baiying.places.rights import Right
from baiying.places.rule_forms import EnterRuleSet, WithdrawRuleSet
from baiying.places.rules import values
from baiying.places.views import rule_effects
from baiying.ui import flash, shown
from baiying.ui.answers import refuse


@needs(Right.EDIT_RULES)
def rules(request: Asking) -> HttpResponse:
    """Every kind with the versions that were entered; the defaults where none was."""
    own = access.own_area_id(request.actor)
    path = set(request.actor.acting.area_path) if request.actor.acting else set()
    versions: dict[str, list[RuleSet]] = {}
    rows = list(queries.rule_sets())
    for row in rows:
        if own is None or row.area is None or row.area_id in path or own in row.area.path:
            versions.setdefault(row.kind, []).append(row)
    today = clock.local_date(clock.now())
    beaten = queries.replaced(rows, today)
    found = [
        {
            "name": name,
            "title": kind.title,
            "about": kind.about,
            "source": kind.grounds,
            "clashes": _clashes(request, kind, today),
            "versions": [
                (row, _state(row, today, beaten), queries.ending(row, rows)) for row in versions.get(name, [])
            ],
        }
        for name, kind in queries.kinds().items()
    ]
    return render(request, "places/rules.html", {"kinds": found})


def _clashes(request: Asking, kind: RuleKind, today: date) -> list[str]:
    """What of the rules that hold in the own area today does not go together with those of other kinds."""
    path = request.actor.acting.area_path if request.actor.acting else ()
    now = queries.rule_set(kind.rules, area_path=path, on=today).rules
    return rule_effects.clashes_of(kind, now, path, today)


def _state(row: RuleSet, today: date, beaten: set[int]) -> tuple[str, str]:
    if row.withdrawn_at is not None:
        return "plain", translate("已撤回")
    if row.in_force_from is None:
        return "amber", translate("待确认")
    if row.in_force_from > today:
        return "slate", translate("还没开始")
    if row.valid_to is not None and row.valid_to <= today:
        return "plain", translate("已结束")
    if row.pk in beaten:
        return "plain", translate("已由更新的版本接替")
    return "jade", translate("有效")


@needs(Right.EDIT_RULES)
def rule(request: Asking, rule_pid: str) -> HttpResponse:
    """One version: what it changes or changed, where, since when, by which source, and who decided."""
    return _rule_page(request, access.rule_set_for(request.actor, rule_pid), WithdrawRuleSet())


@needs(Right.EDIT_RULES)
def confirmation(request: Asking, rule_pid: str) -> HttpResponse:
    """Put in force what another account proposed."""
    row = access.rule_set_to_decide(request.actor, rule_pid)
    if request.method != "POST":
        raise Http404
    try:
        done = actions.confirm_rule_set(rule_set_id=row.pk, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, refusal.sentence)
        return HttpResponseRedirect(reverse("places:rule", args=[rule_pid]), status=303)
    flash.done(request, translate("已确认，从 %(day)s 起有效。") % {"day": done.in_force_from})
    return HttpResponseRedirect(reverse("places:rules"), status=303)


@needs(Right.EDIT_RULES)
def withdrawal(request: Asking, rule_pid: str) -> HttpResponse:
    """Take a version back before it is in force."""
    row = access.rule_set_to_decide(request.actor, rule_pid)
    if request.method != "POST":
        raise Http404
    form = WithdrawRuleSet(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_rule_set(
                rule_set_id=row.pk, why=form.cleaned_data["why"], actor=request.actor, at=clock.now()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, translate("已撤回，规则没有变。"))
            return HttpResponseRedirect(reverse("places:rules"), status=303)
    return _rule_page(request, row, form, 422)


def _rule_page(request: Asking, row: RuleSet, form: WithdrawRuleSet, status: int = 200) -> HttpResponse:
    kind = queries.kinds().get(row.kind)
    at = clock.now()
    today = clock.local_date(at)
    versions = list(queries.rule_sets(row.kind))
    waits = row.confirmed_at is None and row.withdrawn_at is None
    decides = access.may_decide(request.actor, row)
    starts = max(row.valid_from, today) if waits else row.in_force_from
    version = rule_effects.Version(row.area, starts or row.valid_from, row.values)
    context = {
        "row": row,
        "title": kind.title if kind else row.kind,
        "mark": _state(row, today, queries.replaced(versions, today)),
        "ends": queries.ending(row, versions),
        "by": _hands(row, at),
        "shown": _values(kind, row) if kind else [],
        "changes": rule_effects.changes(kind, version) if kind and waits else None,
        "clashes": rule_effects.clashes(kind, version, request.actor) if kind and row.withdrawn_at is None else [],
        "uses": queries.uses_of(row, version.starts, request.actor) if kind and waits else [],
        "can_show": bool(waits and kind and kind.effect),
        "effect": rule_effects.effect(kind, version, actor=request.actor, at=at)
        if kind and waits and request.GET.get("effect")
        else None,
        "starts": starts,
        "later": waits and row.valid_from < today,
        "may_confirm": waits and decides and row.proposed_by_id != request.actor.account_id,
        "waits_for_other": waits and decides and row.proposed_by_id == request.actor.account_id,
        "form": form if decides and row.withdrawn_at is None and (waits or (starts and starts > today)) else None,
    }
    return render(request, "places/rule.html", context, status=status)


def _hands(row: RuleSet, at: datetime) -> dict[str, str]:
    """Who proposed, confirmed and withdrew a version, by name; empty where it is not known."""
    asked = {"proposed": row.proposed_by_id, "confirmed": row.confirmed_by_id, "withdrawn": row.withdrawn_by_id}
    ids = [account for account in asked.values() if account is not None]
    names = {key: one for fill in rooms.filling("audit_names") for key, one in fill({"account": ids}, at).items()}
    return {act: names["account", pk].words for act, pk in asked.items() if ("account", pk) in names}


def _values(kind: RuleKind, row: RuleSet) -> list[tuple[str, str, bool, str]]:
    return [
        (
            one.label,
            values.shown(row.values.get(one.name, one.default), kind.choices.get(one.name)),
            one.name in row.values,
            values.shown(one.default, kind.choices.get(one.name)),
        )
        for one in values.fields_of(kind.rules, kind.labels)
    ]


@needs(Right.EDIT_RULES)
@shown.one_at_a_time
def new(request: Asking, kind: str) -> HttpResponse:
    """Propose a new version: it holds once another account has confirmed it, and can then not be changed."""
    found = queries.kinds().get(kind)
    if found is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    own = access.own_area_id(request.actor)
    chosen = access.chosen_area(
        request.actor, given.get("area", ""), right=Right.EDIT_RULES,
        otherwise=queries.division_by_id(own) if own is not None else None,
    )  # fmt: skip
    area = chosen.area
    if request.method != "POST":
        start: dict[str, Any] = {"valid_from": clock.local_date(clock.now()), "area": area.public_id if area else ""}
        form = EnterRuleSet(kind=found, now=_now(found, area).rules, initial=start)
        _guard(request, form, area)
        return _form_page(request, found, form, chosen)
    return _proposed(request, found, chosen)


def _now(kind: RuleKind, area: Division | None) -> queries.Chosen[Any]:
    """The rules that hold there today."""
    today = clock.local_date(clock.now())
    return queries.rule_set(kind.rules, area_path=area.path if area else (), on=today)


def _guard(request: Asking, form: EnterRuleSet, area: Division | None) -> None:
    """A version proposed from values that another version has replaced would take these back unseen."""
    told_as = _now(form.about, area).rule_set_id or 0
    thing = shown.Thing("rule_set", area.pk if area else 0, ("RuleSetConfirmed",), told_as)
    shown.guard(request, form, thing, only=[name for name in form.fields if name.startswith("value_")])


def _proposed(request: Asking, kind: RuleKind, chosen: access.Chosen[Division | None]) -> HttpResponse:
    """What was typed: compared only, shown with what it changes, or proposed once that was seen."""
    area, at = chosen.area, clock.now()
    form, there = EnterRuleSet(request.POST, kind=kind, now=_now(kind, area).rules), None
    _guard(request, form, area)
    fits = form.is_valid() and not chosen.wrong
    starts = form.cleaned_data.get("valid_from") or clock.local_date(at)
    if "look_for" in request.POST:
        return _form_page(request, kind, _as_typed(request, kind, area), chosen, {"found": True})
    if request.POST.get("part") == "compare":
        version = rule_effects.Version(area, starts)
        changed = rule_effects.changes(kind, version, form.typed())
        return render(request, "places/part_rule_changes.html", {"changes": changed})
    if not fits:
        return _form_page(request, kind, form, chosen)
    data = form.cleaned_data
    version = rule_effects.Version(area, starts, data["values"])
    mark = rule_effects.mark(version, data["valid_to"])
    if "show" in request.POST or (kind.effect and data["seen"] != mark):
        return _shown(request, kind, form, chosen, version)
    try:
        actions.propose_rule_set(
            kind=kind.rules.KIND, area_id=area.pk if area else None, valid_from=data["valid_from"],
            valid_to=data["valid_to"], values=data["values"], source=data["source"], actor=request.actor, at=at,
        )  # fmt: skip
    except Refused as refusal:
        named = [name for name in (refusal.field, f"value_{refusal.field}") if name in form.fields]
        form.add_error(named[0] if named else None, str(refusal))
        there = queries.rule_set_row(str(refusal.detail.get("version", "")))
        return _form_page(request, kind, form, chosen, {"there": there})
    flash.done(request, translate("已提出。另一位有规则权限的人确认之后才生效，例如本市文明办的另一个账号。"))
    return HttpResponseRedirect(reverse("places:rules"), status=303)


def _shown(
    request: Asking,
    kind: RuleKind,
    form: EnterRuleSet,
    chosen: access.Chosen[Division | None],
    version: rule_effects.Version,
) -> HttpResponse:
    """The form again, above it what the version changes; nothing is kept yet."""
    data = request.POST.copy()
    data["seen"] = rule_effects.mark(version, form.cleaned_data["valid_to"])
    form.data = data
    more = {
        "changes": rule_effects.changes(kind, version),
        "clashes": rule_effects.clashes(kind, version, request.actor),
        "uses": queries.uses_begun(kind.rules.KIND, version.area, version.values, version.starts, request.actor),
        "effect": rule_effects.effect(kind, version, actor=request.actor, at=clock.now()),
        "seen": True,
    }
    return _form_page(request, kind, form, chosen, more)


def _as_typed(request: Asking, kind: RuleKind, area: Division | None) -> EnterRuleSet:
    """The form with all that was typed, judged by nobody yet: for who only looks for a value."""
    given: dict[str, Any] = {name: request.POST[name] for name in request.POST}
    for name in kind.choices:
        if not isinstance(getattr(kind.rules(), name), str):
            given[f"value_{name}"] = request.POST.getlist(f"value_{name}")
    form = EnterRuleSet(kind=kind, now=_now(kind, area).rules, initial=given)
    shown.keep(request, form)
    return form


def _form_page(
    request: Asking,
    kind: RuleKind,
    form: EnterRuleSet,
    chosen: access.Chosen[Division | None],
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    area, more = chosen.area, more or {}
    here = reverse("places:rule_new", args=[kind.rules.KIND])
    choose = reverse("places:choose") + "?" + urlencode({"next": here, "field": "area", "upto": "township", "any": 1})
    context = {
        "form": form,
        "sections": form.sections(),
        "title": kind.title,
        "about": kind.about,
        "default_source": kind.grounds,
        "area": area,
        "wrong_area": chosen.wrong,
        "choose": choose,
        "here": here,
        "counts": bool(kind.effect),
        "where": " ".join(queries.path_names(area)) if area else translate("所有地区"),
    }
    status = 422 if (form.is_bound and "seen" not in more and "found" not in more) or chosen.wrong else 200
    return render(request, "places/rule_new.html", context | more, status=status)
