"""Whatever is killed and whenever: nobody is told twice, nobody is left out, and nobody is told after the stop."""

import random
import signal
import time
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.models import Count

from baiying.circulars import actions, queries
from baiying.circulars.actions import telling
from baiying.circulars.models import Circular, Mailing, Recipient
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.notices import actions as notices
from baiying.notices.models import Message
from tests.circulars.conftest import Office, words
from tests.own_database import behind
from tests.processes import ended, started

pytestmark = pytest.mark.race
WORKER = "tests.circulars.killing"
KILLS = 3


def going(count: int) -> tuple[Circular, Mailing, Office]:
    """A notice to so many volunteers and some offices, sent and not begun."""
    city = builders.small_city()
    office = Office(city, the_cast.build(city))
    for _ in range(count):
        builders.person(residence=city.villages[0], account=builders.account())
    row = office.draft(says=words("集中清扫", sort="notice"), volunteers=True)
    return row, actions.send(circular=row, actor=office.actor(), at=clock.now()), office


def written() -> int:
    return Message.objects.filter(kind=queries.TO_VOLUNTEERS).count()


def both() -> tuple[int, int]:
    """At one moment: how many messages to volunteers are written, and how many volunteers are noted as told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM notices_message WHERE kind = %s), (SELECT count(*) FROM circulars_recipient"
            " WHERE told_at IS NOT NULL AND person_id IS NOT NULL)",
            [queries.TO_VOLUNTEERS],
        )
        found: tuple[int, int] = cursor.fetchone()
    return found


def test_a_killed_worker_tells_nobody_twice_and_leaves_nobody_out(own_database: str) -> None:
    chance = random.Random(8)
    row, mailing, _office = going(60)
    for _ in range(KILLS):
        one = started(WORKER, own_database, mailing.pk)
        time.sleep(chance.random() * 0.3)
        one.send_signal(signal.SIGKILL)
        ended(one)
        # What is written is noted, and what is noted is written, at whatever moment it was killed.
        assert len(set(both())) == 1
    # What the killed worker's server process still holds ends with it; the clock's job goes on.
    actions.go_on(mailing_id=mailing.pk, at=clock.now())
    chosen = Recipient.objects.filter(mailing=mailing, person__isnull=False)
    assert chosen.filter(told_at__isnull=True).count() == 0
    by_inbox: Any = Message.objects.filter(kind=queries.TO_VOLUNTEERS).values("inbox").annotate(n=Count("id"))
    assert {one["n"] for one in by_inbox} == {1}
    assert len(by_inbox) == chosen.count() > 60
    assert row.mailings.get().ended_at is not None


def test_nothing_is_written_after_the_stop(own_database: str) -> None:
    row, mailing, office = going(120)
    one = started(WORKER, own_database, mailing.pk)
    with psycopg.connect(own_database) as watch:
        query = "SELECT count(*) FROM circulars_recipient WHERE told_at IS NOT NULL"
        while not watch.execute(query).fetchone()[0] and one.poll() is None:  # type: ignore[index]
            watch.rollback()
    actions.stop(circular=row, number=1, actor=office.actor(), at=clock.now())
    at_stop = written()
    ended(one)
    found = queries.going(Mailing.objects.get(pk=mailing.pk))
    assert written() == at_stop, "not one after the stop has committed"
    assert found.told + found.untold == found.chosen
    assert found.untold > 0


def test_a_correction_waits_for_the_text_of_the_version_before_that_is_being_taken_up(own_database: str) -> None:
    city = builders.small_city()
    office = Office(city, the_cast.build(city))
    row = office.draft(says=words("例会", sort="meeting", by_text=True))
    office.go(actions.send(circular=row, actor=office.actor(), at=clock.now()))
    making = Message.objects.filter(channel="sms", making__recipient__isnull=False).earliest("id").making
    assert making is not None
    new = actions.Correction("例会", "改到三楼。", "地点改为三楼")
    number: list[int] = []

    def taken_up() -> None:
        assert not isinstance(telling.text_now(making, clock.now()), notices.Dropped)

    def corrected() -> None:
        actions.correct(circular=row, correction=new, actor=office.actor(), at=clock.now())

    became = behind(taken_up, corrected, lambda: number.append(queries.newest(row.pk).number))
    assert (became, number) == ("done", [1]), "while the old words leave they are the words that hold"
    assert isinstance(telling.text_now(making, clock.now()), notices.Dropped)
