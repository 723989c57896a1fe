"""Claims of a record that is already there: a named human decides; no dead end, no word about whose it is (R005)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts_access
from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.queries import Account
from baiying.kit import audit, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import access, identity, locked, queries, rules
from baiying.people.actions import declining, guardians, numbers
from baiying.people.actions.checks import NumberDiffers, OwnCheck, SawNumber
from baiying.people.models import Claim, Person


class NumberOfAnother(NumberDiffers):
    sentence = _("与记录里的号码不一致。请再看一遍证件；若确实不同，请选择“不是本人，或无法证明”并写明答复。")


class ClaimOpen(Refused):
    code = "claim_open"
    sentence = _("您的认领申请已经收到，正在等工作人员核对，不需要重复提交。")


class ClaimUnderWay(ClaimOpen):
    """Another asks for the same record: one case for one document, and not a word about who the other is (U23)."""

    code = "claim_under_way"

    def __init__(self, number: str) -> None:
        words = _(
            "此证件正在核实，编号 %(number)s。号码没有填错的，请带证件到就近的实践站（所），说这个编号，当面就能核对。"
        )
        super().__init__(words % {"number": number})


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


# Nobody decided: the number of the one who asked is somebody else's.
NOBODY = 0


@transaction.atomic
def file_claim(
    *, person: Person, name: str, phone: str, account_id: int | None, note: str, actor: Actor, at: datetime
) -> Claim:
    """File the claim of the proven phone; the phone now on the record is told. One waits at a time, whoever asks.

    Refuses: ClaimOpen (one's own waits already), ClaimUnderWay (another's does).
    """
    locked.person(person.pk)
    mask = identifiers.mask_phone(phone)
    for waiting in Claim.objects.filter(person=person, decided_at__isnull=True):
        # The mask is not the number: another's claim must not stand in for this one.
        if waiting.phone_mask == mask and queries.claimant_phone(waiting) == phone:
            raise ClaimOpen
        raise ClaimUnderWay(waiting.public_id)
    claim = Claim(
        person=person,
        account_id=account_id,
        claimed_name=name,
        phone_mask=mask,
        note=note[:300],
        filed_at=at,
        area=person.residence,
    )
    claim.phone_sealed = sealed.seal(phone, at=sealed.Place.of(claim, "phone_sealed"))
    claim.save(force_insert=True)
    audit.record("ClaimFiled", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id)
    old = queries.phone_of(person)
    if old and old != phone:
        text = translate("有人申请认领用您证件号码注册的志愿者记录。如果不是您本人，请尽快联系当地实践中心（所、站）。")
        # The app has it each time; the phone rings a few times a day at most, whoever files.
        rings = notices.take_typed(phone=old, actor=actor, at=at) is None
        notices.write(kind="claim_filed", text=text, at=at, inbox=person.public_id, phone=old if rings else None)
    return claim


def _is_claimant(actor: Actor, claim: Claim) -> bool:
    if actor.account_id is None:
        return False
    typed = account_rows.phone_hash(queries.claimant_phone(claim))
    return accounts_access.is_self(actor, claim.account_id) or account_rows.comes_in_by(actor.account_id, typed)


@transaction.atomic
def decide_claim(*, claim: Claim, granted: bool, answer: str, last_six: str = "", actor: Actor, at: datetime) -> Claim:
    """Grant (document seen, its last six characters typed) or refuse with a reason; both sides are told.

    Granting gives the record the claimant's phone and account; sessions of the old phone end. The same again by the
    same hand changes nothing.
    Refuses: ClaimDecided, OwnCheck; granting only NumberWaits, SawNumber, NumberDiffers, ClaimantsPhoneChanged,
    accounts' TwoOfThree.
    """
    row = locked.claim(claim.pk)
    if row.decided_at is not None:
        if (row.decided_by_id, row.granted, row.answer) != (actor.account_id, granted, answer[:300]):
            raise ClaimDecided
        return row
    person = locked.person(row.person_id)
    if _is_claimant(actor, row) or access.is_own(actor, person.pk):
        raise OwnCheck
    if granted:
        numbers.refuse_waiting(person, at)
    if granted and queries.saw_number(person.pk, actor):
        raise SawNumber
    if granted and not rules.last_six_match(
        queries.id_number_of(person), identifiers.tidy(last_six), kind=person.id_type
    ):
        raise NumberOfAnother
    if granted and not _is_still_claimants(row):
        raise ClaimantsPhoneChanged
    row.decided_at, row.decided_by_id, row.granted, row.answer = at, actor.account_id, granted, answer[:300]
    row.save(update_fields=["decided_at", "decided_by_id", "granted", "answer"])
    new_phone, old_phone = queries.claimant_phone(row), queries.phone_of(person)
    if granted:
        if old_phone and old_phone != new_phone and not _others_of(old_phone, person).exists():
            # Nobody is known by it from now on: whoever holds it next is not who was named.
            declining.close_requests_to(old_phone, actor=actor, at=at)
            guardians.lose_phone(old_phone, (), at=at)
        _hand_over(person, new_phone, row.account_id, actor=actor, at=at)
    audit.record(
        "ClaimGranted" if granted else "ClaimRefused",
        actor=actor,
        at=at,
        subject=("person", person.pk),
        area_id=person.residence_id,
        detail={"answer": answer[:300]},
    )
    _tell_both(person, granted, answer, new_phone, old_phone, at)
    return row


def _is_still_claimants(row: Claim) -> bool:
    """Whether the number that was proven when the claim was filed may still be taken for the claimant's."""
    phone = queries.claimant_phone(row)
    if row.account_id is not None and not account_rows.comes_in_by(row.account_id, account_rows.phone_hash(phone)):
        return False
    return not account_rows.began_to_come_in(phone, row.filed_at, but=row.account_id)


def void_claims(phone: str, *, actor: Actor, at: datetime) -> int:
    """The number has changed hands: what it claimed is void, so that nobody is given a record by it.

    The office reads it on its page, the claimant, where an account has filed it, in the app. Gives how many.
    """
    answer = translate("申请人的手机号后来换了主人，这份申请作废，没有交还。本人可以用现在的手机号重新申请。")
    voided = 0
    for claim in queries.open_claims_of_phone(phone):
        columns = {"decided_at": at, "decided_by_id": NOBODY, "granted": False, "answer": answer}
        if not Claim.objects.filter(pk=claim.pk, decided_at__isnull=True).update(**columns):
            continue
        voided += 1
        audit.record(
            "ClaimVoided", actor=actor, at=at, subject=("person", claim.person_id), area_id=claim.area_id,
            detail={"claim": claim.public_id},
        )  # fmt: skip
        if claim.account_id is not None:
            inbox = queries.inbox_of_account(claim.account_id)
            text = translate("您的认领申请作废了：申请时的手机号后来换了主人。请用现在的手机号重新申请。")
            notices.write(kind="claim_decided", text=text, at=at, inbox=inbox)
    return voided


def _others_of(phone: str, person: Person) -> QuerySet[Account]:
    """Whoever else comes in by the number."""
    return account_rows.accounts_of_phone(phone).exclude(pk=person.account_id or 0)


def _hand_over(person: Person, phone: str, claimant_account_id: int | None, *, actor: Actor, at: datetime) -> None:
    had_account = person.account_id is not None
    if person.account_id is not None:
        accounts.change_phone(account_id=person.account_id, phone=phone, actor=actor, at=at)
    elif claimant_account_id is not None and _may_become(claimant_account_id, person, at):
        person.account_id = claimant_account_id
        notices.carry_over(inbox=account_rows.public_id_of(claimant_account_id), to=person.public_id)
    else:
        person.account = accounts.create_account(phone=phone, display_name=person.name, actor=actor, at=at)
    for column, value in identity.seal_phone(phone, public_id=person.public_id, key=queries.key_of(person)).items():
        setattr(person, column, value)
    person.save(update_fields=["account", "phone_sealed", "phone_hash", "phone_mask"])
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
