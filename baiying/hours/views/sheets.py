"""A paper sheet that was typed back: its lines, and taking all of them back in one press."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, acts_with, signed_in
from baiying.hours import access, actions, queries, rules
from baiying.hours.forms import SheetBackForm
from baiying.hours.views.answers import refuse, see_other
from baiying.hours.views.field import rows as people_rows
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.ui import flash, formats

# Before the press: what it does to a line. Afterwards: why a line stayed.
_WILL = {
    rules.OFF: ("slate", _("马上收回")),
    rules.ASK: ("amber", _("已经复核，请另一个人决定")),
}
_STAYS = {
    "undone": _("已经收回"),
    "own": _("是您自己或家人的，请另一个人更正"),
    "own_matter": _("是您自己或家人的，请另一个人更正"),
    "objected": _("本人提过异议，由答复的人处理"),
    "corrected": _("录入以后有人更正过"),
    "correction_waits": _("录入以后有人更正过"),
    "deciding": _("复核的人刚作了决定，几分钟后生效"),
    "refused": _("复核没有通过，没有时长"),
    "nothing_to_correct": _("本来就没有时长"),
}
_OTHERWISE = _("规则不允许改动，请在名单上更正")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Asking, shift_pid: str, sheet_pid: str) -> HttpResponse:
    """What a press would do to each line, and the press, with a reason; afterwards what became of them."""
    shift = access.led_shift(request.actor, shift_pid)
    row = queries.sheet_of(shift.pk, sheet_pid)
    if row is None:
        raise Http404
    form, status = SheetBackForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = actions.take_back_sheet(
                    sheet=row, words=form.cleaned_data["words"], actor=request.actor, at=clock.now()
                )
            except Refused as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                _say(request, done)
                return see_other(reverse("hours:sheet", args=[shift.public_id, row.public_id]))
    lines = _lines(request, row)
    context = {
        "shift": shift,
        "sheet": row,
        "by": accounts.names_of([row.typed_by_id]).get(row.typed_by_id, ""),
        "own": row.typed_by_id == request.actor.account_id,
        "lines": lines,
        "off": sum(one["fate"] == rules.OFF for one in lines),
        "ask": sum(one["fate"] == rules.ASK for one in lines),
        "form": form,
    }
    return render(request, "hours/sheet.html", context, status=status)


def _lines(request: Asking, row: queries.PaperSheet) -> list[dict[str, object]]:
    own = people.own_person_ids(*acts_with(request.actor))
    return [
        {**_said(line, row), "row": line.attendance, "name": people_rows.shown(line.attendance), "fate": line.fate}
        for line in queries.fates(queries.lines_of_sheet(row), own)
    ]


def _said(line: queries.SheetLine, row: queries.PaperSheet) -> dict[str, object]:
    """Tone and words of a line: of a sheet that is taken back what became of it."""
    if row.taken_back_at is None:
        tone, words = _WILL.get(line.fate, ("plain", _STAYS.get(line.fate, _OTHERWISE)))
        return {"tone": tone, "words": words, "stays": line.fate not in _WILL}
    if line.fate == "undone":
        return {"tone": "plain", "words": _("已收回"), "stays": False}
    why = (row.left or {}).get(str(line.attendance.pk))
    if why is not None:
        return {"tone": "amber", "words": _STAYS.get(why, _OTHERWISE), "stays": True}
    asked = queries.asked_about(line.attendance)
    if asked is not None:
        return {"tone": "amber", "words": queries.asked_words(asked), "stays": False}
    return {"tone": "plain", "words": _("另一个人已经决定"), "stays": False}


def _say(request: Asking, row: queries.PaperSheet) -> None:
    """What one press came to, the names of what stays included."""
    lines = _lines(request, row)
    off = sum(one["fate"] == "undone" for one in lines)
    stays = [formats.about(str(one["name"]), str(one["words"])) for one in lines if one["stays"]]
    asked = len(lines) - off - len(stays)
    said = ngettext("已收回 %(n)s 人的记录。", "已收回 %(n)s 人的记录。", off) % {"n": off}
    if asked:
        words = ngettext("%(n)s 人的已经复核过，已请另一个人决定。", "%(n)s 人的已经复核过，已请另一个人决定。", asked)
        said += words % {"n": asked}
    flash.done(request, said)
    if stays:
        flash.warn(request, translate("没有动的：%(names)s。") % {"names": "；".join(stays)})
