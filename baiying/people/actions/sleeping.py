"""Records without any act: found by night, asked in slices once an office let it begin, parked after the days of a
question that really left, awake again by one tap (U40)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, each
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor, system
from baiying.notices import actions as notices
from baiying.people import access, locked, queries
from baiying.people.actions import telling
from baiying.people.models import Dormancy, DormancyCount, DormancyStart, Person
from baiying.people.rules import sleeping
from baiying.people.rules.sleeping import End, State, Step
from baiying.places import queries as places
from baiying.ui import kept

KIND = "still_here"
FIND, TEND = "people.find_sleeping", "people.tend_sleeping"
_PIECE = 500


class HeardAlready(Refused):
    code = "heard_already"
    sentence = _("这一位已经有了结果，看一看现在是什么情况。")


class HeardHow(Refused):
    code = "heard_how"
    sentence = _("请写明是怎么问到本人的，或者本人说了什么。")
    field = "words"
    status = 422


class CountedAnew(Refused):
    code = "counted_anew"
    sentence = _("数字刚刚重新数过，请看一看新的数字再决定。")


class NothingCounted(Refused):
    code = "nothing_counted"
    sentence = _("还没有数过。每天早上数一次，数过以后再来。")


def find_sleeping(*, at: datetime) -> int:
    """Write down whoever did nothing for the months of the own area. Nobody hears of it. Gives how many are new."""

    @transaction.atomic
    def many(ids: list[int]) -> int:
        found = queries.asleep_among(ids, at)
        rows = [Dormancy(person_id=pk, found_at=at, last_act_on=day) for pk, day in sorted(found.items())]
        # Another worker at the same rows found the same; a person has one open row.
        Dormancy.objects.bulk_create(rows, ignore_conflicts=True)
        return len(rows)

    return each.pieces(FIND, each.keys(queries.may_sleep(at)), many, at=at).done


def tend_sleeping(*, at: datetime) -> int:
    """Look after all open rows, ask whom the stations can bear, count for the offices. Broken off, the next run goes on
    where it was: each row is a transaction of its own. Gives how many rows changed."""
    changed = each.each(TEND, _to_change(at), lambda pk: _tend(pk, at), at=at).done
    changed += each.each(TEND, queries.to_ask(at), lambda pk: _ask(pk, at), at=at).done
    _count(at)
    return changed


def _to_change(at: datetime) -> list[int]:
    """The open rows of which a day makes something else, read in pieces without locks; each is asked again locked."""
    found, today, going = [], clock.local_date(at), queries.going_in()
    rows = Dormancy.objects.filter(ended_at__isnull=True)
    ids = list(each.keys(rows))
    for begin in range(0, len(ids), _PIECE):
        piece = list(rows.select_related("person__residence").filter(pk__in=ids[begin : begin + _PIECE]))
        news = queries.news_of(piece, at)
        found += [row.pk for row in piece if _step(row, news[row.pk], today, going) is not Step.NOTHING]
    return found


def _step(row: Dormancy, news: sleeping.News, today: Any, going: frozenset[int]) -> Step:
    goes = not going.isdisjoint(row.person.residence.path)
    return sleeping.step(row.state, news, due=row.due_on, today=today, going=goes)


@transaction.atomic
def _tend(dormancy_id: int, at: datetime) -> bool:
    row = _locked(dormancy_id)
    if row is None or row.ended_at is not None:
        return False
    actor, today = system(TEND), clock.local_date(at)
    match _step(row, queries.news_of([row], at)[row.pk], today, queries.going_in()):
        case Step.LEAVE:
            _end(row, End.LEFT, actor, at)
        case Step.WAKE:
            _end(row, End.ACT, actor, at)
        case Step.TELL:
            row.told_at = queries.left_at(row) or at
            given = queries.dormancy_rules(row.person.residence.path, today)
            row.due_on = sleeping.due_on(clock.local_date(row.told_at), given.wait_days)
            row.save(update_fields=["told_at", "due_on"])
        case Step.UNREACH:
            row.unreached_at = at
            row.save(update_fields=["unreached_at"])
        case Step.PARK:
            _park(row, actor, at)
        case _:
            return False
    return True


def _locked(dormancy_id: int) -> Dormancy | None:
    """The row with its person, the person locked first as everywhere."""
    found = Dormancy.objects.filter(pk=dormancy_id).values_list("person_id", flat=True).first()
    if found is None:
        return None
    locked.person(found)
    return locked.dormancy(dormancy_id)


@transaction.atomic
def _ask(dormancy_id: int, at: datetime) -> bool:
    """Write the question. Without a phone there is nothing to send: the station looks for the person."""
    row = _locked(dormancy_id)
    if row is None or row.state is not State.FOUND:
        return False
    news = queries.news_of([row], at)[row.pk]
    if news.gone or news.acted:
        return False
    person, row.asked_at = row.person, at
    phone = queries.phone_of(person)
    letter = notices.Letter(
        text=_question(row, at),
        inbox=person.public_id,
        phone=phone,
        link="/mine/",
        unique_source=row.source,
        making={"dormancy": row.pk},
        # A gateway that stands still for a week is no silence of the person's: it is tried for as long as it helps.
        useful_until=clock.midnight(sleeping.due_on(clock.local_date(at), _TRIED_DAYS)),
        area_id=person.residence_id,
    )
    if not phone:
        row.unreached_at = at
    row.save(update_fields=["asked_at", "unreached_at"])
    notices.write_many(kind=KIND, letters=[letter], at=at)
    audit.record(
        "SleeperAsked", actor=system(TEND), at=at, subject=("person", person.pk), area_id=person.residence_id,
        detail={"last_act_on": row.last_act_on.isoformat(), "by_text": bool(phone)},
    )  # fmt: skip
    return True


_TRIED_DAYS = 14


def _question(row: Dormancy, at: datetime) -> Kept:
    given = queries.dormancy_rules(row.person.residence.path, clock.local_date(at))
    words = {
        "months": given.months,
        "days": given.wait_days,
        "opening": kept.opening(f"/still-here/{row.public_id}/", by_hand=translate("登录后在首页")),
    }
    return (
        translate(
            "您登记为志愿者，已有 %(months)s 个月没有活动。还愿意做志愿者吗？愿意的，请%(opening)s按“继续”。"
            "%(days)s 天没有回音，记录就休眠，不再打扰您；时长都保留，随时一键恢复。"
        )
        % words
    )


def say_still_here(making: Mapping[str, Any], at: datetime) -> Kept | notices.Dropped:
    """The question at the moment of sending: not to who has answered or done something since."""
    row = Dormancy.objects.select_related("person__residence").filter(pk=making["dormancy"]).first()
    if row is None or row.ended_at is not None or row.parked_at is not None:
        return notices.Dropped(translate("已经有了回答，没有再发。"))
    if not queries.may_be_asked(row.person_id, at):
        return notices.Dropped(translate("已经有了回答，没有再发。"))
    return _question(row, at)


@transaction.atomic
def hear_sleeper(*, dormancy_id: int, stays: bool, words: str, actor: Actor, at: datetime) -> Dormancy:
    """A station asked the person, and writes what was said: it stays, or parks at once. The same again by the same hand
    changes nothing.

    Refuses: OwnMatter; HeardHow; HeardAlready.
    """
    row = _locked(dormancy_id)
    if row is None:
        raise HeardAlready
    access.refuse_own(actor, row.person_id)
    words = words.strip()[:120]
    if not words:
        raise HeardHow
    if row.decided_by_id is not None and row.decided_by_id == actor.account_id:
        if (row.end_why == End.HEARD) == stays and row.words == words:
            return row
        raise HeardAlready
    if row.state not in {State.ASKED, State.TOLD, State.UNREACHED} or not queries.may_be_asked(row.person_id, at):
        raise HeardAlready
    row.decided_by_id, row.words = actor.account_id, words
    row.save(update_fields=["decided_by_id", "words"])
    if stays:
        _end(row, End.HEARD, actor, at)
    else:
        _park(row, actor, at, words)
    return row


@transaction.atomic
def go_on(*, person: Person, how: End, actor: Actor, at: datetime) -> bool:
    """The one tap: whoever was asked stays, whose record is parked is awake. Again, or where nothing is asked, or there
    is no registration any more: nothing.

    `how`: STAYS by the person (WOKEN where the record was parked), DESK by an office for who stands there. Hours,
    number, registration and teams are what they were. Refuses: OwnMatter (DESK).
    """
    if how is End.DESK:
        access.refuse_own(actor, person.pk)
    locked.person(person.pk)
    open_row = queries.asks_now(person.pk)
    row = locked.dormancy(open_row.pk) if open_row is not None else None
    if row is None:
        return False
    if not queries.may_be_asked(person.pk, at):
        # Withdrawn since: a tap is no consent.
        _end(row, End.LEFT, actor, at)
        return False
    if how is not End.DESK:
        how = End.WOKEN if row.parked_at is not None else End.STAYS
    _end(row, how, actor, at)
    return True


@transaction.atomic
def leave_sleeping(*, person_id: int, actor: Actor, at: datetime) -> None:
    """The record is closed, or about to be: nothing is asked of it any more. The caller holds the person."""
    row = Dormancy.objects.filter(person_id=person_id, ended_at__isnull=True).first()
    if row is not None:
        _end(locked.dormancy(row.pk), End.LEFT, actor, at)


def _park(row: Dormancy, actor: Actor, at: datetime, words: str = "") -> None:
    person = row.person
    row.parked_at = at
    row.save(update_fields=["parked_at"])
    person.parked_at = person.rests_since = at
    person.save(update_fields=["parked_at", "rests_since"])
    audit.record(
        "RecordParked", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id,
        detail={"last_act_on": row.last_act_on.isoformat(), **({"words": words} if words else {})},
    )  # fmt: skip
    text = translate("您的志愿者记录从今天起休眠：不在名单里，也不再打扰您。时长都保留；想回来，登录后在首页按“恢复”。")
    telling.tell(person, kind="still_here_parked", text=text, at=at, link="/mine/")


def _end(row: Dormancy, why: End, actor: Actor, at: datetime) -> None:
    """It is over. Whoever was only found never knew of it: nothing of that is kept."""
    person = row.person
    if row.state is State.FOUND:
        row.delete()
        return
    parked = row.parked_at is not None
    row.ended_at, row.end_why, row.ended_by_id = at, why, actor.account_id
    row.save(update_fields=["ended_at", "end_why", "ended_by_id"])
    if parked:
        person.parked_at = None
        if queries.has_live_consent(person.pk):
            person.rests_since = None
        person.save(update_fields=["parked_at", "rests_since"])
    audit.record(
        "RecordWoken" if parked else "SleeperStays", actor=actor, at=at, subject=("person", person.pk),
        area_id=person.residence_id, detail={"why": str(why), **({"words": row.words} if row.words else {})},
    )  # fmt: skip


@transaction.atomic
def start_asking(*, area: places.Division, found: int, actor: Actor, at: datetime) -> DormancyStart:
    """An office has seen the numbers of its area and lets the questions begin. `found` is the number it saw. Where it
    goes on already: nothing.

    Refuses: NothingCounted; CountedAnew.
    """
    going = queries.start_of(area.pk)
    if going is not None:
        return going
    seen = queries.preview(area, at)
    if seen.counted_at is None:
        raise NothingCounted
    if seen.found != found:
        raise CountedAnew
    try:
        with transaction.atomic():
            row = DormancyStart.objects.create(
                area=area, found=seen.found, without_phone=seen.without_phone, confirmed_at=at,
                confirmed_by_id=actor.account_id or 0,
            )  # fmt: skip
    except IntegrityError as error:
        if errors.constraint_of(error) != "people_dormancy_start_once":
            raise
        # The other press of the same button was a moment earlier.
        return DormancyStart.objects.get(area=area, stopped_at__isnull=True)
    detail = {"found": row.found, "without_phone": row.without_phone}
    audit.record("SleepingStarted", actor=actor, at=at, subject=("division", area.pk), area_id=area.pk, detail=detail)
    return row


@transaction.atomic
def stop_asking(*, area: places.Division, actor: Actor, at: datetime) -> None:
    """From now on nobody of the area is asked or parked by silence; what was asked may still be answered."""
    going = queries.start_of(area.pk)
    row = locked.dormancy_start(going.pk) if going is not None else None
    if row is None or row.stopped_at is not None:
        return
    row.stopped_at, row.stopped_by_id = at, actor.account_id
    row.save(update_fields=["stopped_at", "stopped_by_id"])
    audit.record("SleepingStopped", actor=actor, at=at, subject=("division", area.pk), area_id=area.pk)


@transaction.atomic
def _count(at: datetime) -> None:
    """How many of each village wait to be asked, for whoever decides whether that begins."""
    # Another worker at the same would delete what this one has not written yet, and then write it twice.
    locked.counting_asleep()
    waiting = Dormancy.objects.filter(asked_at__isnull=True, ended_at__isnull=True).order_by()
    rows = waiting.values("person__residence_id").annotate(
        found=Count("pk"), silent=Count("pk", filter=Q(person__phone_hash__isnull=True))
    )
    counted = [
        DormancyCount(
            area_id=row["person__residence_id"], found=row["found"], without_phone=row["silent"], counted_at=at
        )
        for row in rows
    ]
    DormancyCount.objects.all().delete()
    DormancyCount.objects.bulk_create(counted)
