"""The guardians of a child hear once a day that it came in (U41): in the inbox, and by text where they do not share its
phone: who holds that phone has had the code."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from baiying.kit import clock, each
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.people import queries
from baiying.ui import kept

KIND = "ward_came_in"
_DAY = timedelta(days=1)


def tell_of_log_ins(*, at: datetime) -> int:
    """Tell the guardians of each minor who came in within the last day. Run every evening; a day is told once. Gives of
    how many it was told."""
    ids = queries.wards_who_came_in(at - _DAY, at)
    return each.each("people.tell_of_log_ins", ids, lambda pk: _tell(pk, at), at=at).done


@transaction.atomic
def _tell(person_id: int, at: datetime) -> bool:
    found = queries.came_in(person_id, at - _DAY, at)
    if found is None:
        return False
    day = clock.local_date(at).isoformat()
    letters = [
        notices.Letter(
            text=_words(found),
            inbox=to.inbox,
            phone=to.phone if to.account_id not in found.shared else None,
            link="/mine/wards/",
            unique_source=f"{KIND}:{found.ward.public_id}:{to.account_id}:{day}",
            making={"ward": found.ward.pk, "account": to.account_id, "until": at.isoformat()},
            useful_until=at + _DAY,
            area_id=found.ward.residence_id,
            about=found.ward.public_id,
        )
        for to in found.guardians
    ]
    notices.write_many(kind=KIND, letters=letters, at=at)
    return True


def _words(found: queries.CameIn) -> Kept:
    words = {
        "name": identifiers.mask_name(found.ward.name),
        "n": found.times,
        "when": kept.moment(found.last),
    }
    text = translate(
        "%(name)s 这一天登录了 %(n)s 次，最近一次是 %(when)s。不是孩子本人的，请改密码或找就近的实践站（所）。"
    )
    return text % words


def say_log_ins(making: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """The same at the moment of sending: nothing to who is no guardian of the child now."""
    until = datetime.fromisoformat(making["until"])
    found = queries.came_in(making["ward"], until - _DAY, until)
    if found is None or all(to.account_id != making["account"] for to in found.guardians):
        return notices.Dropped(translate("监护关系变了，没有再发。"))
    return _words(found)
