"""Asked once before a sign-up that began elsewhere: after logging in, registering, or from a list."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from baiying.accounts.access import Asking
from baiying.activities import queries
from baiying.activities.models import Shift
from baiying.activities.rules import tables
from baiying.activities.views import words
from baiying.activities.views.answers import see_other
from baiying.activities.views.public import ShiftLine, shift_lines
from baiying.kit import clock
from baiying.ui import formats

# What the button does, by what will become of the sign-up.
_EFFECTS = {
    "accepted": gettext_lazy("按下后马上录用。后来来不了，可以在“我的报名”里取消。"),
    "applied": gettext_lazy("按下后交给领队审核，结果会发消息告诉您。"),
    "waitlisted": gettext_lazy("名额已满。按下后排候补，有人退出会按顺序递补，并通知您。"),
}


def asking_page(request: Asking, asked: Shift) -> HttpResponse:
    """The shift with what one does there, the risk and what pressing brings; or the activity where it cannot be."""
    at, actor = clock.now(), request.actor
    activity = asked.activity
    back = f"{reverse('activities:activity', args=[activity.public_id])}#shift-{asked.public_id}"
    shift = queries.shifts_of(activity.pk).filter(pk=asked.pk).first()
    if shift is None or actor.account_id is None or actor.person_id is None:
        return see_other(back)
    candidate = queries.candidate(actor.account_id, actor.person_id, [shift], at)
    (line,) = shift_lines(request, [shift], candidate)
    # What stands in the way is said at the shift itself, beside the other shifts of the activity.
    if not line.button:
        return see_other(back)
    page = {
        "title": gettext("报名“%(title)s”吗？") % {"title": activity.title},
        "text": _EFFECTS.get(line.answer, ""),
        "facts": _facts(shift, line),
        "submit": line.button,
        "back": back,
    }
    return render(request, "ui/confirm.html", page)


def _facts(shift: Shift, line: ShiftLine) -> list[tuple[Any, str]]:
    activity, post = shift.activity, shift.post
    told = [
        (gettext_lazy("时间"), formats.span_text(shift.starts_at, shift.ends_at)),
        (gettext_lazy("地点"), activity.address),
        (
            gettext_lazy("要做什么"),
            gettext("%(post)s：%(duties)s") % {"post": post.name, "duties": post.duties or activity.description},
        ),
        (gettext_lazy("风险和注意"), activity.risk_statement),
        (gettext_lazy("提供的保障"), formats.listed(words.table_names(activity.safeguards, tables.SAFEGUARDS))),
        (gettext_lazy("条件"), line.conditions),
        (gettext_lazy("名额"), line.left),
        (gettext_lazy("这段时间您带队"), formats.listed([one.words for one in line.led])),
    ]
    return [(name, value) for name, value in told if value]
