"""Invitations as their pages, their slips and the registration need them."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from baiying.kit.values import names
from baiying.people import queries as people
from baiying.rosters import keeping, rules
from baiying.rosters.models import Invitation, Roster
from baiying.rosters.queries.drives import drive_is_over, source
from baiying.rosters.queries.rosters import rules_of
from baiying.rosters.rules import inviting
from baiying.ui.brought import Brought


def invitation(public_id: str) -> Invitation | None:
    rows = Invitation.objects.select_related("roster", "roster__body", "roster__area", "roster__team")
    return rows.filter(public_id=public_id).first()


def rules_of_invitation(row: Invitation, at: datetime) -> rules.RosterRules:
    return rules_of(row.roster, at)


def is_over(row: Invitation, at: datetime) -> bool:
    """Whether nobody can accept it any more because its time has passed."""
    return row.accepted_at is None and (row.ends_at <= at or row.emptied_at is not None)


def brings(key: str, at: datetime) -> Brought | None:
    """What the registration may fill in: the name, and the guardian; never the number, which whoever registers types,
    so that a roster's wrong telephone shows nobody the number of somebody else."""
    row = invitation(key)
    if row is None:
        return _brought_by_poster(key, at)
    page = reverse("rosters:invitation", args=[row.public_id])
    if row.accepted_at is not None:
        return Brought(page=page, taken=True)
    if row.who_sealed is None or row.withdrawn_at is not None or is_over(row, at):
        return None
    _word, line = keeping.who_of(row)
    return Brought(
        name="" if line.unsure else line.name,
        guardian_name=line.guardian_name,
        guardian_phone=line.guardian_phone,
        page=page,
    )


def _brought_by_poster(key: str, at: datetime) -> Brought | None:
    """Somebody came by the square of a poster: nothing is known of them."""
    row = source(key)
    if row is None or drive_is_over(row.drive, at):
        return None
    return Brought(page=reverse("rosters:source", args=[row.public_id]))


def proves_person(row: Invitation, person_id: int) -> bool:
    """Whether somebody is whom the invitation means: by the number of the document, without one by the name."""
    known = people.known(person_id)
    if known is None or row.who_sealed is None:
        return False
    _word, line = keeping.who_of(row)
    agrees = row.number_hash is not None and bytes(row.number_hash) == known.number_hash
    return inviting.is_that_person(line, number_agrees=agrees, same_name=names.same(known.name, line.name))


def to_print(row: Roster, group: str) -> QuerySet[Invitation]:
    """The slips of a roster, or of one class: whoever is on it, whatever they answered, so that no stack of paper tells
    who has."""
    rows = Invitation.objects.filter(roster_id=row.pk, withdrawn_at__isnull=True, who_sealed__isnull=False)
    return (rows.filter(group=group) if group else rows).order_by("line")


def by_phone(roster_id: int) -> dict[bytes, list[Invitation]]:
    """The invitations of a roster that no text was sent for, by the phone that each goes to."""
    rows = Invitation.objects.filter(roster_id=roster_id, texted_at__isnull=True, phone_hash__isnull=False)
    rows = rows.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, who_sealed__isnull=False)
    found: dict[bytes, list[Invitation]] = {}
    for row in rows.order_by("line"):
        found.setdefault(bytes(row.phone_hash or b""), []).append(row)
    return found


def of_same_phone(row: Invitation) -> list[Invitation]:
    """The other open invitations of the same roster that went to the same phone: brothers and sisters."""
    if row.phone_hash is None:
        return []
    rows = Invitation.objects.filter(roster_id=row.roster_id, phone_hash=row.phone_hash, who_sealed__isnull=False)
    rows = rows.filter(withdrawn_at__isnull=True, accepted_at__isnull=True).exclude(pk=row.pk)
    return list(rows.order_by("line")[:20])
