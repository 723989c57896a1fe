"""What somebody without a phone asks of an office: to withdraw the consent, and to come back (R005, PIPL art. 15)."""

from datetime import datetime

from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.people import access, rules
from baiying.people.actions import registrations, telling
from baiying.people.models import Person, Registration


@transaction.atomic
def withdraw_on_site(*, person: Person, actor: Actor, at: datetime) -> None:
    """The person stands at the desk and withdraws the consent; the clerk says so, and the person is told by phone.

    As registrations.withdraw_consent; again changes nothing. Refuses: OwnMatter.
    """
    access.refuse_own(actor, person.pk)
    if not person.consents.filter(purpose=rules.SERVICE, withdrawn_at__isnull=True).exists():
        return
    registrations.withdraw_consent(person=person, purpose=rules.SERVICE, actor=actor, at=at)
    text = translate("工作人员按您当面的要求，为您撤回了同意。如果不是您本人要求的，请打电话给当地实践站（所）。")
    telling.tell(person, kind="registration_ended", text=text, at=at, sms=True)


@transaction.atomic
def rejoin_on_site(*, person: Person, actor: Actor, at: datetime) -> Registration:
    """The person stands at the desk and agrees anew to what was read out; the clerk witnessed it.

    As registrations.rejoin; again gives the same registration. Refuses: OwnMatter.
    """
    access.refuse_own(actor, person.pk)
    made = registrations.rejoin(person=person, actor=actor, at=at, witness=actor.account_id)
    text = translate("您已当面重新注册，新的志愿者编号是 %(number)s。") % {"number": made.volunteer_no}
    telling.tell(person, kind="registered", text=text, at=at, link="/mine/profile/", sms=True)
    return made
