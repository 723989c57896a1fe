"""Codes and tries are kept as long as a limit or an inquiry may need them, then deleted."""

from datetime import datetime, timedelta

from baiying.accounts import locked, queries
from baiying.accounts.actions import lists
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.accounts.models import LogInAttempt, LogInCode, Session
from baiying.kit import each, keeping, limits
from baiying.kit.db import transaction

# Cybersecurity Law art. 21: at least six months of logs. What was decided stays in the audit for longer.
_KEEP = timedelta(days=183)


def clear_old_tries(*, at: datetime) -> int:
    """Delete codes and tries older than half a year, and limits that are paid back. Run daily; gives how many.

    In pieces, and one that cannot be deleted keeps nothing else. The log-ins of whom a legal hold names stay.
    """
    held = keeping.held(keeping.ACCOUNT, at)
    phones = [one for pk in held for one in queries.phone_hashes(pk)]
    gone = 0
    for name, rows in (
        ("codes", LogInCode.objects.filter(sent_at__lt=at - _KEEP)),
        ("sessions", Session.objects.filter(seen_at__lt=at - _KEEP).exclude(account_id__in=held)),
        ("tries", LogInAttempt.objects.filter(at__lt=at - _KEEP).exclude(phone_hash__in=phones)),
    ):
        gone += each.delete(f"accounts.clear_old_tries.{name}", rows, at=at).done
    return gone + limits.sweep(at=at)


def clear_old_lists(*, at: datetime) -> int:
    """Empty lists that were never sent, and invitations that are over. Run daily; gives how many rows."""
    waiting = AppointmentList.objects.filter(lines_sealed__isnull=False, sent_at__isnull=True)
    done = each.each("accounts.clear_old_lists", each.keys(waiting), lambda pk: _forget(pk, at), at=at).done
    over = AppointmentInvitation.objects.filter(ends_at__lte=at, emptied_at__isnull=True)
    return done + each.pieces("accounts.empty_invitations", each.keys(over), lambda ids: _over(ids, at), at=at).done


@transaction.atomic
def _forget(list_id: int, at: datetime) -> None:
    row = locked.appointment_list(list_id)
    if not lists.is_open(row) or row.made_at + timedelta(days=lists.list_rules_on(at).typed_days) > at:
        return
    row.lines_sealed, row.emptied_at, row.summary = None, at, {}
    row.save(update_fields=["lines_sealed", "emptied_at", "summary"])


@transaction.atomic
def _over(ids: list[int], at: datetime) -> int:
    """Name and number go; that somebody was asked stays."""
    rows = locked.appointment_invitations(AppointmentInvitation.objects.filter(pk__in=ids))
    return rows.update(who_sealed=None, phone_hash=None, emptied_at=at)
