"""Before a shift is moved, or it or its activity called off: who loses the place, who stays, the very words each is
told, by which way, and whom nothing reaches (O8)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from baiying.accounts.access import Asking
from baiying.activities import actions, queries
from baiying.activities.models import Signup
from baiying.activities.views import words as said
from baiying.kit import clock
from baiying.kit.db import rehearsing
from baiying.ui import formats, seen

# So many different texts are shown, so many names with each; the rest is counted.
_TEXTS, _NAMES = 8, 6


@dataclass(frozen=True, slots=True)
class Heard:
    """A text with whom it is for; `all_names` where `names` has only the first; `loses`: they would lose the place."""

    people: int
    names: str
    text: str
    loses: bool
    all_names: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Of everybody who is told: how many persons and sign-ups, how many get a text message, and whom none reaches."""

    heads: str
    by_text: int
    in_app: int
    wards: int
    names: str
    # Of whom no text message reaches: those who stand on the list of whom to call.
    to_call: int
    call_names: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of one kind of act: of the page that asks, of its button, of the form; what cannot be undone."""

    title: str | Promise
    submit: str | Promise
    form_title: str | Promise
    warning: str | Promise
    # Asked even where nobody would be told; and whoever is told loses the place.
    always: bool = False
    all_lose: bool = False
    # Whether all whom no text message reaches stand on the list of whom to call (rules.news.MUST_KNOW); who loses the
    # place always does.
    listed: bool = True

    @property
    def first(self) -> str | Promise:
        """What the button of the form says: it does the act only where nothing is asked."""
        return _("看看会通知谁") if self.always else self.submit


MOVING = Asked(
    _("改期之前，看一眼"),
    _("改期并通知"),
    _("改期"),
    _("改期不能撤销：改回去要再改一次期，失去名额的人要重新报名。"),
)
AMENDING = Asked(
    _("修改之前，看一眼"),
    _("保存并通知"),
    _("修改活动说明"),
    _("保存以后，下面的通知就发出去了，不能收回。"),
    listed=False,
)
CALLING_OFF = Asked(
    _("取消之前，看一眼"),
    _("取消并通知"),
    _("取消班次"),
    _("取消后不能恢复，这个重复也不再安排新的班次。"),
    always=True,
    all_lose=True,
)
CALLING_OFF_ONE = replace(CALLING_OFF, warning=_("取消后不能恢复。"))
CALLING_OFF_ALL = Asked(
    _("取消之前，看一眼"),
    _("取消并通知"),
    _("取消活动"),
    _("取消后不能恢复。已经服务过的时长不受影响。"),
    always=True,
    all_lose=True,
)


ENDING_EARLY = Asked(
    _("提前结束之前，看一眼"),
    _("提前结束并通知"),
    _("提前结束班次"),
    _("结束后不能恢复。还在场的人，结束以后请记他们离开。"),
    always=True,
)


def page(
    request: Asking, act: Callable[[], Any], form: forms.Form, about: str, back: str, words: Asked = MOVING
) -> HttpResponse | None:
    """The page that asks, with what was typed; None where nobody would be told, or where just this was seen already.

    What was seen is named by a mark: if somebody signed up or left since, the page is shown anew. Raises what the act
    refuses.
    """
    if request.POST.get("then") == "edit":
        return _again(request, form, about, back, words)
    found = rehearsing.rehearsed(act)
    if not found.told and not words.always:
        return None
    aside = {pk for one in found.told for pk in one.ids} if words.all_lose else {one.pk for one in found.result}
    mark = _mark(request, form, found.told, aside)
    if request.POST.get("seen") == mark:
        return None
    ways = actions.ways_of({pk for one in found.told for pk in one.ids}, clock.now())
    heard = _heard(found.told, aside, ways)
    page = {
        "about": about,
        "heard": heard[:_TEXTS],
        "further": len(heard) - _TEXTS,
        "reached": _reached(ways, aside, listed=words.listed) if ways else None,
        "unfit": [] if words.all_lose else unfit_words(found.result),
        "typed": [(name, value) for name, values in request.POST.lists() if name in form.fields for value in values],
        "mark": mark,
        "changed": "seen" in request.POST,
        "back": back,
        "words": words,
        "number": found.result if words.all_lose else 0,
    }
    return render(request, "activities/preview.html", page)


def _again(request: Asking, form: forms.Form, about: str, back: str, words: Asked) -> HttpResponse:
    context = {"title": words.form_title, "lead": about, "form": form, "submit": words.first, "back": back}
    return render(request, "activities/change.html", context)


def _mark(request: Asking, form: forms.Form, told: list[rehearsing.Told], aside: set[int]) -> str:
    """Names what was shown: whose texts, word for word, of what was typed on this page. Nobody makes one up."""
    everybody = sorted((pk, pk in aside, one.text) for one in told for pk in one.ids)
    typed = sorted((name, values) for name, values in request.POST.lists() if name in form.fields)
    return seen.mark("activities.preview", request.path, request.actor.account_id, typed, everybody)


def _heard(told: list[rehearsing.Told], aside: set[int], ways: Mapping[int, actions.Way]) -> list[Heard]:
    """Who loses something first, then the largest group. Persons are counted, two of one name as two."""
    rows = []
    for one in told:
        people = {ways[pk].person_id: ways[pk].name for pk in one.ids if pk in ways}
        names = list(people.values())
        shown = formats.listed(names[:_NAMES])
        if len(names) > _NAMES:
            shown = translate("%(names)s等") % {"names": shown}
        more = formats.listed(names) if len(names) > _NAMES else ""
        rows.append(Heard(len(people), shown, one.text, set(one.ids) <= aside, more))
    return sorted(rows, key=lambda row: (not row.loses, -row.people))


def _reached(ways: Mapping[int, actions.Way], aside: Collection[int], *, listed: bool) -> Reached:
    by_text = {way.person_id for way in ways.values() if way.by_text}
    others, to_call = dict[int, str](), dict[int, str]()
    for pk, way in ways.items():
        if way.has_place and way.person_id not in by_text:
            (to_call if listed or pk in aside else others)[way.person_id] = way.name
    others = {pk: name for pk, name in others.items() if pk not in to_call}
    wards = {way.person_id for way in ways.values() if way.guardians}
    heads = said.heads(way.person_id for way in ways.values())
    return Reached(
        heads, len(by_text), len(others), len(wards), formats.listed(others.values()),
        len(to_call), formats.listed(to_call.values()),
    )  # fmt: skip


def unfit_words(aside: Iterable[Signup]) -> list[str]:
    """Whom the new time does not fit any more for the age, and why: of those with a place, and of the others.

    Says the same before it is done and after: who had a place then, without who has moved up since.
    """
    aside = list(aside)
    gone = [(signup, code) for signup in aside if (code := actions.unfit_code(signup))]
    if not gone:
        return []
    accepted = [(signup, code) for signup, code in gone if signup.accepted_at is not None]
    others = [(signup, code) for signup, code in gone if signup.accepted_at is None]
    found = []
    if accepted:
        shifts = {signup.shift_id for signup, _code in accepted}
        held = queries.places_held(list(shifts), since_before=accepted[0][0].ended_at)
        lost = {one.person_id for one in aside if one.accepted_at is not None and one.shift_id in shifts}
        text = ngettext(
            "已录用的 %(of)s 人里，有 %(n)s 人不再符合条件：%(who)s。",
            "已录用的 %(of)s 人里，有 %(n)s 人不再符合条件：%(who)s。",
            _persons(accepted),
        )
        everybody = len({person_id for _shift, person_id in held} | lost)
        found.append(text % {"of": everybody, "n": _persons(accepted), "who": _who(accepted)})
    if others:
        text = ngettext(
            "还没有录用的报名里，有 %(n)s 人不再符合条件：%(who)s。",
            "还没有录用的报名里，有 %(n)s 人不再符合条件：%(who)s。",
            _persons(others),
        )
        found.append(text % {"n": _persons(others), "who": _who(others)})
    return found


_UNFIT = {
    "school_hours": _("%(name)s %(day)s要上课"),
    "late_hours": _("%(name)s（%(age)s 岁）到晚上太晚，要监护人重新报名"),
}


def _persons(gone: Iterable[tuple[Signup, str]]) -> int:
    return len({signup.person_id for signup, _code in gone})


def _who(gone: Iterable[tuple[Signup, str]]) -> str:
    """Whose age, or lessons, on which day; each once."""
    told = []
    for signup, code in gone:
        words = {
            "name": signup.person.shown_name,
            "day": formats.date_text(signup.shift.starts_at),
            "age": queries.age_at(signup, signup.shift),
        }
        told.append(_UNFIT.get(code, _("%(name)s %(day)s是 %(age)s 岁")) % words)
    return formats.listed(dict.fromkeys(told))
