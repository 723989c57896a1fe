"""Every pair of changes of one activity at one moment, on real connections: no fault, no deadlock, nothing crooked."""

import itertools
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from baiying.activities import actions
from baiying.activities import locked as rows
from baiying.activities.models import Activity, Shift, Signup
from baiying.kit import clock
from baiying.kit.db import locks, transaction
from baiying.kit.errors import Refused
from tests.activities.makers import Town, actor, volunteer, waiting_at

ROUNDS = 1
Press = Callable[["Scene"], object]


class Scene:
    """One activity with two shifts: the first full with a line, the second with places."""

    def __init__(self, town: Town, number: int) -> None:
        self.town = town
        self.activity = town.activity(f"对撞{number}")
        self.full = town.shift(self.activity, places=2, days=3 + number % 20)
        self.open = town.shift(self.activity, places=9, days=3 + number % 20, hours=9)
        self.inside = [town.signup(self.full, volunteer(f"在{n}", town.village)) for n in range(2)]
        self.line = [town.signup(self.full, volunteer(f"等{n}", town.village), "waitlisted") for n in range(3)]
        self.newcomer = volunteer("新", town.village)
        self.leads = actor(town.leader, town.leader_person)
        self.decides = actor(town.admin, town.leader_person)


def _move(scene: Scene) -> object:
    start = scene.full.starts_at + timedelta(hours=1)
    return actions.move_shift(
        shift_id=scene.full.pk, starts_at=start, ends_at=start + timedelta(hours=2), reason="换", actor=scene.leads,
        at=clock.now(),
    )  # fmt: skip


def _cancel(scene: Scene) -> object:
    return actions.cancel(activity_id=scene.activity.pk, reason="雨", actor=scene.decides, at=clock.now())


def _withdraw(scene: Scene) -> object:
    return actions.withdraw(activity_id=scene.activity.pk, actor=scene.decides, at=clock.now())


def _places(scene: Scene) -> object:
    return actions.change_places(shift_id=scene.full.pk, places=4, actor=scene.leads, at=clock.now())


def _close(scene: Scene) -> object:
    return actions.close_shift(shift_id=scene.full.pk, closed=True, actor=scene.leads, at=clock.now())


def _add(scene: Scene) -> object:
    start = scene.full.starts_at + timedelta(days=1)
    return actions.add_shift(
        post_id=scene.full.post_id, starts_at=start, ends_at=start + timedelta(hours=1), places=3, break_minutes=0,
        actor=scene.leads, at=clock.now(),
    )  # fmt: skip


def _amend(scene: Scene) -> object:
    return actions.amend(
        activity_id=scene.activity.pk, description="新", risk_statement="新", address="新地点", contact_name="周",
        contact_phone="19900009999", contact_public=False, actor=scene.leads, at=clock.now(),
    )  # fmt: skip


def _leave(scene: Scene) -> object:
    return actions.cancel_signup(
        signup_id=scene.inside[0].pk, reason="病", actor=actor(scene.town.leader, scene.town.leader_person),
        at=clock.now(),
    )  # fmt: skip


def _aside(scene: Scene) -> object:
    return actions.set_aside(signup_id=scene.inside[1].pk, reason="无故", actor=scene.leads, at=clock.now())


def _sign_up(scene: Scene) -> object:
    who = actor(scene.newcomer.account, scene.newcomer)  # type: ignore[arg-type]
    return actions.sign_up(shift_pid=scene.full.public_id, person_id=scene.newcomer.pk, actor=who, at=clock.now())


def _release(scene: Scene) -> object:
    return actions.release_person(person_id=scene.line[0].person_id, reason="撤回", at=clock.now())


PRESSES: list[Press] = [
    _move, _cancel, _withdraw, _places, _close, _add, _amend, _leave, _aside, _sign_up, _release
]  # fmt: skip


def _at_once(presses: list[Callable[[], object]]) -> list[BaseException]:
    barrier, faults = threading.Barrier(len(presses)), []  # type: ignore[var-annotated]

    def one(press: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            press()
        except Refused as refusal:
            if refusal.code == "busy":
                faults.append(refusal)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.race
def test_no_pair_of_changes_meets_half_way(own_database: str) -> None:
    town = Town()
    pairs = list(itertools.combinations_with_replacement(PRESSES, 2))
    for number, (first, second) in enumerate(pairs * ROUNDS):
        scene = Scene(town, number)
        faults = _at_once([partial(press, scene) for press in (first, second, first, second)])
        assert not faults, (first.__name__, second.__name__, faults)
        _straight(scene)
    assert _deadlocks() == 0


def _straight(scene: Scene) -> None:
    for shift in Shift.objects.filter(activity=scene.activity):
        taken = Signup.objects.filter(shift=shift, state="accepted").count()
        assert shift.taken == taken <= shift.places
        state = Activity.objects.get(pk=scene.activity.pk).state
        if state == "published" and shift.closed_at is None and taken < shift.places:
            assert waiting_at(shift) == 0, "somebody waits beside a free place"
        if state == "cancelled":
            assert not Signup.objects.filter(shift=shift, state__in=["accepted", "applied", "waitlisted"]).exists()


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@pytest.mark.race
def test_one_person_presses_overlapping_shifts_at_once_and_nothing_is_torn(own_database: str) -> None:
    town = Town()
    for number in range(40):
        person = volunteer(f"两只手机{number}", town.village)
        who = actor(person.account, person)  # type: ignore[arg-type]
        activity = town.activity(f"重叠{number}")
        shifts = [town.shift(activity, places=3, days=4) for _ in range(4)]
        presses = [
            partial(actions.sign_up, shift_pid=shift.public_id, person_id=person.pk, actor=who, at=clock.now())
            for shift in shifts
        ]
        assert not _at_once(presses)  # type: ignore[arg-type]
        assert Signup.objects.filter(person=person, state="accepted").count() == 1
    assert _deadlocks() == 0


@pytest.mark.race
def test_nobody_waits_beside_a_place_that_is_given_back_at_the_same_moment(own_database: str) -> None:
    town = Town()
    for number in range(25):
        shift = town.shift(town.activity(f"让位{number}"), places=2, days=3)
        inside = [town.signup(shift, volunteer(f"内{number}{n}", town.village)) for n in range(2)]
        outside = [volunteer(f"外{number}{n}", town.village) for n in range(6)]
        presses: list[Callable[[], object]] = [
            partial(
                actions.cancel_signup,
                signup_id=s.pk,
                reason="病",
                actor=actor(s.person.account, s.person),
                at=clock.now(),
            )
            for s in inside
        ]
        presses += [
            partial(
                actions.sign_up, shift_pid=shift.public_id, person_id=p.pk, actor=actor(p.account, p), at=clock.now()
            )
            for p in outside
        ]
        assert not _at_once(presses)
        shift.refresh_from_db()
        assert shift.taken == Signup.objects.filter(shift=shift, state="accepted").count() == 2
        assert waiting_at(shift) == 4


@pytest.mark.django_db
def test_the_other_way_round_is_refused_at_once(town: Town) -> None:
    shift = town.shift()

    @transaction.atomic
    def wrong() -> None:
        rows.shift(shift.pk)
        rows.activity(shift.activity_id)

    with pytest.raises(locks.WrongOrder, match="activity is locked before shift"):
        wrong()

    @transaction.atomic
    def right() -> None:
        rows.activity(shift.activity_id)
        rows.shift(shift.pk)

    right()
    right()
