"""The confirmation of a place by text message: day, place, leader, whom to ask, calendar; said as it holds when sent.

The app has it from the moment of the act (sign_up.sql, telling). The text message is found from the rows, not sent by
whoever gave the place: no way of getting one can forget it (N20), and nobody waits for it who presses.
"""

from collections.abc import Mapping, Sequence
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


def confirm(*, at: datetime) -> int:
    """Confirm by text message to everybody who got a place since the last run; gives how many were looked at.

    Run every minute. One text message a phone: a mother who signs up with two children reads one. May be killed and
    run again: what was written is not written twice.
    """
    with locks.alone(_ALONE) as mine:
        return _confirm_all(queries.unconfirmed(at), at) if mine else 0


def _confirm_all(signups: Sequence[Signup], at: datetime) -> int:
    readers = _readers(signups)
    wishes = messages.preferences(KIND, [hand.inbox for one in readers for hand in one.hands])
    # The first of its sign-ups stands for a phone.
    of_signup: dict[int, list[people.Reader[Signup]]] = {}
    for one in readers:
        of_signup.setdefault(one.all[0].pk, []).append(one)
        for hand in one.hands:
            hand.by_text = (wish := wishes.get(hand.inbox)) is None or wish.by_text
    told = {one.pk for reader in readers for one in reader.all}
    untold = {one.pk: one for one in signups if one.pk not in told}

    @transaction.atomic
    def many(keys: list[int]) -> int:
        here = [one for key in keys for one in of_signup.get(key, [])]
        by_text = [(one, told) for one in here for told in one.texts()]
        notices.write_many(kind=KIND, letters=[_letter(one, told, at) for one, told in by_text], at=at)
        # Of whom one phone is told and another not it stands that a text message went.
        _note([signup for _, told in by_text for signup in told.all], reminders.SENT, at)
        others = [signup for one in here for signup in one.all]
        _note([*others, *(untold[key] for key in keys if key in untold)], reminders.INBOX, at)
        return len(keys)

    each.pieces("activities.confirm", [*of_signup, *untold], many, at=at, size=_AT_ONCE)
    return len(signups)


def _readers(signups: Sequence[Signup]) -> list[people.Reader[Signup]]:
    """Whom the table sends a text message, each phone once."""
    found: people.Readers[Signup] = people.Readers()
    minors = people.needing_guardian([one.person_id for one in signups])
    for one in signups:
        own = people.phone_of(one.person)
        kind = rules.who(minor=one.person_id in minors, has_phone=bool(own))
        told = rules.TABLE[way_of(one), kind].text
        if own and rules.PERSON in told:
            found.at(own, one.person.public_id, one.person.account_id).own.append(one)
        if rules.DID in told:
            for to in people.guardians_to_tell(one.person_id):
                if to.account_id == one.by_id and to.phone and to.phone != own:
                    found.at(to.phone, to.inbox, to.account_id).wards.append(one)
    return found.all()


def _note(signups: Sequence[Signup], outcome: str, at: datetime) -> None:
    rows = [
        Reminder(signup=one, kind=queries.PLACE, starts_at=one.shift.starts_at, outcome=outcome, at=at)
        for one in signups
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def _letter(to: people.Reader[Signup], told: people.Told[Signup], at: datetime) -> notices.Letter:
    everybody = sorted(told.all, key=lambda one: (one.shift.starts_at, one.pk))
    making: dict[str, Any] = {
        "own": [one.pk for one in told.own],
        "wards": [one.pk for one in told.wards],
        "accounts": told.accounts,
    }
    # Whoever pressed sees it on the page; a place that somebody else gave for this night is not kept till morning.
    given = any(way_of(one) in _BY_OTHERS and one.shift.starts_at - at < _SOON for one in everybody)
    return notices.Letter(
        phone=to.phone,
        text=_text(everybody, making),
        making=making,
        any_hour=given,
        useful_until=max(one.shift.starts_at for one in everybody),
        unique_source=f"signup:{everybody[0].public_id}:confirmed:{told.hands[0].account_id}",
        reader=told.hands[0].inbox,
        area_id=everybody[0].shift.activity.area_id,
    )


_BY_OTHERS = frozenset({rules.Way.ACCEPTED, rules.Way.PROMOTED})


def say_confirmation(making: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """The confirmation as it holds at this moment: never of a place given back or a shift that does not take place."""
    rows = queries.still_to_come([*making["own"], *making["wards"]], at)
    if not rows:
        return notices.Dropped(translate("报名已取消、班次已取消或已经开始，没有再发确认。"))
    stand = [one for one in rows if one.pk in making["own"] or people.answers_for(one.person_id, making)]
    if not stand:
        return notices.Dropped(translate("监护关系变了，没有再发确认。"))
    return _text(stand, making)


def _text(signups: Sequence[Signup], making: Mapping[str, Any]) -> Kept:
    text = Kept("", "")
    for one in signups:
        text += _line(one, ward=one.pk in making["wards"])
    wards = [one.pk in making["wards"] for one in signups]
    return text + telling.cannot_come(own=not all(wards), wards=any(wards))


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
