"""Whoever would take a list with children in it as a file asks; a manager, who is another hand, gives it for hours."""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.kit import audit, taking
from baiying.kit.db import errors, leave, transaction
from baiying.kit.errors import Refused
from baiying.kit.taking import File
from baiying.kit.values.actor import Actor
from baiying.people import locked, queries
from baiying.people.actions.minor_leaves import SecondManager
from baiying.people.file_leave_models import FileLeave


class FileLeaveDecided(Refused):
    code = "file_leave_decided"
    sentence = _("这件申请已经有了答复或已撤回，请看过现在的样子。")


@transaction.atomic
def ask_file_leave(*, file: File, area_id: int, children: int, words: str, actor: Actor, at: datetime) -> FileLeave:
    """Ask to take a file with children in it; while the own wish for the same waits or is open, that one is given."""
    assert actor.account_id is not None
    if before := queries.own_file_leave(file, actor, at):
        return before
    acting = actor.acting
    try:
        with transaction.atomic():
            row = FileLeave.objects.create(
                area_id=area_id, role=actor.role, office_id=acting.area_id if acting else None,
                title=file.title[:120], narrowed=list(file.narrowed), path=file.path, query=file.query,
                rows=file.rows, children=children, sparing=file.sparing, words=words.strip(), asked_at=at,
                asked_by_id=actor.account_id,
            )  # fmt: skip
    except IntegrityError as error:
        if errors.constraint_of(error) != "people_file_leave_asked_once":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.own_file_leave(file, actor, at)
        assert found is not None
        return found
    _note("FileLeaveAsked", row, actor, at, reason=row.words, rows=row.rows, children=children)
    return row


@transaction.atomic
def give_file_leave(*, leave_id: int, actor: Actor, at: datetime) -> FileLeave:
    """The manager approves: open to who asked for the hours of the rule. Again by the same hand changes nothing.

    Refuses: SecondManager; FileLeaveDecided.
    """
    row = _to_decide(leave_id, actor)
    if leave.is_answered(row):
        if not leave.said_yes(row, actor.account_id):
            raise FileLeaveDecided
        return row
    leave.give(row, account_id=actor.account_id, hours=queries.file_leave_hours(row, at), at=at)
    _note("FileLeaveGiven", row, actor, at)
    return row


@transaction.atomic
def refuse_file_leave(*, leave_id: int, why: str, actor: Actor, at: datetime) -> FileLeave:
    """The manager says no, and why. The same no again changes nothing. Refuses: SecondManager; FileLeaveDecided."""
    row = _to_decide(leave_id, actor)
    if leave.is_answered(row):
        if not leave.said_no(row, actor.account_id, why):
            raise FileLeaveDecided
        return row
    leave.refuse(row, account_id=actor.account_id, why=why, at=at)
    _note("FileLeaveRefused", row, actor, at, reason=row.refused_why)
    return row


@transaction.atomic
def end_file_leave(*, leave_id: int, actor: Actor, at: datetime) -> FileLeave:
    """Whoever asked needs it no more. Again: nothing."""
    row = locked.file_leave(leave_id)
    if leave.end(row, at=at):
        _note("FileLeaveEnded", row, actor, at)
    return row


def clear_file_leaves(*, at: datetime) -> int:
    """End what nobody answered, and empty the ways back to lists, as long after as a file may be kept. Run daily; gives
    how many. What was searched for may be a name."""
    old = FileLeave.objects.filter(asked_at__lt=at - timedelta(days=taking.KEEP_DAYS)).exclude(path="")
    old.filter(leave.waits()).update(ended_at=at)
    return old.update(path="", query="")


def _to_decide(leave_id: int, actor: Actor) -> FileLeave:
    row = locked.file_leave(leave_id)
    if accounts.is_self(actor, row.asked_by_id):
        raise SecondManager
    return row


def _note(action: str, row: FileLeave, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("file_leave", row.pk), area_id=row.area_id,
        detail={"leave": row.public_id, "title": row.title, "narrowed": row.narrowed, **detail},
    )  # fmt: skip
