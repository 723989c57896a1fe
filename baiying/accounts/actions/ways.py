"""An account of another system tied to one here, and untied. Nothing is ever found by a name or a phone."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from baiying.accounts import elsewhere, identity, locked
from baiying.accounts.actions import accounts, telling
from baiying.accounts.models import Identity
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor


class TiedToAnother(Refused):
    code = "tied_to_another"
    sentence = _("这个统一身份认证账号已关联另一个账号，这里什么都没有改。")


class LastWayIn(Refused):
    code = "last_way_in"
    sentence = _("这是您现在唯一的登录方式，解除以后就进不来了。请先加一把通行密钥，或到就近的实践站（所）登记手机号。")


def tell_if_taken(*, account_id: int, issuer: str, subject: str, source: str, actor: Actor, at: datetime) -> bool:
    """Whether another account has the subject: then both owners are told, once for a `source`, and neither of whom."""
    held = elsewhere.identity_elsewhere(issuer, subject)
    if held is None or held.account_id == account_id:
        return False
    _tell_both(held.account_id, account_id, source, at)
    for one in (account_id, held.account_id):
        audit.record("IdentityRefused", actor=actor, at=at, subject=("account", one), detail={"why": "taken"})
    return True


def _tell_both(holder_id: int, asker_id: int, source: str, at: datetime) -> None:
    telling.tell_everywhere(
        account_id=asker_id, kind="way_refused", source=f"way_refused:{source}:asker", at=at,
        text=translate("您想关联的统一身份认证账号已关联另一个账号，没有关联成。不是您本人办的，请马上到“登录与安全”查看登录着的设备。"),
    )  # fmt: skip
    telling.tell_everywhere(
        account_id=holder_id, kind="way_refused", source=f"way_refused:{source}:holder", at=at,
        text=translate("有人想把您的统一身份认证账号关联到另一个账号，没有关联成。不是您本人办的，请马上修改统一身份认证的密码。"),
    )  # fmt: skip


@transaction.atomic
def tie(*, account_id: int, issuer: str, subject: str, mask: str, actor: Actor, at: datetime) -> Identity:
    """Let a subject of a provider open the account from now on. Again changes nothing. Refuses: TiedToAnother.

    The view has seen a fresh proof, and the owner has seen both names. It is told in the app and by text message.
    """
    locked.account(account_id)
    locked.subject_elsewhere(elsewhere.subject_hash(issuer, subject))
    held = elsewhere.identity_elsewhere(issuer, subject)
    if held is not None:
        if held.account_id != account_id:
            raise TiedToAnother
        return held
    made = Identity.objects.create(account_id=account_id, since=at, **identity.of_subject(issuer, subject, mask))
    audit.record("IdentityTied", actor=actor, at=at, subject=("account", account_id), detail={"issuer": issuer})
    text = translate("您的账号关联了统一身份认证，以后可以用它登录。不是您本人办的，请马上到“登录与安全”解除关联。")
    telling.tell_everywhere(
        account_id=account_id, kind="way_tied", text=text, source=f"way_tied:{made.public_id}", at=at
    )
    return made


@transaction.atomic
def end_tie(*, identity_id: int, actor: Actor, at: datetime) -> None:
    """End a tie, and every session of the account: some may have come in by it. Again changes nothing.

    Refuses: LastWayIn.
    """
    row = Identity.objects.get(pk=identity_id)
    account = locked.account(row.account_id)
    row.refresh_from_db()
    if row.ended_at is not None:
        return
    if not elsewhere.has_other_way_in(account.pk, but=row.pk):
        raise LastWayIn
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    account.session_epoch = F("session_epoch") + 1
    account.save(update_fields=["session_epoch"])
    audit.record("IdentityUntied", actor=actor, at=at, subject=("account", account.pk), detail={"issuer": row.issuer})
    text = translate("您的账号解除了一个统一身份认证的关联，它不能再用来登录。不是您本人办的，请马上联系工作人员。")
    telling.tell_everywhere(
        account_id=account.pk, kind="way_untied", text=text, source=f"way_untied:{row.public_id}", at=at
    )


@transaction.atomic
def note_log_in_elsewhere(*, identity_row: Identity, actor: Actor, at: datetime) -> None:
    """Somebody came in by this tie just now."""
    Identity.objects.filter(pk=identity_row.pk).update(last_used_at=at)
    accounts.note_log_in(account=identity_row.account, method="oidc", actor=actor, at=at)
