"""When every second factor is lost: two colleagues who know the holder see a document, then all factors end.

Never one alone, never oneself, never somebody below. The holder comes in as always and adds a new factor; for some
hours the role does only what an emergency needs.
"""

from datetime import datetime, timedelta
from typing import cast

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access, locked, queries
from baiying.accounts.actions import telling
from baiying.accounts.models import Account, Appointment, Factor, FactorReset, RecoveryCode
from baiying.accounts.rights import Right
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.rights import roles_with
from baiying.kit.values.actor import Actor


class OwnReset(Refused):
    code = "own_reset"
    sentence = _("不能给自己作证，也不能给与自己共用手机号的人作证。请两位同事来办。")


class NotNear(Refused):
    code = "not_near"
    sentence = _("只有同一个办公室或上级、职务不低于本人的同事可以作证。")


class NeedsAnother(Refused):
    code = "needs_another"
    sentence = _("要由另一位同事作证，不能一个人作两次证。")


class NothingLost(Refused):
    code = "nothing_lost"
    sentence = _("此人没有登记第二步验证，照常登录就可以。")


class ResetGone(Refused):
    code = "reset_gone"
    sentence = _("这次作证已经撤回，或过了时间。请重新开始。")


class VouchedJustNow(Refused):
    code = "vouched_just_now"
    sentence = _("另一位同事刚刚先作了证，您的还没有记下。请再看一遍本人的证件，作第二次证。")


def _refuse_unless_near(actor: Actor, account_id: int, at: datetime) -> None:
    """Near enough to all that the holder does, not only to the lowest of it: all factors end for all of it."""
    if access.is_self(actor, account_id):
        raise OwnReset
    acting = actor.acting
    near = acting is not None and queries.is_near(acting.role, acting.area_id, account_id, at)
    if not near or not access.may(actor, Right.VOUCH):
        raise NotNear


def _still_counts(opened_by_id: int, account_id: int, at: datetime) -> bool:
    """Whether the first colleague still holds an office from which that word may be given: one dismissed does not."""
    held = queries.appointments_in_force(at).filter(account_id=opened_by_id)
    may = roles_with(Right.VOUCH)
    return any(one.role in may and queries.is_near(one.role, one.area_id, account_id, at) for one in held)


@transaction.atomic
def open_reset(*, appointment: Appointment, document: str, actor: Actor, at: datetime) -> FactorReset:
    """The first colleague vouches, the document seen. Again by the same gives the one that is open.

    Refuses: OwnReset, NotNear, NothingLost, VouchedJustNow where another's word came a moment before.
    """
    _refuse_unless_near(actor, appointment.account_id, at)
    locked.account(appointment.account_id)
    standing = FactorReset.objects.filter(
        account_id=appointment.account_id, done_at__isnull=True, withdrawn_at__isnull=True
    ).first()
    if standing is not None:
        if not is_over(standing, at):
            if standing.opened_by_id != actor.account_id:
                raise VouchedJustNow
            return standing
        standing.withdrawn_at = at
        standing.save(update_fields=["withdrawn_at"])
    if not queries.has_factor(appointment.account_id):
        raise NothingLost
    row = FactorReset.objects.create(
        account_id=appointment.account_id, appointment=appointment, document=document,
        opened_at=at, opened_by_id=cast("int", actor.account_id),
    )  # fmt: skip
    detail = {"document": document}
    audit.record("FactorResetOpened", actor=actor, at=at, subject=("account", row.account_id), detail=detail)
    text = translate("同事正在为您重新登记第二步验证。您没有丢失它，请马上联系您的办公室。")
    source = f"factor_reset:{row.public_id}"
    telling.tell_everywhere(account_id=row.account_id, kind="factor_reset", text=text, source=source, at=at)
    return row


def is_over(row: FactorReset, at: datetime) -> bool:
    """Whether the first word is too old for a second one, or whoever gave it holds no office for it any more."""
    if at - row.opened_at > timedelta(hours=queries.log_in_rules(at).vouch_hours):
        return True
    return not _still_counts(row.opened_by_id, row.account_id, at)


@transaction.atomic
def second_reset(*, reset: FactorReset, actor: Actor, at: datetime) -> None:
    """The second colleague vouches: factors, codes on paper and sessions end, the role is held back for hours.

    Again by the same hand changes nothing. Refuses: OwnReset, NotNear, NeedsAnother, ResetGone.
    """
    account = locked.account(reset.account_id)
    row = FactorReset.objects.select_related("appointment__area", "opened_by").get(pk=reset.pk)
    if row.done_at is not None and row.done_by_id == actor.account_id:
        return
    _refuse_unless_near(actor, row.account_id, at)
    if actor.account_id is None or access.is_self(actor, row.opened_by_id):
        raise NeedsAnother
    if row.done_at is not None or row.withdrawn_at is not None or is_over(row, at):
        raise ResetGone
    row.done_at, row.done_by_id = at, actor.account_id
    row.save(update_fields=["done_at", "done_by"])
    Factor.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
    RecoveryCode.objects.filter(account=account, ended_at__isnull=True).update(ended_at=at)
    until = at + timedelta(hours=queries.log_in_rules(at).held_back_hours)
    Account.objects.filter(pk=account.pk).update(held_back_until=until, session_epoch=F("session_epoch") + 1)
    detail = {"opened_by": row.opened_by_id, "document": row.document}
    audit.record("FactorResetDone", actor=actor, at=at, subject=("account", account.pk), detail=detail)
    text = translate("两位同事作证，您的第二步验证已经清空。请登录，加一种新的；一段时间内只能办紧急的事。")
    source = f"factor_reset_done:{row.public_id}"
    telling.tell_everywhere(account_id=account.pk, kind="factor_reset", text=text, source=source, at=at)


@transaction.atomic
def withdraw_reset(*, reset: FactorReset, actor: Actor, at: datetime) -> None:
    """Take the first word back: whoever gave it, the holder, or anybody who might give the second. Again: nothing.

    Refuses: NotNear, ResetGone where all is done.
    """
    locked.account(reset.account_id)
    row = FactorReset.objects.select_related("appointment__area").get(pk=reset.pk)
    if row.withdrawn_at is not None:
        return
    if row.done_at is not None:
        raise ResetGone
    if actor.account_id not in (row.opened_by_id, row.account_id):
        _refuse_unless_near(actor, row.account_id, at)
    row.withdrawn_at, row.withdrawn_by_id = at, actor.account_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    audit.record("FactorResetWithdrawn", actor=actor, at=at, subject=("account", row.account_id))
