"""Acts on many rows of a list: ticked, looked at beforehand, then done row by row by the room's own action.

Nothing is done from the list itself: a press shows first what will happen to each row, and why some are left out. What
was shown is what is done; a row that changed in between is refused by its own action and named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from baiying.kit.errors import Refused
from baiying.kit.forms import fault_of_length, fault_of_record
from baiying.ui import flash
from baiying.ui.listing.asked import Asked, read_query
from baiying.ui.listing.spec import Listing, Rows

ACT, ROW, ALL, SURE, WORDS = "act", "row", "all", "sure", "words"
# So many rows are done in one answer; who has more does them in turns, and is told so.
MOST = 200
_MOST_NAMED = 5
_SHORTEST_WORDS, _LONGEST_WORDS = 2, 200

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """What the act would do to a row: `will` says it; `why_not` why it is left out, empty where it is not."""

    row: Any
    name: str
    will: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do with ticked rows.

    `plan` says beforehand what happens to each; `do` calls the room's action for one row and answers whether it
    changed anything, or raises Refused. `words_label` asks for a reason that everybody concerned reads. `about` says
    what cannot be taken back.
    """

    key: str
    label: Text
    about: Text
    plan: Callable[[Sequence[Any]], Sequence[Step]]
    do: Callable[[Any, str], bool]
    done: Callable[[int], str]
    words_label: Text = ""
    # What became of rows by these keys that are no longer on the list; empty where nobody can say.
    gone: Callable[[Sequence[str]], Text] = lambda _keys: ""
    danger: bool = False


def asked_for(request: HttpRequest, acts: Sequence[Act]) -> Act | None:
    """The act that a press on the list, or on the page that asks, was for."""
    wish = request.POST.get(ACT, "") if request.method == "POST" else ""
    return next((one for one in acts if one.key == wish), None)


def answer(listing: Listing, request: HttpRequest, rows: Rows, asked: Asked, act: Act) -> HttpResponse:
    """The page that asks, or, once it was answered, the list again with what was done."""
    back = f"{request.path}?{asked.address()}"
    found = list(picked(listing, request, rows)[: MOST + 1])
    if not found:
        _say_why_none(request, act)
        return HttpResponseRedirect(back, status=303)
    steps = act.plan(listing.rows_of(found[:MOST]))
    words, wrong = request.POST.get(WORDS, "").replace("\0", "").strip(), ""
    if request.POST.get(SURE):
        wrong = _fault(act, words)
        if not wrong:
            _carry_out(request, act, steps, words)
            return HttpResponseRedirect(back, status=303)
    context = {
        "act": act,
        "title": act.label,
        "doing": [one for one in steps if not one.why_not],
        "left_out": [one for one in steps if one.why_not],
        "cut": MOST if len(found) > MOST else 0,
        "keys": [_key(one.row) for one in steps if not one.why_not],
        "words": words,
        "wrong": wrong,
        "back": back,
    }
    return render(request, "ui/bulk.html", context, status=422 if wrong else 200)


def _say_why_none(request: HttpRequest, act: Act) -> None:
    """Nothing was ticked; or what was ticked has had its answer since the list was opened."""
    ticked = request.POST.getlist(ROW)[:MOST]
    if ticked or ALL in request.POST:
        flash.already(request, act.gone(ticked) or _("勾选的这些已经办过了，没有再办一次。"))
    else:
        flash.warn(request, _("先在表里勾选，再按“%(act)s”。") % {"act": act.label})


def _fault(act: Act, words: str) -> str:
    """What is wrong with the reason that an act asks for; empty for one that asks for none."""
    if not act.words_label:
        return ""
    if len(words) < _SHORTEST_WORDS:
        return _("请写明原因，至少两个字。")
    return fault_of_length(words, _LONGEST_WORDS) or fault_of_record(words)


def picked(listing: Listing, request: HttpRequest, rows: Rows) -> Rows:
    """The rows that were ticked, or all that an address of the list shows. A key from elsewhere finds nothing."""
    if (whole := request.POST.get(ALL)) is not None and not request.POST.get(SURE):
        return read_query(listing, QueryDict(whole.removeprefix("?")), request).rows(rows)
    return rows.filter(public_id__in=request.POST.getlist(ROW)[: MOST + 1])


def _carry_out(request: HttpRequest, act: Act, steps: Sequence[Step], words: str) -> None:
    done, refused = 0, [f"{one.name}：{one.why_not}" for one in steps if one.why_not]
    for step in steps:
        if step.why_not:
            continue
        try:
            done += act.do(step.row, words)
        except Refused as refusal:
            refused.append(f"{step.name}：{refusal}")
    if done:
        flash.done(request, act.done(done))
    if refused:
        said = "；".join(refused[:_MOST_NAMED])
        more = _("等 %(n)s 条") % {"n": len(refused)} if len(refused) > _MOST_NAMED else ""
        flash.warn(request, _("没有办的：%(said)s%(more)s") % {"said": said, "more": more})
    if not done and not refused:
        flash.already(request, _("这些已经办过了，没有再办一次。"))


def _key(row: Any) -> str:
    """The name by which a row comes back: of the model, or of what `rows_of` made of it."""
    return str(row.public_id)
