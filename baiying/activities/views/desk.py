"""The desk of those who plan, lead, publish or watch activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.models import Activity, ActivityState, Shift
from baiying.activities.rights import Right
from baiying.activities.rules import counting, tables
from baiying.activities.views import cannot_come, gate_told, must_know, results, scope, words
from baiying.activities.views.listed import TABS, activities_list, of_tab, tab_words
from baiying.kit import audit, clock, rooms
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams
from baiying.ui import formats, listing


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody works with: led teams, administered bodies, and an office's area."""

    account_id: int
    team_ids: list[int]
    body_ids: list[int]
    scope: accounts.Scope | None

    @classmethod
    def of(cls, actor: Actor, at: datetime) -> "Reach":
        assert actor.account_id is not None
        watches = accounts.may(actor, Right.SEE_ACTIVITIES)
        return cls(
            actor.account_id,
            teams.led_team_ids(actor.account_id, at),
            teams.administered_body_ids(actor.account_id, at),
            accounts.scope_of(actor, Right.SEE_ACTIVITIES) if watches else None,
        )

    @property
    def in_unit(self) -> bool:
        return bool(self.team_ids or self.body_ids)

    def activities(self) -> QuerySet[Activity]:
        return queries.activities_in_reach(
            account_id=self.account_id, team_ids=self.team_ids, body_ids=self.body_ids, scope=self.scope
        )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: Asking) -> HttpResponseBase:
    """What waits for me about activities, and the activities within my reach."""
    at = clock.now()
    reach = Reach.of(request.actor, at)
    leads = reach.in_unit or queries.leads_anything(reach.account_id, at)
    if not (leads or reach.scope is not None):
        raise PermissionDenied
    tab = request.GET.get("tab", "coming")
    tab = tab if tab in TABS else "coming"
    mine = reach.activities()
    area_id = reach.scope.area_id if reach.scope is not None else None
    kind = activities_list(tab, at, watches=reach.scope is not None, area_id=area_id)
    shown = listing.of(kind, request, of_tab(mine, tab, at), area_id=area_id)
    if shown.answer is not None:
        return shown.answer
    to_decide: list[Any] = []
    if leads:
        waiting = queries.waiting_to_decide(
            account_id=reach.account_id, team_ids=reach.team_ids, body_ids=reach.body_ids, at=at
        )
        to_decide = list(waiting[:20])
    drafts = of_tab(mine, "drafts", at).count() if reach.in_unit else None
    context = {
        "tabs": tab_words(reverse("activities:office"), tab, drafts),
        "tab": tab,
        "list": shown,
        "to_publish": list(queries.waiting_to_publish(reach.body_ids, at)[:20]),
        "to_decide": to_decide,
        "writes": reach.in_unit,
    }
    return render(request, "activities/office.html", context)


EVENTS = {
    "PlanWritten": _("写了方案"),
    "PlanRewritten": _("改了方案"),
    "GateAnswered": _("回答了自查问题"),
    "LeadOffered": _("请人带队"),
    "LeadAccepted": _("接受带队"),
    "LeadDeclined": _("不接受带队"),
    "LeadEnded": _("收回或结束带队"),
    "PlanSubmitted": _("提交方案"),
    "PlanSentBack": _("退回方案"),
    "PlanWithdrawn": _("收回方案修改"),
    "PlanDropped": _("删除草稿"),
    "PlanBroughtBack": _("恢复草稿"),
    "ActivityPublished": _("发布活动"),
    "ActivityWithdrawn": _("撤回活动"),
    "ActivityCancelled": _("取消活动"),
    "ActivityAmended": _("修改活动说明"),
    "DeadlineSet": _("改报名截止"),
    "PostsForAdults": _("写明了风险，不再收未成年人"),
}
# What happened to its shifts and repetitions is told with the activity: they have no record of their own.
SHIFT_EVENTS = {
    "ShiftAdded": _("增加班次"),
    "ShiftMoved": _("班次改期"),
    "ShiftCalledOff": _("取消班次"),
    "ShiftClosed": _("停止报名"),
    "ShiftEndedEarly": _("提前结束班次"),
    "ShiftReopened": _("恢复报名"),
    "ShiftPlacesChanged": _("修改名额"),
    "NoteSent": _("给报名的人发通知"),
}
SERIES_EVENTS = {
    "SeriesMoved": _("重复班次改期"),
    "SeriesEnded": _("取消以后的重复班次"),
    "SeriesPlacesChanged": _("修改重复班次的名额"),
}
TONES = {
    "ActivityPublished": "jade",
    "ActivityCancelled": "brick",
    "PlanSentBack": "amber",
    "ShiftMoved": "amber",
    "ShiftCalledOff": "brick",
    "ShiftEndedEarly": "amber",
    "SeriesMoved": "amber",
    "SeriesEnded": "brick",
}
MOST_EVENTS = 60


def story(activity: Activity, shifts: Sequence[Shift]) -> list[dict[str, Any]]:
    """Who did what to the activity and its shifts when and why, the newest first and so many of them."""
    told = list(audit.story_of("activity", activity.pk))
    named = {shift.pk: formats.span_text(shift.starts_at, shift.ends_at) for shift in shifts}
    series = {shift.series_id for shift in shifts if shift.series_id is not None}
    of_shifts = list(audit.stories_of("shift", list(named), list(SHIFT_EVENTS)))
    of_series = list(audit.stories_of("series", series, list(SERIES_EVENTS))) if series else []
    lines = [_event(event, EVENTS, _of_plan(event)) for event in told]
    # What came by a bulk load has no audit rows of its own, and keeps its story after the first act that has one.
    known = {event.action for event in told}
    lines += [step for name, step in _steps(activity) if name not in known]
    lines += [_event(event, SHIFT_EVENTS, _of_shift(event, named)) for event in of_shifts]
    lines += [_event(event, SERIES_EVENTS, event.detail.get("reason", "")) for event in of_series]
    # What one act wrote down has one instant: the later line of the audit is then the newer.
    return sorted(lines, key=lambda line: (line["at"], line["order"]), reverse=True)[:MOST_EVENTS]


def _of_plan(event: Any) -> str:
    if event.action == "GateAnswered":
        return gate_told.told(event.detail.get("answers", {}))
    return str(event.detail.get("reason", ""))


def _event(event: Any, names: Mapping[str, Any], why: str) -> dict[str, Any]:
    title = names.get(event.action, event.action)
    tone = TONES.get(event.action, "plain")
    return {"at": event.at, "order": event.pk, "title": title, "who": rooms.who(event.who), "why": why, "tone": tone}


def _of_shift(event: Any, named: Mapping[int, str]) -> str:
    """Which shift, and what became of it: the new time, the new number of places, the reason, how many were told."""
    detail = event.detail
    if event.action == "ShiftMoved":
        start, end = datetime.fromisoformat(detail["starts_at"]), datetime.fromisoformat(detail["ends_at"])
        return gettext("改到 %(when)s") % {"when": formats.span_text(start, end)}
    said = {
        "ShiftPlacesChanged": lambda: f"{detail.get('from')} → {detail.get('to')}",
        "NoteSent": lambda: (
            gettext("通知了 %(told)s 人") % {"told": detail.get("told", 0) + detail.get("guardians", 0)}
        ),
    }
    more = said[event.action]() if event.action in said else detail.get("reason", "")
    return formats.listed([part for part in (named.get(event.subject_id, ""), more) if part], "，")


def _steps(activity: Activity) -> list[tuple[str, dict[str, Any]]]:
    """The story as its columns tell it: the name of the act, and its line."""
    ended = "ActivityCancelled" if activity.state == ActivityState.CANCELLED else "ActivityWithdrawn"
    steps = (
        (activity.ended_at, ended, activity.ended_by_id, activity.end_reason),
        (activity.published_at, "ActivityPublished", activity.published_by_id, ""),
        (activity.submitted_at, "PlanSubmitted", activity.leader_id, ""),
        (activity.created_at, "PlanWritten", activity.created_by_id, ""),
    )
    return [
        (name, _line_of(at, -n, name, _name(account_id), why))
        for n, (at, name, account_id, why) in enumerate(steps)
        if at is not None
    ]


def _line_of(at: datetime, order: int, name: str, who: str, why: str) -> dict[str, Any]:
    return {"at": at, "order": order, "title": EVENTS[name], "who": who, "why": why, "tone": TONES.get(name, "plain")}


def _name(account_id: int | None) -> str:
    found = account_rows.account(account_id) if account_id is not None else None
    return found.display_name if found else ""


# So many shifts of a long series stand open; the others are one tap away.
OPEN_SHIFTS = 4


def _line(shift: Shift, signed_up: list[Any], skills: dict[str, str], at: datetime) -> tuple[Any, ...]:
    """A shift as the record shows it: conditions, sign-ups (which of them children's) and of how many persons, whether
    it is to come, what of it is over, its rhythm, and of a moved one how many said yes to the new time and how many
    nothing yet."""
    children = queries.children_on(shift, [(signup.person, signup) for signup, _said in signed_up])
    coming = shift.starts_at > at and shift.called_off_at is None
    over = (shift.ends_at <= at, actions.is_past(shift, at))
    persons = counting.heads(signup.person_id for signup, _said in signed_up).persons
    moved = queries.new_times([signup for signup, _said in signed_up])
    yes = sum(said.answered for said in moved.values())
    named = [(signup, said, children.get(signup.person_id), moved.get(signup.pk)) for signup, said in signed_up]
    answers = (yes, len(moved) - yes) if moved and coming else None
    return (shift, words.conditions(shift.post, skills), named, persons, coming, over, words.rhythm(shift), answers)


def _folded(lines: list[tuple[Any, ...]], at: datetime) -> dict[str, Any]:
    """What goes on and what comes next first; later ones and those that are over, the newest first, folded."""
    ahead = [line for line in lines if line[0].ends_at > at]
    over = [line for line in reversed(lines) if line[0].ends_at <= at]
    if not ahead or len(lines) <= OPEN_SHIFTS:
        return {"shifts": lines}
    return {"shifts": ahead[:OPEN_SHIFTS], "further": ahead[OPEN_SHIFTS:], "gone": over}


@signed_in
@require_safe
def record(request: Asking, activity_pid: str) -> HttpResponse:
    """The story of one activity: its state, its shifts with who comes, and what can be done next."""
    row = access.activity_for(request.actor, activity_pid, to="record")
    at = clock.now()
    shifts = list(queries.shifts_of(row.pk))
    people_of: dict[int, list[Any]] = {shift.pk: [] for shift in shifts}
    leads = access.may(request.actor, row, "lead")
    if leads:
        for signup in queries.live_signups_of_activity(row.pk):
            people_of[signup.shift_id].append((signup, words.signup_words(signup)))
    nobody = not any(people_of.values())
    if leads:
        # Whom somebody may have to phone, because they read no messages.
        for signup in queries.called_off_signups(row.pk):
            people_of[signup.shift_id].append((signup, words.signup_words(signup)))
    told_of_gate = gate_told.lines(row)
    skills = words.skill_names()
    publishes = access.may(request.actor, row, "publish")
    context = {
        "activity": row,
        "state": words.activity_words(row, clock.local_date(at)),
        "path": " · ".join(places.path_names(row.area)[-3:]),
        "categories": people.category_names(row.categories),
        "recipients": words.table_names(row.recipients, tables.RECIPIENTS),
        "safeguards": words.table_names(row.safeguards, tables.SAFEGUARDS),
        **_folded([_line(shift, people_of[shift.pk], skills, at) for shift in shifts], at),
        # Nothing of it is still to come or going on: no further shift, no other leader.
        "over": bool(shifts) and all(shift.ends_at <= at for shift in shifts) and row.ends_on < clock.local_date(at),
        "later": len(queries.times_of_series(row.pk, at)) if row.state != ActivityState.WITHDRAWN else 0,
        "days_off": queries.passed_over_of(row.pk, at) if row.state != ActivityState.WITHDRAWN else [],
        "not_coming": queries.gone_from([shift.pk for shift in shifts]) if leads else {},
        "reminded": {pk: words.reminded(lines) for pk, lines in queries.reminded(row.pk).items()},
        **results.of_record(shifts, request.actor, at, leads=leads),
        **(must_know.of_record(row.pk, request.actor, at) if leads else {}),
        "to_ask": cannot_come.of_record(row.pk, request.actor, at) if leads else [],
        "gate": told_of_gate,
        "outside": scope.outside(row.team_id, row.area_id),
        "turned": any(line["turned"] for line in told_of_gate),
        "events": story(row, shifts),
        "leads": leads,
        "publishes": publishes,
        "cancels": access.may(request.actor, row, "cancel"),
        "nobody": nobody,
        "own_plan": publishes and access.is_own_plan(request.actor, row, at),
        "takes_back": row.state == ActivityState.SUBMITTED and access.may_withdraw_plan(request.actor, row),
        "held": queries.lead_held(row.pk, request.actor.account_id),
        "asked": queries.asked_to_lead(row.pk, at),
        "elsewhere": _elsewhere(request.actor, row, shifts, at) if leads or publishes else [],
        "similar": _similar(row) if publishes and row.state == ActivityState.SUBMITTED else [],
    }
    return render(request, "activities/record.html", context)


def _similar(row: Activity) -> list[Activity]:
    return queries.similar_on_day(team_id=row.team_id, title=row.title, day=row.starts_on, other_than=row.pk)


def _elsewhere(actor: Actor, row: Activity, shifts: Sequence[Shift], at: datetime) -> list[str]:
    """Where else whoever leads is to be at that time: said before somebody plans, publishes or names a leader."""
    if row.state in (ActivityState.WITHDRAWN, ActivityState.CANCELLED):
        return []
    found = queries.leader_elsewhere(row.leader_id, shifts, at)
    return [one.words_to(own=row.leader_id == actor.account_id) for one in found]
