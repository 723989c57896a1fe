"""A claimed record is handed back: the document seen by one, confirmed by a second person, after some hours (U23).

Where the record has a number of its own, somebody may still hold that: two decide, the number is told, and between
their word and the handing over lie the hours in which its holder can say "that is me".
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts_access
from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.queries import Account
from baiying.kit import audit, each, limits
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor, system
from baiying.notices import actions as notices
from baiying.people import access, identity, locked, queries
from baiying.people.actions import declining, guardians, numbers
from baiying.people.actions.checks import NumberDiffers, OwnCheck, SawNumber, counted_end, refuse_unseen
from baiying.people.actions.claims import NOBODY, is_claimant
from baiying.people.models import Claim, Person
from baiying.people.rules import claiming
from baiying.ui import kept

JOB = "people.carry_out_claims"


class NumberOfAnother(NumberDiffers):
    sentence = _("与记录里的号码不一致。请再看一遍证件；若确实不同，请选择“不是本人，或无法证明”并写明答复。")


class NotItsEnd(NumberDiffers):
    sentence = _("与记录里的号码不一致。请看着证件再输一遍；不是您的记录，请按“不是我本人”。")


class ClaimDecided(Refused):
    code = "claim_decided"
    sentence = _("这个申请已经处理过了。")


class ClaimantsPhoneChanged(Refused):
    """The record would come in by the number: whoever holds it now must be who is at the desk."""

    code = "claimants_phone_changed"
    sentence = _(
        "申请以后，这个手机号换过主人，或有别人开始用它登录，不能按这份申请交还。请写“未通过”并说明；"
        "本人用现在的手机号重新申请，当面就能办。"
    )


class ClaimSecondPerson(Refused):
    code = "claim_second_person"
    sentence = _("证件是您看的，要由另一位有权的人确认。")


class OfficeClaimed(Refused):
    """Who stands below hands nobody the log-in of an office: as with a lost second factor."""

    code = "office_claimed"
    sentence = _("这条记录的本人在任职。要由同一个办公室或上级、职务不低于本人的同事看证件、确认。")


class ClaimChanged(Refused):
    code = "claim_changed"
    sentence = _("这件申请刚刚有了变化，请看过现在的样子再决定。")


class NotTheNumberThere(Refused):
    code = "not_the_number_there"
    sentence = _("这个号码现在不在这条记录上。请带证件到就近的实践站（所）说明。")


class TooManySaid(Refused):
    code = "too_many_said"
    sentence = _("今天填错的次数太多了。请明天再试，或带证件到就近的实践站（所），当面说明。")
    field = "last_six"
    status = 429


# Whoever holds a number that was somebody else's must not find the document out by trying.
_SAID = limits.Limit("claim:said", 5, timedelta(days=1))


def decide_claim(*, claim: Claim, granted: bool, answer: str, last_six: str = "", actor: Actor, at: datetime) -> Claim:
    """Grant (document seen, its last six characters typed) or refuse with a reason; both sides are told.

    Granting gives the record the claimant's phone and account; sessions of the old phone end. Where the record has a
    number of its own and the rule asks for a second person, granting only says that the document was seen:
    `confirm_claim` follows. The same again by the same hand changes nothing.
    Stands outside a transaction, because a wrong end counts.
    Refuses: ClaimDecided, OwnCheck; granting only ClaimChanged (seen by another), TooManyEnds, NumberWaits, SawNumber,
    NumberDiffers, ClaimantsPhoneChanged, accounts' TwoOfThree.
    """
    if not granted:
        return _decide_it(claim, granted, answer, last_six, actor, at)
    with counted_end(claim.person, actor, at):
        return _decide_it(claim, granted, answer, last_six, actor, at)


@transaction.atomic
def _decide_it(claim: Claim, granted: bool, answer: str, last_six: str, actor: Actor, at: datetime) -> Claim:
    row = locked.claim(claim.pk)
    if row.decided_at is not None:
        if (row.decided_by_id, row.granted, row.answer) != (actor.account_id, granted, answer[:300]):
            raise ClaimDecided
        return row
    person = _refuse_concerned(row, actor)
    if not granted:
        return _refuse_it(row, person, answer, actor, at)
    if row.seen_at is not None:
        if row.seen_by_id != actor.account_id:
            raise ClaimChanged
        return row
    _refuse_below(person, actor, at)
    refuse_unseen(person, last_six, NumberOfAnother, actor=actor, at=at)
    if not _is_still_claimants(row):
        raise ClaimantsPhoneChanged
    if not queries.claim_needs_second(row, at):
        return _hand_back(row, person, answer, actor.account_id, actor=actor, at=at)
    row.seen_at, row.seen_by_id, row.answer = at, actor.account_id, answer[:300]
    row.save(update_fields=["seen_at", "seen_by_id", "answer"])
    _note("ClaimSeen", row, person, actor, at)
    return row


@transaction.atomic
def confirm_claim(*, claim: Claim, actor: Actor, at: datetime) -> Claim:
    """The second person agrees: it is handed back after the hours of the rule, or now where nobody's number stands
    there any more. Both numbers are told until when to object. Again by the same hand changes nothing.

    Refuses: ClaimDecided, ClaimChanged (nobody saw the document, or somebody confirmed it), OwnCheck,
    ClaimSecondPerson, SawNumber, NumberWaits, ClaimantsPhoneChanged.
    """
    row = locked.claim(claim.pk)
    if row.confirmed_at is not None and row.confirmed_by_id == actor.account_id:
        return row
    if row.decided_at is not None:
        raise ClaimDecided
    person = _refuse_concerned(row, actor)
    if row.seen_at is None or row.confirmed_at is not None:
        raise ClaimChanged
    if actor.account_id is None or row.seen_by_id in accounts_access.own_hands(actor):
        raise ClaimSecondPerson
    _refuse_below(person, actor, at)
    numbers.refuse_waiting(person, at)
    if queries.saw_number(person.pk, actor):
        raise SawNumber
    if not _is_still_claimants(row):
        raise ClaimantsPhoneChanged
    given, old = queries.claim_rules_at(person.residence.path, at), queries.phone_of(person)
    row.confirmed_at, row.confirmed_by_id = at, actor.account_id
    row.cools_until = claiming.cools_until(at, old, given)
    row.save(update_fields=["confirmed_at", "confirmed_by_id", "cools_until"])
    _note("ClaimConfirmed", row, person, actor, at)
    if row.cools_until <= at:
        return _hand_back(row, person, row.answer, actor.account_id, actor=actor, at=at)
    _tell_until(row, row.cools_until, person, old, at)
    return row


def say_mine(*, claim: Claim, phone: str, last_six: str, actor: Actor, at: datetime) -> Claim:
    """Whoever holds the number on the record says "that is me", with the end of the document: two decide anew.

    The claimant is told to come with the document. Again changes nothing. Stands outside a transaction, because a try
    counts though it is refused. Refuses: NotTheNumberThere, TooManySaid, NumberDiffers.
    """
    if not limits.take(_SAID, str(claim.pk), at=at):
        raise TooManySaid
    return _say_mine(claim, phone, last_six, actor, at)


@transaction.atomic
def _say_mine(claim: Claim, phone: str, last_six: str, actor: Actor, at: datetime) -> Claim:
    row = locked.claim(claim.pk)
    person = locked.person(row.person_id)
    if phone != queries.phone_of(person) and not any(
        account_rows.comes_in_by(one, account_rows.phone_hash(phone)) for one in queries.log_ins_of(person.pk)
    ):
        raise NotTheNumberThere
    numbers.refuse_waiting(person, at)
    if not queries.is_end_of_number(person, last_six):
        raise NotItsEnd
    if row.decided_at is not None or row.objected_at is not None:
        return row
    row.objected_at = at
    row.seen_at = row.seen_by_id = row.confirmed_at = row.confirmed_by_id = row.cools_until = None
    row.answer = ""
    row.save()
    _note("ClaimObjected", row, person, actor, at)
    text = translate(
        "您认领的记录（编号 %(number)s），原手机号的使用人说是他本人的，并说对了证件号码的后六位。"
        "请带证件原件到当地实践站（所），由两位工作人员当面核对后决定。"
    ) % {"number": row.public_id}
    letter = notices.Letter(text=text, phone=queries.claimant_phone(row), area_id=person.residence_id)
    notices.write_many(kind="claim_decided", letters=[letter], at=at)
    return row


def carry_out_claims(*, at: datetime) -> int:
    """Hand back what two decided and whose hours are over; what can no longer be so is refused and said. Gives how many
    were handed back."""
    actor = system(JOB)
    return each.each(JOB, queries.claim_ids_due(at), lambda pk: _carry_out(pk, actor=actor, at=at), at=at).done


@transaction.atomic
def _carry_out(claim_id: int, *, actor: Actor, at: datetime) -> bool:
    row = locked.claim(claim_id)
    if row.decided_at is not None or row.cools_until is None or row.cools_until > at:
        return False
    person = locked.person(row.person_id)
    if not _is_still_claimants(row) or person.closed_at is not None:
        _refuse_it(row, person, str(ClaimantsPhoneChanged.sentence), actor, at)
        return False
    _hand_back(row, person, row.answer, row.confirmed_by_id, actor=actor, at=at)
    return True


def _refuse_concerned(row: Claim, actor: Actor) -> Person:
    """The record, locked. Refuses: OwnCheck."""
    person = locked.person(row.person_id)
    if is_claimant(actor, row) or access.is_own(actor, person.pk):
        raise OwnCheck
    return person


def _refuse_below(person: Person, actor: Actor, at: datetime) -> None:
    """Whoever holds an office is given back the log-in by those who may vouch for it alone. Refuses: OfficeClaimed."""
    acting = actor.acting
    for one in queries.log_ins_of(person.pk):
        if not account_rows.roles_in_force([one], at):
            continue
        if acting is None or not account_rows.is_near(acting.role, acting.area_id, one, at):
            raise OfficeClaimed


def _decide(row: Claim, granted: bool, answer: str, by: int | None, at: datetime) -> None:
    row.decided_at, row.decided_by_id, row.granted, row.answer = at, by or NOBODY, granted, answer[:300]
    row.save(update_fields=["decided_at", "decided_by_id", "granted", "answer"])


def _refuse_it(row: Claim, person: Person, answer: str, actor: Actor, at: datetime) -> Claim:
    _decide(row, False, answer, actor.account_id, at)
    _note("ClaimRefused", row, person, actor, at, answer=answer[:300])
    _tell_both(person, False, answer, queries.claimant_phone(row), queries.phone_of(person), at)
    return row


def _hand_back(row: Claim, person: Person, answer: str, by: int | None, *, actor: Actor, at: datetime) -> Claim:
    new_phone, old_phone = queries.claimant_phone(row), queries.phone_of(person)
    _decide(row, True, answer, by, at)
    if old_phone and old_phone != new_phone and not _others_of(old_phone, person).exists():
        # Nobody is known by it from now on: whoever holds it next is not who was named.
        declining.close_requests_to(old_phone, actor=actor, at=at)
        guardians.lose_phone(old_phone, (), at=at)
    _hand_over(person, new_phone, row.account_id, actor=actor, at=at)
    _note("ClaimGranted", row, person, actor, at, answer=answer[:300])
    _tell_both(person, True, answer, new_phone, old_phone, at)
    return row


def _note(action: str, row: Claim, person: Person, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id,
        detail={"claim": row.public_id, **detail},
    )  # fmt: skip


def _is_still_claimants(row: Claim) -> bool:
    """Whether the number that was proven when the claim was filed may still be taken for the claimant's."""
    phone = queries.claimant_phone(row)
    if row.account_id is not None and not account_rows.comes_in_by(row.account_id, account_rows.phone_hash(phone)):
        return False
    return not account_rows.began_to_come_in(phone, row.filed_at, but=row.account_id)


def _others_of(phone: str, person: Person) -> QuerySet[Account]:
    """Whoever else comes in by the number."""
    return account_rows.accounts_of_phone(phone).exclude(pk=person.account_id or 0)


def _hand_over(person: Person, phone: str, claimant_account_id: int | None, *, actor: Actor, at: datetime) -> None:
    had_account = person.account_id is not None
    if person.account_id is not None:
        accounts.hand_to(account_id=person.account_id, phone=phone, actor=actor, at=at)
    elif claimant_account_id is not None and _may_become(claimant_account_id, person, at):
        person.account_id = claimant_account_id
        notices.carry_over(inbox=account_rows.public_id_of(claimant_account_id), to=person.public_id)
    else:
        person.account = accounts.create_account(phone=phone, display_name=person.name, actor=actor, at=at)
    for column, value in identity.seal_phone(phone, public_id=person.public_id, key=queries.key_of(person)).items():
        setattr(person, column, value)
    person.save(update_fields=["account", "phone_sealed", "phone_hash", "phone_mask"])
    for one in queries.log_ins_of(person.pk):
        # Whoever sits in it by another log-in of the same human is asked anew as well.
        if one != person.account_id:
            accounts.end_sessions(account_id=one, actor=actor, at=at, why="desk")
    if had_account:
        # Whoever held the number until now may have linked an own WeChat or mail address to the record.
        notices.forget_addresses(inbox=person.public_id, actor=actor, at=at)


def _may_become(account_id: int, person: Person, at: datetime) -> bool:
    """Whether the account may be the person's own: it is nobody's, and no guardian's if the person is under age."""
    if queries.person_id_of_account(account_id) is not None:
        return False
    return not (queries.is_under_age(person, at) and queries.has_answered_for_anybody(account_id))


def _tell_both(person: Person, granted: bool, answer: str, new_phone: str, old_phone: str | None, at: datetime) -> None:
    if granted:
        text = translate("您的认领申请已通过，现在可以用这个手机号登录，原来的服务记录都在。")
    else:
        text = translate("您的认领申请没有通过：%(answer)s") % {"answer": answer[:300]}
    letter = notices.Letter(text=text, phone=new_phone, area_id=person.residence_id)
    notices.write_many(kind="claim_decided", letters=[letter], at=at)
    if old_phone and old_phone != new_phone:
        if granted:
            text = translate(
                "经当面核对证件，这条志愿者记录已改用新的手机号登录。如有疑问，请联系当地实践中心（所、站）。"
            )
        else:
            text = translate("有人申请认领您的志愿者记录，核对后没有通过，您的记录没有变化。")
        notices.write(kind="claim_decided", text=text, at=at, inbox=person.public_id, phone=old_phone)


def _tell_until(row: Claim, until: datetime, person: Person, old_phone: str | None, at: datetime) -> None:
    """Both numbers: two have looked at it, and until when the holder of the old one can say that it is not so."""
    text = translate("您认领的志愿者记录（编号 %(number)s）已由两位工作人员核对，%(when)s起可以用这个手机号登录。")
    given = {"number": row.public_id, "when": kept.moment(until)}
    letter = notices.Letter(text=text % given, phone=queries.claimant_phone(row), area_id=person.residence_id)
    notices.write_many(kind="claim_decided", letters=[letter], at=at)
    if old_phone:
        text = translate(
            "用您证件号码注册的志愿者记录，%(when)s起改用另一个手机号登录（编号 %(number)s）。"
            "如果您才是本人，请在那以前用这个手机号登录说明，或联系当地实践中心（所、站）。"
        )
        if row.objected_at is not None:
            # It was said once; two have decided since, with the document before them.
            text = translate(
                "用您证件号码注册的志愿者记录，两位工作人员再次核对过，"
                "%(when)s起改用另一个手机号登录（编号 %(number)s）。"
                "如果您才是本人，请在那以前带证件原件到当地实践中心（所、站）。"
            )
        notices.write(kind="claim_decided", text=text % given, at=at, inbox=person.public_id, phone=old_phone)
