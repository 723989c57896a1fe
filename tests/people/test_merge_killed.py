"""U15 by a real kill -9: the process of a merge dies at some statement, and nothing is done; or all of it (people day:
the power fails in the middle)."""

import signal
import subprocess
import time

import pytest
from django.db import connection
from django.test import Client

from baiying.demo import builders
from baiying.people import queries
from baiying.people.models import Merge, Person
from tests.activities.makers import log_in
from tests.people import world
from tests.people.merging import DAY, NOW, TWO, Pair, at, minutes
from tests.people.test_parting import MARCH, everything, full
from tests.processes import ended, started

ROWS = 60
# Minutes that stand on both records (test_parting.full).
TWICE = 60
# Dense where a merge begins and ends, and spread between: at most so many processes are killed.
PLACES = (1, 2, 3, 5, 9, 15, 24, 36, 50, 66, 84, 104, 126, 150, 176, 204)


def _said(program: "subprocess.Popen[str]", wish: object) -> str:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(f"{wish}\n")
    program.stdin.flush()
    return program.stdout.readline().strip()


def _is_quiet() -> bool:
    """Whether the database has noticed that the killed one is gone, and let go of what it held."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0] == 0)


def _settled() -> None:
    for _ in range(600):
        if _is_quiet():
            return
        time.sleep(0.01)
    raise AssertionError("the killed one still holds its transaction")


def _logged_in(person: Person, goes_on: Person) -> Client:
    """By the own log-in, which after the merge is a second one of the record that goes on."""
    account = person.account
    assert account is not None
    return log_in(account, goes_on)


@pytest.mark.race
def test_u15_killed_at_a_statement_nothing_is_done_and_every_page_answers(own_database: str) -> None:
    city = builders.small_city()
    pair = Pair(city.villages[0])
    full(pair)
    for n in range(ROWS):
        pair.served(pair.a if n % 2 else pair.b, at(MARCH + (10 + n) * DAY, 9 + n % 3), 60)
    cards = [builders.card(one).code for one in (pair.a, pair.b)]
    row = pair.propose()
    Merge.objects.filter(pk=row.pk).update(confirmed_at=NOW, confirmed_by_id=TWO.account_id, cools_until=NOW)
    county = world.staff("county_office", city.counties[0], "19900000741")
    before, each = everything(), (minutes(pair.a), minutes(pair.b))
    numbers = [queries.last_volunteer_no(one.pk) for one in (pair.a, pair.b)]
    program = started("tests.people.killed", own_database, row.pk, NOW.isoformat(), listens=True)
    killed = 0
    try:
        for place in PLACES:
            said = _said(program, place)
            if said == "done 0":
                break
            assert said == f"killed {signal.SIGKILL.value}"
            killed += 1
            _settled()
            assert _unlike(before) == [], f"killed at statement {place}"
            assert (minutes(pair.a), minutes(pair.b)) == each
            for number in numbers:
                assert county.get("/desk/people/", {"q": number}).status_code == 200
        else:
            assert _said(program, "all") == "done 0"
    finally:
        ended(program)
    assert killed > 8
    _all_is_done(pair, row, each, cards, county, numbers)


def _unlike(before: dict[str, list[object]]) -> list[str]:
    """The tables that are another than before; when a page was last asked for is noted with the log-in."""
    return [table for table, rows in everything().items() if rows != before[table] and table != "accounts_session"]


def _all_is_done(
    pair: Pair, row: Merge, each: tuple[int, int], cards: list[str], county: Client, numbers: list[str]
) -> None:
    row.refresh_from_db()
    assert row.state == "done"
    pair.a.refresh_from_db()
    pair.b.refresh_from_db()
    stays, goes = (pair.b, pair.a) if pair.a.merged_into_id else (pair.a, pair.b)
    assert goes.merged_into_id == stays.pk
    # Total before is total after but for what was on both, which is counted once.
    assert minutes(stays) == sum(each) - TWICE
    for card in cards:
        found = queries.person_by_card(card)
        assert found is not None
        assert found.pk == stays.pk
    for number in numbers:
        page = county.get("/desk/people/", {"q": number})
        assert page.status_code == 200
        assert stays.public_id in page.content.decode()
    for address in (
        f"/desk/people/{stays.public_id}/",
        f"/desk/people/merges/{row.public_id}/",
        "/desk/people/merges/",
    ):
        assert county.get(address).status_code == 200
    for person in (stays, goes):
        client = _logged_in(person, stays)
        for address in ("/mine/", "/mine/profile/", "/mine/hours/", "/mine/card/"):
            assert client.get(address, follow=True).status_code == 200
