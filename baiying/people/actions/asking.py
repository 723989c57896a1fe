"""A minor asks a guardian: by message to a number the child typed, so with limits; what was asked before closes."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries as account_rows
from baiying.kit import audit, clock, limits, sealed
from baiying.kit.db import transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import identity, locked, queries, rules
from baiying.people.actions import two_guardians
from baiying.people.models import ClosedWhy, Guardianship, Person, Registration
from baiying.ui import kept


class GuardianRequestClosed(Refused):
    code = "guardian_request_closed"
    sentence = _("这个请求已经处理过，或已由新的请求代替。")


class WardOfAge(Refused):
    """Civil Code art. 17: nobody answers for whoever is of age, also on the very day."""

    code = "ward_of_age"
    sentence = _("本人已年满 18 周岁，不再需要监护人同意。")


class GuardianPhoneIsOwn(Refused):
    code = "guardian_phone_is_own"
    sentence = _(
        "请填监护人自己的手机号：同意要由监护人在自己的手机上作出。没有的话，可以一起到就近的实践站（所）办理。"
    )
    field = "guardian_phone"


class GuardianAskedEnough(Refused):
    """A child cannot make us write to one number again and again."""

    code = "guardian_asked_enough"
    sentence = _(
        "今天已经请过这位监护人，短信发过了。先和他说一声；也可以请另一位监护人，或一起到就近的实践站（所）办理，明天还可以再请。"
    )
    field = "guardian_phone"


class ChildAskedEnough(Refused):
    """Nor to any number of strangers: so many requests of one child in a day, to whomever."""

    code = "child_asked_enough"
    sentence = _("今天请监护人的次数到上限了。先等答复，或和家人一起到就近的实践站（所）当面办理；明天还可以再请。")
    field = "guardian_phone"
    status = 429


class NoGuardianAnyMore(Refused):
    """A paper ended it (Civil Code art. 36, 39); by another paper an office lets this one be asked again."""

    code = "no_guardian_any_more"
    sentence = _(
        "办公室凭法律文书登记过：这个手机号的主人不再是孩子的监护人。请填别的监护人；情况变了的，"
        "带上新的文书到县级办公室办理。"
    )
    field = "guardian_phone"


# A text may be lost: after the first request the same number is asked so often again in a day.
_DAY = timedelta(days=1)
_AGAIN = limits.Limit("guardian:asked", 2, _DAY)


def phone_columns(phone: str) -> dict[str, bytes | str]:
    public_id = new_public_id()
    return {
        "public_id": public_id,
        "phone_sealed": sealed.seal(phone, at=sealed.Place("people_guardianship", public_id, "phone_sealed")),
        "phone_hash": identity.phone_hash(phone),
        "phone_mask": identifiers.mask_phone(phone),
    }


def ask(
    registration: Registration, guardian: rules.GuardianAsked, *, version: str, actor: Actor, at: datetime
) -> Guardianship:
    """Ask on the guardian's phone. The message names the child by surname only.

    Refuses: NoGuardianAnyMore; and where the number, or the network, had enough of such requests today
    (notices.take_typed).
    """
    refuse_ended(registration.person_id, guardian.phone, guardian.name)
    if refusal := notices.take_typed(phone=guardian.phone, actor=actor, at=at):
        raise refusal
    row = Guardianship.objects.create(
        ward=registration.person,
        guardian_name=guardian.name,
        relation=guardian.relation,
        version=version,
        asked_at=at,
        **phone_columns(guardian.phone),
    )
    link = f"/guardians/{row.public_id}/"
    text = translate("%(name)s 想注册为志愿者，请您作为监护人%(opening)s查看，同意或不同意都可以。")
    if registration.guardian_ok_at is not None:
        text = translate(
            "%(name)s 是志愿者，一位监护人已经同意，请您作为另一位监护人%(opening)s查看，同意或不同意都可以，"
            "不同意马上算数。"
        )
    opening = kept.opening(link, by_hand=translate("用这个手机号登录"))
    letter = notices.Letter(
        text=text % {"name": identifiers.mask_name(registration.person.name), "opening": opening},
        phone=guardian.phone,
        link=link,
        area_id=registration.person.residence_id,
    )
    notices.write_many(kind="guardian_asked", letters=[letter], at=at)
    audit.record("GuardianAsked", actor=actor, at=at, subject=("person", registration.person_id))
    return row


@transaction.atomic
def ask_guardian(*, person: Person, guardian: rules.GuardianAsked, actor: Actor, at: datetime) -> Guardianship:
    """Ask anew, or another guardian: open requests close.

    Refuses: GuardianRequestClosed; WardOfAge: none is needed; GuardianPhoneIsOwn, for the number on the record and for
    each by which the ward comes in; GuardianAskedEnough, where the same number was asked twice again within a day;
    ChildAskedEnough, where the child has asked as often as the rules let it; as `ask`.
    """
    registration = locked.open_registration(person.pk)
    if registration is None or not registration.needs_guardian or registration.guardian_ok_at is not None:
        raise GuardianRequestClosed
    if not queries.is_under_age(person, at):
        raise WardOfAge
    if _is_own_phone(person, guardian.phone):
        raise GuardianPhoneIsOwn
    _take_turn(person, guardian.phone, at)
    given = queries.registration_rules(person.residence.path, clock.local_date(at))
    lay_aside(person.pk, at)
    row = ask(registration, guardian, version=given.consent_version, actor=actor, at=at)
    two_guardians.tell_asked(row, at)
    return row


def refuse_ended(ward_id: int, phone: str, name: str) -> None:
    """Refuse whoever an office has written down as no guardian of the ward any more. Refuses: NoGuardianAnyMore."""
    if queries.is_ended(ward_id, phone, name):
        raise NoGuardianAnyMore


@transaction.atomic
def ask_other_guardian(
    *, guardianship: Guardianship, guardian: rules.GuardianAsked, actor: Actor, at: datetime
) -> Guardianship:
    """A guardian whose consent is in force names another one, who is asked: a yes stands beside the first, a no holds
    against it (Civil Code art. 1058).

    Refuses: GuardianRequestClosed where the consent carries nothing now; WardOfAge; GuardianPhoneIsOwn for the number
    of the child or of who asks; GuardianAskedEnough, ChildAskedEnough; as `ask`.
    """
    registration = locked.open_registration(guardianship.ward_id)
    own = locked.guardianship(guardianship.pk)
    if registration is None or not registration.needs_guardian or not queries.is_in_force(own):
        raise GuardianRequestClosed
    if not queries.is_under_age(own.ward, at):
        raise WardOfAge
    hashed = account_rows.phone_hash(guardian.phone)
    of_asker = own.guardian_account_id is not None and account_rows.comes_in_by(own.guardian_account_id, hashed)
    if of_asker or _is_own_phone(own.ward, guardian.phone):
        raise GuardianPhoneIsOwn(_("请填另一位监护人自己的手机号：答复要由他在自己的手机上作出。"))
    _take_turn(own.ward, guardian.phone, at)
    lay_aside(own.ward_id, at)
    given = queries.registration_rules(own.ward.residence.path, clock.local_date(at))
    return ask(registration, guardian, version=given.consent_version, actor=actor, at=at)


def _take_turn(ward: Person, phone: str, at: datetime) -> None:
    """Each request is a text message to a typed number. Refuses: GuardianAskedEnough; ChildAskedEnough."""
    if not limits.take(_AGAIN, str(ward.pk), phone, at=at):
        raise GuardianAskedEnough
    given = queries.registration_rules(ward.residence.path, clock.local_date(at))
    if not limits.take(limits.Limit("guardian:child", given.guardians_asked_a_day, _DAY), str(ward.pk), at=at):
        raise ChildAskedEnough


def _is_own_phone(ward: Person, phone: str) -> bool:
    return phone == queries.phone_of(ward) or (
        ward.account_id is not None and account_rows.comes_in_by(ward.account_id, account_rows.phone_hash(phone))
    )


def _open_requests(ward_id: int) -> QuerySet[Guardianship]:
    return Guardianship.objects.filter(
        ward_id=ward_id, agreed_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
    )


def lay_aside(ward_id: int, at: datetime) -> None:
    """Nobody answered what was asked before: another request or consent takes its place, or none is needed any more."""
    _open_requests(ward_id).update(declined_at=at, closed_why=ClosedWhy.LAID_ASIDE)
