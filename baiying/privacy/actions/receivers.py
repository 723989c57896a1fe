"""The register of who else gets personal data: entered with its contract and its end, ended before it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.privacy import locked, queries, rules
from baiying.privacy.actions.assessments import require_assessed
from baiying.privacy.receiver_models import Receiver, ReceiverKind


class EndBeforeStart(Refused):
    code = "end_before_start"
    sentence = _("最后一天不能早于开始的那天。")
    field = "until_on"
    status = 422


class ReceiverEnded(Refused):
    code = "receiver_ended"
    sentence = _("这一项已经停止，原因写的不一样；请看过现在的样子。")


class AssessedForAnother(Refused):
    """What was weighed for one receiver says nothing of another one's purpose (PIPL art. 55, 56)."""

    code = "assessed_for_another"
    sentence = _("这份评估是为另一家单位做的。请为这一家另做一份，再登记。")
    field = "assessment"
    status = 422


@dataclass(frozen=True, slots=True)
class ReceiverGiven:
    """What the contract or order says."""

    name: str
    kind: str
    what: str
    purpose: str
    contract: str
    contact: str
    from_on: date
    until_on: date
    # The public id of the assessment that was filed before; empty where a law orders it.
    assessment: str = ""


def enter_receiver(*, given: ReceiverGiven, area_id: int, source: str, actor: Actor, at: datetime) -> Receiver:
    """Enter who gets data, for what and until when. The same form again: the first. Refuses: EndBeforeStart,
    AssessFirst."""
    try:
        return _enter(given, area_id, source, actor, at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "privacy_receiver_source_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.receiver_of_source(source)
        assert found is not None
        return found


@transaction.atomic
def _enter(given: ReceiverGiven, area_id: int, source: str, actor: Actor, at: datetime) -> Receiver:
    if before := queries.receiver_of_source(source):
        return before
    if given.until_on < given.from_on:
        raise EndBeforeStart
    assert actor.account_id is not None
    use, area = rules.use_to_assess(given.kind), places.division_by_id(area_id)
    assert area is not None
    filed = require_assessed(use=use, area_path=area.path, public_id=given.assessment) if use else None
    if filed is not None and Receiver.objects.filter(assessment=filed).exclude(name=given.name.strip()).exists():
        raise AssessedForAnother
    row = Receiver.objects.create(
        assessment=filed,
        source=source, area_id=area_id, name=given.name.strip(), kind=ReceiverKind(given.kind), what=given.what.strip(),
        purpose=given.purpose.strip(), contract=given.contract.strip(), contact=given.contact.strip(),
        from_on=given.from_on, until_on=given.until_on, entered_at=at, entered_by_id=actor.account_id,
    )  # fmt: skip
    _note("ReceiverEntered", row, actor, at, kind=row.kind, until=row.until_on.isoformat())
    return row


@transaction.atomic
def end_receiver(*, receiver_id: int, why: str, actor: Actor, at: datetime) -> Receiver:
    """From now on nothing is given there. The same end again changes nothing. Refuses: ReceiverEnded."""
    row = locked.receiver(receiver_id)
    if row.ended_at is not None:
        if (row.ended_by_id, row.end_why) != (actor.account_id, why.strip()):
            raise ReceiverEnded
        return row
    row.ended_at, row.ended_by_id, row.end_why = at, actor.account_id, why.strip()
    row.save(update_fields=["ended_at", "ended_by_id", "end_why"])
    _note("ReceiverStopped", row, actor, at, reason=row.end_why)
    return row


def _note(action: str, row: Receiver, actor: Actor, at: datetime, **detail: str) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("receiver", row.pk), area_id=row.area_id,
        detail={"name": row.name, "contract": row.contract, **detail},
    )  # fmt: skip
