"""What everybody sees of one activity, with its shifts and the one button for each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, public
from baiying.activities import access, queries
from baiying.activities.models import Activity, Shift, Signup
from baiying.activities.rules import signing_up, tables
from baiying.activities.views import words
from baiying.activities.views.sharing import address_of
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui import formats

SHIFTS_ON_A_PAGE = 12
# Longer descriptions stand below; the first card stays one screen of a phone.
SHORT = 140


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One shift as the page shows it: own state, or the answer to "may I", and the one button."""

    shift: Shift
    when: str
    length: str
    left: str
    conditions: str
    own: Signup | None
    tone: str
    state: Any
    answer: str
    why_not: Any
    # What one has a place at already at that time.
    clash: list[queries.Engaged]
    # What one leads elsewhere at that time: said, and no refusal.
    led: list[queries.Engaged]
    button: str
    begun: bool
    # The new time of the own shift to which nothing was said yet (queries.may_answer).
    new_time: queries.Asked | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """The one button at the foot: what it does now, and the line beside it.

    `kind`: own (already signed up), post (one shift is left to take), log_in (the same, after logging in), choose
    (several shifts), none.
    """

    kind: str
    when: str = ""
    note: Any = ""
    line: ShiftLine | None = None


@public
@require_safe
def activity(request: Asking, activity_pid: str) -> HttpResponse:
    row = access.activity_for(request.actor, activity_pid, to="see")
    return activity_page(request, row)


def activity_page(
    request: Asking, row: Activity, *, refusal: Refused | None = None, refused_shift: str = "", status: int = 200
) -> HttpResponse:
    """The activity; with a refusal shown at its shift when a sign-up just met one."""
    at = clock.now()
    coming = [s for s in queries.shifts_of(row.pk) if s.ends_at > at]
    pages = Paginator(coming, SHIFTS_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    actor = request.actor
    candidate = None
    if actor.account_id is not None and actor.person_id is not None:
        candidate = queries.candidate(actor.account_id, actor.person_id, coming, at)
    lines = shift_lines(request, list(page.object_list), candidate)
    works_here = access.may(actor, row, "record")
    inside = works_here or (candidate is not None and any(s.state == "accepted" for s in candidate.own.values()))
    standing = [shift for shift in coming if shift.called_off_at is None]
    context = {
        "activity": row,
        "state": words.activity_words(row, clock.local_date(at)),
        "lines": lines,
        "act": _act(row, lines),
        "first": standing[0] if standing else None,
        "further": len(standing) - 1,
        "asked": _asked(lines),
        "short": row.description if len(row.description) <= SHORT else "",
        "page": page,
        "url": address_of(request, row),
        "summary": _summary(row, standing),
        "over": not coming,
        "path": " · ".join(places.path_names(row.area)[-3:]),
        "categories": people.category_names(row.categories),
        "recipients": words.table_names(row.recipients, tables.RECIPIENTS),
        "safeguards": words.table_names(row.safeguards, tables.SAFEGUARDS),
        "named": queries.named(row, inside=inside, on=clock.local_date(clock.now())),
        "works_here": works_here,
        "refusal": refusal,
        "refused_shift": refused_shift,
        "clash": refusal.detail.get("engaged", []) if refusal is not None else [],
        "each_until_start": len(coming) > 1 and coming[0].starts_at < row.recruit_until,
    }
    return render(request, "activities/activity.html", context, status=status)


def _summary(row: Activity, standing: list[Shift]) -> str:
    """One line for the card that a shared address becomes: when, where, what."""
    when = [formats.span_text(standing[0].starts_at, standing[0].ends_at)] if standing else []
    return " · ".join([*when, row.address, " ".join(row.description.split())])[:160]


def _asked(lines: list[ShiftLine]) -> list[str]:
    """Who may come, where the posts ask for something: each condition once."""
    several = len({line.shift.post_id for line in lines}) > 1
    found = {
        formats.about(line.shift.post.name, line.conditions) if several else line.conditions
        for line in lines
        if line.conditions
    }
    return sorted(found)


def _act(row: Activity, lines: list[ShiftLine]) -> Act:
    """What the one button does: mine if I have a place, else the only shift there is, else the choice among several."""
    if row.state != "published":
        return Act("none")
    own = next((line for line in lines if line.own is not None), None)
    if own is not None:
        return Act("own", own.when, line=own)
    offered = [line for line in lines if line.button]
    if len(offered) == 1:
        kind = "log_in" if offered[0].answer == "log_in" else "post"
        return Act(kind, offered[0].when, offered[0].left, offered[0])
    if offered:
        return Act("choose", offered[0].when, gettext("%(n)s 个班次可以报") % {"n": len(offered)})
    return Act("none", note=lines[0].why_not if lines else "", line=lines[0] if lines else None)


def shift_lines(request: Asking, shifts: list[Shift], candidate: queries.Candidate | None) -> list[ShiftLine]:
    """How each shift stands to whoever looks, with the one button that fits."""
    at = clock.now()
    skills = words.skill_names() if any(s.post.skills for s in shifts) else {}
    led = _led(request, shifts, candidate)
    lines = [_shift_line(request, shift, candidate, skills, at) for shift in shifts]
    return [replace(line, led=queries.in_the_way(led, line.shift)) for line in lines] if led else lines


def _led(request: Asking, shifts: list[Shift], candidate: queries.Candidate | None) -> list[queries.Engaged]:
    """What whoever looks leads elsewhere while the shifts are on; a guardian does not go where the child goes."""
    if candidate is None or candidate.by_guardian or request.actor.account_id is None or not shifts:
        return []
    start, end = min(shift.starts_at for shift in shifts), max(shift.ends_at for shift in shifts)
    return queries.led_between(request.actor.account_id, start, end, but=shifts[0].activity_id)


def _shift_line(
    request: Asking, shift: Shift, candidate: queries.Candidate | None, skills: dict[str, str], at: datetime
) -> ShiftLine:
    mine = candidate.own.get(shift.pk) if candidate is not None else None
    facts = queries.facts_of_shift(shift)
    # Somebody without a person meets what somebody without a registration meets.
    person = candidate.facts(shift) if candidate is not None else signing_up.PersonFacts(registered=False)
    answer = "" if mine else signing_up.may_sign_up(facts, person, at)
    if not request.actor.is_signed_in:
        answer = "log_in" if signing_up.is_open(facts, at) else answer
    tone, state = words.signup_words(mine) if mine else ("plain", "")
    if shift.called_off_at is not None:
        answer = "called_off"
    why_not = words.why_not(answer, ward=request.actor.for_ward)
    if answer == "not_registered" and request.actor.person_id is None and _answers_for_a_child(request, at):
        why_not = gettext("替孩子报名，先选是哪个孩子")
    clash = candidate.in_the_way(shift) if answer == "clash" and candidate is not None else []
    waits = queries.may_answer_at(shift, mine, at, as_guardian=request.actor.for_ward) if mine else None
    return ShiftLine(
        shift=shift,
        when=formats.span_text(shift.starts_at, shift.ends_at),
        length=formats.minutes_text(int((shift.ends_at - shift.starts_at).total_seconds() // 60)),
        left=words.left_words(shift, shift.activity.approval),
        conditions=words.conditions(shift.post, skills),
        own=mine,
        tone=tone,
        state=state,
        answer=answer,
        why_not=why_not,
        clash=clash,
        led=[],
        button=_button(answer),
        begun=shift.starts_at <= at,
        new_time=waits,
    )


def _answers_for_a_child(request: Asking, at: datetime) -> bool:
    return people.is_guardian(request.actor.account_id or 0, at)


def _button(answer: str) -> str:
    return {
        "accepted": gettext("报名"),
        "applied": gettext("报名"),
        "waitlisted": gettext("排候补"),
        "log_in": gettext("登录后报名"),
    }.get(answer, "")
