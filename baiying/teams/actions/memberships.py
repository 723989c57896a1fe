"""Joining a team: asked by the person, answered by the team, left by the person."""

from datetime import datetime, timedelta

from django.urls import reverse

from baiying.kit import audit, facts
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import access
from baiying.people import queries as people
from baiying.teams import facts as told
from baiying.teams import locked, queries
from baiying.teams.actions import refusals
from baiying.teams.models import Membership


@transaction.atomic
def ask_to_join(*, team_id: int, person_id: int, words: str = "", actor: Actor, at: datetime) -> Membership:
    """Ask to join; whoever asks again while asking or joined gets the same row. Refuses: NotRegistered, TeamGone."""
    if people.registration_of(person_id) is None:
        raise refusals.NotRegistered
    team = locked.team(team_id)
    if team.closed_at is not None:
        raise refusals.TeamGone
    live = Membership.objects.filter(
        team_id=team_id, person_id=person_id, refused_at__isnull=True, left_at__isnull=True
    ).first()
    if live is not None:
        return live
    made = Membership.objects.create(team=team, person_id=person_id, asked_at=at, words=words[:200])
    audit.record("MembershipAsked", actor=actor, at=at, subject=("membership", made.pk), area_id=team.area_id)
    _tell_leaders(made, at)
    return made


def _tell_leaders(row: Membership, at: datetime) -> None:
    accounts = queries.leaders_of_team(row.team_id, at) or queries.admins_of_body(row.team.body_id, at)
    for account_id in accounts:
        person = people.person_of_account(account_id)
        if person is None:
            continue
        notices.write(
            kind="membership_asked",
            text=translate("%(name)s 申请加入%(team)s。") % {"name": row.person.name, "team": row.team.name},
            at=at,
            inbox=person.public_id,
            link=reverse("teams:members", args=[row.team.public_id]),
            unique_source=f"membership:{row.public_id}:asked:{account_id}",
        )


def _undecided(membership_id: int, actor: Actor, *, joins: bool) -> Membership:
    """The request, locked; the same account that decided the same already gets it back as it stands."""
    row = locked.membership(membership_id)
    if row.joined_at or row.refused_at or row.left_at:
        same = (row.joined_at is not None and not row.left_at) if joins else row.refused_at is not None
        if not same or row.decided_by_id != actor.account_id:
            raise refusals.AlreadyDecided
        return row
    access.refuse_own(actor, row.person_id, refusals.OWN_REQUEST)
    return row


@transaction.atomic
def approve(*, membership_id: int, actor: Actor, at: datetime) -> Membership:
    """Take the person in and say so; again by the same hand changes nothing. Refuses: AlreadyDecided, OwnMatter."""
    row = _undecided(membership_id, actor, joins=True)
    if row.joined_at:
        return row
    row.joined_at, row.decided_by_id = at, actor.account_id
    row.save(update_fields=["joined_at", "decided_by_id"])
    joined = told.MemberJoined(team_id=row.team_id, person_id=row.person_id, membership_id=row.pk)
    facts.publish(joined, actor=actor, at=at, area_id=row.team.area_id)
    _tell(row, "joined", translate("您已加入%(team)s。") % {"team": row.team.name}, at)
    return row


@transaction.atomic
def refuse(*, membership_id: int, reason: str, actor: Actor, at: datetime) -> Membership:
    """Say no with a reason the person reads; again by the same hand changes nothing.

    Refuses: AlreadyDecided, OwnMatter, ReasonMissing.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    row = _undecided(membership_id, actor, joins=False)
    if row.refused_at:
        if row.refuse_reason != reason.strip()[:120]:
            raise refusals.AlreadyDecided
        return row
    row.refused_at, row.decided_by_id, row.refuse_reason = at, actor.account_id, reason.strip()[:120]
    row.save(update_fields=["refused_at", "decided_by_id", "refuse_reason"])
    detail = {"reason": row.refuse_reason}
    audit.record("MembershipRefused", actor=actor, at=at, subject=("membership", row.pk), detail=detail)
    words = {"team": row.team.name, "reason": row.refuse_reason}
    _tell(row, "refused", translate("您加入%(team)s的申请没有通过。理由：%(reason)s") % words, at)
    return row


@transaction.atomic
def leave(*, membership_id: int, reason: str, actor: Actor, at: datetime) -> Membership:
    """Leave the team, or take back the request. Repeating changes nothing. Refuses: NotMember, ReasonMissing."""
    row = locked.membership(membership_id)
    if row.left_at:
        return row
    if row.refused_at:
        raise refusals.NotMember
    if row.joined_at and not reason.strip():
        raise refusals.ReasonMissing
    row.left_at, row.leave_reason = at, reason.strip()[:120]
    row.save(update_fields=["left_at", "leave_reason"])
    if row.joined_at:
        left = told.MemberLeft(team_id=row.team_id, person_id=row.person_id, membership_id=row.pk)
        facts.publish(left, actor=actor, at=at, area_id=row.team.area_id)
    else:
        audit.record("MembershipTakenBack", actor=actor, at=at, subject=("membership", row.pk))
    return row


# So long whoever ended a membership may bring it back as if nothing had been.
_UNDO_WITHIN = timedelta(hours=24)


@transaction.atomic
def end_membership(*, membership_id: int, reason: str, actor: Actor, at: datetime) -> Membership:
    """Take a member off the team, with a reason that the person reads; what was served stays.

    The same again by the same hand changes nothing. Refuses: ReasonMissing, NotMember, OwnMatter.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    row, words = locked.membership(membership_id), reason.strip()[:120]
    if row.left_at and (row.ended_by_id, row.leave_reason) == (actor.account_id, words):
        return row
    if not row.joined_at or row.left_at:
        raise refusals.NotMember
    access.refuse_own(actor, row.person_id, refusals.OWN_MEMBERSHIP)
    row.left_at, row.leave_reason, row.ended_by_id = at, words, actor.account_id
    row.save(update_fields=["left_at", "leave_reason", "ended_by_id"])
    ended = told.MembershipEnded(team_id=row.team_id, person_id=row.person_id, membership_id=row.pk, reason=words)
    facts.publish(ended, actor=actor, at=at, area_id=row.team.area_id)
    text = translate("您不再是%(team)s的队员。原因：%(reason)s。服务过的时长不受影响，有疑问请找队长或单位管理员。")
    _tell(row, "ended", text % {"team": row.team.name, "reason": words.rstrip("。")}, at, mark=f"{at.timestamp():.0f}")
    return row


@transaction.atomic
def bring_back(*, membership_id: int, actor: Actor, at: datetime) -> Membership:
    """Take the end of a membership back: whoever pressed it, within a day, while the person has not asked anew and is
    registered.

    Again changes nothing. Refuses: CannotBringBack.
    """
    # The team before it, as for whoever asks to join: one of the two comes first, and the other finds it.
    locked.team(Membership.objects.values_list("team_id", flat=True).get(pk=membership_id))
    row = locked.membership(membership_id)
    if row.joined_at and not row.left_at:
        return row
    anew = Membership.objects.filter(team_id=row.team_id, person_id=row.person_id, pk__gt=row.pk)
    own = row.ended_by_id is not None and row.ended_by_id == actor.account_id
    # Who withdrew since is a volunteer no more, and belongs to no team by another's press.
    if people.registration_of(row.person_id) is None or row.person.rests_since is not None:
        raise refusals.CannotBringBack
    if not own or row.left_at is None or at - row.left_at > _UNDO_WITHIN or anew.exists():
        raise refusals.CannotBringBack
    row.left_at, row.leave_reason, row.ended_by_id = None, "", None
    row.save(update_fields=["left_at", "leave_reason", "ended_by_id"])
    audit.record("MembershipBroughtBack", actor=actor, at=at, subject=("membership", row.pk), area_id=row.team.area_id)
    text = translate("您还是%(team)s的队员：刚才的移出已经撤销。") % {"team": row.team.name}
    _tell(row, "brought_back", text, at, mark=f"{at.timestamp():.0f}")
    return row


def _tell(row: Membership, what: str, text: str, at: datetime, *, mark: str = "") -> None:
    notices.write(
        kind=f"membership_{what}",
        text=text,
        at=at,
        inbox=row.person.public_id,
        link=reverse("teams:team", args=[row.team.public_id]),
        unique_source=f"membership:{row.public_id}:{what}:{mark}" if mark else f"membership:{row.public_id}:{what}",
    )
