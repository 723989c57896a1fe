"""On working days whoever is at work hears once of all that waits (N41)."""

from collections.abc import Sequence
from datetime import datetime

from baiying.accounts import queries as accounts
from baiying.desk import queries
from baiying.desk.models import DigestSeen
from baiying.kit import clock, each
from baiying.kit.db import transaction
from baiying.kit.kept import Kept, in_chinese, translate
from baiying.kit.values.actor import Acting
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui.piles import Pile


def tell_offices(*, at: datetime) -> int:
    """Tell everybody at work whose minute has come, once a working day; gives how many were told.

    Run every few minutes. A year whose calendar nobody entered is told every day: once too often is better than not at
    all. What waited over days off stands in the first digest after them.
    """
    working, known = places.may_be_working(clock.local_date(at))
    if not working:
        return 0
    due = queries.to_look_at(at)
    return each.each("desk.tell_offices", due, lambda pk: _tell(due[pk], known, at), at=at).done


@transaction.atomic
def _tell(one: queries.AtWork, known: bool, at: datetime) -> bool:
    """Tell one account, if something waits and it wants to know. May run twice: a day is told once."""
    day = clock.local_date(at)
    DigestSeen.objects.update_or_create(account_id=one.account_id, defaults={"day": day})
    inbox = people.inbox_of_account(one.account_id)
    if not inbox or messages.refusing(queries.KIND).filter(inbox=inbox).exists():
        return False
    waiting = queries.waiting_for(one, at)
    if not waiting:
        return False
    letter = notices.Letter(
        text=_text(waiting, None if known else day.year),
        inbox=inbox,
        link="/desk/",
        unique_source=f"waiting:{one.account_id}:{day.isoformat()}",
        area_id=one.area_id,
    )
    notices.write_many(kind=queries.KIND, letters=[letter], at=at)
    return True


def _text(waiting: Sequence[queries.Waiting], missing: int | None) -> Kept:
    text = translate("工作台上有等您办的事：")
    several = len([one for one in waiting if one.acting is not None]) > 1
    for one in waiting:
        if several and one.acting is not None:
            text += _office(one.acting)
        text += _piles(one.piles)
    if missing is not None:
        text += translate("工作日历缺 %(year)s 年，暂时每天汇总。") % {"year": missing}
    return text


def _office(acting: Acting) -> Kept:
    # The Chinese of a label is the text of its catalogue.
    with in_chinese():
        role = translate(str(accounts.Role(acting.role).label))
    area = places.division_by_id(acting.area_id) if acting.area_id else None
    if area is None:
        return translate("以%(role)s的身份：") % {"role": role}
    return translate("以%(role)s（%(place)s）的身份：") % {"role": role, "place": area.name}


def _piles(piles: Sequence[Pile]) -> Kept:
    text = Kept("", "")
    for number, pile in enumerate(piles):
        # What a pile is called is a text of the catalogue of its room.
        words = {"label": translate(str(pile.label)), "count": pile.count}
        if number:
            text += translate("、")
        text += (translate("%(label)s（%(count)s 以上）") if pile.more else translate("%(label)s（%(count)s）")) % words
    return text + translate("。")
