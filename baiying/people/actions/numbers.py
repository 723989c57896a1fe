"""The separate consent to the ID number of who has turned fourteen between the asking and the guardian's answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import access, locked, queries, rules
from baiying.people.actions import counting
from baiying.people.actions.giving import give_consent
from baiying.people.models import Person, Registration


class NumberIsGuardians(Refused):
    code = "number_is_guardians"
    sentence = _("不满 14 周岁，收集证件号码由监护人单独同意，不由本人同意。")


class NotRegistered(Refused):
    code = "not_registered"
    sentence = _("现在没有注册，不用同意收集证件号码。")


class NumberWaits(Refused):
    """Nobody entitled has agreed to keeping the number: it is neither shown nor compared (PIPL art. 29, 31)."""

    code = "number_waits"
    sentence = _(
        "还没有人同意收集这个证件号码，所以不能查看，也不能核对。不满 14 周岁的由监护人同意，满 14 周岁的由本人同意。"
    )


@transaction.atomic
def agree_to_number(*, person: Person, actor: Actor, at: datetime, witness: int | None = None) -> Registration:
    """The person agrees alone to keeping the ID number; what waited for that goes on. Again changes nothing.

    `witness`: the account of the clerk at whose desk it was said, None for who does it alone.
    Refuses: NotRegistered; NumberIsGuardians below fourteen (PIPL art. 31); OwnMatter for a witness of the family.
    """
    if witness is not None:
        access.refuse_own(actor, person.pk)
    row = locked.open_registration(person.pk)
    if row is None:
        raise NotRegistered
    if queries.number_is_agreed(person.pk):
        return row
    if queries.number_asked_of(row.person, at) != "self":
        raise NumberIsGuardians
    given = queries.registration_rules(row.person.residence.path, clock.local_date(at))
    by, channel = ("self", "web") if witness is None else ("on_site", "desk")
    give_consent(
        row.person, rules.ID_NUMBER, given.consent_version, given_by=by, channel=channel, at=at, witness=witness
    )
    row.number_waits_since = None
    row.save(update_fields=["number_waits_since"])
    audit.record("NumberAgreed", actor=actor, at=at, subject=("person", person.pk), area_id=row.person.residence_id)
    counting.count_if_ready(row, actor=actor, at=at)
    return row


def wait_where_unasked(registration: Registration, at: datetime) -> None:
    """Whoever has done without the guardian's answer until now, or lost it, is asked about the number alone: where no
    consent to it stands, nothing counts until one is given. The caller locked the registration."""
    if queries.number_is_agreed(registration.person_id):
        registration.number_waits_since = None
    elif registration.number_waits_since is None:
        counting.stop_counting(registration, why="number_waits", at=at)
        registration.number_waits_since = at
    registration.save(update_fields=["number_waits_since"])


def refuse_waiting(person: Person, at: datetime) -> None:
    """Refuses NumberWaits where nobody entitled has agreed to the person's number yet."""
    row = queries.registration_of(person.pk)
    if row is not None and queries.number_waits_for(row, at):
        raise NumberWaits
