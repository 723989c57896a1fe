"""The phone is lost or stolen: at a desk, the document in hand, devices end at once and a new number is on its way.

The new number comes by the same way as any claim: a code shows who holds it, one saw the document, another confirms,
and the old number has some hours to object (R013, U23).
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import locked, queries
from baiying.people.actions import claims, handing_back, telling
from baiying.people.actions.checks import OwnCheck, see_document
from baiying.people.models import Claim, Person

PURPOSE = "desk_phone"


class SamePhone(Refused):
    code = "same_phone"
    sentence = _("记录上就是这个号码。补办了原来的号码、手机丢了的，只要退出所有设备就行。")
    field = "phone"


class NoDevices(Refused):
    code = "no_devices"
    sentence = _("这条记录没有人登录过，没有设备要退出。")


def end_devices_at_desk(*, person: Person, last_six: str, actor: Actor, at: datetime) -> int:
    """End every log-in of a record whose person stands at the desk with the document; gives how many accounts it was.

    The person is told in the app, never by text message: the old phone may be in a thief's hand. Stands outside a
    transaction, because a wrong end counts. Refuses: as `see_document` does, and NoDevices.
    """
    see_document(person=person, last_six=last_six, actor=actor, at=at)
    return _end_devices(person, actor, at)


@transaction.atomic
def _end_devices(person: Person, actor: Actor, at: datetime) -> int:
    row = locked.person(person.pk)
    log_ins = queries.log_ins_of(row.pk)
    if not log_ins:
        raise NoDevices
    for one in log_ins:
        accounts.end_sessions(account_id=one, actor=actor, at=at, why="desk")
    audit.record("DevicesEndedAtDesk", actor=actor, at=at, subject=("person", row.pk), area_id=row.residence_id)
    telling.tell(
        row,
        kind="devices_ended",
        at=at,
        text=translate("按您本人当面的要求，所有设备上的登录都已退出。不是您要求的，请马上联系当地实践站（所）。"),
    )
    return len(log_ins)


def change_phone_at_desk(*, person: Person, phone: str, code: str, last_six: str, actor: Actor, at: datetime) -> Claim:
    """Put a new number on a record whose person stands at the desk: a claim that is filed and seen in one act.

    The same again by the same hand gives the same claim. Stands outside a transaction, because a wrong code counts.
    Refuses: SamePhone, OwnCheck, accounts' wrong codes, ClaimUnderWay, and as `decide_claim` does.
    """
    see_document(person=person, last_six=last_six, actor=actor, at=at)
    # Not before: four digits that are not shown would be found by trying.
    if queries.phone_of(person) == phone:
        raise SamePhone
    if actor.account_id is not None and account_rows.comes_in_by(actor.account_id, account_rows.phone_hash(phone)):
        raise OwnCheck
    accounts.check_code(phone=phone, purpose=PURPOSE, code=code, actor=actor, at=at)
    return _file_and_see(person, phone, last_six, actor, at)


def _file_and_see(person: Person, phone: str, last_six: str, actor: Actor, at: datetime) -> Claim:
    """Two transactions: a claim is locked before the record that filing it holds. Cut between them, the claim waits as
    any does, and the same press goes on with it."""
    claim = queries.open_claim_of(person.pk, phone) or claims.file_claim(
        person=person, name=person.shown_name, phone=phone, account_id=None, note="", actor=actor, at=at
    )
    answer = translate("本人当面办理，证件已看过。")
    return handing_back.decide_claim(claim=claim, granted=True, answer=answer, last_six=last_six, actor=actor, at=at)
