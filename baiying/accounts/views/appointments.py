"""Appointments of an area: who holds which role, appoint, end."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access, actions, held_on, queries, rules
from baiying.accounts.access import Asking, needs
from baiying.accounts.forms import AppointForm
from baiying.accounts.models import Role
from baiying.accounts.queries import Appointment
from baiying.accounts.rights import Right
from baiying.accounts.views.answers import refuse, see_other
from baiying.accounts.views.listed import appointments_list, end_act, in_order
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.places.queries import Division
from baiying.ui import flash, listing


@needs(Right.APPOINT)
def appointments(request: Asking) -> HttpResponseBase:
    """Who holds which role in the area and below."""
    scope = access.scope_of(request.actor, Right.APPOINT)
    at = clock.now()
    rows = in_order(queries.appointments_within(scope.area_id, at).select_related("area", "account", "given_area"))
    given = rules.roles_to_give(request.actor.role)
    acts = [end_act(given, request.actor, at)]
    columns = appointments_list(scope.area_id, given, request.actor)
    shown = listing.of(columns, request, rows, area_id=scope.area_id, acts=acts)
    if shown.answer is not None:
        return shown.answer
    platform = scope.area_id is None
    context = {
        "list": shown,
        "own_area": _own_area(scope.area_id),
        "platform": platform,
        "missing": _missing_administrators() if platform else "",
    }
    return render(request, "accounts/appointments.html", context)


def _own_area(area_id: int | None) -> str:
    """Where choosing an area begins: at one's own, not at the city in which most may not be chosen."""
    found = places.division_by_id(area_id) if area_id is not None else None
    return found.public_id if found is not None else ""


@needs(Right.APPOINT)
def roles(request: Asking) -> HttpResponse:
    """What each role may do, in the words that the rooms give their rights."""
    return render(request, "accounts/roles.html", {"roles": queries.what_roles_may_do()})


def _missing_administrators() -> str:
    """Which of the three administrators nobody is or has been asked to be, in words."""
    at, names = clock.now(), dict(Role.choices)
    return gettext("、").join(str(names[role]) for role in rules.THREE if queries.is_vacant(role, at))


def _where(request: Asking) -> tuple[place_access.Chosen[Division | None], tuple[str, ...]]:
    """The area asked for (none: the platform; the own one where it may not be) with the roles to give there."""
    own_id = access.scope_of(request.actor, Right.APPOINT).area_id
    own = places.division_by_id(own_id) if own_id is not None else None
    asked = request.GET.get("area", "")
    chosen = place_access.chosen_area(request.actor, asked, right=Right.APPOINT, otherwise=own)
    roles = _fitting(request, chosen.area)
    if not roles and own is not None and chosen.area is not None and chosen.area.pk != own.pk:
        wrong = gettext("%(name)s没有您能任命的岗位，请另选一个地方。") % {"name": chosen.area.name}
        return place_access.Chosen(own, wrong), _fitting(request, own)
    return chosen, roles


def _fitting(request: Asking, area: Division | None) -> tuple[str, ...]:
    given = rules.roles_to_give(request.actor.role)
    if area is None:
        return tuple(role for role in given if role in rules.PLATFORM)
    return tuple(role for role in given if role not in rules.PLATFORM and area.level in rules.AREA_LEVELS[role])


@needs(Right.APPOINT)
@require_http_methods(["GET", "POST"])
def appointment_new(request: Asking) -> HttpResponse:
    """Appoint by phone at the chosen area; an account is made if the phone has none. No password is given."""
    chosen, roles = _where(request)
    if not roles:
        flash.warn(request, _("那里没有您能任命的岗位。请选本级及以下、本地区以内的地方。"))
        return see_other(reverse("accounts:appointments"))
    form = AppointForm(request.POST or None, roles=roles)
    at = clock.now()
    if request.method == "POST" and form.is_valid() and not chosen.wrong:
        try:
            made = _appoint(request, form, chosen.area.pk if chosen.area else None, at)
        except Refused as refusal:
            form.ask_which(access.choices(form.cleaned_data["phone"], form.cleaned_data["name"]))
            refuse(form, refusal)
        else:
            name = made.account.display_name
            flash.done(request, _("已任命。%(name)s 用手机号收验证码登录，接受之后就能办事。") % {"name": name})
            return see_other(reverse("accounts:appointments"))
    context = {
        "form": form,
        "title": _("任命"),
        "lead": "" if chosen.area else _("整个平台"),
        "area": chosen.area,
        "area_path": " · ".join(places.path_names(chosen.area)[-3:]) if chosen.area else "",
        "wrong_area": chosen.wrong,
        "own_area": _own_area(access.scope_of(request.actor, Right.APPOINT).area_id),
        "submit": _("任命"),
        "back": reverse("accounts:appointments"),
        "roles": roles,
    }
    return render(request, "accounts/appoint.html", context, status=422 if form.errors or chosen.wrong else 200)


def _appoint(request: Asking, form: AppointForm, area_id: int | None, at: datetime) -> Appointment:
    given = form.cleaned_data
    whom = actions.Whom(given["phone"], given["name"], given["account"])
    terms = actions.Terms(given["first_day"], given["last_day"])
    return actions.appoint_by_phone(
        whom=whom, role=given["role"], area_id=area_id, title=given["title"], terms=terms, actor=request.actor, at=at
    )


@needs(Right.APPOINT)
@require_http_methods(["GET", "POST"])
def appointment_end(request: Asking, appointment_pid: str) -> HttpResponse:
    scope = access.scope_of(request.actor, Right.APPOINT)
    row = queries.appointments_within(scope.area_id, clock.now()).filter(public_id=appointment_pid).first()
    if row is None:
        raise Http404
    if access.is_self(request.actor, row.account_id):
        raise PermissionDenied
    waits = row.accepted_at is None
    if request.method == "POST":
        try:
            actions.end_appointment(appointment=row, actor=request.actor, at=clock.now())
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            flash.done(request, _("任命已收回。") if waits else _("任职已结束。"))
        return see_other(reverse("accounts:appointments"))
    context = {
        "title": _("收回任命") if waits else _("结束任职"),
        "text": _("此人还没有答复。收回之后，不能再接受这项任命。")
        if waits
        else _("从现在起，此人不能再以这个角色办事。以前办过的事仍留在记录里。"),
        "facts": [
            (_("姓名"), row.account.display_name),
            (_("角色"), row.get_role_display()),
            (_("地区"), row.area.name if row.area else _("整个平台")),
            (_("由谁任命"), held_on.giver(row, queries.name_of(row.appointed_by_id or 0))),
            *([(_("至"), held_on.until(row))] if row.ends_at is not None else []),
            *_beside(row, clock.now()),
        ],
        "submit": _("收回任命") if waits else _("结束任职"),
        "back": reverse("accounts:appointments"),
        "danger": True,
    }
    if not waits and row.area is not None:
        context["aside"] = reverse("accounts:office_hand_over", args=[row.public_id]), _("打印岗位交接清单")
    return render(request, "ui/confirm.html", context)


def _beside(row: Appointment, at: datetime) -> list[tuple[str, str]]:
    """What other offices gave the same person of the same role at the same place: it stays (U32)."""
    others = queries.grants_of(row.account_id, row.role, row.area_id, at).exclude(pk=row.pk)
    return [
        (gettext("另有任命，不受影响"), held_on.beside(one, queries.name_of(one.appointed_by_id or 0)))
        for one in others.select_related("given_area")
    ]
