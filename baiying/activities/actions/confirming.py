"""The confirmation of a place by text message: day, place, leader, whom to ask, calendar; said as it holds when sent.

The app has it from the moment of the act (sign_up.sql, telling). The text message is found from the rows, not sent by
whoever gave the place: no way of getting one can forget it (N20), and nobody waits for it who presses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from baiying.activities import queries
from baiying.activities.actions import telling
from baiying.activities.models import Signup
from baiying.activities.reminded import Reminder
from baiying.activities.rules import confirming as rules
from baiying.activities.rules import reminders
from baiying.kit import each
from baiying.kit.db import locks, transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.people import queries as people

KIND = "signup_confirmed"
_ALONE = "activities.confirm"
_AT_ONCE = 200
# So short before the start a place that somebody else gave cannot wait for the morning.
_SOON = timedelta(hours=12)


@dataclass(slots=True)
class _Phone:
    """Who reads at one number, and about which sign-ups: the own, and those of wards without a phone."""

    phone: str
    # The inbox whose settings hold; the account of a guardian, 0 for who reads for oneself.
    inbox: str
    account_id: int = 0
    own: list[Signup] = field(default_factory=list)
    wards: list[Signup] = field(default_factory=list)

    @property
    def signups(self) -> list[Signup]:
        return [*self.own, *self.wards]


def confirm(*, at: datetime) -> int:
    """Confirm by text message to everybody who got a place since the last run; gives how many were looked at.

    Run every minute. One text message a phone: a mother who signs up with two children reads one. May be killed and
    run again: what was written is not written twice.
    """
    with locks.alone(_ALONE) as mine:
        return _confirm_all(queries.unconfirmed(at), at) if mine else 0


def _confirm_all(signups: Sequence[Signup], at: datetime) -> int:
    phones = _phones(signups)
    wishes = messages.preferences(KIND, [one.inbox for one in phones.values()])
    # The first of its sign-ups stands for a phone.
    by_key = {(one.signups[0].pk, one.account_id): one for one in phones.values()}
    of_signup: dict[int, list[_Phone]] = {}
    for (pk, _account), one in by_key.items():
        of_signup.setdefault(pk, []).append(one)
    told = {one.pk for phone in phones.values() for one in phone.signups}
    untold = {one.pk: one for one in signups if one.pk not in told}

    @transaction.atomic
    def many(keys: list[int]) -> int:
        letters = list[notices.Letter]()
        for one in (one for key in keys for one in of_signup.get(key, [])):
            wish = wishes.get(one.inbox)
            by_text = wish is None or wish.by_text
            if by_text:
                letters.append(_letter(one, at))
            _note(one.signups, reminders.SENT if by_text else reminders.INBOX, at)
        notices.write_many(kind=KIND, letters=letters, at=at)
        _note([untold[key] for key in keys if key in untold], reminders.INBOX, at)
        return len(keys)

    each.pieces("activities.confirm", [*of_signup, *untold], many, at=at, size=_AT_ONCE)
    return len(signups)


def _phones(signups: Sequence[Signup]) -> dict[str, _Phone]:
    """Whom the table sends a text message, by number."""
    found: dict[str, _Phone] = {}
    for one in signups:
        for to in _addressees(one):
            phone = found.setdefault(to.phone, to)
            if phone is not to:
                phone.account_id = phone.account_id or to.account_id
                phone.own += to.own
                phone.wards += to.wards
    return found


def _addressees(signup: Signup) -> list[_Phone]:
    person = signup.person
    own = people.phone_of(person)
    minor = people.is_under_age(person, signup.accepted_at or signup.signed_up_at)
    told = rules.TABLE[way_of(signup), rules.who(minor=minor, has_phone=bool(own))].text
    found = [_Phone(own, person.public_id, own=[signup])] if own and rules.PERSON in told else []
    if rules.DID in told:
        found += [
            _Phone(to.phone, to.inbox, to.account_id, wards=[signup])
            for to in people.guardians_to_tell(person.pk)
            if to.account_id == signup.by_id and to.phone and to.phone != own
        ]
    return found


def _note(signups: Sequence[Signup], outcome: str, at: datetime) -> None:
    rows = [
        Reminder(signup=one, kind=queries.PLACE, starts_at=one.shift.starts_at, outcome=outcome, at=at)
        for one in signups
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def _letter(to: _Phone, at: datetime) -> notices.Letter:
    everybody = sorted(to.signups, key=lambda one: (one.shift.starts_at, one.pk))
    making: dict[str, Any] = {
        "own": [one.pk for one in to.own],
        "wards": [one.pk for one in to.wards],
        "account": to.account_id,
    }
    # Whoever pressed sees it on the page; a place that somebody else gave for this night is not kept till morning.
    given = any(way_of(one) in _BY_OTHERS and one.shift.starts_at - at < _SOON for one in everybody)
    return notices.Letter(
        phone=to.phone,
        text=str(_text(everybody, making)),
        making=making,
        any_hour=given,
        useful_until=max(one.shift.starts_at for one in everybody),
        unique_source=f"signup:{everybody[0].public_id}:confirmed:{to.account_id}",
        reader=to.inbox,
        area_id=everybody[0].shift.activity.area_id,
    )


_BY_OTHERS = frozenset({rules.Way.ACCEPTED, rules.Way.PROMOTED})


def say_confirmation(making: Mapping[str, Any], at: datetime) -> str | notices.Dropped:
    """The confirmation as it holds at this moment: never of a place given back or a shift that does not take place."""
    rows = queries.still_to_come([*making["own"], *making["wards"]], at)
    if not rows:
        return notices.Dropped(translate("报名已取消、班次已取消或已经开始，没有再发确认。"))
    stand = [one for one in rows if one.pk in making["own"] or _answers_for(one, making["account"])]
    if not stand:
        return notices.Dropped(translate("监护关系变了，没有再发确认。"))
    return str(_text(stand, making))


def _answers_for(signup: Signup, account_id: int) -> bool:
    return any(to.account_id == account_id for to in people.guardians_to_tell(signup.person_id))


def _text(signups: Sequence[Signup], making: Mapping[str, Any]) -> Kept:
    text = Kept("", "")
    for one in signups:
        text += _line(one, ward=one.pk in making["wards"])
    return text + translate("来不了请在“我的报名”里取消。")


def _line(signup: Signup, *, ward: bool) -> Kept:
    promoted = way_of(signup) == rules.Way.PROMOTED
    first = translate("有名额了：") if promoted else translate("报名成功：")
    if ward:
        first = translate("%(name)s（您监护的孩子）") % {"name": identifiers.mask_name(signup.person.name)} + first
    return first + telling.particulars(signup.shift)


def way_of(signup: Signup) -> rules.Way:
    """By which way somebody has a place."""
    return rules.way(
        signed_up_at=signup.signed_up_at,
        accepted_at=signup.accepted_at or signup.signed_up_at,
        promoted_at=signup.promoted_at,
        by_itself=signup.by_id is None or signup.by_id == signup.person.account_id,
    )
