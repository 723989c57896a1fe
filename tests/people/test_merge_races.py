"""A merge while life goes on, and one that is cut off: whole or not at all (U15)."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours.models import Attendance
from baiying.hours.rules import merging as rules
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import Merge, Person
from baiying.teams.models import Membership
from tests.people.merging import DAY, NOW, ONE, TWO, Pair, at, minutes
from tests.people.test_parting import everything, full

MARCH = date(2026, 3, 7)


class Cut(DatabaseError):
    """The connection dies here, as Django sees it: also where a transaction is about to be let go."""


@pytest.mark.django_db
def test_u15_cut_off_at_any_statement_nothing_is_done() -> None:
    pair = Pair(builders.small_city().villages[0])
    full(pair)
    cards = [builders.card(one).code for one in (pair.a, pair.b)]
    proof = actions.Proof("cards", *cards)
    row = actions.ask_merge(one=pair.a, other=pair.b, proof=proof, words="", sees=True, actor=ONE, at=NOW)
    Merge.objects.filter(pk=row.pk).update(confirmed_at=NOW, confirmed_by_id=TWO.account_id, cools_until=NOW)
    before, place, total = everything(), 0, [minutes(pair.a), minutes(pair.b)]
    while _cut_off(row.pk, place):
        assert everything() == before
        assert [minutes(pair.a), minutes(pair.b)] == total
        place += 23
    assert place > 40
    assert Merge.objects.get(pk=row.pk).state == "done"


def _cut_off(merge_id: int, place: int) -> bool:
    """Whether the merge died at this statement; it is through where it has fewer."""
    left = [place]

    def dies(execute: Callable[..., Any], *arguments: Any) -> Any:
        left[0] -= 1
        # Once: what undoes it must get through.
        if left[0] == -1:
            raise Cut
        return execute(*arguments)

    try:
        with connection.execute_wrapper(dies):
            actions.carry_out(merge_id=merge_id, actor=TWO, at=NOW)
    except Cut:
        return True
    return False


def threaded(*works: Callable[[], object]) -> list[str]:
    """What each says that starts together, on its own connection."""
    barrier, said = threading.Barrier(len(works)), [""] * len(works)

    def one(n: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            works[n]()
            said[n] = "done"
        except Refused as refusal:
            said[n] = refusal.code
        except OperationalError as error:
            said[n] = f"operational: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.race
def test_u15_a_check_in_at_the_same_moment_is_with_the_one_who_goes_on_or_refused(own_database: str) -> None:
    now = clock.now()
    pair = Pair(builders.small_city().villages[0])
    pair.served(pair.b, at(MARCH, 20), 120)
    shift = pair.shift(now - timedelta(minutes=5))
    builders.signup(shift, pair.b)
    row = actions.confirm_merge(merge=pair.propose(now), actor=TWO, at=now)
    came = Actor(account_id=pair.b.account_id, person_id=pair.b.pk, label="陈一诺")
    said = threaded(
        lambda: actions.carry_out(merge_id=row.pk, actor=TWO, at=now),
        lambda: hours.check_in(shift_pid=shift.public_id, person_id=pair.b.pk, actor=came, at=now),
        lambda: Membership.objects.create(team=pair.team, person=pair.b, asked_at=now),
    )
    assert said[0] == "done"
    assert said[1] in {"done", "not_yours", "busy"}
    assert not Attendance.objects.filter(person=pair.b).exists()
    assert Attendance.objects.filter(person=pair.a, shift=shift).count() == (1 if said[1] == "done" else 0)
    assert not Membership.objects.filter(person=pair.b).exists()
    assert minutes(pair.a) == 120


@pytest.mark.race
def test_two_who_confirm_at_once_merge_once(own_database: str) -> None:
    now = clock.now()
    pair = Pair(builders.small_city().villages[0])
    pair.served(pair.a, at(MARCH, 20), 120)
    pair.served(pair.b, at(MARCH, 20), 120)
    row, third = pair.propose(now), Actor(account_id=900_003, label="第三位")
    said = threaded(
        lambda: actions.confirm_merge(merge=row, actor=TWO, at=now),
        lambda: actions.confirm_merge(merge=row, actor=third, at=now),
    )
    assert sorted(said) in (["done", "merge_changed"], ["done", "merge_ended"])
    both = (lambda: actions.carry_out(merge_id=row.pk, actor=TWO, at=now),) * 2
    assert "done" in threaded(*both)
    assert minutes(pair.a) == 120
    assert Person.objects.filter(merged_into=pair.a).count() == 1


SPANS = st.lists(st.tuples(st.integers(0, 600), st.integers(1, 240)), max_size=5)


@settings(max_examples=200)
@given(own=SPANS, others=SPANS)
def test_what_is_left_is_what_one_clock_would_have_counted(own: Any, others: Any) -> None:
    """Each record's lines lie apart; together they count the minutes in which either served, each once."""
    mine, theirs = _apart(own, 0, own_line=True), _apart(others, 100, own_line=False)
    cuts = rules.cuts(mine, theirs)
    total = sum(line.minutes for line in (*mine, *theirs)) - sum(cut.minutes for cut in cuts)
    served = {minute for line in (*mine, *theirs) for minute in _minutes(line)}
    assert total == len(served)
    assert all(cut.minutes >= 0 for cut in cuts)


def _apart(spans: list[tuple[int, int]], first: int, *, own_line: bool) -> list[rules.Served]:
    found, free = [], 0
    for n, (start, length) in enumerate(sorted(spans)):
        begin = max(start, free)
        free = begin + length
        start_at = NOW + timedelta(minutes=begin)
        found.append(
            rules.Served(first + n, length, "credit", start_at, start_at + timedelta(minutes=length), own_line)
        )
    return found


def _minutes(line: rules.Served) -> range:
    begin = int((line.starts_at - NOW).total_seconds()) // 60
    return range(begin, begin + line.minutes)


@pytest.mark.django_db
def test_hinderances_say_what_to_do_first() -> None:
    pair = Pair(builders.small_city().villages[0])
    for person in (pair.a, pair.b):
        builders.attendance(pair.shift(NOW), person, came_at=NOW)
    assert "签退" in queries.hinders_merging(pair.a.pk, pair.b.pk, NOW)
    Attendance.objects.all().update(checked_out_at=NOW + DAY, undone_at=NOW)
    assert queries.hinders_merging(pair.a.pk, pair.b.pk, NOW) == ""
    Person.objects.filter(pk=pair.b.pk).update(rests_since=NOW)
    assert "重新同意" in queries.hinders_merging(pair.a.pk, pair.b.pk, NOW)
