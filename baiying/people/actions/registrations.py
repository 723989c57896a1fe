"""Registering: by the person's own act, or at a desk with consent witnessed; and ending it by withdrawing consent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access
from baiying.accounts import actions as accounts
from baiying.accounts.queries import Account
from baiying.kit import audit, clock, facts
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import facts as told
from baiying.people import identity, locked, queries, rules
from baiying.people.actions import asking, closing, counting, guardians, oaths, profiles, seen, spot_checks, telling
from baiying.people.actions.giving import give_consent
from baiying.people.models import Consent, Person, Registration
from baiying.places import queries as places

# Without one of these a registration ends; who gives them at which age: rules.own_purposes.
OWN_PURPOSES = (rules.SERVICE, rules.ID_NUMBER)


class AlreadyRegistered(Refused):
    code = "already_registered"
    sentence = _("这个证件号码已经注册过。如果是您本人的，可以申请认领，由工作人员核对后交还给您。")
    field = "id_number"


class TooYoung(Refused):
    code = "too_young"
    sentence = _("您的年龄还不能自己在手机上注册，请和监护人一起到就近的实践站（所）办理。")
    field = "id_number"


class FamilyOnly(Refused):
    code = "family_only"
    sentence = _("八岁以下的孩子不单独注册，可以由家人带着参加家庭活动。")
    field = "id_number"


class GuardianMissing(Refused):
    code = "guardian_missing"
    sentence = _("未满 18 岁，需要监护人同意，请填写监护人。")
    field = "guardian_name"


class PhoneShared(Refused):
    code = "phone_shared"
    sentence = _(
        "这个手机号是另一位志愿者登记的。请再核对一遍；一家人共用的，在“和别的志愿者共用手机号”里写明是谁的，号码的主人会收到消息。"
    )
    field = "phone_of"
    status = 422


class EnoughToday(Refused):
    """One hand registered as many at the desk today as the rules let it."""

    code = "enough_today"
    sentence = _(
        "您今天当面注册的人数已到上限（%(most)d 人）。请本人用自己的手机注册，或由另一位工作人员办理，也可以明天再来。"
        "集中办理需要更多时，请上级办公室在“注册”规则里调整。"
    )

    def __init__(self, most: int) -> None:
        super().__init__(str(self.sentence) % {"most": most})


@transaction.atomic
def register_self(
    *,
    new: rules.NewPerson,
    guardian: rules.GuardianAsked | None,
    account: Account | None,
    actor: Actor,
    at: datetime,
    phone_is_guardians: bool = False,
) -> Registration:
    """Register the person who holds the proven phone and agreed to both consents; without an account, make one.

    `phone_is_guardians`: an invitation that was proven by the phone names it as the guardian's. The guardian answers on
    the own page all the same, with a fresh code; below the age of the separate consent another phone is needed.
    A guardian's account never becomes a minor's (Civil Code art. 27): then one is made as well.
    Refuses: AlreadyRegistered, FamilyOnly, TooYoung, GuardianMissing, GuardianPhoneIsOwn, NoHome (R001, R005, R007).
    """
    given = _rules(new, at)
    age = identifiers.age_on(new.birth_date, clock.local_date(at))
    way = rules.way_by_age(age, given)
    if way == "family":
        raise FamilyOnly
    if way == "office":
        raise TooYoung
    if way == "guardian" and guardian is None:
        raise GuardianMissing
    if way == "guardian" and guardian is not None and guardian.phone == new.phone:
        day = clock.local_date(at)
        by_roster = phone_is_guardians and age >= given.separate_consent_below
        if not by_roster and not queries.is_parents_phone(
            actor.account_id, guardian.phone, age=age, rules=given, day=day
        ):
            raise asking.GuardianPhoneIsOwn
    if account is None or (way == "guardian" and queries.has_answered_for_anybody(account.pk)):
        # Who answers for a child is of age: the child that registers on that phone comes in by an account of its own.
        account = accounts.create_account(phone=new.phone or "", display_name=new.name, actor=actor, at=at)
    person = _make_person(new, account=account, channel="self", actor=actor, at=at)
    # What a guardian read and set before being a volunteer goes on.
    notices.carry_over(inbox=account.public_id, to=person.public_id)
    registration = _make_registration(person, needs_guardian=way == "guardian", actor=actor, at=at)
    for purpose in rules.own_purposes(age, given):
        give_consent(person, purpose, given.consent_version, given_by="self", channel="web", at=at)
    if way == "guardian" and guardian is not None:
        asking.ask(registration, guardian, version=given.consent_version, actor=actor, at=at)
    telling.tell(person, kind="registered", text=_welcome(registration), at=at, link="/mine/profile/")
    return registration


@transaction.atomic
def register_on_site(
    *,
    new: rules.NewPerson,
    document: str,
    guardian: rules.GuardianAsked | None,
    phone_of: str = "",
    oath: bool = False,
    actor: Actor,
    at: datetime,
) -> Registration:
    """Register somebody who stands at the desk: the clerk saw the document, witnessed the consent, and says so.

    A number that another volunteer gave already is taken where the clerk says whose it is (`phone_of`: a family shares
    one); whoever gave it first is told. `oath`: the oath was read out too, and said; it is no condition.

    Below 18 the guardian stands there too, with a document. All accounts of one human share one number a day, so that
    invented people are not made in bulk by one hand; a share of them is drawn, to be looked into by somebody else.
    Refuses: OtherDocument, AlreadyRegistered, FamilyOnly, GuardianMissing, EnoughToday, NoHome, PhoneShared.
    """
    seen.refuse_other(new.id_type, document)
    given = _rules(new, at)
    age = identifiers.age_on(new.birth_date, clock.local_date(at))
    way = rules.way_by_age(age, given)
    if way == "family":
        raise FamilyOnly
    needs_guardian = age < given.adult_age
    owners = _owners_of(new.phone, guardian)
    if owners and not phone_of.strip():
        raise PhoneShared
    if needs_guardian and (guardian is None or not guardian.document):
        raise GuardianMissing
    _refuse_too_many(given, actor, at)
    person = _make_person(new, account=None, channel="office", actor=actor, at=at)
    registration = _make_registration(person, needs_guardian=needs_guardian, actor=actor, at=at)
    for purpose in rules.own_purposes(age, given):
        give_consent(
            person, purpose, given.consent_version, given_by="on_site", channel="desk", at=at, witness=actor.account_id
        )
    if needs_guardian and guardian is not None:
        guardians.agree_on_site(
            registration,
            guardian,
            purposes=rules.guardian_purposes(age, given),
            version=given.consent_version,
            actor=actor,
            at=at,
        )
    registration.verified_at, registration.verified_by_id = at, actor.account_id
    registration.verified_how = document[:32]
    registration.save(update_fields=["verified_at", "verified_by_id", "verified_how"])
    counting.count_if_ready(registration, actor=actor, at=at)
    spot_checks.draw(person=person, actor=actor, at=at)
    if oath and actor.account_id is not None:
        oaths.note_read_out(person=person, witness=actor.account_id, at=at)
    telling.tell(person, kind="registered", text=_welcome(registration), at=at, sms=True)
    if owners:
        _tell_owners(person, owners, phone_of.strip()[:60], actor, at)
    return registration


def _owners_of(phone: str | None, guardian: rules.GuardianAsked | None) -> list[Person]:
    """The volunteers who gave a number already; a child's guardian shares it by right."""
    if not phone or (guardian is not None and guardian.phone == phone):
        return []
    return list(queries.persons_of_phone(phone))


def _tell_owners(person: Person, owners: Sequence[Person], words: str, actor: Actor, at: datetime) -> None:
    """Whoever has the number hears that somebody else is told by it too; not who that is."""
    audit.record(
        "PhoneShared", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id,
        detail={"words": words},
    )  # fmt: skip
    text = translate(
        "一位志愿者当面注册时，也留了您的手机号（说明：%(words)s）。不是您的家人，请打电话给当地实践站（所），把这个号码去掉。"
    ) % {"words": words}
    for number, one in enumerate(owners):
        telling.tell(one, kind="phone_shared", text=text, at=at, sms=number == 0)


@transaction.atomic
def link_account(*, person: Person, phone: str, actor: Actor, at: datetime) -> Account | None:
    """Give a record made at a desk its way in: the phone is proven, and is the one that the clerk wrote down.

    None if the record has an account already or another phone: then it takes a claim.
    """
    row = locked.person(person.pk)
    if row.account_id is not None or row.phone_hash is None or row.closed_at is not None:
        return None
    if bytes(row.phone_hash) != identity.phone_hash(phone):
        return None
    account = accounts.create_account(phone=phone, display_name=row.name, actor=actor, at=at)
    row.account = account
    row.save(update_fields=["account"])
    audit.record("AccountLinked", actor=actor, at=at, subject=("person", row.pk), area_id=row.residence_id)
    return account


def hold_registration(person_id: int) -> None:
    """Keep the open registration as it is to the end of the caller's transaction.

    Whoever withdraws a consent or ends it meanwhile waits, and finds what the caller wrote because of it.
    """
    locked.open_registration(person_id)


@transaction.atomic
def rejoin(*, person: Person, actor: Actor, at: datetime, witness: int | None = None) -> Registration:
    """Come back after withdrawing: a new registration, a new number; an identity once checked stays checked.

    Where the last one is in doubt, or two found it untrue, the document is looked at anew: nobody comes back past that
    by a press.
    `witness` is the account of the clerk at whose desk it was said, None for who does it alone.
    """
    locked.person(person.pk)
    open_one = queries.registration_of(person.pk)
    if open_one is not None:
        return open_one
    closing.refuse_being_closed(Person.objects.get(pk=person.pk))
    today = clock.local_date(at)
    given = queries.registration_rules(person.residence.path, today)
    before = person.registrations.filter(verified_at__isnull=False).order_by("-id").first()
    if before is not None and before.held_at is not None:
        before = None
    age = identifiers.age_on(person.birth_date, today)
    needs_guardian = age < given.adult_age
    registration = _make_registration(person, needs_guardian=needs_guardian, actor=actor, at=at)
    # Its consents are given anew; those of one that was found untrue nobody withdrew.
    Consent.objects.filter(person=person, purpose__in=OWN_PURPOSES, withdrawn_at__isnull=True).update(withdrawn_at=at)
    for purpose in rules.own_purposes(age, given):
        by, channel = ("self", "web") if witness is None else ("on_site", "desk")
        give_consent(person, purpose, given.consent_version, given_by=by, channel=channel, at=at, witness=witness)
    if before is not None:
        registration.verified_at, registration.verified_by_id = at, before.verified_by_id
        registration.verified_how = "earlier"
        registration.save(update_fields=["verified_at", "verified_by_id", "verified_how"])
    counting.count_if_ready(registration, actor=actor, at=at)
    return registration


@transaction.atomic
def withdraw_consent(*, person: Person, purpose: str, actor: Actor, at: datetime) -> None:
    """Withdraw as easily as it was given (PIPL art. 15). Without its two own consents a registration ends."""
    locked.person(person.pk)
    live = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True)
    if not live.update(withdrawn_at=at):
        return
    if purpose not in OWN_PURPOSES:
        return
    registration = locked.open_registration(person.pk)
    Consent.objects.filter(person=person, purpose__in=OWN_PURPOSES, withdrawn_at__isnull=True).update(withdrawn_at=at)
    if registration is None:
        return
    counting.stop_counting(registration, why="registration_ended", at=at)
    registration.ended_at, registration.end_reason = at, "consent_withdrawn"
    registration.save(update_fields=["ended_at", "end_reason"])
    ended = told.RegistrationEnded(person_id=person.pk, registration_id=registration.pk)
    facts.publish(ended, actor=actor, at=at, area_id=person.residence_id)
    text = translate("您已撤回同意，志愿者注册已结束。以前的服务记录仍为您保留，可以随时重新注册。")
    telling.tell(person, kind="registration_ended", text=text, at=at)


def _refuse_too_many(given: rules.RegistrationRules, actor: Actor, at: datetime) -> None:
    """Counted under a lock by all accounts that come in by the clerk's phone."""
    if actor.account_id is None:
        return
    day, hands = clock.local_date(at), access.hands_of(actor.account_id)
    locked.clerks_day(hands, day)
    if queries.made_at_desk_on(hands, day) >= given.on_site_most_a_day:
        raise EnoughToday(given.on_site_most_a_day)


def _rules(new: rules.NewPerson, at: datetime) -> rules.RegistrationRules:
    profiles.refuse_no_home(new.residence_id, new.service_area_id)
    area = places.divisions().get(pk=new.residence_id)
    return queries.registration_rules(area.path, clock.local_date(at))


def _make_person(new: rules.NewPerson, *, account: Account | None, channel: str, actor: Actor, at: datetime) -> Person:
    if Person.objects.filter(id_no_hash=identity.id_no_hash(new.id_type, new.id_number)).exists():
        raise AlreadyRegistered
    try:
        with transaction.atomic():
            return Person.objects.create(
                account=account,
                name=new.name,
                sex=new.sex,
                birth_date=new.birth_date,
                residence_id=new.residence_id,
                service_area_id=new.service_area_id,
                skills=list(new.skills),
                categories=list(new.categories),
                availability=sorted(new.availability),
                created_at=at,
                created_by_id=actor.account_id,
                channel=channel,
                **identity.seal(id_type=new.id_type, number=new.id_number, phone=new.phone),
            )
    except IntegrityError as error:
        if errors.constraint_of(error) != "people_person_id_no_hash_key":
            raise
        raise AlreadyRegistered from None


def _make_registration(person: Person, *, needs_guardian: bool, actor: Actor, at: datetime) -> Registration:
    registration = Registration.objects.create(
        person=person,
        volunteer_no=identity.new_volunteer_no(),
        registered_at=at,
        channel=person.channel,
        needs_guardian=needs_guardian,
    )
    made = told.RegistrationMade(person_id=person.pk, registration_id=registration.pk)
    facts.publish(made, actor=actor, at=at, area_id=person.residence_id)
    return registration


def _welcome(registration: Registration) -> str:
    number = registration.volunteer_no
    if queries.state_of(registration) == "counted":
        return translate("欢迎您。志愿者编号 %(no)s，实名核验已通过，可以报名参加活动了。") % {"no": number}
    if registration.needs_guardian:
        words = translate("欢迎您。志愿者编号 %(no)s。请监护人在自己的手机上同意，再由工作人员核对证件。")
        return words % {"no": number}
    words = translate("欢迎您。志愿者编号 %(no)s。工作人员看过您的身份证件后，服务时长就开始计入。")
    return words % {"no": number}
