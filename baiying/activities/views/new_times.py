"""A shift that was moved: who has the place says whether the new time suits; for a child the guardian does."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.models import Signup
from baiying.activities.views import old_links
from baiying.activities.views.answers import see_other
from baiying.kit import clock, returning
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.ui import flash, formats


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_time(request: Asking, signup_pid: str) -> HttpResponse:
    """The own sign-up at its new time, with yes and no beside each other. Looking changes nothing; POST says yes."""
    signup, at = access.signup_for(request.actor, signup_pid, to="own"), clock.now()
    back = returning.local(request.GET.get("from")) or reverse("activities:signups")
    if request.method == "POST":
        return _say_yes(request, signup, at, back=back, again=request.get_full_path())
    if old_links.is_settled(signup, at):
        return old_links.as_it_stands(request, signup, at, back=back, own=True)
    found = queries.new_times([signup]).get(signup.pk)
    if found is None:
        # It is at the time of the sign-up again, or only waits in line: nothing is asked.
        return see_other(reverse("activities:activity", args=[signup.shift.activity.public_id]))
    as_guardian = not people.comes_in_as(request.actor.account_id, signup.person)
    said = found.guardian if as_guardian else found.own
    text = gettext("新时间可以的，点一下，领队就知道您会来。不方便来也没关系，名额会给别人。")
    if said:
        text = gettext("您说过新时间可以，领队看得到。后来有变化，随时可以取消。")
    elif found.minor and not as_guardian:
        text = gettext("新时间也告诉了监护人，由监护人决定。您自己方便不方便，也可以在这里说一声。")
    named = queries.named(signup.shift.activity, inside=True)
    page: dict[str, Any] = {
        "title": _("您报的班次改期了"),
        "text": text,
        "facts": [*times(signup, found), *old_links.facts(signup)[::2], (_("地点"), signup.shift.activity.address)],
        "call": (named.contact, named.phone),
        "yes": "" if said else queries.mark_of_time(signup.shift),
        "yes_at": request.get_full_path(),
        "no_at": reverse("activities:signup_cancellation", args=[signup.public_id]),
        "no": _("我来不了"),
        "back": back,
    }
    return render(request, "activities/new_time.html", page)


def times(signup: Signup, found: queries.NewTime) -> list[tuple[Any, Any]]:
    """The time that was, and the one of now."""
    now = formats.span_text(signup.shift.starts_at, signup.shift.ends_at)
    return [(_("报名时的时间"), formats.span_text(*found.was)), (_("现在的时间"), now)]


@signed_in
@require_POST
def guardian_new_time(request: Asking, signup_pid: str) -> HttpResponse:
    """The guardian says that the new time suits the child."""
    at = clock.now()
    signup = access.signup_of_ward(request.actor, signup_pid, at)
    page = reverse("activities:signup_guardian", args=[signup.public_id])
    return _say_yes(request, signup, at, back=reverse("people:wards"), again=page)


def _say_yes(request: Asking, signup: Signup, at: datetime, *, back: str, again: str) -> HttpResponse:
    """`again`: where it is asked once more, with the time of now."""
    try:
        actions.agree_to_time(signup_id=signup.pk, time=request.POST.get("time", ""), actor=request.actor, at=at)
    except actions.TimeChangedAgain as refusal:
        flash.failed(request, str(refusal))
        return see_other(again)
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, _("记下了：新时间可以，领队看得到。以后来不了，随时可以取消。"))
    return see_other(back)
