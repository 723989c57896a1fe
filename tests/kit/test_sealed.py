"""Sealed values: unreadable without the right key or in another place, findable without reading."""

import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, models
from django.test import override_settings

from baiying.config import keys
from baiying.config.cli import keys as commands
from baiying.config.paths import Problem
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import resealing, sealed
from baiying.kit.db.fields import SealedField
from baiying.kit.models import AuditEvent
from baiying.people import actions as people_actions
from baiying.people import queries as people
from baiying.people.models import Guardianship, Person

HERE = sealed.Place("people_person", "abc", "phone_sealed")


def unbound(text: str, key: bytes) -> bytes:
    """As values were sealed before they knew key and place."""
    nonce = os.urandom(12)
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, text.encode(), b"\x01")


def test_what_is_sealed_opens_with_its_key_only() -> None:
    key, other = sealed.new_key(), sealed.new_key()
    box = sealed.seal("11010519491231002X", at=HERE, key=key)
    assert b"1101" not in box
    assert sealed.open_sealed(box, at=HERE, key=key) == "11010519491231002X"
    for wrong in (other, None):
        with pytest.raises(sealed.Unreadable):
            sealed.open_sealed(box, at=HERE, key=wrong)


@pytest.mark.parametrize("at", [0, 1, 2, 3, 20, -1])
def test_a_changed_value_does_not_open(at: int) -> None:
    box = bytearray(sealed.seal("13912345678", at=HERE))
    box[at] ^= 1
    with pytest.raises(sealed.Unreadable):
        sealed.open_sealed(bytes(box), at=HERE)


@pytest.mark.parametrize("box", [b"", b"\x02", b"\x02\x00\x01", b"\x01abc", b"\x02\x00\x01" + bytes(12)])
def test_a_cut_value_does_not_open(box: bytes) -> None:
    with pytest.raises(sealed.Unreadable):
        sealed.open_sealed(box, at=HERE)


@pytest.mark.parametrize(
    "there",
    [
        sealed.Place("people_claim", "abc", "phone_sealed"),
        sealed.Place("people_person", "abd", "phone_sealed"),
        sealed.Place("people_person", "abc", "id_no_sealed"),
    ],
)
def test_a_value_copied_elsewhere_does_not_open(there: sealed.Place) -> None:
    for key in (None, sealed.new_key()):
        with pytest.raises(sealed.Unreadable):
            sealed.open_sealed(sealed.seal("13912345678", at=HERE, key=key), at=there, key=key)


def test_lookup_finds_the_same_and_keeps_purposes_apart() -> None:
    assert sealed.lookup("phone", "1") == sealed.lookup("phone", "1")
    assert sealed.lookup("phone", "1") != sealed.lookup("id", "1")


def test_the_newest_key_seals_and_the_older_still_open() -> None:
    first, second = sealed.new_key(), sealed.new_key()
    with override_settings(BAIYING_MASTER_KEYS={1: first}):
        old, oldest = sealed.seal("139", at=HERE), unbound("138", first)
    with override_settings(BAIYING_MASTER_KEYS={1: first, 2: second}):
        assert sealed.open_sealed(old, at=HERE) == "139"
        assert sealed.open_sealed(oldest, at=HERE) == "138"
        new = sealed.seal_again(oldest, at=HERE)
        assert not sealed.is_newest(old)
        assert sealed.is_newest(new)
    with override_settings(BAIYING_MASTER_KEYS={2: second}):
        assert sealed.open_sealed(new, at=HERE) == "138"
        for lost in (old, oldest):
            with pytest.raises(sealed.Unreadable):
                sealed.open_sealed(lost, at=HERE)


def test_keys_come_numbered_from_the_environment_or_from_files(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BAIYING_MASTER_KEY", "BAIYING_MASTER_KEYS"):
        monkeypatch.delenv(name, raising=False)
    (only,) = keys.master_keys(tmp_path).values()
    assert keys.add_master_key(tmp_path) == 2
    both = keys.master_keys(tmp_path)
    assert both[1] == only
    assert both[2] != only
    assert {oct(path.stat().st_mode)[-3:] for path in (tmp_path / "secret").iterdir()} == {"600"}
    text = (tmp_path / "secret" / "master_key").read_text()
    monkeypatch.setenv("BAIYING_MASTER_KEY", text)
    assert keys.master_keys(tmp_path) == {1: only}
    monkeypatch.setenv("BAIYING_MASTER_KEYS", f"1:{text}, 12:{text}")
    assert keys.master_keys(tmp_path) == {1: only, 12: only}
    assert keys.add_master_key(tmp_path) is None
    for wrong in ("x", f"0:{text}", "1:abc", f"{text}"):
        monkeypatch.setenv("BAIYING_MASTER_KEYS", wrong)
        with pytest.raises(SystemExit):
            keys.master_keys(tmp_path)


def test_every_sealed_column_is_known_and_bound_to_a_public_id(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            # The parts of a table that is parted are reached through it.
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND a.attnum > 0 AND (a.attname LIKE '%\\_sealed' OR a.attname = 'sealed')"
        )
        there = set(cursor.fetchall())
    assert there == {(model._meta.db_table, field.column) for model, field in resealing.sealed_columns()}
    assert all(isinstance(m._meta.get_field("public_id"), models.Field) for m, _field in resealing.sealed_columns())
    assert len(there) >= 8
    assert isinstance(Person._meta.get_field("phone_sealed"), SealedField)


def test_another_persons_number_copied_into_ones_own_row_does_not_open(cast: dict[str, Member]) -> None:
    mine, theirs = cast["volunteer"].person, cast["stranger"].person
    assert mine is not None
    assert theirs is not None
    Person.objects.filter(pk=mine.pk).update(
        phone_sealed=theirs.phone_sealed, id_no_sealed=theirs.id_no_sealed, data_key_sealed=theirs.data_key_sealed
    )
    mine.refresh_from_db()
    for reading in (people.phone_of, people.id_number_of):
        with pytest.raises(sealed.Unreadable):
            reading(mine)
    assert people.phone_of(theirs) == cast["stranger"].phone


def test_rotating_seals_everything_anew_and_the_old_key_may_go(
    cast: dict[str, Member], capsys: pytest.CaptureFixture[str]
) -> None:
    before, old = settings.BAIYING_MASTER_KEYS, builders.person("老王", residence=_home(cast))
    key = sealed.new_key()
    (first,) = before.values()
    Person.objects.filter(pk=old.pk).update(
        data_key_sealed=_unbound_bytes(key, first), phone_sealed=unbound("19900000999", key), id_no_sealed=None
    )
    row = Guardianship.objects.get()
    Guardianship.objects.filter(pk=row.pk).update(phone_sealed=unbound("19900000998", first))
    second = {2: sealed.new_key()}
    with override_settings(BAIYING_MASTER_KEYS=before | second):
        commands.rotate()
        assert resealing.reseal(lambda *_: None) == resealing.Resealed(0, ())
    with override_settings(BAIYING_MASTER_KEYS=second):
        old.refresh_from_db()
        row.refresh_from_db()
        assert people.phone_of(old) == "19900000999"
        assert people.guardian_phone(row) == "19900000998"
        assert sealed.is_bound(old.phone_sealed)
        for member in cast.values():
            if member.person is not None:
                assert people.phone_of(Person.objects.get(pk=member.person.pk)) == member.phone
    assert "2" in capsys.readouterr().out
    assert AuditEvent.objects.get(action="KeysRotated").detail["key"] == 2


def test_what_cannot_be_opened_is_named_and_the_rest_goes_on(cast: dict[str, Member]) -> None:
    broken = Guardianship.objects.get()
    Guardianship.objects.filter(pk=broken.pk).update(phone_sealed=b"\x01nothing")
    before = settings.BAIYING_MASTER_KEYS
    with override_settings(BAIYING_MASTER_KEYS=before | {2: sealed.new_key()}):
        with pytest.raises(Problem, match="1 项打不开"):
            commands.rotate()
        mine = cast["volunteer"].person
        assert mine is not None
        mine.refresh_from_db()
        assert sealed.is_newest(mine.data_key_sealed or b"")
        assert people_actions.reveal  # The rest still opens through the usual door.
        assert people.phone_of(mine) == cast["volunteer"].phone


def _home(cast: dict[str, Member]) -> Any:
    person = cast["volunteer"].person
    assert person is not None
    return person.residence


def _unbound_bytes(data: bytes, key: bytes) -> bytes:
    nonce = os.urandom(12)
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, data, b"\x01")
