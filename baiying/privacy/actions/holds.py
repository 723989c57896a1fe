"""A legal hold: asked by one for a ground that a law names, confirmed by another, ended by its day."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import IntegrityError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts.access import Scope
from baiying.kit import audit, clock, keeping
from baiying.kit.backups import holds as beside
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import access as people_access
from baiying.people import queries as persons
from baiying.privacy import locked, queries, rules
from baiying.privacy.actions import telling_holds
from baiying.privacy.actions.openings import SecondOfficer
from baiying.privacy.hold_models import Hold, HoldGround, HoldThing

MOST_THINGS = 500
Named = tuple[str, int]


class HoldUnknown(Refused):
    code = "hold_unknown"
    field = "things"
    status = 422


class HoldNamesNobody(Refused):
    code = "hold_names_nobody"
    sentence = _("请至少写一个编号：依法保存只针对写明的人和记录。")
    field = "things"
    status = 422


class HoldTooMany(Refused):
    code = "hold_too_many"
    sentence = _("一次最多 500 个，请分几份办理。")
    field = "things"
    status = 422


class HoldDayWrong(Refused):
    code = "hold_day_wrong"
    sentence = _("最后一天和复查的日子填一个，而且要在今天以后。")
    field = "until_on"
    status = 422


class ReviewTooFar(Refused):
    code = "review_too_far"
    field = "review_on"
    status = 422


class HoldDecided(Refused):
    code = "hold_decided"
    sentence = _("这一份已经有了答复或已撤回，请看过现在的样子。")


class HoldLostSome(Refused):
    code = "hold_lost_some"
    sentence = _("等同意的时候，里面有人已经注销、资料已经清除。请撤回，按现在还有的重新申请。")


class HoldOver(Refused):
    code = "hold_over"
    sentence = _("这一份没有生效或已经结束，不能再改最后一天。")


@dataclass(frozen=True, slots=True)
class HoldGiven:
    """What the letter of an authority, or the law itself, says."""

    ground: str
    statute: str
    case_no: str
    tells: bool
    untold_why: str
    until_on: date | None
    review_on: date | None


def name_things(*, numbers: str, scope: Scope, actor: Actor, at: datetime) -> list[Named]:
    """The persons and records that some numbers name, of those whom the actor may see; each once.

    Refuses: HoldTooMany, HoldNamesNobody, HoldUnknown with the numbers that name none.
    """
    words = list(dict.fromkeys(one for one in re.split(r"[\s,，、;；]+", numbers) if one))
    if len(words) > MOST_THINGS:
        raise HoldTooMany
    found, unknown = list[Named](), list[str]()
    for word in words:
        thing = _thing(word, scope, actor, at)
        found, unknown = ([*found, thing], unknown) if thing else (found, [*unknown, word])
    if unknown:
        sentence = gettext("本地区没有这些编号，或已经注销：%(numbers)s") % {"numbers": "、".join(unknown[:10])}
        raise HoldUnknown(sentence)
    if not found:
        raise HoldNamesNobody
    return list(dict.fromkeys(found))


def _thing(word: str, scope: Scope, actor: Actor, at: datetime) -> Named | None:
    person = persons.person_of_number(word, scope)
    if person is not None:
        return keeping.PERSON, person.pk
    for kind, one in keeping.holdables().items():
        if (record_id := one.ask("find", word, actor, at)) is not None:
            return kind, record_id
    return None


def ask_hold(
    *, given: HoldGiven, things: Iterable[Named], area_id: int, source: str, actor: Actor, at: datetime
) -> Hold:
    """Ask for a hold; nothing is kept by it until another confirms. The same form again: the first.

    Refuses: OwnMatter, HoldDayWrong, ReviewTooFar.
    """
    try:
        return _ask(given, list(things), area_id, source, actor, at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "privacy_hold_source_key":
            raise
        # The other press of the same button was a moment earlier.
        found = queries.hold_of_source(source)
        assert found is not None
        return found


@transaction.atomic
def _ask(given: HoldGiven, things: list[Named], area_id: int, source: str, actor: Actor, at: datetime) -> Hold:
    if before := queries.hold_of_source(source):
        return before
    assert actor.account_id is not None
    _refuse_days(given, actor, at)
    for kind, pk in things:
        if kind == keeping.PERSON:
            people_access.refuse_own(actor, pk)
    row = Hold.objects.create(
        source=source, area_id=area_id, ground=HoldGround(given.ground), statute=given.statute.strip(),
        case_no=given.case_no.strip(), tells=given.tells, untold_why="" if given.tells else given.untold_why.strip(),
        until_on=given.until_on, review_on=given.review_on, asked_at=at, asked_by_id=actor.account_id,
    )  # fmt: skip
    HoldThing.objects.bulk_create([thing_row(row, kind, pk) for kind, pk in things])
    _note("HoldAsked", row, actor, at, things=str(len(things)))
    return row


def thing_row(row: Hold, kind: str, pk: int) -> HoldThing:
    if kind == keeping.PERSON:
        return HoldThing(hold=row, kind=kind, person_id=pk)
    return HoldThing(hold=row, kind=kind, record_id=pk)


def _refuse_days(given: HoldGiven, actor: Actor, at: datetime) -> None:
    today = clock.local_date(at)
    day = given.until_on or given.review_on
    if day is None or day <= today or (given.until_on and given.review_on):
        raise HoldDayWrong
    path = actor.acting.area_path if actor.acting else ()
    most = queries.privacy_rules(path, today).hold_review_days
    if given.review_on is not None and given.review_on > today + timedelta(days=most):
        raise ReviewTooFar(gettext("没有最后一天的，最晚 %(days)s 天内复查。") % {"days": most})


@transaction.atomic
def agree_hold(*, hold_id: int, actor: Actor, at: datetime) -> Hold:
    """The second person confirms: from now on nothing of what it names goes. Again: nothing.

    Refuses: OwnMatter, SecondOfficer, HoldDecided, HoldLostSome.
    """
    row = _to_decide(hold_id, actor, lock_named=True)
    if row.decided_at is not None or row.taken_back_at is not None:
        if (row.decided_by_id, row.refused_why) != (actor.account_id, ""):
            raise HoldDecided
        return row
    things = queries.things_of(row)
    if any(one.person is not None and persons.is_erased(one.person) for one in things):
        raise HoldLostSome
    row.decided_at, row.decided_by_id = at, actor.account_id
    row.save(update_fields=["decided_at", "decided_by_id"])
    _note("HoldAgreed", row, actor, at)
    if row.tells:
        telling_holds.tell_kept(row, things, at)
    write_beside(row)
    return row


def write_beside(row: Hold) -> None:
    """Once it is committed, how it stands is noted beside the database."""
    transaction.on_commit(partial(beside.note, queries.beside(row)))


@transaction.atomic
def refuse_hold(*, hold_id: int, why: str, actor: Actor, at: datetime) -> Hold:
    """The second person says no, and why. The same no again: nothing.

    Refuses: OwnMatter, SecondOfficer, HoldDecided.
    """
    row = _to_decide(hold_id, actor)
    if row.decided_at is not None or row.taken_back_at is not None:
        if (row.decided_by_id, row.refused_why) != (actor.account_id, why.strip()):
            raise HoldDecided
        return row
    row.decided_at, row.decided_by_id, row.refused_why = at, actor.account_id, why.strip()
    row.save(update_fields=["decided_at", "decided_by_id", "refused_why"])
    _note("HoldRefused", row, actor, at, reason=row.refused_why)
    return row


def _to_decide(hold_id: int, actor: Actor, *, lock_named: bool = False) -> Hold:
    """Records first, then the hold, then closings, in the house's order: nothing goes while it is confirmed."""
    named = list(HoldThing.objects.filter(hold_id=hold_id).order_by("record_id"))
    own = [one.person_id for one in named if one.person_id is not None]
    if lock_named:
        kinds: Mapping[str, keeping.Holdable] = keeping.holdables()
        for kind in reversed(list(kinds)):
            for one in named:
                if one.kind == kind:
                    kinds[kind].ask("lock", one.record_id)
    row = locked.legal_hold(hold_id)
    if lock_named:
        locked.closings_of(queries.records_together(own))
    for person_id in own:
        people_access.refuse_own(actor, person_id)
    if accounts.is_self(actor, row.asked_by_id):
        raise SecondOfficer
    return row


@transaction.atomic
def take_back_hold(*, hold_id: int, actor: Actor, at: datetime) -> Hold:
    """Whoever asked needs it no more, before anybody answered. Again: nothing. Refuses: HoldDecided."""
    row = locked.legal_hold(hold_id)
    if row.decided_at is not None:
        raise HoldDecided
    if row.taken_back_at is None:
        row.taken_back_at = at
        row.save(update_fields=["taken_back_at"])
        _note("HoldTakenBack", row, actor, at)
    return row


@transaction.atomic
def cut_hold(*, hold_id: int, until_on: date, why: str, actor: Actor, at: datetime) -> Hold:
    """Give a hold its last day, tomorrow at the earliest, and why; both who set it hear of it. The same again: nothing.

    Until that day is over another may be confirmed for the same, so that a mistake destroys nothing.
    Refuses: OwnMatter, HoldOver, HoldDayWrong.
    """
    row, today = locked.legal_hold(hold_id), clock.local_date(at)
    for person_id in HoldThing.objects.filter(hold=row, person__isnull=False).values_list("person_id", flat=True):
        people_access.refuse_own(actor, person_id or 0)
    said = (actor.account_id, until_on, why.strip())
    if (row.cut_by_id, row.until_on, row.cut_why) == said:
        return row
    if queries.hold_state(row, today) != rules.IN_FORCE:
        raise HoldOver
    if until_on <= today or (row.until_on is not None and until_on >= row.until_on):
        raise HoldDayWrong(gettext("最后一天最早是明天，而且要比现在的最后一天早；要延长的，另外申请一份。"))
    row.until_on, row.review_on = until_on, None
    row.cut_at, row.cut_by_id, row.cut_why = at, actor.account_id, why.strip()
    row.save(update_fields=["until_on", "review_on", "cut_at", "cut_by_id", "cut_why"])
    _note("HoldCutShort", row, actor, at, until=until_on.isoformat(), reason=row.cut_why)
    telling_holds.tell_cut(row, actor, at)
    write_beside(row)
    return row


def _note(action: str, row: Hold, actor: Actor, at: datetime, **detail: str) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("hold", row.pk), area_id=row.area_id,
        detail={"ground": row.ground, "statute": row.statute, "case": row.case_no, **detail},
    )  # fmt: skip
