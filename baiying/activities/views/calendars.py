"""Calendar files: one shift for anybody, all my shifts at a secret address; and the page that gives the address out."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, public, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.views.answers import see_other
from baiying.kit import calendars, clock, limits
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.ui import flash, links

# Phones ask every quarter of an hour at most; whoever asks oftener is no calendar.
_READS = limits.Limit("calendar", 60, timedelta(hours=1))
_REMIND_MINUTES = 60


def _event(request: HttpRequest, one: queries.Planned) -> calendars.Event:
    shift, activity = one.shift, one.shift.activity
    point = None
    if activity.latitude is not None and activity.longitude is not None:
        point = (float(activity.latitude), float(activity.longitude))
    waiting = translate("（等确认）") if one.state == "TENTATIVE" else ""
    return calendars.Event(
        uid=one.uid,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        title=f"{activity.title}{waiting}",
        sequence=one.sequence,
        state=one.state,
        place=activity.address,
        point=point,
        text="\n".join((f"{shift.post.name} · {activity.team.name}", activity.risk_statement)),
        url=links.absolute(request, reverse("activities:activity", args=[activity.public_id])),
        remind_minutes=_REMIND_MINUTES,
    )


def _file(
    request: HttpRequest, planned: Iterable[queries.Planned], *, name: str, file: str, method: str = "PUBLISH"
) -> HttpResponse:
    content = calendars.written([_event(request, one) for one in planned], name=name, at=clock.now(), method=method)
    answer = HttpResponse(content, content_type=calendars.TYPE)
    answer["Content-Disposition"] = content_disposition_header(False, f"{file}.ics") or "inline"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _file_name(shift: queries.Shift) -> str:
    """What the file is called where it is kept: the activity and its day. No sign that some system refuses in names."""
    title = "".join(" " if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in shift.activity.title)
    return f"{title.strip()[:40]} {clock.local(shift.starts_at):%Y-%m-%d}"


@public
@require_safe
def shift_calendar(request: Asking, shift_pid: str) -> HttpResponse:
    """One shift; where it was cancelled, or I cancelled, the file takes it out of the calendar again."""
    shift = access.shift_for(request.actor, shift_pid, to="see")
    person_id = request.actor.person_id
    own = queries.own_states(person_id, shift.pk) if person_id else ()
    one = queries.planned(shift, own, people.public_id_of(person_id) if person_id else "")
    method = "CANCEL" if one.state == "CANCELLED" else "PUBLISH"
    return _file(request, [one], name=shift.activity.title, file=_file_name(shift), method=method)


@public
@require_safe
def calendar(request: Asking, calendar_token: str) -> HttpResponse:
    """Everything a person signed up for, for whoever has the secret address: a calendar program has no log-in."""
    at = clock.now()
    feed = queries.calendar_by_token(calendar_token, at)
    if feed is None:
        raise Http404
    if not limits.take(_READS, feed.public_id, at=at):
        return HttpResponse(status=429)
    name = translate("百应：我的志愿服务")
    return _file(request, queries.calendar_entries(feed.person_id, at), name=name, file=name)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: Asking) -> HttpResponse:
    """My calendar's address. POST gives one, a new one instead, or none any more."""
    person_id = request.actor.person_id
    if person_id is None:
        return see_other(people_access.to_have_a_person(request.actor, "", clock.now()))
    if request.method == "POST":
        _change(request, person_id, request.POST.get("intent", ""))
        return see_other(reverse("activities:calendar_mine"))
    feed = queries.calendar_of_person(person_id, request.actor.account_id, clock.now())
    address = ""
    if feed is not None:
        address = links.absolute(request, reverse("activities:calendar", args=[queries.calendar_token(feed)]))
    webcal = "webcal://" + address.partition("://")[2] if address else ""
    return render(request, "activities/calendar.html", {"address": address, "webcal": webcal})


def _change(request: Asking, person_id: int, intent: str) -> None:
    at = clock.now()
    if intent == "close":
        actions.close_calendar(person_id=person_id, actor=request.actor, at=at)
        flash.done(request, _("日历地址已停用，谁也读不到了。"))
        return
    actions.open_calendar(person_id=person_id, renew=intent == "renew", actor=request.actor, at=at)
    if intent == "renew":
        flash.done(request, _("已换成新地址，旧地址停用。请在日历里重新订阅。"))
