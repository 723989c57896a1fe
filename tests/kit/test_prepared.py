"""Statements that the database keeps ready: kept once a connection, counted and refused like all others."""

from pathlib import Path

import psycopg
import pytest
from django.db import DataError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from baiying.kit.db import errors, fields, prepared, urls

_ASKED = "SELECT %s::integer + 1 AS kept_ready"
_KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%kept_ready%' AND name <> ''"


@pytest.mark.django_db
def test_the_text_goes_to_the_connection_once() -> None:
    assert [prepared.one(_ASKED, [n])[0] for n in (1, 2, 3)] == [2, 3, 4]
    assert prepared.one(_ASKED + " WHERE false", [1]) is None
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.replace("%", "%%"), [])
        assert cursor.fetchone() == (2,)


@pytest.mark.django_db
def test_it_is_counted_with_its_text() -> None:
    with CaptureQueriesContext(connection) as seen:
        prepared.one(_ASKED, [1])
        prepared.one(_ASKED, [2])
    assert [one["sql"] for one in seen] == [_ASKED.replace("%s", n) for n in ("1", "2")]


@pytest.mark.django_db
def test_what_the_database_refuses_comes_as_from_every_statement() -> None:
    with pytest.raises(DataError):
        prepared.one("SELECT 1 / %s::integer", [0])


@pytest.mark.race
def test_a_wait_too_long_is_known_as_one_and_the_statement_goes_on(own_database: str) -> None:
    locked = "SELECT pg_advisory_xact_lock(%s::bigint)::text"
    with psycopg.connect(own_database) as other, connection.cursor() as cursor:
        other.execute("SELECT pg_advisory_xact_lock(77)")
        cursor.execute("SET lock_timeout = '50ms'")
        for _ in range(2):
            with pytest.raises(OperationalError) as raised:
                prepared.one(locked, [77])
            assert errors.is_transient(raised.value)
        other.rollback()
        assert prepared.one(locked, [77]) == ("",)


@pytest.mark.parametrize(("said", "threshold"), [("0", None), ("1", 1), ("", 1)])
def test_a_pooler_that_cannot_keep_statements_is_spared(
    monkeypatch: pytest.MonkeyPatch, said: str, threshold: int | None
) -> None:
    monkeypatch.setenv("BAIYING_PREPARED", said)
    assert urls.database_config(Path("somewhere"))["default"]["OPTIONS"]["prepare_threshold"] == threshold
    # What backup and restore hand to the database's own programs knows nothing of it.
    assert "prepare_threshold" not in urls.parse("postgresql://a@b/c")["OPTIONS"]


def test_public_ids_use_the_whole_alphabet_and_nothing_else() -> None:
    assert len(fields.new_public_id()) == fields.LENGTH
    many = fields.random_letters(100_000)
    assert len(many) == 100_000
    assert set(many) == set(fields.ALPHABET)
    # Each as likely as the others: 3,226 expected, deviation about 56.
    assert all(2_800 < many.count(letter) < 3_650 for letter in fields.ALPHABET)
