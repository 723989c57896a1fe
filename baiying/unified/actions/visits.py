"""A visit to a provider: begun in a session, answered once, in that session, within minutes (U25).

`take_answer` writes down what it refuses: it must not stand inside a caller's transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as accounts
from baiying.kit import addresses, audit, limits
from baiying.kit.db import transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.unified import kept, locked, queries, rules
from baiying.unified.models import Purpose, Visit
from baiying.unified.provider.asking import Secrets
from baiying.unified.provider.configured import Provider


class TooManyVisits(Refused):
    code = "too_many_visits"
    sentence = _("从这个网络去统一身份认证登录的次数太多了，请过一会儿再试，或用别的方式登录。")
    status = 429


class AnswerUnknown(Refused):
    code = "answer_unknown"
    sentence = _("这个登录链接不是从这里发起的，什么都没有改。别人发给您的登录链接，请不要打开。")


class OtherSession(Refused):
    code = "other_session"
    sentence = _("这次登录不是在这台设备的这次登录里发起的，什么都没有改。别人发给您的登录链接，请不要打开。")


class AnswerTwice(Refused):
    code = "answer_twice"
    sentence = _("这次登录已经办过了，同一个链接不能用第二次，什么都没有改。")


class AnswerLate(Refused):
    code = "answer_late"
    sentence = _("离开得太久，这次登录已经过期，什么都没有改。请从头再来一次。")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a visit is begun with: for what, in whose session, with which secrets."""

    purpose: Purpose
    holder: rules.Holder
    secrets: Secrets


def begin(*, provider: Provider, begun: Begun, actor: Actor, at: datetime) -> Visit:
    """Write down that somebody is sent to a provider. Refuses: TooManyVisits, by the network."""
    most = accounts.log_in_rules(at).codes_per_ip_hour
    here = limits.Limit("unified:network", most, timedelta(hours=1))
    if not limits.take(here, addresses.neighbourhood(actor.ip), at=at):
        raise TooManyVisits
    return _write(provider, begun, at)


@transaction.atomic
def _write(provider: Provider, begun: Begun, at: datetime) -> Visit:
    public_id = new_public_id()
    return Visit.objects.create(
        public_id=public_id,
        provider=provider.key,
        issuer=provider.issuer,
        purpose=begun.purpose,
        account_id=begun.holder.account_id,
        session_pid=begun.holder.session_pid,
        holder_hash=begun.holder.browser,
        state_hash=queries.hash_of("state", begun.secrets.state),
        sealed=kept.seal_secrets(public_id, begun.secrets),
        began_at=at,
    )


def take_answer(*, provider: Provider, state: str, holder: rules.Holder, actor: Actor, at: datetime) -> Visit:
    """Use a visit up by the first answer that comes, right or wrong, and give it if the answer belongs to it.

    Refuses: AnswerUnknown, AnswerTwice, OtherSession, AnswerLate; what is refused stands in the log of the account that
    began the visit.
    """
    found = _take(provider, state, holder, actor, at)
    if isinstance(found, Refused):
        raise found
    return found


@transaction.atomic
def _take(provider: Provider, state: str, holder: rules.Holder, actor: Actor, at: datetime) -> Visit | Refused:
    row = locked.visit_of(queries.hash_of("state", state)) if 0 < len(state) <= 200 else None
    if row is None or row.issuer != provider.issuer or row.provider != provider.key:
        return AnswerUnknown()
    began = rules.Holder(bytes(row.holder_hash), row.account_id, row.session_pid)
    minutes = accounts.log_in_rules(at).elsewhere_minutes
    refusal: Refused | None = None
    if row.answered_at is not None:
        refusal = AnswerTwice()
    elif not rules.same_holder(began, holder):
        refusal = OtherSession()
    elif not rules.in_time(row.began_at, at, minutes):
        refusal = AnswerLate()
    if row.answered_at is None:
        row.answered_at = at
        if refusal is not None:
            row.ended_at, row.outcome = at, refusal.code
        row.save(update_fields=["answered_at", "ended_at", "outcome"])
    if refusal is not None:
        note_refused(row, refusal.code, actor, at)
        return refusal
    return row


def note_refused(row: Visit, why: str, actor: Actor, at: datetime) -> None:
    """Into the log of the account that began it; without one, of the visit alone."""
    subject = ("account", row.account_id) if row.account_id else ("unified_visit", row.pk)
    detail = {"why": why, "provider": row.provider}
    audit.record("UnifiedRefused", actor=actor, at=at, subject=subject, detail=detail)
