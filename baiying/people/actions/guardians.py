"""A minor's guardian agrees, on the own phone or at a desk, and may withdraw (R007, R008); asked by `asking`."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.queries import Account
from baiying.kit import audit, clock, facts
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values import identifiers, names
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import access, locked, queries, rules
from baiying.people import facts as told
from baiying.people.actions import asking, counting, telling, two_guardians
from baiying.people.actions.asking import GuardianRequestClosed, WardOfAge
from baiying.people.models import ClosedWhy, Consent, Guardianship, Person, Registration


class GuardianUnderAge(Refused):
    code = "guardian_under_age"
    sentence = _(
        "这个手机号的主人是一位未成年的志愿者，不能作监护人。请让孩子填监护人自己的手机号，或一起到就近的实践站（所）办理。"
    )


_OWN_WITNESS = _("不能为自己监护的孩子当见证人，请另一位工作人员办理。")


def agree_on_site(
    registration: Registration,
    guardian: rules.GuardianAsked,
    *,
    purposes: Collection[str],
    version: str,
    actor: Actor,
    at: datetime,
) -> Guardianship:
    """The guardian stands at the desk with a document; the clerk is the witness, and so never the guardian.

    Refuses: OwnMatter; NoGuardianAnyMore.
    """
    asking.refuse_ended(registration.person_id, guardian.phone, guardian.name)
    if actor.account_id is not None and account_rows.comes_in_by(
        actor.account_id, account_rows.phone_hash(guardian.phone)
    ):
        raise access.OwnMatter(_OWN_WITNESS)
    row = Guardianship.objects.create(
        ward=registration.person,
        guardian_name=guardian.name,
        relation=guardian.relation,
        document=guardian.document[:80],
        witness_id=actor.account_id,
        version=version,
        asked_at=at,
        agreed_at=at,
        **asking.phone_columns(guardian.phone),
    )
    row.guardian_account = account_of(row, actor=actor, at=at)
    row.save(update_fields=["guardian_account"])
    note_agreed(registration, row, purposes=purposes, channel="desk", actor=actor, at=at)
    words = translate("您已当面同意 %(name)s 注册为志愿者。用这个手机号登录，可以随时查看或撤回。")
    text = words % {"name": identifiers.mask_name(registration.person.name)}
    area_id = registration.person.residence_id
    letter = notices.Letter(text=text, phone=guardian.phone, link="/mine/wards/", area_id=area_id)
    # Who stands here knows it without the text, too.
    if notices.take_typed(phone=guardian.phone, actor=actor, at=at) is None:
        notices.write_many(kind="guardian_agreed", letters=[letter], at=at)
    return row


@transaction.atomic
def agree_as_guardian(*, guardianship: Guardianship, actor: Actor, at: datetime) -> Account:
    """Agree, after the phone was proven. Gives the guardian's account, made if there was none.

    Refuses: GuardianRequestClosed; NoGuardianAnyMore; WardOfAge; GuardianUnderAge where the phone is known as a minor's
    alone (Civil Code art. 27, 34: a guardian is a grown-up). Agreeing twice changes nothing.
    """
    registration = locked.open_registration(guardianship.ward_id)
    row = locked.guardianship(guardianship.pk)
    if row.agreed_at is not None and row.withdrawn_at is None and row.guardian_account is not None:
        return row.guardian_account
    if registration is None or row.declined_at is not None or row.withdrawn_at is not None:
        raise GuardianRequestClosed
    if not queries.is_under_age(row.ward, at):
        raise WardOfAge
    refuse_minors_phone(row, at)
    account = account_of(row, actor=actor, at=at)
    if queries.has_ended(row, account.pk):
        # Asked by another number before the paper came.
        raise asking.NoGuardianAnyMore
    row.agreed_at, row.guardian_account = at, account
    row.save(update_fields=["agreed_at", "guardian_account"])
    today = clock.local_date(at)
    given = queries.registration_rules(row.ward.residence.path, today)
    purposes = rules.guardian_purposes(identifiers.age_on(row.ward.birth_date, today), given)
    note_agreed(registration, row, purposes=purposes, channel="web", actor=actor, at=at)
    text = translate("监护人（%(who)s）已同意您参加志愿服务。") % {"who": identifiers.mask_name(row.guardian_name)}
    two_guardians.tell_agreed(row, text, at)
    return account


@transaction.atomic
def agree_again(*, guardianship: Guardianship, actor: Actor, at: datetime) -> Guardianship:
    """A guardian agrees anew, after withdrawing, after a no, or when the ward has registered again: a consent of its
    own, and what was before stays written as it was. Again by the same guardian gives what that consent made.

    Refuses: GuardianRequestClosed where the ward needs no guardian now, or has one who agreed; WardOfAge.
    """
    registration = locked.open_registration(guardianship.ward_id)
    before = locked.guardianship(guardianship.pk)
    said_no = before.agreed_at is None and before.closed_why == ClosedWhy.NO
    if before.ended_at is not None:
        raise asking.NoGuardianAnyMore
    known = _own_consent(before, actor, said_no=said_no)
    if known is not None and registration is not None and (registration.guardian_ok_at or _waits(known, at)):
        return known
    if registration is None or not registration.needs_guardian or registration.guardian_ok_at is not None:
        raise GuardianRequestClosed
    if before.guardian_account_id is None and not said_no:
        raise GuardianRequestClosed
    if not queries.is_under_age(before.ward, at):
        raise WardOfAge
    if _is_minors_phone(before, at) or _is_minors(before.guardian_account_id, before.ward, at):
        raise GuardianUnderAge
    if before.guardian_account_id is None:
        # Who said no by a proven phone needed no account for that.
        before.guardian_account = account_of(before, actor=actor, at=at)
        before.save(update_fields=["guardian_account"])
    asking.lay_aside(before.ward_id, at)
    today = clock.local_date(at)
    given = queries.registration_rules(before.ward.residence.path, today)
    row = Guardianship.objects.create(
        ward=before.ward,
        guardian_name=before.guardian_name,
        relation=before.relation,
        guardian_account_id=before.guardian_account_id,
        version=given.consent_version,
        asked_at=at,
        agreed_at=at,
        **asking.phone_columns(queries.guardian_phone(before)),
    )
    purposes = rules.guardian_purposes(identifiers.age_on(row.ward.birth_date, today), given)
    note_agreed(registration, row, purposes=purposes, channel="web", actor=actor, at=at)
    text = translate("监护人重新同意您参加志愿服务。撤回时取消的报名没有恢复，想参加请再报名。")
    if said_no:
        text = translate("监护人改了主意，同意您参加志愿服务。")
    two_guardians.tell_agreed(row, text, at)
    return row


def _waits(known: Guardianship, at: datetime) -> bool:
    """Whether a consent waits for another guardian, and would if given now: not where the rule lets none wait."""
    return queries.is_waiting(known) and queries.waits_for(known, at) is not None


def _own_consent(before: Guardianship, actor: Actor, *, said_no: bool) -> Guardianship | None:
    """The newest consent for the ward, not withdrawn, of who acts; of who said no also without being logged in."""
    hands = [pk for pk in (actor.account_id, before.guardian_account_id if said_no else None) if pk is not None]
    agreed = Guardianship.objects.filter(ward_id=before.ward_id, agreed_at__isnull=False, withdrawn_at__isnull=True)
    return agreed.filter(guardian_account_id__in=hands).order_by("-id").first()


def _is_minors(account_id: int | None, ward: Person, at: datetime) -> bool:
    """Whether an account is known to be that of somebody under age, where the ward lives."""
    own, today = queries.person_of_account(account_id) if account_id else None, clock.local_date(at)
    adult_age = queries.registration_rules(ward.residence.path, today).adult_age
    return own is not None and identifiers.age_on(own.birth_date, today) < adult_age


def refuse_minors_phone(row: Guardianship, at: datetime) -> None:
    """Refuses: GuardianUnderAge."""
    if _is_minors_phone(row, at):
        raise GuardianUnderAge


def _is_minors_phone(row: Guardianship, at: datetime) -> bool:
    """Whether whoever comes in by the guardian's phone is known, and nobody of them is of age."""
    today = clock.local_date(at)
    adult_age = queries.registration_rules(row.ward.residence.path, today).adult_age
    known = [queries.person_of_account(one.pk) for one in account_rows.accounts_of_phone(queries.guardian_phone(row))]
    # The ward's own account may share the guardian's phone: it says nothing about who answers for the ward.
    others = [one for one in known if one is None or one.pk != row.ward_id]
    return bool(others) and all(
        one is not None and identifiers.age_on(one.birth_date, today) < adult_age for one in others
    )


def account_of(row: Guardianship, *, actor: Actor, at: datetime) -> Account:
    """The account of the proven phone that is not a minor's own; a new one if there is none.

    Where several come in by one phone it is whoever is logged in, else whoever bears the guardian's name; never the
    record of another name, nor one who has answered for the ward under another name: father and mother with one
    telephone are two, and his yes must not stand in the place of hers.
    """
    phone, today = queries.guardian_phone(row), clock.local_date(at)
    adult_age = queries.registration_rules(row.ward.residence.path, today).adult_age
    known = [(one, queries.person_of_account(one.pk)) for one in account_rows.accounts_of_phone(phone)]
    grown = [
        account
        for account, person in known
        if person is None or identifiers.age_on(person.birth_date, today) >= adult_age
    ]
    named = {person.account_id for _account, person in known if person is not None}
    found = [
        one
        for one in grown
        if names.same(one.display_name, row.guardian_name)
        or not (
            queries.answers_by_another_name(row, one.pk) or (one.pk in named and one.pk != actor.account_id)
        )
    ]  # fmt: skip
    if found:
        name = names.key(row.guardian_name)
        return min(found, key=lambda one: (one.pk != actor.account_id, names.key(one.display_name) != name, one.pk))
    return accounts.create_account(phone=phone, display_name=row.guardian_name, actor=actor, at=at)


def _close_others(row: Guardianship, at: datetime) -> None:
    """End the same guardian's earlier consents for the ward, of registrations that ended: one is in force at most."""
    live = Guardianship.objects.filter(agreed_at__isnull=False, withdrawn_at__isnull=True, declined_at__isnull=True)
    same = live.filter(ward_id=row.ward_id, guardian_account_id=row.guardian_account_id).exclude(pk=row.pk)
    if row.guardian_account_id is not None:
        same.update(withdrawn_at=at)


def note_agreed(
    registration: Registration,
    row: Guardianship,
    *,
    purposes: Collection[str],
    channel: str,
    actor: Actor,
    at: datetime,
) -> None:
    Consent.objects.filter(person_id=row.ward_id, purpose__in=purposes, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )
    Consent.objects.bulk_create(
        Consent(
            person_id=row.ward_id,
            purpose=purpose,
            version=row.version,
            # When the guardian said so: a paper was signed before somebody reads it in.
            given_at=row.agreed_at or at,
            given_by="guardian",
            giver_name=row.guardian_name,
            channel=channel,
            witness_id=row.witness_id,
            evidence=row.document,
        )
        for purpose in purposes
    )
    _close_others(row, at)
    two_guardians.put_in_force(registration, row, actor=actor, at=at)


def lose_phone(phone: str, account_ids: Collection[int], *, at: datetime) -> None:
    """Note at the guardianships of these accounts, and at what the phone was asked, that the number is lost: who was to
    hear of the child does not, and an office has to see to it (N40). Who said no by it hears nothing more of the child.
    """
    open_requests = [row.pk for row in queries.open_requests_by(phone, at)]
    rows = Guardianship.objects.filter(Q(pk__in=open_requests) | Q(guardian_account_id__in=account_ids))
    rows.filter(withdrawn_at__isnull=True, declined_at__isnull=True).update(phone_lost_at=at)
    # A no stands, and whoever holds the number now does not change it.
    rows = Guardianship.objects.filter(queries.SAID_NO, phone_hash=account_rows.phone_hash(phone))
    rows.filter(phone_lost_at__isnull=True).update(phone_lost_at=at)


@transaction.atomic
def withdraw_as_guardian(*, guardianship: Guardianship, actor: Actor, at: datetime) -> None:
    """Withdraw: from now on nothing of the ward counts, and the guardian's sessions no longer act for the ward.

    What was served under the consent stays counted. A ward goes on for whom another's consent is in force by an
    office's decision, while this one only waited. Nothing of a grown-up's is a guardian's to withdraw (Civil Code art.
    17). Refuses: WardOfAge.
    """
    registration = locked.open_registration(guardianship.ward_id)
    row = locked.guardianship(guardianship.pk)
    if row.withdrawn_at is not None or row.agreed_at is None:
        return
    if not queries.is_under_age(row.ward, at):
        raise WardOfAge
    # One that only waits beside another in force carries nothing, and takes nothing away.
    beside = registration is not None and registration.guardian_ok_at is not None and queries.is_waiting(row)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _close_others(row, at)
    given = Consent.objects.filter(person_id=row.ward_id, given_by="guardian", withdrawn_at__isnull=True)
    (given.filter(giver_name=row.guardian_name) if beside else given).update(withdrawn_at=at)
    if beside:
        # The record may have named this guardian last: it names whose consent carries the registration.
        for other in queries.others_in_force(row):
            two_guardians.take_up_consents(other, at)
    answered = registration is not None and registration.needs_guardian
    answered = answered and not beside
    if registration is not None and answered:
        two_guardians.make_others_wait(row, at)
        counting.stop_counting(registration, why="guardian_withdrew", at=at)
        registration.guardian_ok_at = None
        registration.save(update_fields=["guardian_ok_at"])
    if row.guardian_account_id is not None:
        # Sessions elsewhere may still act for the ward; the page that called logs its own in again.
        accounts.end_sessions(account_id=row.guardian_account_id, actor=actor, at=at, why="guardian_withdrew")
    if not answered:
        audit.record(
            "GuardianWithdrew", actor=actor, at=at, subject=("person", row.ward_id), area_id=row.ward.residence_id
        )
        return
    withdrew = told.GuardianWithdrew(person_id=row.ward_id, guardianship_id=row.pk)
    facts.publish(withdrew, actor=actor, at=at, area_id=row.ward.residence_id)
    text = translate("监护人（%(who)s）撤回了同意，您的志愿者注册已暂停。以前的服务记录仍然保留。")
    text %= {"who": identifiers.mask_name(row.guardian_name)}
    telling.tell(row.ward, kind="guardian_withdrew", text=text, at=at, link="/mine/profile/")
