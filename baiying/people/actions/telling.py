"""Messages to a person: into the inbox, and to the phone where there is one."""

from datetime import datetime

from baiying.notices import actions as notices
from baiying.people import queries
from baiying.people.models import Person


def tell(person: Person, *, kind: str, text: str, at: datetime, link: str = "", sms: bool = False) -> None:
    phone = queries.phone_of(person) if sms else None
    notices.write(kind=kind, text=text, at=at, inbox=person.public_id, phone=phone, link=link)
