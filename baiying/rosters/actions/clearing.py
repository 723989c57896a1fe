"""What nobody needs any more is emptied: rosters that were never sent, invitations that are over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from baiying.kit import each, keeping
from baiying.kit.db import transaction
from baiying.rosters import locked, queries
from baiying.rosters.actions import reading
from baiying.rosters.models import KIND, Invitation, Paper, Roster


def clear_old(*, at: datetime) -> int:
    """Run daily; gives how many rows were emptied."""
    waiting = Roster.objects.filter(lines_sealed__isnull=False, sent_at__isnull=True)
    done = each.each("rosters.clear_old", each.keys(waiting), lambda pk: _forget(pk, at), at=at).done
    over = not_held(Invitation.objects.filter(ends_at__lte=at, emptied_at__isnull=True), at)
    return done + each.pieces("rosters.empty", each.keys(over), lambda ids: _empty(ids, at), at=at).done


@transaction.atomic
def _forget(roster_id: int, at: datetime) -> None:
    row = locked.roster(roster_id)
    if row.pk in keeping.held(KIND, at) or not queries.is_open(row):
        return
    if row.made_at + timedelta(days=queries.rules_of(row, at).typed_days) > at:
        return
    reading.forget(row, at)


def empty_over(owner: str, hashes: Sequence[bytes], at: datetime) -> None:
    """The invitations of these lines that are over are emptied before the night: the lines may be invited again.

    What a legal hold keeps counts as withdrawn instead, which makes room for the new one and loses nothing.
    """
    rows = Invitation.objects.filter(owner=owner, line_hash__in=hashes, ends_at__lte=at, emptied_at__isnull=True)
    goes = set(not_held(rows, at).values_list("pk", flat=True))
    _empty(list(goes), at)
    stays = [pk for pk in rows.filter(accepted_at__isnull=True).values_list("pk", flat=True) if pk not in goes]
    locked.invitations(stays).update(withdrawn_at=at)


def not_held(rows: QuerySet[Invitation], at: datetime) -> QuerySet[Invitation]:
    """Without those whose roster, or whoever came by them, a legal hold names."""
    rosters, persons = keeping.held(KIND, at), keeping.held(keeping.PERSON, at)
    return rows.exclude(roster_id__in=rosters).exclude(person_id__in=persons)


@transaction.atomic
def _empty(ids: list[int], at: datetime) -> int:
    """Names and numbers go; that somebody came by it stays, and how many were invited."""
    rows = not_held(locked.invitations(ids), at)
    # Papers for a child that never came; those of one that did, by whatever way, are what its guardian's consent
    # rests on.
    Paper.objects.filter(invitation__in=rows, invitation__person__isnull=True).delete()
    return rows.update(who_sealed=None, phone_hash=None, number_hash=None, name_mask="", emptied_at=at)
