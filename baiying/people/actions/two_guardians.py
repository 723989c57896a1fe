"""Guardians of one child who do not say the same: a consent beside a withdrawal or a no waits, each hears of the other.

Source: Civil Code art. 27, 1058 (father and mother answer for the child with equal rights); whose word counts is a
dated rule (RegistrationRules.withdrawal_holds).
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as accounts
from baiying.kit import audit, facts
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import access, locked, queries, rules
from baiying.people import facts as told
from baiying.people.actions import counting, telling
from baiying.people.models import Consent, Guardianship, Registration
from baiying.ui import formats, kept

_PAGE = "/mine/wards/"
_UNPROVEN = ("unproven_at", "unproven_by_id", "unproven_document")


class NothingToSettle(Refused):
    code = "nothing_to_settle"
    sentence = _("这份同意不在等别的监护人，不用再决定。")


class DecidedByAnother(Refused):
    """Somebody else of the office has written down what came of it, and the family has heard that: who, and when."""

    code = "decided_by_another"
    sentence = _("%(who)s已于 %(when)s 记下结果，孩子和各位监护人都已收到通知，不再记一次。")
    later = _(
        "%(who)s已于 %(when)s 记下“还不能证明”，孩子和各位监护人都已收到通知，不再记一次。有了能证明的材料，再作决定。"
    )

    def __init__(self, who: int | None, when: datetime | None, *, open_still: bool) -> None:
        name = accounts.names_of([who] if who else []).get(who or 0, translate("一位工作人员"))
        words = {"who": name, "when": formats.datetime_text(when) if when else ""}
        super().__init__(str(self.later if open_still else self.sentence) % words)


class ProofMissing(Refused):
    code = "proof_missing"
    sentence = _("请写明看了什么证明。")
    field = "document"


class WhyMissing(Refused):
    """What one guardian said is lifted by that one, or by an office with a paper and a reason (U20)."""

    code = "why_missing"
    sentence = _("请写明为什么以这一位的同意为准。")
    field = "why"


def put_in_force(registration: Registration, row: Guardianship, *, actor: Actor, at: datetime) -> None:
    """What a consent that was just given does: it carries the registration, or waits for who withdrew or said no.

    Once nobody's no stands, the consents that waited are in force as well. The caller locked the registration.
    """
    if queries.waits_for(row, at) is not None:
        row.waits_since = at
        row.save(update_fields=["waits_since"])
        audit.record(
            "GuardianAgreedAgainstAnother", actor=actor, at=at, subject=("person", row.ward_id),
            area_id=registration.person.residence_id,
        )  # fmt: skip
        return
    _carry(registration, row, actor=actor, at=at)
    for other in queries.waiting_consents(row.ward_id):
        other.in_force_at = at
        other.save(update_fields=["in_force_at"])
        text = translate("另一位监护人（%(who)s）也同意了 %(name)s 参加志愿服务，您的同意现在生效。")
        _tell_one(other, text % _words(row), at)


def release_waiting(registration: Registration, *, actor: Actor, at: datetime) -> bool:
    """Consents that waited for somebody who is no guardian any more are in force; gives whether one is. The caller
    locked the registration."""
    free = [one for one in queries.waiting_consents(registration.person_id) if queries.waits_for(one, at) is None]
    for other in free:
        other.in_force_at = at
        other.save(update_fields=["in_force_at"])
        _carry(registration, other, actor=actor, at=at)
        text = translate("%(name)s 不再等另一位监护人，您的同意现在生效：孩子可以报名了。")
        _tell_one(other, text % _words(other), at)
    return bool(free)


def _carry(registration: Registration, row: Guardianship, *, actor: Actor, at: datetime) -> None:
    take_up_consents(row, at)
    registration.guardian_ok_at = at
    # Who has turned fourteen since the guardian was asked is asked about the number now, and nobody else.
    registration.number_waits_since = None if queries.number_is_agreed(row.ward_id) else at
    registration.save(update_fields=["guardian_ok_at", "number_waits_since"])
    agreed = told.GuardianAgreed(person_id=row.ward_id, guardianship_id=row.pk)
    facts.publish(agreed, actor=actor, at=at, area_id=registration.person.residence_id)
    counting.count_if_ready(registration, actor=actor, at=at)


def take_up_consents(row: Guardianship, at: datetime) -> None:
    """What this guardian agreed to stands again where it had ended with another's withdrawal, and in place of what
    another guardian agreed to: nobody serves under no consent at all, nor under that of one whose word does not count
    (PIPL art. 13, 31). To the number only while a guardian agrees to it."""
    assert row.agreed_at is not None
    of_ward = Consent.objects.filter(person_id=row.ward_id)
    live = of_ward.filter(withdrawn_at__isnull=True)
    others = live.filter(given_by="guardian").exclude(giver_name=row.guardian_name)
    stands = set(live.exclude(pk__in=others.values("pk")).values_list("purpose", flat=True))
    given = of_ward.filter(given_by="guardian", giver_name=row.guardian_name, given_at=row.agreed_at).order_by("id")
    own = queries.number_asked_of(row.ward, at) == "self"
    # Taken up more than once, a purpose has several rows, and stands once.
    by_purpose = {one.purpose: one for one in given}
    again = [
        one for one in by_purpose.values() if one.purpose not in stands and not (own and one.purpose == rules.ID_NUMBER)
    ]
    others.filter(purpose__in=[one.purpose for one in again]).update(withdrawn_at=at)
    for one in again:
        one.pk, one.withdrawn_at = None, None
        if row.settled_document:
            one.evidence = row.settled_document
    Consent.objects.bulk_create(again)


def make_others_wait(row: Guardianship, at: datetime) -> None:
    """A guardian withdrew or said no: the consents of the others carry nothing any more until that is settled, and they
    hear so. What they carried until now was in force all that time.
    """
    text = translate(
        "另一位监护人（%(who)s）撤回了对 %(name)s 参加志愿服务的同意，孩子的注册暂停了。您的同意还在，"
        "要等这位监护人重新同意，或由办公室凭证明决定。"
    )
    if row.agreed_at is None:
        text = translate(
            "另一位监护人（%(who)s）不同意 %(name)s 参加志愿服务，孩子的注册暂停了。您的同意还在，"
            "要等这位监护人也同意，或由办公室凭证明决定。"
        )
    for other in queries.others_in_force(row):
        make_wait(other, at)
        _tell_one(other, text % _words(row), at)


def make_wait(row: Guardianship, at: datetime) -> None:
    """A consent that was in force carries nothing from now on, and no decision carries it any more. What the decision
    settled stays settled (`settled_at`): it waits for who said otherwise since, and for nobody else."""
    row.waits_since, row.in_force_at, row.settled_by_id, row.settled_document = at, None, None, ""
    row.unproven_at, row.unproven_by_id, row.unproven_document = None, None, ""
    row.save(update_fields=["waits_since", "in_force_at", "settled_by_id", "settled_document", *_UNPROVEN])


@transaction.atomic
def decide_between_guardians(
    *, guardianship: Guardianship, document: str, why: str, actor: Actor, at: datetime
) -> Guardianship:
    """An office has seen a document of who decides for the child, and says why: this consent is in force although
    another guardian withdrew or said no. All guardians and the child are told. Pressed again by the same hand it
    changes nothing.

    Refuses: OwnMatter; ProofMissing; WhyMissing; NothingToSettle; DecidedByAnother.
    """
    registration = locked.open_registration(guardianship.ward_id)
    row = locked.guardianship(guardianship.pk)
    access.refuse_own(actor, row.ward_id)
    if row.settled_by_id is not None:
        if row.settled_by_id != actor.account_id:
            raise DecidedByAnother(row.settled_by_id, row.in_force_at, open_still=False)
        return row
    registration = _to_settle(registration, row, document)
    if not why.strip():
        raise WhyMissing
    row.in_force_at, row.settled_at, row.settled_by_id = at, at, actor.account_id
    row.settled_document, row.settled_why = document.strip()[:80], why.strip()[:120]
    row.save(update_fields=["in_force_at", "settled_at", "settled_by_id", "settled_document", "settled_why"])
    audit.record(
        "GuardiansSettled", actor=actor, at=at, subject=("person", row.ward_id),
        area_id=registration.person.residence_id, detail={"reason": f"{row.settled_document}；{row.settled_why}"},
    )  # fmt: skip
    _carry(registration, row, actor=actor, at=at)
    words = _words(row)
    text = translate("办公室看过证明，决定以您的同意为准：%(name)s 可以参加志愿服务了。")
    _tell_one(row, text % words, at)
    text = translate(
        "办公室看过证明，决定以另一位监护人（%(who)s）的同意为准，%(name)s 可以参加志愿服务了。"
        "您仍然可以查看孩子的资料；不认可的话，请找资料页上写的办公室。"
    )
    to_no = translate("办公室看过证明，决定以另一位监护人（%(who)s）的同意为准，%(name)s 可以参加志愿服务了。")
    tell_others(row, text % words, at, to_no=to_no % words)
    text = translate("办公室看过证明，监护人的同意已经生效，可以报名了。")
    telling.tell(row.ward, kind="guardian_agreed", text=_with_your_turn(text, row), at=at, link="/mine/profile/")
    return row


@transaction.atomic
def decide_unproven(*, guardianship: Guardianship, document: str, actor: Actor, at: datetime) -> Guardianship:
    """An office has looked at what was brought, and nothing of it proves who decides: the consent goes on waiting.

    All guardians and the child are told, and that a document may be brought later: then it can still be decided. The
    same again by the same hand changes nothing, and is written down once: by whatever words, the family hears it once.
    Refuses: OwnMatter; ProofMissing; NothingToSettle; DecidedByAnother.
    """
    registration = locked.open_registration(guardianship.ward_id)
    row = locked.guardianship(guardianship.pk)
    access.refuse_own(actor, row.ward_id)
    words = document.strip()[:80]
    registration = _to_settle(registration, row, words)
    if row.unproven_at is not None:
        if row.unproven_by_id != actor.account_id or row.unproven_document != words:
            raise DecidedByAnother(row.unproven_by_id, row.unproven_at, open_still=True)
        return row
    # It is said of the child, not of one consent: another that waits beside it waits for the same.
    queries.waiting_consents(row.ward_id).update(
        unproven_at=at, unproven_by_id=actor.account_id, unproven_document=words
    )
    row.refresh_from_db(fields=_UNPROVEN)
    audit.record(
        "GuardiansUnproven", actor=actor, at=at, subject=("person", row.ward_id),
        area_id=registration.person.residence_id, detail={"reason": words},
    )  # fmt: skip
    text = translate(
        "办公室看过材料，还不能证明由哪一位监护人决定，所以 %(name)s 的注册仍然暂停。不同意的监护人改为同意，"
        "或带来新的证明，都可以再办。"
    ) % _words(row)
    _tell_one(row, text, at)
    tell_others(row, text, at)
    text = translate(
        "办公室看过材料，还不能证明由哪一位监护人决定，您的注册仍然暂停。监护人商量好，或带来新的证明，都可以再办。"
    )
    telling.tell(row.ward, kind="guardian_unproven", text=text, at=at, link="/mine/profile/")
    return row


def _to_settle(registration: Registration | None, row: Guardianship, document: str) -> Registration:
    """The registration that waits for a decision between guardians, both locked. Refuses what cannot be decided."""
    if not document.strip():
        raise ProofMissing
    if registration is None or not registration.needs_guardian or registration.guardian_ok_at is not None:
        raise NothingToSettle
    if row.withdrawn_at is not None or row.waits_since is None or row.in_force_at is not None:
        raise NothingToSettle
    return registration


def tell_asked(row: Guardianship, at: datetime) -> None:
    """A child asks a guardian after another said no or withdrew: that one hears who is asked."""
    text = translate(
        "%(name)s 另外请了一位监护人（%(who)s）同意参加志愿服务。那一位打开请求就会看到您是怎么答复的；"
        "有了结果再告诉您。"
    )
    tell_others(row, text % _words(row), at)


def tell_agreed(row: Guardianship, to_child: Kept, at: datetime) -> None:
    """What came of asking: to the child, and to the guardians who had said otherwise."""
    words = _words(row)
    if row.waits_since is None:
        telling.tell(
            row.ward, kind="guardian_agreed", text=_with_your_turn(to_child, row), at=at, link="/mine/profile/"
        )
        text = translate("另一位监护人（%(who)s）看过各位监护人的答复，同意了 %(name)s 参加志愿服务，注册可以继续。")
    else:
        wait = translate("一位监护人同意了。另一位监护人不同意，要等他也同意，或由办公室凭证明决定，才能报名。")
        telling.tell(row.ward, kind="guardian_agreed", text=wait, at=at, link="/mine/profile/")
        text = translate(
            "另一位监护人（%(who)s）同意了 %(name)s 参加志愿服务。有监护人不同意在先，所以还没有生效：不同意的监护人"
            "也同意，或办公室看过证明作了决定，才生效。"
        )
    tell_others(row, text % words, at)


def _with_your_turn(text: Kept, row: Guardianship) -> Kept:
    """With what the child itself has to do still, where the number waits for it."""
    registration = queries.registration_of(row.ward_id)
    if registration is None or registration.number_waits_since is None:
        return text
    return text + translate(
        "您已满 14 周岁，收集证件号码要由您自己单独同意：请在“我的资料”里看说明、作决定。在此之前，时长先记着，不入账。"
    )


def tell_declined(row: Guardianship, at: datetime) -> None:
    """The one who was asked after them said no; to whom said no before, as well."""
    text = translate("另一位监护人（%(who)s）没有同意 %(name)s 参加志愿服务。")
    too = translate("另一位监护人（%(who)s）也没有同意 %(name)s 参加志愿服务。")
    for other, to in queries.others_to_tell(row):
        stands = other.agreed_at is not None and other.withdrawn_at is None
        _write(other, to, (text if stands else too) % _words(row), at)


def tell_reconsidered(row: Guardianship, at: datetime) -> None:
    """Who said no takes it back and has not answered again."""
    text = translate("另一位监护人（%(who)s）收回了对 %(name)s 参加志愿服务的“不同意”，还没有重新答复。")
    tell_others(row, text % _words(row), at)


def _words(row: Guardianship) -> dict[str, str]:
    return {"who": identifiers.mask_name(row.guardian_name), "name": identifiers.mask_name(row.ward.name)}


def tell_others(row: Guardianship, text: Kept, at: datetime, *, to_no: Kept | None = None) -> None:
    """Tell the other guardians of the ward who answered. `to_no`: what is said instead to who only ever said no."""
    for other, to in queries.others_to_tell(row):
        # Whose consent just came in force has heard of both.
        if other.in_force_at != at:
            _write(other, to, to_no if to_no is not None and other.agreed_at is None else text, at)


def _tell_one(row: Guardianship, text: Kept, at: datetime) -> None:
    for to in queries.guardians_to_tell(row.ward_id):
        if to.account_id == row.guardian_account_id:
            _write(row, to, text, at)


def _write(row: Guardianship, to: queries.GuardianAddress, text: Kept, at: datetime) -> None:
    letter = notices.Letter(
        text=text + _where(row, at),
        inbox=to.inbox,
        phone=to.phone,
        link=_PAGE if row.agreed_at is not None else _request_page(row),
        area_id=row.ward.residence_id,
        about=row.ward.public_id,
    )
    notices.write_many(kind="guardian_other", letters=[letter], at=at)


def _where(row: Guardianship, at: datetime) -> Kept:
    """Where one reads more: who agreed once, the child's page; who only said no, the request, to change it there."""
    if row.agreed_at is not None:
        where = kept.opening(_PAGE, by_hand=translate("登录后在“我监护的孩子”里"))
        return translate("%(opening)s查看。") % {"opening": where}
    where = kept.opening(_request_page(row), by_hand=translate("用这个手机号登录"))
    if not queries.may_agree_again(row, at):
        return translate("%(opening)s可以看您的答复。") % {"opening": where}
    return translate("%(opening)s可以看您的答复，也可以改为同意。") % {"opening": where}


def _request_page(row: Guardianship) -> str:
    return f"/guardians/{row.public_id}/"
