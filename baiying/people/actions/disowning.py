"""A phone number that has changed hands: whoever holds it now says "this is not me" (R013, field case F30)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.kit import addresses, audit, limits
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import locked, queries
from baiying.people.actions import claims, declining, drafts, guardians
from baiying.people.models import Person


class TooManyDisowned(Refused):
    code = "too_many_disowned"
    sentence = _("这里今天已经办过几次了。请明天再试，或带证件到就近的实践站（所）办理。")
    status = 429


def disown_phone(*, phone: str, actor: Actor, at: datetime) -> int:
    """The holder of a proven phone knows nobody of those who come in by it: the number is taken from all of them.

    Nobody is shown to the newcomer; the records stay whole, and their owners come back by a claim with the document in
    hand. They are told in the app, and a minor's guardians by text. What the number claimed is void. What was being
    registered with it is deleted, and whom it was asked to answer for is told to ask another; the children of its
    guardians stand on the list of the office. Gives how many accounts it was.
    Refuses: TooManyDisowned (so many a day from one network).
    """
    most = account_rows.log_in_rules(at).not_me_per_ip_day
    if not limits.take(limits.Limit("not_me", most, timedelta(days=1)), addresses.neighbourhood(actor.ip), at=at):
        raise TooManyDisowned
    return _disown(phone, actor, at)


@transaction.atomic
def _disown(phone: str, actor: Actor, at: datetime) -> int:
    notices.drop_waiting(phone=phone, at=at, reason=translate("号码换了主人"))
    # First: who is just finishing a registration with the number is done after this, and found below.
    drafts.drop_drafts_of(phone=phone)
    # What it claimed goes before anything of a person is touched: a claim is locked before the record.
    claims.void_claims(phone, actor=actor, at=at)
    # Also records without an account, made at a desk with this number.
    for found in queries.persons_of_phone(phone):
        person = locked.person(found.pk)
        person.phone_sealed, person.phone_hash, person.phone_mask, person.phone_lost_at = None, None, "", at
        person.save(update_fields=["phone_sealed", "phone_hash", "phone_mask", "phone_lost_at"])
        audit.record("PhoneDisowned", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id)
        _tell(person, phone, at)
    accounts_left = list(account_rows.accounts_of_phone(phone))
    guardians.lose_phone(phone, [account.pk for account in accounts_left], at=at)
    declining.close_requests_to(phone, actor=actor, at=at)
    for account in accounts_left:
        accounts.detach_phone(account_id=account.pk, actor=actor, at=at)
    return len(accounts_left)


def _tell(person: Person, phone: str, at: datetime) -> None:
    text = translate(
        "有人验证了您登记的手机号，说这不是您本人，所以这个号码不能再登录您的记录。您的记录都在。"
        "请带身份证件到就近的实践站（所），工作人员当面核对后改成您现在的号码。"
    )
    notices.write(kind="phone_disowned", text=text, at=at, inbox=person.public_id, link="/sites/")
    for to in queries.guardians_to_tell(person.pk):
        if to.phone is not None and to.phone != phone:
            letter = notices.Letter(text=text, inbox=to.inbox, phone=to.phone, link="/sites/", about=person.public_id)
            notices.write_many(kind="phone_disowned", letters=[letter], at=at)
