"""Where an old message leads: how the sign-up stands today, and the one thing that can still be done (N12, N18)."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Asking
from baiying.activities import actions, queries
from baiying.activities.models import Signup
from baiying.activities.views import words
from baiying.ui import formats

# What signing up again comes to, and what its button says.
_AGAIN = {
    "accepted": (_("还有名额，想来可以重新报名。"), _("重新报名")),
    "applied": (_("想来可以重新报名，由领队审核。"), _("重新报名")),
    "waitlisted": (_("名额已满，可以排候补。"), _("排候补")),
}


# The same for a guardian, who signs the child up.
AGAIN_FOR_WARD = {
    "accepted": (_("还有名额，同意孩子去的话，可以替孩子重新报名。"), _("替孩子重新报名")),
    "applied": (_("同意孩子去的话，可以替孩子重新报名，由领队审核。"), _("替孩子重新报名")),
    "waitlisted": (_("名额已满，可以替孩子排候补。"), _("替孩子排候补")),
}


def is_settled(signup: Signup, at: datetime) -> bool:
    """Whether nothing can be given back any more: the sign-up has ended, or its shift has begun."""
    return signup.state not in queries.LIVE or signup.shift.starts_at <= at


def as_it_stands(request: Asking, signup: Signup, at: datetime, *, back: str, own: bool) -> HttpResponse:
    """The page of a sign-up that is settled. Looking at it changes nothing. Not `own`: a guardian reads, who may sign
    the child up again.
    """
    shift = signup.shift
    title, text = _how(signup, at)
    again = ""
    offers = _AGAIN if own else AGAIN_FOR_WARD
    if shift.starts_at > at and queries.stands(shift) and signup.state not in queries.LIVE:
        again = queries.signing_up_again(request.actor.account_id or 0, signup, at)
        text = formats.sentences(text, str(offers[again][0]) if again in offers else _why_not(again, ward=not own))
    page: dict[str, Any] = {
        "title": title,
        "text": formats.sentences(moved(signup, at), text),
        "facts": facts(signup) if own else [(_("孩子"), signup.person.name), *facts(signup)],
        "back": back,
        "activity_url": reverse("activities:activity", args=[shift.activity.public_id]),
    }
    if again in offers:
        sign_up = reverse("activities:shift_signups", args=[shift.public_id])
        for_ward = reverse("activities:signup_guardian_again", args=[signup.public_id])
        page |= {"submit": offers[again][1], "action": sign_up if own else for_ward}
    if signup.state == "accepted" and shift.ends_at > at:
        named = queries.named(shift.activity, inside=True)
        page["call"] = (named.contact, named.phone)
    return render(request, "activities/as_it_stands.html", page)


def moved(signup: Signup, at: datetime) -> str:
    """That a shift to come was given another time since the message was written, and which it is now; else nothing."""
    shift = signup.shift
    if shift.starts_at <= at or not queries.moved_since(shift.pk, signup.signed_up_at):
        return ""
    return gettext("这个班次改过时间，现在是%(when)s。") % {"when": formats.span_text(shift.starts_at, shift.ends_at)}


def facts(signup: Signup) -> list[tuple[Any, Any]]:
    return [
        (_("活动"), signup.shift.activity.title),
        (_("时间"), formats.span_text(signup.shift.starts_at, signup.shift.ends_at)),
        (_("现在的状态"), words.signup_words(signup)[1]),
    ]


def _how(signup: Signup, at: datetime) -> tuple[str, str]:
    """What became of it, as a title and a sentence."""
    shift = signup.shift
    if shift.ends_at <= at:
        return gettext("班次已结束"), gettext("这个班次已经结束，报名不能再改。")
    if not queries.stands(shift):
        return gettext("班次已取消"), gettext("这个班次取消了，不用来了。")
    if signup.state in queries.LIVE:
        return gettext("班次已经开始"), str(actions.TooLateToCancel.sentence)
    day = formats.date_text(signup.ended_at) if signup.ended_at else ""
    if signup.state == "refused":
        return gettext("报名没有录用"), _reason(signup)
    if signup.ended_by_id is not None and signup.ended_by_id == signup.person.account_id:
        return gettext("您已于%(day)s取消") % {"day": day}, ""
    return gettext("报名已于%(day)s取消") % {"day": day}, _reason(signup)


def _reason(signup: Signup) -> str:
    return gettext("原因：%(reason)s。") % {"reason": gettext(signup.reason)} if signup.reason else ""


def _why_not(answer: str, *, ward: bool) -> str:
    why = words.why_not(answer, ward=ward)
    return gettext("%(why)s。") % {"why": why} if why else ""
