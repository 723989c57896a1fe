"""Every recurring job of every room: a bad row among good ones stops nothing, is shown, and is tried again.

The jobs are taken from the schedule: a new one fails here until it stands in one of the two tables.
"""

from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from baiying.config import rooms, schedule
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock, gauges
from baiying.kit.chain import sealing
from baiying.kit.chain.logs import logs
from baiying.kit.models import AuditEvent, JobFault
from tests.config.planted import BAD, JOBS

# What has no rows of its own: it fails as a whole, which the machine room shows as a failed job, and is done again.
_AS_A_WHOLE = {
    "figures.count_parked": "one statement, which counts all areas anew",
    "figures.reconcile": "one recount of everything, which writes nothing but its outcome",
    "hours.look_through": "one look at all shifts of a year, which only spares a list",
    "people.clear_file_leaves": "two statements, which only end and empty what nobody reads any more",
    "kit.clear_taken": "one statement, which only empties what a page no longer reads",
    "kit.note_heads": "one line for each of two logs in a file",
    "places.tell_merged": "queues what each room does by itself, and writes no row of its own",
}


# Asked by a test of its own below: a log is sealed only when it is committed.
_COMMITTED = {"kit.seal_logs"}


def _poison(table: str, column: str) -> None:
    """From now on the database refuses whatever would write the row that `_refused` names."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[0] = current_setting('test.refused', true) THEN"
            " RAISE EXCEPTION 'refused by the test'; END IF; RETURN coalesce(NEW, OLD); END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER test_refuse BEFORE INSERT OR UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION test_refuse('{column}')"
        )


def _refused(value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('test.refused', %s, false)", [str(value)])


def _is_shown() -> bool:
    return not next(one for one in gauges.read(clock.now()) if one.name == "job_rows_faulty").good


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_bad_row_stops_nothing_is_shown_and_is_done_by_a_later_run(
    cast: dict[str, the_cast.Member], name: str, settings: Any
) -> None:
    settings.BAIYING_MAIL = settings.BAIYING_WECHAT = "log"
    planted = JOBS[name](cast)
    _poison(planted.table, planted.column)
    _refused(planted.value)
    for times in (1, 2):
        app.tasks[name].func()
        assert planted.left() == {planted.rows[BAD]}
        assert set(JobFault.objects.values_list("times", flat=True)) == {times}
        assert _is_shown()
    _refused("nothing")
    app.tasks[name].func()
    assert planted.left() == set()
    assert not JobFault.objects.exists()
    assert not _is_shown()


@pytest.mark.race
def test_a_log_that_cannot_be_sealed_keeps_no_other(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    person = cast["volunteer"].person
    assert person is not None
    first, second = logs()
    AuditEvent.objects.create(at=clock.now(), action="Test", subject_type="person", subject_id=1, ip="", device="")
    builders.entry(person, 60, area=person.residence)
    _poison(first.proofs, "seal")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM kit_seal WHERE log = %s", [first.name])
        _refused(cursor.fetchone()[0])
    app.tasks["kit.seal_logs"].func()
    assert sealing.head(first.name) is None
    assert sealing.head(second.name) is not None
    assert JobFault.objects.get().job == "kit.seal_logs"
    assert _is_shown()
    _refused("nothing")
    app.tasks["kit.seal_logs"].func()
    assert sealing.head(first.name) is not None
    assert not JobFault.objects.exists()


def test_every_recurring_job_and_sweep_stands_in_the_tables() -> None:
    known = {*JOBS, *_AS_A_WHOLE, *_COMMITTED}
    sweeps = {sweep for room in rooms.gathered().values() for sweep in room.sweeps.values()}
    assert set(schedule.recurring()) | sweeps == known
