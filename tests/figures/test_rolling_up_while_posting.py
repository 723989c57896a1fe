"""No entry is lost: real connections post, move and end registrations while two workers roll up."""

import random
import threading
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from baiying.figures import actions, reconcile
from baiying.figures.models import AreaDay, AreaYear, Mark
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.people.models import Person
from tests.figures import rows

WRITERS = 4
POSTS = 60


@pytest.mark.race
@pytest.mark.law("F24-forms")
def test_totals_equal_a_recount_after_posting_and_counting_at_once(own_database: str) -> None:
    areas = rows.tree()
    villages = [areas[n] for n in ("a11", "a12", "a21", "a22", "b11", "b12")]
    persons = [rows.person(villages[n % 6]) for n in range(24)]
    posting, errors = threading.Event(), []
    posting.set()

    def post(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(POSTS):
            with transaction.atomic():
                who = chance.choice(persons)
                tier = chance.choice(("credit", "honour"))
                day = date(2026, 3, 1) + timedelta(days=chance.randrange(5))
                rows.entry(who, chance.randrange(1, 200), tier=tier, day=day)
                if chance.random() < 0.1:
                    row = Person.objects.select_for_update(no_key=True).get(pk=who.pk)
                    row.residence, row.areas_since = chance.choice(villages), clock.now()
                    row.save()
                # Commits come in another order than the ids of the marks.
                time.sleep(chance.random() / 200)

    def count() -> None:
        while posting.is_set():
            actions.roll_up(at=clock.now())

    def run(work: Any, *given: Any) -> None:
        try:
            work(*given)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=run, args=(post, n)) for n in range(WRITERS)]
    workers = [threading.Thread(target=run, args=(count,)) for _ in range(2)]
    for thread in [*writers, *workers]:
        thread.start()
    for thread in writers:
        thread.join()
    posting.clear()
    for thread in workers:
        thread.join()
    assert errors == []
    actions.roll_up(at=clock.now())

    ledger = HourEntry.objects.aggregate(Sum("minutes"))["minutes__sum"]
    assert HourEntry.objects.count() == WRITERS * POSTS
    assert AreaYear.objects.get(area_id=areas["city"].pk, year=2026).all_minutes == ledger
    assert AreaDay.objects.filter(area_id=areas["city"].pk).aggregate(Sum("all_minutes"))["all_minutes__sum"] == ledger
    assert not Mark.objects.exists()
    assert reconcile.check(at=clock.now()).drift == 0
