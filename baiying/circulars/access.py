"""Who may write, approve, open and read a notice; outside one's reach it does not exist (404)."""

from datetime import datetime

from django.db.models import Q
from django.http import Http404

from baiying.accounts import access as accounts
from baiying.circulars import queries
from baiying.circulars.models import Attachment, Box, Circular, Wording
from baiying.circulars.rights import Right
from baiying.kit.values.actor import Actor
from baiying.places import queries as places


def own_area(actor: Actor) -> places.Division:
    """The area in whose name the actor writes. Raises Http404 on the platform, which writes to nobody."""
    acting = actor.acting
    area = places.division_by_id(acting.area_id) if acting is not None and acting.area_id is not None else None
    if area is None or not accounts.may(actor, Right.SEND, area.path):
        raise Http404
    return area


def circular_for(actor: Actor, circular_pid: str) -> Circular:
    """A notice of an office in one's area, to look at. Raises Http404 outside, and for what another office still writes
    or threw away unsent: a draft is nobody else's until it is laid before somebody."""
    row = queries.circular(circular_pid)
    if row is None or not reads(actor, row):
        raise Http404
    return row


def reads(actor: Actor, row: Circular) -> bool:
    """Whether an office may look at a notice of its own, or at one below that was laid before somebody or sent."""
    if not any(accounts.may(actor, right, row.area.path) for right in (Right.SEND, Right.APPROVE)):
        return False
    laid_open = row.sent_at is not None or (row.asked_at is not None and row.withdrawn_at is None)
    return laid_open or is_own(actor, row)


def is_own(actor: Actor, row: Circular) -> bool:
    """Whether the notice is of the office in which the actor acts: who sits there may change, send and end it."""
    acting = actor.acting
    return acting is not None and acting.area_id == row.area_id and accounts.may(actor, Right.SEND, row.area.path)


def own_circular(actor: Actor, circular_pid: str) -> Circular:
    """A notice of one's own office. Raises Http404 for those of others."""
    row = circular_for(actor, circular_pid)
    if not is_own(actor, row):
        raise Http404
    return row


def to_approve(actor: Actor, circular_pid: str) -> Circular:
    """A notice that the actor may approve: of the own area or one below. Raises Http404."""
    row = queries.circular(circular_pid)
    if row is None or not accounts.may(actor, Right.APPROVE, row.area.path):
        raise Http404
    return row


def has_boxes(actor: Actor, at: datetime) -> bool:
    """Whether anything lies in a box that the actor may open."""
    return queries.mine(actor, at).exists()


def box_for(actor: Actor, box_pid: str, at: datetime) -> Box:
    """A box that the actor may open now, whoever held it when the notice came. Raises Http404."""
    row = queries.mine(actor, at).filter(public_id=box_pid).select_related("above", "answered_by").first()
    if row is None:
        raise Http404
    return row


def read_for(actor: Actor, circular_pid: str, at: datetime) -> tuple[Circular, Box | None]:
    """A notice for whoever was told of it: with the first of the own boxes, or none for a volunteer. Raises Http404."""
    row = queries.circular(circular_pid)
    if row is None or actor.account_id is None:
        raise Http404
    box = queries.mine(actor, at).filter(Q(circular=row)).order_by("id").first()
    if box is None and not queries.is_recipient(row.pk, account_id=actor.account_id, person_id=actor.person_id, at=at):
        raise Http404
    return row, box


def files_are_gone(actor: Actor, row: Circular) -> bool:
    """Whether nobody but the office opens the files any more: the notice was withdrawn."""
    return row.withdrawn_at is not None and not reads(actor, row)


def attachment_for(actor: Actor, file_pid: str, at: datetime) -> Attachment:
    """A file, for the office and for whoever has the notice. Raises Http404 for everybody else."""
    found = queries.attachment(file_pid)
    if found is None:
        raise Http404
    row = found.circular
    if files_are_gone(actor, row):
        raise Http404
    if reads(actor, row):
        return found
    read_for(actor, row.public_id, at)
    if found.pk not in {one.pk for says in versions_had(actor, row, at) for one in queries.files_of(says)}:
        raise Http404
    return found


def versions_had(actor: Actor, row: Circular, at: datetime) -> list[Wording]:
    """The versions that came to the reader, in a box or in person, the newest first."""
    told = queries.mine(actor, at).filter(Q(circular=row)).values_list("told_number", flat=True)
    newest = max(told, default=0)
    own = {one.pk for one in queries.versions_told(row.pk, account_id=actor.account_id, person_id=actor.person_id)}
    return [one for one in queries.wordings(row.pk) if one.number <= newest or one.pk in own]
