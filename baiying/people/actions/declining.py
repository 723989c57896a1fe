"""A guardian's no to a registration: said on the own phone, held against another's yes, taken back, changed to a yes.

Its brother is the withdrawal (guardians.withdraw_as_guardian); what holds is `queries.standing_refusal`.
"""

from datetime import datetime

from baiying.accounts import queries as account_rows
from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import locked, queries
from baiying.people.actions import ending_guardians, telling, two_guardians
from baiying.people.actions.asking import GuardianRequestClosed, WardOfAge
from baiying.people.models import ClosedWhy, Guardianship, Registration

_PROFILE = "/mine/profile/"


@transaction.atomic
def decline_as_guardian(*, guardianship: Guardianship, actor: Actor, at: datetime) -> None:
    """Decline, after the phone was proven. A no counts at once: where another's consent carries the registration, that
    waits from now on, and the registration is paused; also where the child asked another one while this one thought it
    over. Refuses: GuardianRequestClosed once agreed (then withdraw);
    WardOfAge."""
    registration = locked.open_registration(guardianship.ward_id)
    row = _close(guardianship, ClosedWhy.NO, at)
    if row is None:
        return
    # Whose no it is: another's consent waits for it, also after the guardian has another number.
    row.guardian_account_id = _account_known(row, actor, at)
    row.save(update_fields=["guardian_account"])
    audit.record("GuardianDeclined", actor=actor, at=at, subject=("person", row.ward_id))
    text = translate("监护人（%(who)s）没有同意这次注册。可以和家人商量后，在“我的资料”里重新请监护人同意。")
    text %= {"who": identifiers.mask_name(row.guardian_name)}
    if registration is not None and _stops(registration, row, at):
        two_guardians.make_others_wait(row, at)
        ending_guardians.pause(registration, row, actor=actor, at=at)
        text = translate("监护人（%(who)s）不同意您参加志愿服务，您的志愿者注册已暂停。以前的服务记录仍然保留。") % {
            "who": identifiers.mask_name(row.guardian_name)
        }
    else:
        two_guardians.tell_declined(row, at)
    telling.tell(row.ward, kind="guardian_declined", text=text, at=at, link=_PROFILE)


def _stops(registration: Registration, row: Guardianship, at: datetime) -> bool:
    """Whether a no holds against the consent of another guardian that carries the registration now."""
    if not registration.needs_guardian or registration.guardian_ok_at is None:
        return False
    return any(queries.waits_for(other, at) is not None for other in queries.others_in_force(row))


@transaction.atomic
def reconsider_as_guardian(*, guardianship: Guardianship, actor: Actor, at: datetime) -> None:
    """Take a no back: the request is open again, as before it was answered. Child and other guardians hear so.

    Pressed again it changes nothing. Refuses: GuardianRequestClosed where the no was not the last word: somebody was
    asked since, or the ward needs no guardian now. Who still agrees then does so anew (guardians.agree_again).
    """
    registration = locked.open_registration(guardianship.ward_id)
    row = locked.guardianship(guardianship.pk)
    if row.declined_at is None and row.agreed_at is None:
        return
    if registration is None or not queries.may_reconsider(row, at):
        raise GuardianRequestClosed
    row.declined_at, row.closed_why, row.guardian_account = None, "", None
    row.save(update_fields=["declined_at", "closed_why", "guardian_account"])
    audit.record("GuardianReconsiders", actor=actor, at=at, subject=("person", row.ward_id))
    text = translate("监护人（%(who)s）收回了“不同意”，还要再想想。有了答复再告诉您。")
    text %= {"who": identifiers.mask_name(row.guardian_name)}
    telling.tell(row.ward, kind="guardian_reconsiders", text=text, at=at, link=_PROFILE)
    two_guardians.tell_reconsidered(row, at)


def _account_known(row: Guardianship, actor: Actor, at: datetime) -> int | None:
    """The account of who says no: the one logged in by the phone that was asked, else the only grown-up of that phone.

    None for who has none: a no makes no account.
    """
    if actor.account_id is not None and account_rows.comes_in_by(actor.account_id, bytes(row.phone_hash)):
        return actor.account_id
    today = clock.local_date(at)
    adult_age = queries.registration_rules(row.ward.residence.path, today).adult_age
    holders = account_rows.accounts_of_phone(queries.guardian_phone(row))
    known = [(one.pk, queries.person_of_account(one.pk)) for one in holders]
    grown = [pk for pk, person in known if person is None or identifiers.age_on(person.birth_date, today) >= adult_age]
    return grown[0] if len(grown) == 1 else None


def _close(guardianship: Guardianship, why: ClosedWhy, at: datetime) -> Guardianship | None:
    """End a request that nobody agreed to; None where it had ended already."""
    row = locked.guardianship(guardianship.pk)
    if row.declined_at is not None and not (why == ClosedWhy.NO and queries.may_still_refuse(row)):
        return None
    if row.agreed_at is not None:
        raise GuardianRequestClosed
    if not queries.is_under_age(row.ward, at):
        raise WardOfAge
    row.declined_at, row.closed_why = at, why
    row.save(update_fields=["declined_at", "closed_why"])
    return row


@transaction.atomic
def not_the_guardian(*, guardianship: Guardianship, actor: Actor, at: datetime) -> None:
    """Whoever was asked is nobody's guardian, the child gave a wrong number: that is no guardian's no, and holds
    against nobody. Pressed again it changes nothing. Refuses: GuardianRequestClosed once agreed; WardOfAge.
    """
    row = _close(guardianship, ClosedWhy.NOT_THEIRS, at)
    if row is None:
        return
    audit.record("GuardianUnreached", actor=actor, at=at, subject=("person", row.ward_id))
    text = translate("接到短信的人说不是您的监护人，可能是号码填错了。请在“我的资料”里填监护人的手机号。")
    telling.tell(row.ward, kind="guardian_unreached", text=text, at=at, link=_PROFILE)


@transaction.atomic
def close_requests_to(phone: str, *, actor: Actor, at: datetime) -> None:
    """The number is no longer whose it was when children named it: whoever holds it now answers for nobody, and each
    child is told to ask another. No guardian said no."""
    for request in queries.open_requests_by(phone, at):
        row = _close(request, ClosedWhy.NOT_THEIRS, at)
        if row is None:
            continue
        audit.record("GuardianUnreached", actor=actor, at=at, subject=("person", row.ward_id))
        text = translate("您填的监护人手机号已经换了主人，没有请到监护人。请在“我的资料”里填监护人现在的手机号。")
        telling.tell(row.ward, kind="guardian_unreached", text=text, at=at, link=_PROFILE)
