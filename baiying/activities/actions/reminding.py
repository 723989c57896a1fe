"""Reminding whoever has a place: the evening before and shortly before, one text message a phone (R038, N01, N14)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from baiying.activities import queries
from baiying.activities.actions import telling
from baiying.activities.models import Signup
from baiying.activities.queries import Due
from baiying.activities.reminded import Reminder
from baiying.activities.rules import reminders as rules
from baiying.kit import each
from baiying.kit.db import locks, transaction
from baiying.kit.kept import Kept, translate
from baiying.kit.values import identifiers
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.people import queries as people

# So many phones are written to in one transaction.
_AT_ONCE = 200
_ALONE = "activities.remind"


def remind(*, at: datetime) -> int:
    """Remind everybody for whom it is time; gives how many sign-ups were looked at. Run every minute.

    Each sign-up is looked at once for each kind and start, and what became of it is kept (`Reminder`). May be killed
    and run again, or run twice at once: what was written is not written twice.
    """
    # One run at a time: two that read before and after somebody cancelled would write to one phone twice.
    with locks.alone(_ALONE) as mine:
        return _remind_all(at) if mine else 0


def _remind_all(at: datetime) -> int:
    all_due, seen = queries.reminders_due(at), 0
    for kind in rules.KINDS:
        due = {one.shift.pk: one for one in all_due if one.kind == kind}
        signups = queries.not_reminded(kind, list(due))
        seen += len(signups)
        moved = queries.moved_at({one.shift_id for one in signups})
        whys = {one.pk: _why_not(one, due[one.shift_id], moved.get(one.shift_id), at) for one in signups}
        _note(kind, signups, whys, at)
        _remind(kind, [one for one in signups if not whys[one.pk]], due, at)
    return seen


def _why_not(signup: Signup, due: Due, moved: datetime | None, at: datetime) -> str:
    # Who was told of the new time of a shift has it in hand, as by a confirmation.
    heard = max(filter(None, (signup.signed_up_at, signup.accepted_at, signup.promoted_at, moved)))
    fresh = timedelta(minutes=due.rules.fresh_minutes)
    return rules.why_not(due=due.since, until=due.until, heard_at=heard, at=at, fresh=fresh)


def _note(kind: str, signups: Iterable[Signup], outcomes: Mapping[int, str], at: datetime) -> None:
    """Keep what became of some sign-ups; those without an outcome are left for the next run."""
    rows = [
        Reminder(signup=one, kind=kind, starts_at=one.shift.starts_at, outcome=outcomes[one.pk], at=at)
        for one in signups
        if outcomes.get(one.pk)
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def _remind(kind: str, signups: Sequence[Signup], due: Mapping[int, Due], at: datetime) -> None:
    """Remind some sign-ups of one kind; who cannot be written to keeps nobody else, and is tried again."""
    families = people.together(people.readers_of([(one.person, one) for one in signups]))
    inboxes = [hand.inbox for family in families.values() for reader in family for hand in reader.hands]
    settings = messages.preferences(_kind_of(kind), inboxes)
    # Who lets the one shortly before ring at night: for them the evening's is not the last.
    soon = messages.preferences(_kind_of(rules.SOON), inboxes)
    at_night = {inbox for inbox, wish in soon.items() if wish.by_text and wish.any_hour}

    @transaction.atomic
    def many(keys: list[int]) -> int:
        letters, best, rows = list[notices.Letter](), dict[int, str](), dict[int, Signup]()
        for reader in (reader for key in keys for reader in families[key]):
            for hand in reader.hands:
                wish = settings.get(hand.inbox)
                hand.by_text, hand.any_hour = (wish.by_text, wish.any_hour) if wish else (True, False)
                hand.rings_later = hand.inbox in at_night
            for pk, outcome in _tell(kind, reader, due, letters).items():
                best[pk] = min(best.get(pk, outcome), outcome, key=rules.BEST_FIRST.index)
            rows |= {one.pk: one for one in reader.all}
        notices.write_many(kind=_kind_of(kind), letters=letters, at=at)
        _note(kind, rows.values(), best, at)
        return len(rows)

    each.pieces("activities.remind", list(families), many, at=at, size=_AT_ONCE)


def _tell(
    kind: str, reader: people.Reader[Signup], due: Mapping[int, Due], letters: list[notices.Letter]
) -> dict[int, str]:
    """Add what one reader is written; gives what becomes of each sign-up."""
    found: dict[int, str] = {}

    def is_quiet(hand: people.Hand[Signup], one: Signup) -> bool:
        return not hand.any_hour and messages.is_quiet(due[one.shift_id].since)

    for hand in reader.hands:
        loud = {one.pk for one in hand.all if not is_quiet(hand, one)}
        # The inbox rings nowhere: the quiet hours are the text message's alone. Of the evening's it has all.
        in_app = {one.pk for one in hand.all} if kind == rules.EVENING else loud
        letters += [_in_app(kind, one, one.person.public_id, ward=False) for one in hand.all if one.pk in in_app]
        letters += [_in_app(kind, one, hand.inbox, ward=True) for one in hand.wards if hand.inbox and one.pk in in_app]
        for one in hand.all:
            became = rules.INBOX if one.pk in loud else rules.QUIET
            found[one.pk] = min(found.get(one.pk, became), became, key=rules.BEST_FIRST.index)
    for told in reader.texts(is_quiet):
        letters.append(_to_phone(kind, reader, told, due))
        found |= {one.pk: rules.SENT for one in told.all}
    return found


def _kind_of(kind: str) -> str:
    return f"reminder_{kind}"


def _source(kind: str, signup: Signup, to: str) -> str:
    return f"reminder:{kind}:{signup.public_id}:{int(signup.shift.starts_at.timestamp())}:{to}"


def _in_app(kind: str, signup: Signup, inbox: str, *, ward: bool) -> notices.Letter:
    page = "activities:signup_guardian" if ward else "activities:activity"
    link = reverse(page, args=[signup.public_id if ward else signup.shift.activity.public_id])
    text = translate("提醒您：") + _line(signup, ward=ward)
    area_id = signup.shift.activity.area_id
    source = _source(kind, signup, inbox)
    making = {"own": {str(signup.pk): signup.shift.starts_at.isoformat()}, "wards": {}}
    return notices.Letter(text=text, inbox=inbox, link=link, unique_source=source, area_id=area_id, making=making)


def _to_phone(
    kind: str, reader: people.Reader[Signup], told: people.Told[Signup], due: Mapping[int, Due]
) -> notices.Letter:
    """One text message about all of them, said anew when it is sent."""
    rings_later = any(hand.rings_later for hand in told.hands)
    last = kind == rules.EVENING and not rings_later and all(_is_last(due[one.shift_id]) for one in told.all)
    making: dict[str, Any] = {
        "own": {str(one.pk): one.shift.starts_at.isoformat() for one in told.own},
        "wards": {str(one.pk): one.shift.starts_at.isoformat() for one in told.wards},
        "last": last,
        "accounts": told.accounts,
    }
    return notices.Letter(
        phone=reader.phone,
        text=_text(sorted(told.all, key=lambda one: one.shift.starts_at), making),
        making=making,
        any_hour=told.any_hour,
        useful_until=max(due[one.shift_id].until for one in told.all),
        unique_source=_source(kind, told.all[0], "phone"),
        reader=told.hands[0].inbox,
        area_id=told.all[0].shift.activity.area_id,
    )


def _is_last(due: Due) -> bool:
    """Whether nothing follows the evening's: the moment shortly before lies in the quiet hours, or there is none."""
    soon = rules.moment(rules.SOON, due.shift.starts_at, due.rules)
    return soon is None or messages.is_quiet(soon)


def say(making: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """The text message as it holds at this moment: never of a place given back, or of a time that was changed since.

    Whoever's shift was moved has heard so, and is reminded of the new time by another message.
    """
    starts: dict[str, str] = {**making["own"], **making["wards"]}
    rows = queries.still_to_come([int(pk) for pk in starts], at)
    stand = [one for one in rows if one.shift.starts_at.isoformat() == starts[str(one.pk)]]
    if not stand:
        return notices.Dropped(translate("报名已取消、班次已改期或已经开始，没有再提醒。"))
    stand = [one for one in stand if str(one.pk) in making["own"] or _is_read(one, making)]
    return _text(stand, making) if stand else notices.Dropped(translate("监护关系或手机号变了，没有再提醒。"))


def _text(signups: Sequence[Signup], making: Mapping[str, Any]) -> Kept:
    text = translate("提醒您：")
    wards = [str(one.pk) in making["wards"] for one in signups]
    for one, ward in zip(signups, wards, strict=True):
        text += _line(one, ward=ward)
    text += telling.cannot_come(own=not all(wards), wards=any(wards))
    return text + translate("当天不再发短信提醒。") if making["last"] else text


def _is_read(signup: Signup, making: Mapping[str, Any]) -> bool:
    """Whether whoever it was made for still is a guardian of the child, and the child has no phone of its own."""
    return not people.phone_of(signup.person) and people.answers_for(signup.person_id, making)


def _line(signup: Signup, *, ward: bool) -> Kept:
    shift = signup.shift
    words = {
        "title": shift.activity.title,
        "when": telling.when(shift),
        "place": shift.activity.address,
        "leader": queries.named(shift.activity, inside=True).leader,
        "name": identifiers.mask_name(signup.person.name),
    }
    if ward:
        return translate("%(name)s（您监护的孩子）%(when)s有“%(title)s”，%(place)s，领队%(leader)s。") % words
    return translate("%(when)s有“%(title)s”，%(place)s，领队%(leader)s。") % words
