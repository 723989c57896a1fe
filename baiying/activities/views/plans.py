"""Writing a plan: begun for a team, kept while an area is chosen, saved as a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.activities import access, actions, queries
from baiying.activities.forms.plans import MOST_POSTS, MOST_ROWS, PlanForms, count_of
from baiying.activities.models import Activity, PlanDraft, Shift
from baiying.activities.views import plan_leader, plan_versions, scope
from baiying.activities.views.answers import see_other
from baiying.activities.views.leading import may_lead
from baiying.activities.views.publishing import STEPS
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.places import access as place_access
from baiying.places import queries as places
from baiying.teams import access as team_access
from baiying.teams import queries as teams
from baiying.ui import flash, shown


@dataclass(frozen=True, slots=True)
class Desk:
    """The plan on the table: for which team, of which activity if it was saved before, and where it is sent."""

    team: Any
    activity: Activity | None
    action: str


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Asking) -> HttpResponse:
    """A new plan: first the team, if there are several; then the form."""
    at = clock.now()
    account_id = request.actor.account_id or 0
    led = teams.led_team_ids(account_id, at)
    bodies = teams.administered_body_ids(account_id, at)
    pid = request.GET.get("team", "")
    if pid:
        team = team_access.team_for(request.actor, pid, to="lead")
        return _write(request, Desk(team, None, f"{reverse('activities:plan_begin')}?team={pid}"))
    mine = {team.pk: team for team in teams.teams_by_id(led)}
    for body_id in bodies:
        mine |= {team.pk: team for team in teams.teams_of_body(body_id)}
    if not mine and not bodies:
        raise PermissionDenied
    if len(mine) == 1:
        (team,) = mine.values()
        return see_other(f"{reverse('activities:plan_begin')}?team={team.public_id}")
    found = sorted(mine.values(), key=lambda t: t.name)
    unfinished = _unfinished(account_id, mine)
    return render(request, "activities/choose_team.html", {"teams": found, "unfinished": unfinished})


def _begun(request: Asking, desk: Desk) -> list[tuple[PlanDraft, str]]:
    """What may be gone on with, where a new plan of this team begins: not on the page of such a draft itself."""
    match = request.resolver_match
    begins = request.method == "GET" and match is not None and match.url_name == "plan_begin"
    return _unfinished(request.actor.account_id or 0, [desk.team.pk]) if begins else []


def _unfinished(account_id: int, team_ids: Iterable[int]) -> list[tuple[PlanDraft, str]]:
    """Plans left while an area was chosen, each with its title or what else tells them apart."""
    rows = queries.plan_drafts(account_id, team_ids)
    return [(row, "".join(row.content.get("title", [])[:1]).strip() or translate("还没有标题")) for row in rows]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@shown.one_at_a_time
def plan(request: Asking, activity_pid: str) -> HttpResponse:
    """A draft once more."""
    row = access.activity_for(request.actor, activity_pid, to="plan")
    if row.state != "draft":
        raise Http404
    return _write(request, Desk(row.team, row, reverse("activities:plan", args=[activity_pid])))


@signed_in
@require_safe
def draft(request: Asking, draft_pid: str) -> HttpResponse:
    """Back from choosing an area: what had been typed, with the area chosen."""
    kept = queries.plan_draft(draft_pid, request.actor.account_id or 0)
    if kept is None:
        raise Http404
    team = team_access.team_for(request.actor, kept.team.public_id, to="lead")
    if kept.activity is not None:
        action = reverse("activities:plan", args=[kept.activity.public_id])
    else:
        action = f"{reverse('activities:plan_begin')}?team={team.public_id}"
    data = _query(kept.content)
    if places.division(request.GET.get("area", "")) is not None:
        data["area"] = request.GET["area"]
    desk = Desk(team, kept.activity, action)
    return _page(request, desk, _forms(data, desk, check=False), 422 if _chosen(data, desk).wrong else 200)


def _query(content: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in content.items():
        data.setlist(name, values)
    return data


def _chosen(data: QueryDict, desk: Desk) -> place_access.Chosen[Any]:
    """The area that was typed, or the present one and why not."""
    now = desk.activity.area if desk.activity is not None else desk.team.area
    return place_access.area_within(data.get("area", ""), base=teams.ground_of_team(desk.team.pk), otherwise=now)


def _forms(data: QueryDict, desk: Desk, *, check: bool) -> PlanForms:
    site = places.site_for(_chosen(data, desk).area.pk)
    return PlanForms(data, check=check, leaders=may_lead(desk.team, clock.now()), site_name=site.name if site else "")


def _write(request: Asking, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        start = _start(desk) if desk.activity is not None else QueryDict(mutable=True)
        if desk.activity is not None:
            start[shown.FIELD] = plan_versions.token(desk.activity, start)
        else:
            start["leader"] = str(request.actor.account_id)
            start["area"] = desk.team.area.public_id
            contact = queries.last_contact(desk.team.pk, request.actor.account_id or 0)
            start["contact_name"], start["contact_phone"] = contact
        return _page(request, desk, _forms(start, desk, check=False), 200)
    data = request.POST.copy()
    if "again" in data:
        # The page puts back what was typed and not sent (drafts.js): nothing is checked or saved.
        return _page(request, desk, _forms(data, desk, check=False), 200)
    if _change_rows(data):
        added = next((part for part in ("post", "shift") if f"add_{part}" in data), "")
        return _page(request, desk, _forms(data, desk, check=False), 200, added)
    if "choose_area" in data:
        return _keep_and_choose(request, desk, data)
    return _save(request, desk, data)


def _change_rows(data: QueryDict) -> bool:
    """Add or take away a row if one of those buttons was pressed; nothing typed is lost."""
    for button, counter, most in (("add_post", "posts", MOST_POSTS), ("add_shift", "shifts", MOST_ROWS)):
        if button in data:
            data[counter] = str(min(most, count_of(data, counter, most) + 1))
            return True
    for button, counter, prefix in (("drop_post", "posts", "post"), ("drop_shift", "shifts", "shift")):
        number = numbers.whole(data.get(button, ""))
        if number is not None:
            _drop_row(data, counter, prefix, number)
            return True
    return False


def _drop_row(data: QueryDict, counter: str, prefix: str, row: int) -> None:
    """Take one row out and move those below it up."""
    count = count_of(data, counter, MOST_ROWS)
    moved = {key: data.getlist(key) for key in list(data) if key.startswith(f"{prefix}-")}
    for key in moved:
        del data[key]
    for key, values in moved.items():
        typed, _dash, name = key.removeprefix(f"{prefix}-").partition("-")
        number = numbers.whole(typed)
        if number is not None and number != row:
            data.setlist(f"{prefix}-{number - (number > row)}-{name}", values)
    data[counter] = str(max(1, count - 1))
    if prefix == "post":
        for key in [k for k in data if k.startswith("shift-") and k.endswith("-post")]:
            old = numbers.whole(data[key])
            if old is not None and old >= row:
                data[key] = str(max(0, old - 1)) if old > row else "0"


def _keep_and_choose(request: Asking, desk: Desk, data: QueryDict) -> HttpResponse:
    content = {k: v for k, v in data.lists() if k not in ("csrfmiddlewaretoken", "choose_area")}
    kept = actions.keep_draft(
        draft=None,
        team_id=desk.team.pk,
        activity_id=desk.activity.pk if desk.activity else None,
        content=content,
        actor=request.actor,
        at=clock.now(),
    )
    back = reverse("activities:plan_draft", args=[kept.public_id])
    trip = {"next": back, "field": "area", "upto": "village", "any": "1", "everywhere": "1"}
    return see_other(f"{reverse('places:choose')}?{urlencode(trip)}")


def _save(request: Asking, desk: Desk, data: QueryDict) -> HttpResponse:
    data.setdefault("area", desk.team.area.public_id)
    written = _forms(data, desk, check=True)
    chosen = _chosen(data, desk)
    area = chosen.area
    written.is_valid()
    if desk.activity is not None and plan_versions.refused(request, desk.activity, _start(desk), data, written):
        return _page(request, desk, written, 422)
    if not written.is_valid():
        written.show_so_far(actions.plan_findings(written.plan_so_far(area.pk), clock.now()))
        return _page(request, desk, written, 422)
    if chosen.wrong:
        return _page(request, desk, written, 422)
    site = places.site_for(area.pk)
    plan = written.plan(
        area_id=area.pk,
        site=site,
        longitude=site.longitude if site else None,
        latitude=site.latitude if site else None,
    )
    at = clock.now()
    actor_id = request.actor.account_id or 0
    elsewhere = plan_leader.warning(plan, data, row=desk.activity, actor_id=actor_id, at=at)
    if any(elsewhere):
        return _page(request, desk, written, 200, elsewhere=elsewhere)
    try:
        if desk.activity is None:
            row = actions.write_plan(team_id=desk.team.pk, plan=plan, actor=request.actor, at=at)
        else:
            row = actions.rewrite_plan(activity_id=desk.activity.pk, plan=plan, actor=request.actor, at=at)
    except actions.BadPlan as bad:
        written.show(bad.detail["findings"])  # type: ignore[arg-type]
        return _page(request, desk, written, 422)
    except Refused as refusal:
        written.head.add_error(None, str(refusal))
        return _page(request, desk, written, 409)
    activity_id = desk.activity.pk if desk.activity else None
    actions.drop_drafts(team_id=desk.team.pk, activity_id=activity_id, actor=request.actor)
    flash.done(request, _("方案已保存。回答六个问题后就可以提交。"))
    _say_of_similar(request, row)
    if outside := scope.outside(row.team_id, row.area_id):
        flash.note(request, outside)
    return see_other(reverse("activities:gate", args=[row.public_id]))


def _say_of_similar(request: Asking, row: Activity) -> None:
    """What looks like the same thing written twice is said, not stopped: two groups may sweep one square (R044)."""
    others = queries.similar_on_day(team_id=row.team_id, title=row.title, day=row.starts_on, other_than=row.pk)
    if others:
        text = translate("这支队伍那天已经有同名的活动“%(title)s”。重复了的话，请删改其中一个。")
        flash.note(request, text % {"title": others[0].title})


def _page(
    request: Asking,
    desk: Desk,
    written: PlanForms,
    status: int,
    added: str = "",
    elsewhere: tuple[str, str] = ("", ""),
) -> HttpResponse:
    """The form; `added` is the part ("post", "shift") whose new row the writer goes on with; `elsewhere`: where else
    the leader has to be, and the mark by which it is said once (plan_leader.warning).
    """
    chosen = _chosen(written.data, desk)
    area = chosen.area
    page = {
        "wrong_area": chosen.wrong,
        "outside": scope.outside(desk.team.pk, area.pk),
        "unfinished": _begun(request, desk),
        "forms": written,
        "added": added,
        "elsewhere": elsewhere[0],
        "said_elsewhere": elsewhere[1],
        "team": desk.team,
        "activity": desk.activity,
        "action": desk.action,
        "area": " · ".join(places.path_names(area)[-3:]),
        "area_pid": area.public_id,
        "as_shown": written.data.get(shown.FIELD, ""),
        "steps_labels": STEPS,
        "back": reverse("activities:office"),
    }
    return render(request, "activities/plan.html", page, status=status)


def _start(desk: Desk) -> QueryDict:
    """A saved draft as if it had just been typed."""
    row = desk.activity
    assert row is not None
    data = QueryDict(mutable=True)
    for name in ("title", "description", "risk_statement", "plan", "address", "contact_name", "contact_phone"):
        data[name] = getattr(row, name)
    for name in ("categories", "recipients", "safeguards"):
        data.setlist(name, getattr(row, name))
    for name, value in (("contact_public", row.contact_public), ("at_site", row.site_id is not None)):
        if value:
            data[name] = "on"
    data["approval"] = row.approval
    data["leader"] = str(queries.named_leader(row.pk, row.leader_id, clock.now()))
    data["area"] = row.area.public_id
    data["recruit_until"] = _local(row.recruit_until, "%Y-%m-%dT%H:%M")
    posts = list(queries.posts_of(row.pk))
    data["posts"] = str(max(1, len(posts)))
    for n, post in enumerate(posts):
        data[f"post-{n}-name"], data[f"post-{n}-duties"] = post.name, post.duties
        data[f"post-{n}-min_age"] = str(post.min_age or "")
        data[f"post-{n}-max_age"] = str(post.max_age or "")
        data[f"post-{n}-minors"] = "yes" if post.minors_welcome else "no"
        data[f"post-{n}-minors_with"] = post.minors_with
        data.setlist(f"post-{n}-skills", post.skills)
    places_of = {post.pk: n for n, post in enumerate(posts)}
    shifts = _typed_shifts(row)[:MOST_ROWS]
    data["shifts"] = str(max(1, len(shifts)))
    for n, (shift, repeats) in enumerate(shifts):
        data[f"shift-{n}-post"] = str(places_of[shift.post_id])
        data[f"shift-{n}-day"] = _local(shift.starts_at, "%Y-%m-%d")
        data[f"shift-{n}-starts"] = _local(shift.starts_at, "%H:%M")
        data[f"shift-{n}-ends"] = _local(shift.ends_at, "%H:%M")
        data[f"shift-{n}-places"] = str(shift.places)
        data[f"shift-{n}-break_minutes"] = str(shift.break_minutes or "")
        data[f"shift-{n}-repeats"] = str(repeats or "")
        if clock.local_date(shift.ends_at) > clock.local_date(shift.starts_at):
            data[f"shift-{n}-next_day"] = "on"
    return data


def _typed_shifts(row: Activity) -> list[tuple[Shift, int]]:
    """The shifts of a draft as its writer typed them: a series is its first shift and a number of further weeks."""
    further = {one.pk: queries.further_of(one) for one in queries.series_of(row.pk)}
    return [
        (shift, further.get(shift.series_id or 0, 0))
        for shift in queries.shifts_of(row.pk)
        if shift.series_id is None or shift.place_in_series == 0
    ]


def _local(at: datetime, pattern: str) -> str:
    return clock.local(at).strftime(pattern)
