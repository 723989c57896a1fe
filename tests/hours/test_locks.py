"""Every pair of acts about one person's hours at one moment, and with what changes the activity: nothing half way.

On real connections: no fault, no deadlock, no minute lost or counted twice; who comes second is refused kindly.
"""

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection

from baiying.activities import actions as activities
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, locked, queries, rules
from baiying.hours.actions import checking_out, giving_back
from baiying.hours.models import Attendance, HourEntry, Objection, Proposal
from baiying.kit.db import locks, transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people.models import Person
from tests.hours.conftest import NOW, actor_of

HANDS = 4
Press = Callable[["Scene"], object]


class Scene:
    """One volunteer's day in an activity with a cap: rolled, served by code, forgotten yesterday, and here just now.

    `here` was ticked a moment ago; `rolled` waits for a second person; `served` is posted, and objected to; `forgotten`
    has no end; `coming` starts in half an hour.
    """

    def __init__(self, cast: dict[str, the_cast.Member], number: int) -> None:
        leader = cast["leader"]
        assert leader.team is not None
        self.cast, self.at = cast, NOW + timedelta(minutes=100)
        self.activity = builders.activity(leader.team, leader.account, f"对撞{number}", at=NOW)
        early = builders.shift(self.activity, self.minute(-180), self.minute(-30))
        yesterday = builders.shift(self.activity, self.minute(-1440), self.minute(-1290))
        shift = builders.shift(self.activity, NOW, self.minute(150))
        self.early, self.yesterday = early, yesterday
        self.coming = builders.shift(self.activity, self.minute(130), self.minute(250))
        self.person, self.other = self._volunteer(leader, 2 * number), self._volunteer(leader, 2 * number + 1)
        self.own = Actor(self.person.account_id, self.person.pk, label="本人")
        self.others_own = Actor(self.other.account_id, self.other.pk, label="另一人")
        for person in (self.person, self.other):
            builders.signup(self.coming, person)
        by = leader.account
        self.forgotten = builders.attendance(
            yesterday, self.person, left_at=self.minute(-1380), source="roll", forced=True, by=by
        )
        self.rolled = builders.attendance(early, self.person, source="roll", by=by)
        actions.check_out(attendance=self.rolled, source="roll", actor=self.leads, at=self.minute(-120))
        self.proposal = Proposal.objects.get(attendance=self.rolled)
        self.served = builders.attendance(early, self.person, came_at=self.minute(-110))
        actions.check_out(attendance=self.served, actor=self.own, at=self.minute(-40))
        self.entry = HourEntry.objects.get(attendance_id=self.served.pk)
        self.objection = actions.file_objection(
            person_id=self.person.pk, words="少记了", attendance=self.served, actor=self.own, at=self.minute(90)
        )
        self.here = builders.attendance(shift, self.person, came_at=self.minute(95), source="roll", by=by)

    def minute(self, number: int) -> datetime:
        return NOW + timedelta(minutes=number)

    def _volunteer(self, leader: the_cast.Member, number: int) -> Person:
        assert leader.team is not None
        born = date(1970, 1, 1) + timedelta(days=number)
        return builders.person(residence=leader.team.area, account=builders.account(), born=born, at=NOW)

    @property
    def leads(self) -> Actor:
        return actor_of(self.cast["leader"])

    def actor(self, key: str) -> Actor:
        return actor_of(self.cast[key])


def _check_in(scene: Scene) -> object:
    return actions.check_in(
        shift_pid=scene.coming.public_id, person_id=scene.other.pk, actor=scene.others_own, at=scene.at
    )


def _tick_in(scene: Scene) -> object:
    return actions.tick_in(shift=scene.coming, person_id=scene.other.pk, actor=scene.leads, at=scene.at)


def _tick_in_there(scene: Scene) -> object:
    return actions.tick_in(shift=scene.coming, person_id=scene.person.pk, actor=scene.leads, at=scene.at)


def _undo_tick(scene: Scene) -> object:
    return actions.undo_tick(attendance=scene.here, actor=scene.leads, at=scene.at)


def _check_out(scene: Scene) -> object:
    return actions.check_out(attendance=scene.here, source="roll", actor=scene.leads, at=scene.at)


def _undo_leaving(scene: Scene) -> object:
    return actions.undo_leaving(attendance=scene.here, actor=scene.leads, at=scene.at)


def _close(scene: Scene) -> object:
    return checking_out.close_one(attendance_id=scene.here.pk, at=scene.at + timedelta(days=1))


def _say_end(scene: Scene) -> object:
    ends = scene.forgotten.checked_in_at + timedelta(minutes=70)
    return actions.say_end(attendance=scene.forgotten, ends_at=ends, actor=scene.own, at=scene.at)


def _confirm_end(scene: Scene) -> object:
    ends = scene.forgotten.checked_in_at + timedelta(minutes=90)
    return actions.confirm_end(attendance=scene.forgotten, ends_at=ends, actor=scene.leads, at=scene.at)


def _paper(scene: Scene) -> object:
    lines = [
        actions.PaperRow("0", scene.other.pk, scene.minute(-175), scene.minute(-60)),
        actions.PaperRow("1", scene.person.pk, scene.minute(-40), scene.minute(-30)),
    ]
    return actions.record_paper(shift=scene.early, rows=lines, words="纸质表", actor=scene.leads, at=scene.at)


def _paper_of_yesterday(scene: Scene) -> object:
    lines = [actions.PaperRow("0", scene.person.pk, scene.minute(-1375), scene.minute(-1340))]
    return actions.record_paper(shift=scene.yesterday, rows=lines, words="纸质表", actor=scene.leads, at=scene.at)


def _approve(scene: Scene) -> object:
    return actions.approve(proposal=scene.proposal, actor=scene.actor("reviewer"), at=scene.at)


def _refuse(scene: Scene) -> object:
    return actions.refuse(proposal=scene.proposal, words="没有来", actor=scene.actor("unit_admin"), at=scene.at)


def _reverse(scene: Scene) -> object:
    return actions.propose_reversal(entry=scene.entry, words="查实", actor=scene.actor("county"), at=scene.at)


def _object(scene: Scene) -> object:
    return actions.file_objection(
        person_id=scene.person.pk, words="少记了", attendance=scene.rolled, actor=scene.own, at=scene.at
    )


def _answer(scene: Scene) -> object:
    times = actions.Times(scene.minute(-110), scene.minute(-30))
    return actions.answer_objection(
        objection=scene.objection, upheld=True, answer="核实", times=times, actor=scene.actor("county"), at=scene.at
    )


def _answer_less(scene: Scene) -> object:
    times = actions.Times(scene.minute(-110), scene.minute(-80))
    return actions.answer_objection(
        objection=scene.objection, upheld=True, answer="核实", times=times, actor=scene.actor("county"), at=scene.at
    )


def _complete(scene: Scene) -> object:
    return actions.complete_record(shift=scene.early, actor=scene.leads, at=scene.at)


def _sweep(scene: Scene) -> object:
    return actions.post_waiting(person_id=scene.person.pk, actor=scene.actor("sysadmin"), at=scene.at)


def _give_back(scene: Scene) -> object:
    # The locks are what is asked for here; whether the line was taken back is another test's question.
    records = queries.perhaps_cut(scene.person.pk, scene.entry.served_on, scene.entry.activity_id)
    return [giving_back.give_one(pk, scene.entry, actor=scene.actor("sysadmin"), at=scene.at) for pk in records]


def _move(scene: Scene) -> object:
    start, end = scene.minute(140), scene.minute(260)
    return activities.move_shift(
        shift_id=scene.coming.pk, starts_at=start, ends_at=end, reason="换", actor=scene.leads, at=scene.at
    )


def _cancel(scene: Scene) -> object:
    return activities.cancel(activity_id=scene.activity.pk, reason="雨", actor=scene.actor("unit_admin"), at=scene.at)


def _call_off(scene: Scene) -> object:
    return activities.call_off(shift_id=scene.coming.pk, which="one", reason="雨", actor=scene.leads, at=scene.at)


def _leave(scene: Scene) -> object:
    signup = Signup.objects.get(shift=scene.coming, person=scene.other)
    return activities.cancel_signup(signup_id=signup.pk, reason="病", actor=scene.others_own, at=scene.at)


OF_HOURS: list[Press] = [
    _check_in, _tick_in, _tick_in_there, _undo_tick, _check_out, _undo_leaving, _close, _say_end, _confirm_end, _paper,
    _paper_of_yesterday, _approve, _refuse, _reverse, _object, _answer, _answer_less, _complete, _sweep,
    _give_back,
]  # fmt: skip
OF_ACTIVITIES: list[Press] = [_move, _cancel, _call_off, _leave]


class Hands:
    """So many threads with a connection each, which press at one moment."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool, self.barrier = pool, threading.Barrier(HANDS)

    def _one(self, press: Callable[[], object]) -> BaseException | None:
        try:
            connection.ensure_connection()
            self.barrier.wait(timeout=60)
            press()
        except Refused as refusal:
            return refusal if refusal.code == "busy" else None
        except BaseException as fault:
            return fault
        return None

    def press(self, presses: list[Callable[[], object]]) -> list[BaseException]:
        return [fault for fault in self.pool.map(self._one, presses) if fault is not None]

    def _leave(self, _: int) -> None:
        connection.close()
        self.barrier.wait(timeout=60)


@contextmanager
def hands() -> Iterator[Hands]:
    with ThreadPoolExecutor(HANDS) as pool:
        found = Hands(pool)
        yield found
        list(pool.map(found._leave, range(HANDS)))


@pytest.mark.race
def test_no_pair_of_acts_about_one_persons_hours_meets_half_way(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    leader = cast["leader"]
    assert leader.team is not None
    # With a cap of the activity every lock of the order is taken.
    builders.rule_set("hours", area=leader.team.area, activity_cap_minutes=2000)
    pairs = [*itertools.combinations_with_replacement(OF_HOURS, 2), *itertools.product(OF_HOURS, OF_ACTIVITIES)]
    with hands() as many:
        for number, (first, second) in enumerate(pairs):
            scene = Scene(cast, number)
            faults = many.press([partial(press, scene) for press in (first, second, first, second)])
            names = (first.__name__, second.__name__)
            assert not faults, (names, faults)
            _straight(scene, names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert cursor.fetchone()[0] == 0


def _straight(scene: Scene, names: tuple[str, str]) -> None:
    """Every minute that somebody stands for is in the ledger once, and whatever is not settled waits for somebody."""
    for row in Attendance.objects.filter(person__in=[scene.person, scene.other]):
        entries = list(HourEntry.objects.filter(attendance_id=row.pk))
        sources = [entry.unique_source for entry in entries]
        assert len(sources) == len(set(sources)), names
        approved = Proposal.objects.filter(attendance=row, approved_at__isnull=False)
        own = [entry.minutes for entry in entries if entry.unique_source == f"attendance:{row.pk}"]
        taken_back = [entry.minutes for entry in entries if entry.reversal_of is not None]
        expected = sum(own) + sum(proposal.minutes for proposal in approved) + sum(taken_back)
        assert _minutes(row) == expected, names
        assert own or row.in_source not in rules.BY_ONESELF or row.checked_out_at is None or row.undone_at, names
        undecided = Proposal.objects.filter(attendance=row, decided_by_id__isnull=True)
        # Asking that a line be taken back leaves the record as settled as it was.
        waits = undecided.exclude(part="reversal").exists()
        ended = row.checked_out_at is not None and row.forced_out_at is None
        assert not (ended and row.settled_at is None) or waits, (names, row.pk, "nobody would ever act on it")
        assert not (row.settled_at is not None and waits), names
    assert Objection.objects.filter(attendance=scene.served).count() == 1, names
    assert Objection.objects.filter(attendance=scene.rolled).count() <= 1, names
    shift = Shift.objects.get(pk=scene.coming.pk)
    assert shift.taken == Signup.objects.filter(shift=shift, state="accepted").count(), names


def _minutes(row: Attendance) -> int:
    return sum(entry.minutes for entry in queries.standing_entries_of(row.pk))


@pytest.mark.django_db
def test_the_other_way_round_is_refused_at_once(cast: dict[str, the_cast.Member]) -> None:
    scene = Scene(cast, 0)
    occasion = queries.occasion_of(scene.here)
    given = queries.rules_of(occasion).rules

    @transaction.atomic
    def wrong() -> None:
        locked.person_days(scene.person.pk, [occasion.day])
        locked.attendance(scene.here.pk)

    with pytest.raises(locks.WrongOrder, match="attendance is locked before person's day"):
        wrong()

    @transaction.atomic
    def right() -> None:
        locked.attendance(scene.here.pk)
        locked.proposal(scene.proposal.pk)
        locked.minutes([scene.person.pk], occasion, given)
        # What is held may be asked for again, whatever came after it.
        locked.minutes([scene.person.pk], occasion, given)

    right()


@pytest.mark.django_db
def test_what_a_sheet_of_many_needs_is_locked_before_anything_is_written(cast: dict[str, the_cast.Member]) -> None:
    leader = cast["leader"]
    assert leader.team is not None
    builders.rule_set("hours", area=leader.team.area, activity_cap_minutes=2000)
    scene = Scene(cast, 0)
    made = _paper(scene)
    assert isinstance(made, list)
    assert len(made) == 2
