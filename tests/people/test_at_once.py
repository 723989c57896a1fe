"""Several at one moment, on real connections: one code opens once, one ID number makes one person."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from baiying.accounts import actions as accounts
from baiying.accounts.models import LogInCode
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import actions, rules
from baiying.people.models import Person
from tests.people import world
from tests.people.world import ACTOR

PHONE = "19900000601"


def at_once(n: int, work: Callable[[int], str]) -> list[str]:
    """What `n` threads say, each with its own connection, after starting together."""
    barrier, said = threading.Barrier(n), [""] * n

    def one(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=60)
            said[number] = work(number)
        except Refused as refusal:
            said[number] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def try_code(code: str) -> str:
    accounts.check_code(phone=PHONE, purpose="log_in", code=code, actor=ACTOR, at=clock.now())
    return "in"


@pytest.mark.race
def test_a_code_opens_once_and_wrong_tries_are_all_counted(own_database: str) -> None:
    accounts.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=clock.now())
    code = world.code_for(PHONE)
    assert sorted(at_once(8, lambda _n: try_code(code))) == ["code_expired"] * 7 + ["in"]
    LogInCode.objects.all().delete()
    accounts.start_code(phone=PHONE, purpose="log_in", actor=ACTOR, at=clock.now())
    wrong = "000000" if world.code_for(PHONE) != "000000" else "111111"
    said = at_once(8, lambda _n: try_code(wrong))
    assert said.count("wrong_code") == 4
    assert LogInCode.objects.get().wrong_tries == 5


@pytest.mark.race
def test_one_id_number_makes_one_person_however_often_it_is_sent(own_database: str) -> None:
    area, born = world.make_area(), world.born_years_ago(30)
    number = world.id_number(born)

    def register(n: int) -> str:
        new = rules.NewPerson(
            name="李小红",
            sex="female",
            birth_date=born,
            id_type="citizen",
            id_number=number,
            residence_id=area.village.pk,
            service_area_id=area.village.pk,
            phone=f"1990000062{n}",
            categories=("community",),
        )
        actions.register_self(new=new, guardian=None, account=None, actor=ACTOR, at=clock.now())
        return "registered"

    assert sorted(at_once(8, register)) == ["already_registered"] * 7 + ["registered"]
    assert Person.objects.count() == 1
