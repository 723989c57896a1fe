"""What everybody sees of one activity, with its shifts and the one button for each."""

from dataclasses import dataclass
from datetime import date
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
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui import formats

SHIFTS_ON_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One shift as the page shows it: own state, or the answer to "may I", and the one button."""

    shift: Shift
    when: str
    left: str
    conditions: str
    own: Signup | None
    tone: str
    state: Any
    answer: str
    why_not: Any
    button: str


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
    person_id = request.actor.person_id
    own = queries.own_signups(person_id, [s.pk for s in coming]) if person_id else {}
    lines = _shift_lines(request, list(page.object_list), own)
    inside = any(s.state == "accepted" for s in own.values())
    context = {
        "activity": row,
        "state": words.ACTIVITY_STATES[row.state],
        "lines": lines,
        "page": page,
        "any_open": any(line.button for line in lines),
        "over": not coming,
        "path": " · ".join(places.path_names(row.area)[-3:]),
        "categories": people.category_names(row.categories),
        "recipients": words.table_names(row.recipients, tables.RECIPIENTS),
        "safeguards": words.table_names(row.safeguards, tables.SAFEGUARDS),
        "contact": words.contact(row, inside=inside),
        "works_here": access.may(request.actor, row, "record"),
        "refusal": refusal,
        "refused_shift": refused_shift,
        "map_url": _map_url(row),
        "each_until_start": len(coming) > 1 and coming[0].starts_at < row.recruit_until,
    }
    return render(request, "activities/activity.html", context, status=status)


def _map_url(row: Activity) -> str:
    if row.latitude is None or row.longitude is None:
        return ""
    return f"geo:{row.latitude},{row.longitude}?q={row.latitude},{row.longitude}"


def _shift_lines(request: Asking, shifts: list[Shift], own: dict[int, Signup]) -> list[ShiftLine]:
    at = clock.now()
    actor = request.actor
    skills = words.skill_names() if any(s.post.skills for s in shifts) else {}
    standing = people.standing_of(actor.person_id, at) if actor.person_id else None
    born = _birth_date(actor.person_id, shifts)
    busy = []
    if standing is not None and shifts:
        start, end = min(s.starts_at for s in shifts), max(s.ends_at for s in shifts)
        busy = queries.accepted_periods(standing.person_id, start, end)
    lines = []
    for shift in shifts:
        mine = own.get(shift.pk)
        facts = queries.facts_of_shift(shift)
        answer = "" if mine else signing_up.may_sign_up(facts, _person_facts(standing, born, shift, busy), at)
        if not actor.is_signed_in:
            answer = "log_in" if signing_up.is_open(facts, at) else answer
        tone, state = words.signup_words(mine) if mine else ("plain", "")
        lines.append(
            ShiftLine(
                shift=shift,
                when=formats.span_text(shift.starts_at, shift.ends_at),
                left=words.left_words(shift, shift.activity.approval),
                conditions=words.conditions(shift.post, skills),
                own=mine,
                tone=tone,
                state=state,
                answer=answer,
                why_not=_clash_words(shift, busy) if answer == "clash" else words.WHY_NOT.get(answer, ""),
                button=_button(answer),
            )
        )
    return lines


def _clash_words(shift: Shift, busy: list[Any]) -> str:
    """Which other shift stands in the way."""
    others = [title for start, end, title, _id in busy if start < shift.ends_at and end > shift.starts_at]
    return gettext("这段时间您已有「%(title)s」") % {"title": others[0]} if others else str(words.WHY_NOT["clash"])


def _button(answer: str) -> str:
    return {
        "accepted": gettext("报名"),
        "applied": gettext("报名"),
        "waitlisted": gettext("排候补"),
        "log_in": gettext("登录后报名"),
    }.get(answer, "")


def _birth_date(person_id: int | None, shifts: list[Shift]) -> date | None:
    """Only asked for when a post has an age: what is not needed is not read."""
    if person_id is None or not any(s.post.min_age or s.post.max_age for s in shifts):
        return None
    person = people.person_by_id(person_id)
    return person.birth_date if person else None


def _person_facts(
    standing: people.Standing | None, born: date | None, shift: Shift, busy: list[Any]
) -> signing_up.PersonFacts:
    if standing is None:
        return signing_up.PersonFacts(registered=False)
    return signing_up.PersonFacts(
        check_failed=standing.state == "failed",
        guardian_ok=standing.guardian_ok,
        age_then=identifiers.age_on(born, clock.local_date(shift.starts_at)) if born else standing.age,
        skills=standing.skills,
        clash=any(start < shift.ends_at and end > shift.starts_at for start, end, _title, _shift in busy),
    )
