"""Messages to a person: into the inbox, and to the phone where there is one."""

from datetime import datetime

from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.people import queries
from baiying.people.models import Person
from baiying.ui import kept

_WARDS = "/mine/wards/"


def tell(person: Person, *, kind: str, text: str, at: datetime, link: str = "", sms: bool = False) -> None:
    phone = queries.phone_of(person) if sms else None
    notices.write(kind=kind, text=text, at=at, inbox=person.public_id, phone=phone, link=link)


def tell_phone(phone: str, person: Person, *, kind: str, text: Kept, at: datetime) -> None:
    """A text message to a number under which the person is known besides the own one."""
    notices.write_many(kind=kind, letters=[notices.Letter(text=text, phone=phone, area_id=person.residence_id)], at=at)


def tell_guardians(person: Person, *, kind: str, text: Kept, says: bool, at: datetime) -> None:
    """Tell a minor's guardians what the child is told; `says`: and where they may say something about it for the child.

    Not by a text message to a phone that has just got the child's own.
    """
    if not queries.is_under_age(person, at):
        return
    own = queries.phone_of(person)
    words = translate("给 %(name)s 的通知，也请您知道。") % {"name": identifiers.mask_name(person.name)} + text
    if says:
        page = kept.opening(_WARDS, by_hand=translate("登录后在“我监护的孩子”里"))
        words += translate("您可以替孩子说明或提出异议：%(opening)s点“看资料”。") % {"opening": page}
    letters = [
        notices.Letter(
            text=words,
            inbox=to.inbox,
            phone=to.phone if to.phone != own else None,
            link=_WARDS,
            area_id=person.residence_id,
            about=person.public_id,
        )
        for to in queries.guardians_to_tell(person.pk)
    ]
    notices.write_many(kind=kind, letters=letters, at=at)
