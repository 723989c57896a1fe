"""What happens elsewhere: two areas became one (R152), and somebody claims the record of a member (U23)."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import actions as accounts
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.teams import locked, queries
from baiying.ui import kept


@transaction.atomic
def follow_area(*, old_id: int, new_id: int, actor: Actor, at: datetime) -> int:
    """Those that are open; what has ended stays with the area of its time. Again changes nothing. Returns how many."""
    detail, moved = {"before": old_id}, 0
    for rows, action, subject in (
        (locked.bodies_in(old_id), "BodyFollowed", "body"),
        (locked.teams_in(old_id), "TeamFollowed", "team"),
    ):
        ids = [row.pk for row in rows]
        rows.model._default_manager.filter(pk__in=ids).update(area_id=new_id)
        told = [(pk, detail) for pk in ids]
        audit.record_many(action, actor=actor, at=at, subject=subject, area_id=new_id, rows=told)
        moved += len(ids)
    return moved


@transaction.atomic
def tell_of_claim(*, claim_id: int, at: datetime) -> int:
    """The administrators of each unit in whose teams the person is: they may tell the office what they know.

    Nothing waits for them. Who comes in by the claiming number hears nothing. Again is nothing; gives how many.
    """
    claim = people.claim(claim_id)
    if claim is None or claim.decided_at is not None:
        return 0
    person, told, line = claim.person, 0, people.helpline(claim.person_id, at)
    memberships = queries.live_memberships_of_person(person.pk).filter(joined_at__isnull=False)
    bodies = {row.team.body_id: row.team for row in memberships}
    text = translate(
        "%(team)s的队员%(name)s，有人说这条志愿者记录是自己的（编号 %(number)s）。您如果知道情况，"
        "请在%(day)s以前告诉%(office)s %(phone)s；不说也照常办理，由两位工作人员看证件决定。"
    )
    for body_id, team in sorted(bodies.items()):
        words = {
            "team": team.name, "name": identifiers.mask_name(person.name), "number": claim.public_id,
            "day": kept.day(claim.due_on or at), "office": line.name, "phone": line.phone,
        }  # fmt: skip
        link = reverse("teams:body", args=[team.body.public_id])
        for account_id in queries.admins_of_body(body_id, at):
            if account_id == claim.account_id or people.is_claimants(account_id, claim):
                continue
            accounts.tell_account(
                account_id=account_id, kind="claim_known", text=text % words, link=link,
                source=f"claim_known:{claim_id}:{account_id}", at=at, area_id=team.area_id,
            )  # fmt: skip
            told += 1
    return told
