"""Signals about registrations at the desk, for the office above and the auditor: by clerk, and the rows behind (O4)."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.people import queries
from baiying.people.rights import Right
from baiying.people.views.listed import made_list
from baiying.places import queries as places
from baiying.ui import listing

WORDS = {
    "burst": _("%(minutes)s 分钟内注册了 %(count)s 人"),
    "same_birthday": _("%(count)s 人同一天出生"),
    "in_order": _("连着 %(count)s 人的生日一天挨一天"),
    "one_phone": _("%(count)s 人留的是同一个手机号"),
    "shared_phone": _("另有 %(count)s 个账号用同一个手机号登录，也在当面注册"),
    "same_name": _("另有 %(count)s 个同名账号也在当面注册，可能是同一个人"),
}


@needs(Right.SEE_DESK_SIGNALS)
def signals(request: Asking) -> HttpResponse:
    """Who registered how many at the desk in a month, of how many in all, and what is seen of them."""
    scope = accounts.scope_of(request.actor, Right.SEE_DESK_SIGNALS)
    today = clock.local_date(clock.now())
    first = _month(request.GET.get("month", ""), today)
    following = (first + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    area = places.division_by_id(scope.area_id or 0)
    given = queries.desk_rules(area.path if area else (), min(last, today))
    found = queries.by_clerk(scope, first, last, given)
    spots = queries.spot_figures(scope, [one.account_id for one in found], first, last)
    everybody = queries.registered_between(scope, first, last)
    known = account_rows.named(one.account_id for one in found)
    asked = f"?made_from={first.isoformat()}&made_to={last.isoformat()}"
    clerks = [
        {
            "name": known[one.account_id][1],
            "rows": reverse("people:desk_signal", args=[known[one.account_id][0]]) + asked,
            "count": one.count,
            "days": one.days,
            "share": one.count / everybody,
            "signs": [
                str(WORDS[sign.code]) % {"count": sign.count, "minutes": given.burst_minutes} for sign in one.signs
            ],
            "spot": spots.get(one.account_id),
            "spot_rows": f"{reverse('people:spot_checks')}{asked}&clerk={known[one.account_id][0]}",
        }
        for one in found
        if one.account_id in known
    ]
    context = {
        "given": given,
        "clerks": clerks,
        "first": first,
        "everybody": everybody,
        "at_desk": queries.made_at_desk(scope, first, last).count(),
        "unnamed": queries.made_at_desk(scope, first, last).filter(created_by_id__isnull=True).count(),
        "most": queries.MOST_CLERKS if len(found) == queries.MOST_CLERKS else 0,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": following.strftime("%Y-%m") if following <= today else "",
    }
    return render(request, "people/desk_signals.html", context)


@needs(Right.SEE_DESK_SIGNALS)
def signal(request: Asking, account_pid: str) -> HttpResponseBase:
    """The persons of one's area whom one clerk registered at the desk, in the order of registering."""
    scope = accounts.scope_of(request.actor, Right.SEE_DESK_SIGNALS)
    clerk = account_rows.account_of_pid(account_pid)
    if clerk is None or not queries.made_by(scope, clerk.pk).exists():
        raise Http404
    may_open = accounts.may(request.actor, Right.SEE_PEOPLE)
    shown = listing.of(
        made_list(may_open=may_open), request, queries.made_by(scope, clerk.pk), area_id=scope.area_id
    )  # fmt: skip
    return shown.answer or render(request, "people/desk_signal.html", {"list": shown, "clerk": clerk.display_name})


def _month(text: str, today: date) -> date:
    """The first day of the month that was asked for; this month where none or none that can be read was."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first if date(2000, 1, 1) <= first <= today else today.replace(day=1)
