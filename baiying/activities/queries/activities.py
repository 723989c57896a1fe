"""Activities, posts and shifts: one, or those that somebody leads, publishes or watches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from baiying.accounts.access import Scope
from baiying.activities.models import Activity, ActivityState, PlanDraft, Post, Shift, Signup, SignupState
from baiying.activities.rules import naming, plans, shifts
from baiying.activities.rules.minors import MinorRules
from baiying.activities.rules.plans import ActivityRules
from baiying.kit.db import prepared
from baiying.kit.values import finding
from baiying.people import queries as people
from baiying.places import queries as places


def _all() -> QuerySet[Activity]:
    return Activity.objects.select_related("team", "team__body", "area", "site", "leader")


def activity(public_id: str) -> Activity | None:
    return _all().filter(public_id=public_id).first()


def _shifts() -> QuerySet[Shift]:
    return Shift.objects.select_related("post", "series", "activity", "activity__team", "activity__area")


def shift(public_id: str) -> Shift | None:
    return _shifts().filter(public_id=public_id).first()


def shifts_by_key(keys: Iterable[int]) -> QuerySet[Shift]:
    """Shifts by their keys, in the order of time."""
    return _shifts().filter(pk__in=list(keys)).order_by("starts_at", "id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the words of a sign-up need of its shift."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    leader: str
    contact: str
    mind: str
    # Raised by whatever changes its times or words.
    revision: int


_WANTED = """
SELECT a.title, sh.starts_at, sh.ends_at, a.address, l.display_name, a.contact_name, a.risk_statement, sh.revision,
       (SELECT p.birth_date FROM people_person p WHERE p.id = %s)
  FROM activities_shift sh JOIN activities_activity a ON a.id = sh.activity_id
  JOIN accounts_account l ON l.id = a.leader_id WHERE sh.public_id = %s
"""


def wanted(shift_pid: str, person_id: int) -> tuple[Wanted, date | None] | None:
    """The shift, and when the person was born (None for who is not known); None where there is no such shift.

    One small read before the statement that signs up: every one more is paid by each who presses.
    """
    row = prepared.one(_WANTED, [person_id, shift_pid])
    return (Wanted(*row[:-1]), row[-1]) if row is not None else None


def named(activity: Activity, *, inside: bool, on: date | None = None) -> naming.Named:
    """Whom to look for and whom to ask, as rules.naming says: the one way in which pages and messages name them.

    `on`: the day on which strangers look, who read the whole name of a leader that wants it.
    """
    leader = activity.leader_id
    return naming.named(
        leader=activity.leader.display_name,
        contact=activity.contact_name,
        phone=activity.contact_phone,
        made_public=activity.contact_public,
        inside=inside,
        leader_public=on is not None and leader in people.named_to_strangers([leader], on),
    )


def wanted_of(shift: Shift) -> Wanted:
    """The same of a shift that is at hand."""
    activity, who = shift.activity, named(shift.activity, inside=True)
    return Wanted(
        activity.title, shift.starts_at, shift.ends_at, activity.address, who.leader,
        who.contact, activity.risk_statement, shift.revision,
    )  # fmt: skip


def shifts_of(activity_id: int) -> QuerySet[Shift]:
    """All shifts of an activity in order of time, with their posts and how many wait."""
    line = Signup.objects.filter(shift=OuterRef("pk"), state=SignupState.WAITLISTED)
    waiting = Coalesce(Subquery(line.order_by().values("shift").annotate(n=Count("pk")).values("n")), 0)
    rows = _shifts().filter(activity_id=activity_id).annotate(_waiting=waiting)
    return rows.order_by("starts_at", "post_id", "id")


def open_addresses(at: datetime, most: int) -> list[str]:
    """Public ids of what still takes sign-ups, what ends recruiting last first."""
    rows = Activity.objects.filter(state=ActivityState.PUBLISHED, recruit_until__gt=at).order_by("-recruit_until")
    return list(rows.values_list("public_id", flat=True)[:most])


def posts_of(activity_id: int) -> QuerySet[Post]:
    return Post.objects.filter(activity_id=activity_id).order_by("id")


def _with_shifts(rows: QuerySet[Activity], at: datetime) -> QuerySet[Any]:
    """With `next_start`, places, taken and waiting of the shifts that are not over; places and taken of all shifts.

    What was called off by itself is in none of these numbers: it has no places any more.
    """
    there = Q(shifts__called_off_at__isnull=True)
    coming = there & Q(shifts__ends_at__gt=at)
    line = Signup.objects.filter(shift__activity=OuterRef("pk"), state=SignupState.WAITLISTED, shift__ends_at__gt=at)
    return rows.annotate(
        next_start=Min("shifts__starts_at", filter=coming),
        places=Sum("shifts__places", filter=coming, default=0),
        taken=Sum("shifts__taken", filter=coming, default=0),
        waiting=Coalesce(Subquery(line.order_by().values("shift__activity").annotate(n=Count("pk")).values("n")), 0),
        all_places=Sum("shifts__places", filter=there, default=0),
        all_taken=Sum("shifts__taken", filter=there, default=0),
    )


def dropped() -> Q:
    """Plans that were thrown away before anybody else saw them (Activity.is_dropped)."""
    return Q(state=ActivityState.WITHDRAWN, published_at__isnull=True)


def last_contact(team_id: int, account_id: int) -> tuple[str, str]:
    """Name and number of the contact in the latest plan that the account wrote for the team; empty without one."""
    rows = Activity.objects.filter(team_id=team_id, created_by_id=account_id)
    row = rows.only("public_id", "contact_name", "contact_phone_sealed").order_by("-created_at").first()
    return (row.contact_name, row.contact_phone) if row is not None else ("", "")


def activities_in_reach(
    *, account_id: int | None, team_ids: Sequence[int], body_ids: Sequence[int], scope: Scope | None
) -> QuerySet[Activity]:
    """What somebody may work on: own plans, those of led teams and administered bodies; or an office's area."""
    reach = Q(team_id__in=team_ids) | Q(team__body_id__in=body_ids)
    if account_id is not None:
        reach |= Q(leader_id=account_id)
    if scope is not None:
        reach |= scope.areas("area") & ~Q(state=ActivityState.DRAFT) & ~dropped()
    return _all().filter(reach)


def called_so(rows: QuerySet[Activity], text: str) -> QuerySet[Activity]:
    """Those of the rows that have every word, as written or by its sound or initials; the latest first."""
    words = finding.runs(text)
    for word in words:
        found = Q(title__icontains=word) | Q(team__name__icontains=word)
        for way in finding.ways(word):
            found |= Q(terms__contains=list(way))
        rows = rows.filter(found)
    return rows.order_by("-ends_on", "-id") if words else rows.none()


def with_shifts(rows: Sequence[Activity], at: datetime) -> list[Any]:
    """The same activities in the same order, each with its shifts' numbers: added up for a page, not a city."""
    found = {row.pk: row for row in _with_shifts(_all().filter(pk__in=[row.pk for row in rows]), at)}
    return [found[row.pk] for row in rows if row.pk in found]


def shift_ids_of(activity_ids: Sequence[int]) -> dict[int, list[int]]:
    """The shifts of each activity, called off or not."""
    found: dict[int, list[int]] = {pk: [] for pk in activity_ids}
    for activity_id, pk in Shift.objects.filter(activity_id__in=list(activity_ids)).values_list("activity_id", "pk"):
        found[activity_id].append(pk)
    return found


def waiting_to_publish(body_ids: Sequence[int], at: datetime) -> QuerySet[Any]:
    """Plans handed in and not answered, of the bodies somebody administers: the oldest first."""
    rows = _all().filter(team__body_id__in=body_ids, state=ActivityState.SUBMITTED)
    return _with_shifts(rows, at).order_by("submitted_at", "id")


def state_of(shift: Shift) -> str:
    """The state in which a shift stands: its activity's, or cancelled where it was called off by itself."""
    return ActivityState.CANCELLED if shift.called_off_at is not None else shift.activity.state


def standing(prefix: str = "") -> Q:
    """A filter on shifts that take or took place, as rules.shifts.stands says; `prefix` as in "shift__"."""
    ended = (ActivityState.WITHDRAWN, ActivityState.CANCELLED)
    # What was called off by itself had not begun: the database holds that.
    stands_itself = Q(**{f"{prefix}called_off_at__isnull": True})
    published = Q(**{f"{prefix}activity__state": ActivityState.PUBLISHED})
    begun = Q(**{f"{prefix}activity__state__in": ended, f"{prefix}activity__ended_at__gt": F(f"{prefix}starts_at")})
    return stands_itself & (published | begun)


def stands(shift: Shift) -> bool:
    """Whether the shift takes or took place: see rules.shifts.stands."""
    activity = shift.activity
    return shifts.stands(state_of(shift), shift.starts_at, shift.called_off_at or activity.ended_at)


def led_shifts(account_id: int, team_ids: Sequence[int], start: datetime, end: datetime) -> QuerySet[Shift]:
    """The shifts between two instants that an account leads, as activity's or as team's leader: also those that had
    begun before the rest was called off."""
    mine = Q(activity__leader_id=account_id) | Q(activity__team_id__in=team_ids)
    rows = _shifts().filter(mine, standing(), ends_at__gt=start, starts_at__lt=end)
    return rows.order_by("starts_at", "id")


def similar_on_day(*, team_id: int, title: str, day: date, other_than: int | None) -> list[Activity]:
    """Activities of the same team with the same title on the day: perhaps the same thing written twice (R044)."""
    rows = Activity.objects.filter(team_id=team_id, title=title, starts_on__lte=day, ends_on__gte=day)
    rows = rows.exclude(state__in=[ActivityState.WITHDRAWN, ActivityState.CANCELLED])
    return list(rows.exclude(pk=other_than or 0)[:3])


def activity_rules(area_path: Sequence[int], on: date) -> ActivityRules:
    """The limits of planning and publishing that hold in an area on a day."""
    return places.rule_set(ActivityRules, area_path=area_path, on=on).rules


def minor_rules(area_path: Sequence[int], on: date) -> MinorRules:
    """School hours and company of the youngest, as they hold in an area on a day."""
    return places.rule_set(MinorRules, area_path=area_path, on=on).rules


def least_age_by_law(shift: Shift) -> int | None:
    """From which age one may serve there, whatever the post says; None where no law says so.

    Of the law alone: what a city adds to its list holds for plans that are published after it, by the post's age.
    """
    return plans.ADULT if set(shift.activity.categories) & set(plans.RESCUE) else None


def why_minor_is_not_asked_for(shift: Shift, age: int) -> str:
    """Why somebody under 18 on the day is not asked for, as rules.signing_up.why_unfit calls it: the post takes no
    minors, or none so young; empty for everybody else."""
    if age >= plans.ADULT:
        return ""
    if not shift.post.minors_welcome:
        return "minors_not_welcome"
    return "too_young" if age < (shift.post.min_age or 0) else ""


def plan_drafts(account_id: int, team_ids: Iterable[int]) -> list[PlanDraft]:
    """What the account has typed for these teams and not yet saved, the newest first."""
    rows = PlanDraft.objects.filter(account_id=account_id, team_id__in=list(team_ids), activity__isnull=True)
    return list(rows.select_related("team").order_by("-changed_at", "-id"))


def plan_draft(public_id: str, account_id: int) -> PlanDraft | None:
    """What the account has typed and not yet saved."""
    rows = PlanDraft.objects.filter(public_id=public_id, account_id=account_id)
    return rows.select_related("team", "team__body", "team__area", "activity").first()
