"""How a visit ends: somebody came in by it, an account was tied, or nothing was done."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.unified import kept, locked, rules
from baiying.unified.actions.visits import note_refused
from baiying.unified.models import Visit
from baiying.unified.provider.asking import Known


class VisitGone(Refused):
    code = "visit_gone"
    sentence = _("这次关联已经结束，什么都没有改。请从头再来一次。")


@transaction.atomic
def note_failure(*, visit_id: int, why: str, actor: Actor, at: datetime) -> None:
    """The visit came to nothing: the provider said no, did not answer, or said what cannot be believed."""
    row = locked.visit(visit_id)
    if row.ended_at is None:
        _end(row, why, at)
        note_refused(row, why, actor, at)


@transaction.atomic
def enter(*, visit_id: int, known: Known, actor: Actor, at: datetime) -> account_rows.Account | None:
    """The account that the subject is tied to, for the view to open; None where it is tied to none (U24).

    Never found by a phone or a name, and never made.
    """
    row = locked.visit(visit_id)
    if row.ended_at is not None:
        return None
    held = account_rows.identity_elsewhere(row.issuer, known.subject)
    _end(row, "entered" if held else "not_tied", at)
    if held is None:
        note_refused(row, "not_tied", actor, at)
        return None
    accounts.note_log_in_elsewhere(identity_row=held, actor=actor, at=at)
    return held.account


def hold_answer(*, visit_id: int, known: Known, actor: Actor, at: datetime) -> None:
    """Keep who came back for the owner's last press. Refuses: TiedToAnother, of which both accounts are told."""
    if _hold(visit_id, known, actor, at):
        raise accounts.TiedToAnother


@transaction.atomic
def _hold(visit_id: int, known: Known, actor: Actor, at: datetime) -> bool:
    row = locked.visit(visit_id)
    taken = accounts.tell_if_taken(
        account_id=row.account_id or 0, issuer=row.issuer, subject=known.subject, source=row.public_id, actor=actor,
        at=at,
    )  # fmt: skip
    if taken:
        _end(row, accounts.TiedToAnother.code, at)
    else:
        row.answer_sealed = kept.seal_answer(row, known)
        row.save(update_fields=["answer_sealed"])
    return taken


@transaction.atomic
def tie_now(*, visit_id: int, actor: Actor, at: datetime) -> None:
    """Tie who came back to the account that began the visit. Again changes nothing.

    Refuses: VisitGone, TiedToAnother.
    """
    row = locked.visit(visit_id)
    if row.outcome == "tied":
        return
    if row.ended_at is not None or row.answer_sealed is None or row.account_id is None:
        raise VisitGone
    known = kept.answer_of(row)
    accounts.tie(
        account_id=row.account_id, issuer=row.issuer, subject=known.subject, mask=mask_of(known), actor=actor, at=at
    )
    _end(row, "tied", at)


def mask_of(known: Known) -> str:
    """What stays to know it by: a surname, and the last signs of the subject."""
    name = identifiers.mask_name(known.name) if known.name else ""
    return f"{name} …{rules.tail(known.subject)}".strip()


def _end(row: Visit, outcome: str, at: datetime) -> None:
    """Nothing of who came back is kept beyond the end."""
    row.ended_at, row.outcome, row.answer_sealed = at, outcome[:24], None
    row.save(update_fields=["ended_at", "outcome", "answer_sealed"])
