"""Database functions are what their files say, and an installation finds and mends what is not."""

import shutil
from pathlib import Path

import pytest
from django.db import connection, transaction

from baiying.kit.db import functions


@pytest.mark.django_db
def test_every_function_of_the_database_is_the_one_of_its_file() -> None:
    with connection.cursor() as cursor:
        assert functions.state(cursor) == []
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'public' AND p.proname !~ '^procrastinate_'"
        )
        standing = {name for (name,) in cursor.fetchall()}
    assert standing == {source.function for source in functions.sources()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (
            "CREATE OR REPLACE FUNCTION figures_mark_entries() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NULL; END $$",
            "figures_mark_entries was changed by hand",
        ),
        ("ALTER TABLE hours_hourentry DISABLE TRIGGER figures_mark_entries", "figures_mark_entries: trigger"),
        ("DROP TRIGGER figures_mark_moved ON people_move", "figures_mark_moved: trigger"),
        ("DROP FUNCTION figures_front_row(bigint, integer, text)", "figures_front_row is missing"),
        (
            "CREATE FUNCTION figures_front_row() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "figures_front_row stands 2 times",
        ),
        ("COMMENT ON FUNCTION kit_refuse_change() IS 'baiying sql 0 0'", "kit_refuse_change is of another version"),
    ],
)
def test_what_was_changed_by_hand_is_named_and_mended(harm: str, word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(harm)
        (line,) = functions.state(cursor)
        assert line.startswith(word)
        functions.install(cursor)
        assert functions.state(cursor) == []


def _room(home: Path, text: str) -> None:
    """All rooms as they are, and one more."""
    for source in functions.sources():
        copy = home / source.path.relative_to(functions.HOME)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source.path, copy)
    folder = home / "trial" / "sql"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "double.sql").write_text(text)


_ONE = "CREATE OR REPLACE FUNCTION trial_double(p_n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * p_n';\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("later", "call"),
    [
        (_ONE.replace("2 * p_n", "p_n + p_n"), "trial_double(3)"),
        (_ONE.replace("RETURNS int", "RETURNS bigint").replace("2 *", "2::bigint *"), "trial_double(3)"),
        (_ONE.replace("(p_n int)", "(p_n int, p_of text DEFAULT '')"), "trial_double(3)"),
    ],
)
def test_an_edited_file_replaces_the_function_whatever_changed(tmp_path: Path, later: str, call: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _room(tmp_path, _ONE)
        assert "trial_double" in functions.install(cursor, tmp_path)
        assert functions.state(cursor, tmp_path) == []
        _room(tmp_path, later)
        assert functions.state(cursor, tmp_path) == ["trial_double is of another version"]
        functions.install(cursor, tmp_path)
        cursor.execute(f"SELECT {call}")
        assert cursor.fetchone() == (6,)
        assert functions.state(cursor, tmp_path) == []
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_function_whose_file_is_gone_is_dropped(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        _room(tmp_path, _ONE)
        cursor.execute(_ONE)
        cursor.execute("COMMENT ON FUNCTION trial_double(int) IS 'baiying sql 0 0'")
        assert functions.state(cursor) == ["trial_double(integer) has no file"]
        functions.install(cursor)
        assert functions.state(cursor) == []
