"""Whoever would open a minor's whole number asks; a manager, who is another hand, gives it for hours or says no (R009).

Each look under it is written down first and told to the child's guardians.
"""

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.kit import audit
from baiying.kit.db import errors, leave, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import access, locked, queries
from baiying.people.leave_models import MinorLeave
from baiying.people.models import Person


class NoMinor(Refused):
    code = "no_minor"
    sentence = _("这个人已经成年，不用申请，逐次写明原因就能查看。")


class MinorLeaveMissing(Refused):
    code = "minor_leave_missing"
    sentence = _("未成年人的完整号码，要先写明原因申请，由另一位有权的人批准。还没有批准，或时间已过。")


class SecondManager(Refused):
    code = "second_manager"
    sentence = _("这是您自己申请的，要由另一位有权的人批准。同一个手机号的账号算同一个人。")


class MinorLeaveDecided(Refused):
    code = "minor_leave_decided"
    sentence = _("这件申请已经有了答复或已撤回，请看过现在的样子。")


@transaction.atomic
def ask_minor_leave(*, person: Person, words: str, actor: Actor, at: datetime) -> MinorLeave:
    """Ask to look at a minor's numbers. While the own wish waits or is open, that one is given and nothing is written.

    Refuses: OwnMatter; NoMinor.
    """
    access.refuse_own(actor, person.pk)
    if not queries.is_under_age(person, at):
        raise NoMinor
    assert actor.account_id is not None
    if before := queries.own_minor_leave(person.pk, actor.account_id, at):
        return before
    try:
        with transaction.atomic():
            row = MinorLeave.objects.create(
                person=person, words=words.strip(), asked_at=at, asked_by_id=actor.account_id
            )
    except IntegrityError as error:
        if errors.constraint_of(error) != "people_minor_leave_asked_once":
            raise
        # The other press of the same button was a moment earlier.
        return MinorLeave.objects.filter(leave.waits(), person=person, asked_by_id=actor.account_id).get()
    _note("MinorLeaveAsked", row, actor, at, reason=row.words)
    return row


@transaction.atomic
def give_minor_leave(*, leave_id: int, actor: Actor, at: datetime) -> MinorLeave:
    """The manager approves: open to who asked for the hours of the rule. Again by the same hand changes nothing.

    Refuses: OwnMatter; SecondManager; NoMinor; MinorLeaveDecided.
    """
    row = _to_decide(leave_id, actor)
    if leave.is_answered(row):
        if not leave.said_yes(row, actor.account_id):
            raise MinorLeaveDecided
        return row
    if not queries.is_under_age(row.person, at):
        raise NoMinor
    hours = queries.minor_access_rules(row.person, at).leave_hours
    leave.give(row, account_id=actor.account_id, hours=hours, at=at)
    _note("MinorLeaveGiven", row, actor, at)
    return row


@transaction.atomic
def refuse_minor_leave(*, leave_id: int, why: str, actor: Actor, at: datetime) -> MinorLeave:
    """The manager says no, and why. The same no again changes nothing. Refuses: OwnMatter; SecondManager;
    MinorLeaveDecided."""
    row = _to_decide(leave_id, actor)
    if leave.is_answered(row):
        if not leave.said_no(row, actor.account_id, why):
            raise MinorLeaveDecided
        return row
    leave.refuse(row, account_id=actor.account_id, why=why, at=at)
    _note("MinorLeaveRefused", row, actor, at, reason=row.refused_why)
    return row


@transaction.atomic
def end_minor_leave(*, leave_id: int, actor: Actor, at: datetime) -> MinorLeave:
    """Whoever asked needs it no more. Again: nothing."""
    row = locked.minor_leave(leave_id)
    if leave.end(row, at=at):
        _note("MinorLeaveEnded", row, actor, at)
    return row


def _to_decide(leave_id: int, actor: Actor) -> MinorLeave:
    row = locked.minor_leave(leave_id)
    access.refuse_own(actor, row.person_id)
    if accounts.is_self(actor, row.asked_by_id):
        raise SecondManager
    return row


def leave_to_look(person: Person, actor: Actor, at: datetime) -> MinorLeave | None:
    """The leave under which somebody looks at a minor's number now; None for who is of age, of whom none is needed.

    Refuses: MinorLeaveMissing.
    """
    if not queries.is_under_age(person, at):
        return None
    row = queries.own_minor_leave(person.pk, actor.account_id, at)
    if row is None or not queries.is_open_leave(row, at):
        raise MinorLeaveMissing
    return row


def tell_of_look(row: MinorLeave, what: str, reason: str, *, actor: Actor, at: datetime) -> None:
    """The guardians hear who looked, why, and by whose approval."""
    names = account_rows.names_of([pk for pk in (actor.account_id, row.decided_by_id) if pk is not None])
    words = {
        "who": names.get(actor.account_id or 0, translate("一位工作人员")),
        "by": names.get(row.decided_by_id or 0, translate("一位工作人员")),
        "name": identifiers.mask_name(row.person.name),
        "reason": reason,
    }
    text = translate("%(who)s经%(by)s批准，查看了 %(name)s 的完整手机号。原因：%(reason)s。")
    if what == "id_number":
        text = translate("%(who)s经%(by)s批准，查看了 %(name)s 的完整证件号码。原因：%(reason)s。")
    text = text % words + translate("每次查看都记在孩子的资料里，有疑问可以提投诉建议。")
    letters = [
        notices.Letter(
            text=text, inbox=to.inbox, phone=to.phone, link="/mine/wards/", area_id=row.person.residence_id,
            about=row.person.public_id,
        )
        for to in queries.guardians_to_tell(row.person_id)
    ]  # fmt: skip
    notices.write_many(kind="guardian_minor_seen", letters=letters, at=at)


def _note(action: str, row: MinorLeave, actor: Actor, at: datetime, **detail: str) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("person", row.person_id), area_id=row.person.residence_id,
        detail={"leave": row.public_id, **detail},
    )  # fmt: skip
