"""Where somebody takes office who is complained of there: those above are told, without anybody's doing (U36)."""

from datetime import datetime

from baiying.accounts import queries as accounts
from baiying.complaints import locked, queries, rules
from baiying.complaints.actions import telling
from baiying.complaints.models import Complaint, Step, StepKind
from baiying.kit import audit, each
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.places import queries as places


def rise_of(*, account_id: int, actor: Actor, at: datetime) -> int:
    """What is open about an account in the areas where it answers complaints; gives how many rose. Again is nothing."""
    rows = accounts.appointments_in_force(at).filter(account_id=account_id, role__in=list(rules.ADDRESSEES))
    ids = [row.pk for one in rows if one.area_id for row in queries.hears_of(account_id, one.area_id)]
    return each.each(
        "complaints.rise", sorted(set(ids)), lambda pk: rise_one(complaint_id=pk, actor=actor, at=at), at=at
    ).done


def rise_all(*, actor: Actor, at: datetime) -> int:
    """The same for everybody in such an office. Run every night; gives how many rose."""
    rows = accounts.appointments_in_force(at).filter(role__in=list(rules.ADDRESSEES))
    ids = set(rows.values_list("account_id", flat=True))
    return sum(rise_of(account_id=pk, actor=actor, at=at) for pk in sorted(ids))


@transaction.atomic
def rise_one(*, complaint_id: int, actor: Actor, at: datetime) -> bool:
    """Note that those above have it now, and tell them and whoever filed it. Gives whether it was news.

    Nobody below is told, and no number of theirs is written anywhere.
    """
    row = locked.complaint(complaint_id)
    if row.ended_at is not None or not _lost_its_office(row, at):
        return False
    to = queries.who_answers(row, at)
    area = places.division_by_id(queries.area_of(to, row, at) or 0)
    if area is None or row.steps.filter(kind=StepKind.RISEN, area=area).exists():
        return False
    step = Step.objects.create(complaint=row, kind=StepKind.RISEN, words="", area=area, at=at, by_id=0)
    audit.record("ComplaintRisen", actor=actor, at=at, subject=("complaint", row.pk), area_id=area.pk)
    telling.risen(row, step, at)
    return True


def _lost_its_office(row: Complaint, at: datetime) -> bool:
    """Whether somebody in office in its own area may no longer have it."""
    answering = queries.who_answers(row, at)
    here = accounts.appointments_in_force(at).filter(area_id=row.area_id, role__in=list(rules.ADDRESSEES))
    return here.exists() and not here.filter(account_id__in=answering).exists()
