"""A city that runs an older version keeps every row when it is brought to this one.

`364a1ae.sql.xz` is a small invented city as the version of that commit wrote it, with audit and messages of two years:
tables, functions, rows and the migrations it had applied. It never changes. Whatever migrations come later are applied
to it here, and what a table held before it must hold afterwards. `awkward.sql` puts beside it what real cities had:
presences that overlap, questions asked twice, weekly copies, log-in codes in the clear.
"""

import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from tests import cluster

# The keys of the invented city: later versions seal anew what it sealed. No other database has them.
KEYS = {
    "BAIYING_MASTER_KEY": "vkjEjMSnYcqAXM4RT7qnO5kSAC9XQO8UKl2V6zh3l2I=",
    "BAIYING_LOOKUP_KEY": "8+WswPhkLGjuN/qpvspJVI0C4mgzNeu77UeqacuDJ3c=",
}
HERE = Path(__file__).resolve().parent
Connection = psycopg.Connection[dict[str, Any]]
# Counted anew from the ledger after an upgrade, or the list of migrations itself.
DERIVED = {"django_migrations", "django_content_type", "auth_permission", "figures_mark", "figures_daymark"}
ROWS = 12_000


@pytest.fixture(scope="module")
def before_and_after() -> Iterator[tuple[dict[str, list[dict[str, Any]]], Connection]]:
    """What every table held, and the upgraded database."""
    name = f"test_upgrade_{cluster.run()}_{os.getpid()}"
    server = os.environ["BAIYING_OWNER_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = server.replace("/postgres?", f"/{name}?")
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(lzma.decompress((HERE / "364a1ae.sql.xz").read_bytes()))
            # The dump leaves the session without a path to look along.
            connection.execute("SET search_path TO public")
            connection.execute((HERE / "awkward.sql").read_bytes())
        with psycopg.connect(url, row_factory=dict_row, autocommit=True) as rows:
            before = {table: content(rows, table) for table in tables(rows)}
            _migrate(url)
            yield before, rows
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _migrate(url: str) -> None:
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity=0"]
    settings = {
        "BAIYING_DATABASE_URL": url,
        "BAIYING_OWNER_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "baiying.config.settings",
    }
    done = subprocess.run(command, check=False, env=os.environ | settings | KEYS, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


def tables(connection: Connection) -> list[str]:
    """Whole tables, not their parts."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition ORDER BY 1"
    ).fetchall()
    return [row["relname"] for row in found]


def content(connection: Connection, table: str) -> list[dict[str, Any]]:
    """Every row, in an order that does not depend on where it lies."""
    query = sql.SQL("SELECT * FROM {} t ORDER BY to_jsonb(t)::text").format(sql.Identifier(table))
    return connection.execute(query).fetchall()


def by_id(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def test_every_table_keeps_every_row(before_and_after: tuple[dict[str, Any], Connection]) -> None:
    before, connection = before_and_after
    now = set(tables(connection))
    lost = []
    for table, old in before.items():
        if table in DERIVED or not old:
            continue
        if table not in now:
            lost.append(f"{table} is gone")
            continue
        count = len(content(connection, table))
        if count < len(old):
            lost.append(f"{table}: {len(old)} rows before, {count} after")
    assert not lost
    assert sum(map(len, before.values())) > ROWS


@pytest.mark.parametrize("table", ["kit_auditevent", "notices_message", "hours_hourentry"])
def test_what_a_log_said_it_says_still(table: str, before_and_after: tuple[dict[str, Any], Connection]) -> None:
    before, connection = before_and_after
    old, new = by_id(before[table]), by_id(content(connection, table))
    assert len(old) > 500
    # The upgrade itself may have written something; nothing else may be more.
    assert old.keys() <= new.keys()
    # A code that let somebody in is blanked (test_log_in_codes_are_blanked_and_nothing_else).
    old = {row_id: row for row_id, row in old.items() if row.get("kind") != "log_in_code"}
    may_be_finer = {"age_band"} if table == "hours_hourentry" else set()
    for row_id, row in old.items():
        kept = {name: new[row_id][name] for name in row if name not in may_be_finer}
        assert kept == {name: value for name, value in row.items() if name not in may_be_finer}


def test_the_ledger_keeps_its_sums_and_fills_what_is_known(
    before_and_after: tuple[dict[str, Any], Connection],
) -> None:
    before, connection = before_and_after
    new = by_id(content(connection, "hours_hourentry"))
    assert sum(r["minutes"] for r in new.values()) == sum(r["minutes"] for r in before["hours_hourentry"])
    finer = {"0-7", "8-13", "14-15", "16-17"}
    for row in before["hours_hourentry"]:
        now = new[row["id"]]
        assert now["age_band"] in finer if row["age_band"] == "0-17" else now["age_band"] == row["age_band"]
        assert now["post_id"] is not None
        assert now["county_id"] is not None
    assert {r["age_band"] for r in new.values()} & finer
    sources = connection.execute("SELECT unique_source, served_on, entry_id AS id FROM hours_entrysource").fetchall()
    assert {(r["unique_source"], r["served_on"], r["id"]) for r in sources} == {
        (r["unique_source"], r["served_on"], r["id"]) for r in before["hours_hourentry"]
    }


def test_what_was_told_is_not_told_again(before_and_after: tuple[dict[str, Any], Connection]) -> None:
    before, connection = before_and_after
    told = {r["unique_source"] for r in before["notices_message"] if r["unique_source"]}
    kept = connection.execute("SELECT unique_source FROM notices_messagesource").fetchall()
    assert told == {row["unique_source"] for row in kept}
    # Written again as it stands, whatever columns there are by now.
    columns = [name for name in content(connection, "notices_message")[0] if name not in {"id", "unique_source"}]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    again = sql.SQL(
        "INSERT INTO notices_message (unique_source, {listed}) SELECT %s, {listed} FROM notices_message"
        " WHERE unique_source = %s RETURNING id"
    ).format(listed=listed)
    one = min(told)
    assert connection.execute(again, [one, one]).fetchone() is None


def test_numbers_go_on_and_old_rows_lie_in_parts_of_their_own(
    before_and_after: tuple[dict[str, Any], Connection],
) -> None:
    before, connection = before_and_after
    for table in ("kit_auditevent", "notices_message", "hours_hourentry"):
        highest = max(row["id"] for row in before[table])
        following = connection.execute(f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) AS id").fetchone()
        assert following is not None
        assert following["id"] > highest
        loose = connection.execute(f"SELECT count(*) FROM {table}_other").fetchone()
        assert loose == {"count": 0}


def test_presences_that_overlap_stay_as_they_are_and_are_marked(
    before_and_after: tuple[dict[str, Any], Connection],
) -> None:
    before, connection = before_and_after
    old, new = by_id(before["hours_attendance"]), by_id(content(connection, "hours_attendance"))
    assert old.keys() == new.keys()
    for row_id, row in old.items():
        assert {name: new[row_id][name] for name in row} == row
    of_person: dict[int, list[dict[str, Any]]] = {}
    for row in sorted(old.values(), key=lambda row: row["id"]):
        of_person.setdefault(row["person_id"], []).append(row)
    overlapping = {
        later["id"]
        for rows in of_person.values()
        for number, later in enumerate(rows)
        if any(_overlap(earlier, later) for earlier in rows[:number])
    }
    assert len(overlapping) >= 10
    assert {row_id for row_id, row in new.items() if row["kept_overlap"]} == overlapping


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two presences share an instant; one that is open has no end, one without length shares none."""
    for row in (one, other):
        if row["checked_out_at"] is not None and row["checked_out_at"] <= row["checked_in_at"]:
            return False
    ends = [row["checked_out_at"] for row in (one, other)]
    return (ends[1] is None or one["checked_in_at"] < ends[1]) and (ends[0] is None or other["checked_in_at"] < ends[0])


def test_objections_filed_twice_all_stay_and_the_eldest_keeps_the_record(
    before_and_after: tuple[dict[str, Any], Connection],
) -> None:
    before, connection = before_and_after
    old, new = by_id(before["hours_objection"]), by_id(content(connection, "hours_objection"))
    assert old.keys() == new.keys()
    loose = 0
    eldest: dict[Any, int] = {}
    for row_id, row in sorted(old.items()):
        now = new[row_id]
        assert [now[name] for name in ("words", "filed_at", "due_on", "answered_at", "person_id", "entry_id")] == [
            row[name] for name in ("words", "filed_at", "due_on", "answered_at", "person_id", "entry_id")
        ]
        about = (row["person_id"], row["attendance_id"] or f"shift {row['shift_id']}")
        first = row["answered_at"] is not None or eldest.setdefault(about, row_id) == row_id
        assert (now["attendance_id"], now["shift_id"]) == (
            (row["attendance_id"], row["shift_id"]) if first else (None, None)
        )
        loose += not first
    assert loose >= 6


def test_of_several_open_requests_to_a_guardian_the_newest_stays_open(
    before_and_after: tuple[dict[str, Any], Connection],
) -> None:
    before, connection = before_and_after
    old, new = by_id(before["people_guardianship"]), by_id(content(connection, "people_guardianship"))
    assert old.keys() == new.keys()
    ended = ("agreed_at", "declined_at", "withdrawn_at")
    was_open = {row_id for row_id, row in old.items() if all(row[name] is None for name in ended)}
    is_open = {row_id for row_id, row in new.items() if all(row[name] is None for name in ended)}
    newest: dict[int, int] = {}
    for row_id in sorted(was_open):
        newest[old[row_id]["ward_id"]] = row_id
    assert len(was_open) > len(newest)
    assert is_open == set(newest.values())


def test_weekly_copies_stay_shifts_of_their_own(before_and_after: tuple[dict[str, Any], Connection]) -> None:
    before, connection = before_and_after
    old, new = by_id(before["activities_shift"]), by_id(content(connection, "activities_shift"))
    assert old.keys() == new.keys()
    assert {8_000_001, 8_000_004} <= new.keys()
    gone = {"waiting", "last_wait_no"}
    for row_id, row in old.items():
        assert {name: new[row_id][name] for name in row.keys() - gone} == {
            name: row[name] for name in row.keys() - gone
        }
        assert (new[row_id]["series_id"], new[row_id]["called_off_at"]) == (None, None)
        assert new[row_id]["county_id"] is not None


def test_a_line_keeps_its_order_without_its_numbers(before_and_after: tuple[dict[str, Any], Connection]) -> None:
    before, connection = before_and_after
    waited = [row for row in before["activities_signup"] if row["state"] == "waitlisted"]
    order = [row["id"] for row in sorted(waited, key=lambda row: (row["shift_id"], row["wait_no"]))]
    waits = connection.execute(
        "SELECT id FROM activities_signup WHERE state = 'waitlisted' ORDER BY shift_id, id"
    ).fetchall()
    assert [row["id"] for row in waits] == order
    assert 8_000_003 in order


def test_log_in_codes_are_blanked_and_nothing_else(before_and_after: tuple[dict[str, Any], Connection]) -> None:
    before, connection = before_and_after
    new = by_id(content(connection, "notices_message"))
    codes = [row for row in before["notices_message"] if row["kind"] == "log_in_code"]
    assert any("135790" in row["text"] for row in codes)
    for row in codes:
        now = new[row["id"]]
        assert (now["text"], now["secret_until"]) == ("", row["written_at"])
        assert {name: now[name] for name in row.keys() - {"text"}} == {
            name: row[name] for name in row.keys() - {"text"}
        }
    kept = by_id(content(connection, "accounts_logincode"))
    assert {8_000_001, 8_000_002, 8_000_003} <= kept.keys()
    assert [kept[8_000_000 + n]["wrong_tries"] for n in (1, 2, 3)] == [1, 2, 3]


@pytest.mark.parametrize("table", ["accounts_appointment", "teams_office"])
def test_what_was_held_before_anybody_was_asked_counts_as_accepted(
    table: str, before_and_after: tuple[dict[str, Any], Connection]
) -> None:
    before, connection = before_and_after
    new = by_id(content(connection, table))
    assert before[table]
    for row in before[table]:
        now = new[row["id"]]
        assert (now["accepted_at"], now["accepted_because"]) == (row["starts_at"], "before")
        assert (now["account_id"], now["ends_at"], now["declined_at"]) == (row["account_id"], row["ends_at"], None)


def test_who_led_an_activity_before_anybody_was_asked_leads_it_still(
    before_and_after: tuple[dict[str, Any], Connection],
) -> None:
    before, connection = before_and_after
    new = by_id(content(connection, "activities_activity"))
    assert before["activities_activity"]
    for row in before["activities_activity"]:
        assert (new[row["id"]]["leader_id"], new[row["id"]]["leader_because"]) == (row["leader_id"], "before")
