"""Being away: for which own appointment whom to ask, from which day to which; coming back, handing back."""

from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access, actions, held_on, queries, stand_in_choice, stand_ins
from baiying.accounts.access import Asking, fresh, signed_in
from baiying.accounts.forms import StandInForm
from baiying.accounts.models import Appointment
from baiying.accounts.views.answers import refuse, see_other
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash, formats


def _place(row: Appointment) -> str:
    return f"{row.area.name if row.area else _('整个平台')} · {row.get_role_display()}"


def _line(row: Appointment, at: datetime) -> dict[str, object]:
    accepted = row.accepted_at is not None
    begun = row.starts_at <= at
    return {
        "row": row,
        "days": _("%(first)s 到 %(last)s")
        % {"first": formats.date_text(clock.local_date(row.starts_at)), "last": held_on.until(row)},
        "tone": "jade" if accepted and begun else "amber" if not accepted else "plain",
        "state": _("正在代理") if accepted and begun else _("等本人接受") if not accepted else _("到日子生效"),
        "end": (_("我回来了，结束代理") if begun else _("收回")) if accepted else _("收回"),
    }


@signed_in
@require_safe
def standing_in(request: Asking) -> HttpResponse:
    """The own appointments, with who stands in for each; and those for which one stands in oneself."""
    at = clock.now()
    own = stand_ins.own(request.actor.account_id or 0, at)
    asked: dict[int, list[dict[str, object]]] = {}
    for row in stand_ins.open_of([one.pk for one in own], at):
        asked.setdefault(row.stands_in_for_id or 0, []).append(_line(row, at))
    waiting = [row for row in queries.appointments_offered(request.actor.account_id or 0, at) if row.stands_in_for_id]
    context = {
        "for_me": [
            (row, {"away": stand_ins.away_name(row), "place": _place(row), "days": _line(row, at)["days"]})
            for row in waiting
        ],
        "own": [
            {
                "row": one, "place": _place(one), "asked": asked.get(one.pk, []), "away": stand_ins.away_name(one),
                "until": held_on.until(one),
            }
            for one in own
        ]
    }  # fmt: skip
    return render(request, "accounts/standing_in.html", context)


def _own(request: Asking, appointment_pid: str, at: datetime) -> Appointment:
    for one in stand_ins.own(request.actor.account_id or 0, at):
        if one.public_id == appointment_pid:
            return one
    raise Http404


@signed_in
@require_http_methods(["GET", "POST"])
def stand_in_new(request: Asking, appointment_pid: str) -> HttpResponseBase:
    """Ask a colleague near by to stand in for an own appointment for some days; after a proof of this moment."""
    # Whose it is not has no such page, and is asked for nothing.
    _own(request, appointment_pid, clock.now())
    return _asking(request, appointment_pid)


@fresh
def _asking(request: Asking, appointment_pid: str) -> HttpResponse:
    at = clock.now()
    row = _own(request, appointment_pid, at)
    near = stand_in_choice.could(row, at)
    offered = [(one.account.public_id, f"{one.account.display_name} · {_place(one)}") for one in near]
    form = StandInForm(request.POST or None, near=offered, today=clock.local_date(at))
    if request.method == "POST" and form.is_valid():
        try:
            made = _ask(request, row, form, near, at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            name = made.account.display_name
            flash.done(request, gettext_lazy("已经请%(name)s代理，接受之后才生效。") % {"name": name})
            return see_other(reverse("accounts:standing_in"))
    context = {
        "form": form, "near": near, "place": _place(row), "back": reverse("accounts:standing_in"),
        "submit": _("请这位代理"),
    }  # fmt: skip
    return render(request, "accounts/stand_in_new.html", context, status=422 if form.errors else 200)


def _ask(request: Asking, row: Appointment, form: StandInForm, near: list[Appointment], at: datetime) -> Appointment:
    given = form.cleaned_data
    whom = next(one.account for one in near if one.account.public_id == given["whom"])
    days = actions.Days(given["first_day"] or clock.local_date(at), given["last_day"])
    return actions.ask_to_stand_in(appointment_id=row.pk, whom=whom, days=days, actor=request.actor, at=at)


@signed_in
@require_POST
def stand_in_end(request: Asking, appointment_pid: str) -> HttpResponse:
    """Back, or handing back: over at this press."""
    row = Appointment.objects.filter(public_id=appointment_pid).first()
    own = row is not None and request.actor.account_id in (row.account_id, *stand_ins.accounts_before(row))
    if row is None or not own:
        raise Http404
    back = row.account_id != request.actor.account_id
    ended, handed = gettext_lazy("代理已经结束，从现在起由您自己办。"), gettext_lazy("已经交还，已经告诉请您代理的人。")

    def end() -> object:
        return actions.end_stand_in(appointment_id=row.pk, actor=request.actor, at=clock.now())

    access.answers(request, end, ended if back else handed)
    return see_other(reverse("accounts:standing_in"))
