"""Who belongs to a team, who asks to."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from baiying.teams import rules
from baiying.teams.models import Membership, Team

JOINED = Q(joined_at__isnull=False, left_at__isnull=True, refused_at__isnull=True)
WAITING = Q(joined_at__isnull=True, left_at__isnull=True, refused_at__isnull=True)


def is_member(team_id: int, person_id: int) -> bool:
    return Membership.objects.filter(JOINED, team_id=team_id, person_id=person_id).exists()


def members_among(team_ids: Iterable[int], person_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Of some persons, who belongs to which of some teams now: pairs of team and person."""
    rows = Membership.objects.filter(JOINED, team_id__in=list(team_ids), person_id__in=list(person_ids))
    return set(rows.values_list("team_id", "person_id"))


def memberships_among(team_ids: Iterable[int], person_ids: Iterable[int]) -> list[tuple[int, int, Team]]:
    """The memberships of some persons in some teams that stand now, with person and team, in the order of their ids."""
    rows = Membership.objects.filter(JOINED, team_id__in=list(team_ids), person_id__in=list(person_ids))
    return [(one.pk, one.person_id, one.team) for one in rows.select_related("team__body__area").order_by("id")]


def ended_by(team_ids: Iterable[int], person_ids: Iterable[int], *, account_id: int, reason: str) -> list[int]:
    """The memberships of some persons in some teams that one account ended for a reason, in the order of their ids."""
    rows = Membership.objects.filter(team_id__in=list(team_ids), person_id__in=list(person_ids))
    rows = rows.filter(left_at__isnull=False, ended_by_id=account_id, leave_reason=reason)
    return list(rows.order_by("id").values_list("pk", flat=True))


def members_of(team_id: int) -> QuerySet[Membership]:
    """Who belongs to the team now, longest first, with the person; without those whose record rests."""
    rows = Membership.objects.filter(JOINED, team_id=team_id).filter(person__rests_since__isnull=True)
    return rows.select_related("person").order_by("joined_at", "id")


def waiting_for(team_ids: Iterable[int]) -> QuerySet[Membership]:
    """Who asked to join one of the teams and has no answer yet, the oldest first."""
    rows = Membership.objects.filter(WAITING, team_id__in=list(team_ids)).filter(person__rests_since__isnull=True)
    return rows.select_related("person", "team").order_by("asked_at", "id")


def memberships_of_person(person_id: int) -> QuerySet[Membership]:
    """All steps of a person with teams, the newest first."""
    rows = Membership.objects.filter(person_id=person_id)
    return rows.select_related("team", "team__body", "team__area").order_by("-id")


def live_memberships_of_person(person_id: int) -> QuerySet[Membership]:
    """The teams a person is in or has asked to join, the newest first."""
    return memberships_of_person(person_id).filter(refused_at__isnull=True, left_at__isnull=True)


def team_ids_of_person(person_id: int) -> list[int]:
    """The teams that a person is in now."""
    rows = Membership.objects.filter(person_id=person_id, joined_at__isnull=False, left_at__isnull=True)
    return list(rows.values_list("team_id", flat=True))


def membership_of(team_id: int, person_id: int) -> Membership | None:
    """The latest step of the person with the team."""
    return Membership.objects.filter(team_id=team_id, person_id=person_id).order_by("-id").first()


def state_of(membership: Membership) -> str:
    """asked, joined, refused or left."""
    return rules.membership_state(
        joined=membership.joined_at is not None,
        refused=membership.refused_at is not None,
        left=membership.left_at is not None,
    )
