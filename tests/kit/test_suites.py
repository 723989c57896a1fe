"""Two suites beside each other (R154): values of either open, numbers are found, keys turn with a broken row (U38)."""

import base64
import os
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import override_settings

from baiying.accounts import queries as accounts
from baiying.config import keys
from baiying.config.cli import keys as commands
from baiying.config.paths import Problem
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import resealing, sealed, suites
from baiying.kit.models import AuditEvent
from baiying.people import queries as people
from baiying.people.models import Guardianship, Person

HERE = sealed.Place("people_person", "abc", "phone_sealed")
SM = override_settings(BAIYING_SUITE="sm")


def test_sm4_and_sm3_are_those_of_the_standards() -> None:
    """RFC 8998, annex A.1, and HMAC by its definition (RFC 2104) over SM3."""
    maker = suites.Cipher(
        suites.algorithms.SM4(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")),
        suites.modes.GCM(bytes.fromhex("00001234567800000000ABCD")),
    ).encryptor()
    maker.authenticate_additional_data(bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    text = bytes.fromhex("".join(sign * 16 for sign in "ABCDEFEA"))
    box = maker.update(text) + maker.finalize()
    assert box.hex().startswith("17f399f08c67d5ee19d0dc9969c4bb7d")
    assert maker.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"
    # HMAC by its definition, over SM3: inner and outer pad of a key of 32 bytes.
    key, data = b"k" * 32, b"x"
    inner = _sm3(bytes(byte ^ 0x36 for byte in key.ljust(64, b"\0")) + data)
    assert suites.sm3_hmac(key, data) == _sm3(bytes(byte ^ 0x5C for byte in key.ljust(64, b"\0")) + inner)


def _sm3(data: bytes) -> bytes:
    maker = suites.hashes.Hash(suites.hashes.SM3())
    maker.update(data)
    return maker.finalize()


@pytest.mark.law("GB39786-41")
@pytest.mark.parametrize(("name", "number"), [("aes", 2), ("sm", 3)])
def test_what_is_sealed_under_one_suite_opens_under_either(name: str, number: int) -> None:
    for key in (None, sealed.new_key()):
        with override_settings(BAIYING_SUITE=name):
            box = sealed.seal("13912345678", at=HERE, key=key)
        assert box[0] == number
        for other in ("aes", "sm"):
            with override_settings(BAIYING_SUITE=other):
                assert sealed.open_sealed(box, at=HERE, key=key) == "13912345678"
        # Under the other suite's number the same bytes are nothing.
        with pytest.raises(sealed.Unreadable):
            sealed.open_sealed(bytes([5 - number]) + box[1:], at=HERE, key=key)


@pytest.mark.parametrize("cut", [1, 15, 16, 20])
def test_a_cut_or_changed_value_of_sm4_does_not_open(cut: int) -> None:
    with SM:
        box = sealed.seal("13912345678", at=HERE)
        with pytest.raises(sealed.Unreadable):
            sealed.open_sealed(box[:-cut], at=HERE)
        for at in range(len(box)):
            changed = bytearray(box)
            changed[at] ^= 1
            with pytest.raises(sealed.Unreadable):
                sealed.open_sealed(bytes(changed), at=HERE)
        with pytest.raises(sealed.Unreadable):
            sealed.open_sealed(box, at=sealed.Place("people_person", "abd", "phone_sealed"))


@pytest.mark.parametrize("length", range(3, 16))
def test_a_value_without_its_nonce_is_unreadable(length: int) -> None:
    for number in (1, 2, 3):
        with pytest.raises(sealed.Unreadable):
            sealed.open_sealed((bytes([number, 0, 1]) + bytes(12))[:length], at=HERE)


def test_a_lookup_key_says_by_which_hash_it_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BAIYING_LOOKUP_KEY", "BAIYING_MASTER_KEYS", "BAIYING_MASTER_KEY", "BAIYING_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BAIYING_SUITE", "sm")
    new = keys.key("lookup_key", tmp_path)
    assert new[:4] == b"sm3:"
    assert len(keys.key("secret_key", tmp_path)) == 32
    with override_settings(BAIYING_LOOKUP_KEY=new):
        assert sealed.lookup("phone", "1") == suites.sm3_hmac(new[4:], b"phone\x001")
    # A city that has a look-up key keeps it: what it hashed must be found for ever.
    old = tmp_path / "old"
    monkeypatch.delenv("BAIYING_SUITE")
    before = keys.key("lookup_key", old)
    monkeypatch.setenv("BAIYING_SUITE", "sm")
    assert keys.key("lookup_key", old) == before
    assert keys.files_of(keys.held(tmp_path), tmp_path)["lookup_key"] == base64.b64encode(new)
    # The mark is for looking up alone.
    monkeypatch.setenv("BAIYING_MASTER_KEY", base64.b64encode(new).decode())
    with pytest.raises(SystemExit, match="32 bytes"):
        keys.master_keys(tmp_path)
    monkeypatch.setenv("BAIYING_SUITE", "sm2")
    with pytest.raises(SystemExit, match="aes, sm"):
        keys.suite()


def test_u38_turning_to_the_other_suite_with_broken_rows(cast: dict[str, Member]) -> None:
    """From AES to SM4 and to another key: who registers meanwhile is under the new one, the broken are named, a second
    run goes on where the first was broken off, people are found all the while, and the old key stays while needed."""
    first = settings.BAIYING_MASTER_KEYS
    number = max(first)
    broken = Guardianship.objects.get()
    empty = builders.person("周空", residence=broken.ward.residence, phone="19900000777")
    Guardianship.objects.filter(pk=broken.pk).update(phone_sealed=b"\x02\x00\x01" + b"nothing at all")
    Person.objects.filter(pk=empty.pk).update(phone_sealed=b"")
    with override_settings(BAIYING_SUITE="sm", BAIYING_MASTER_KEYS=first | {number + 1: sealed.new_key()}):
        late = builders.person("吴新", residence=broken.ward.residence, phone="19900000778")
        assert (late.phone_sealed or b"")[0] == 3
        # Broken off after the first piece that it told of.
        with pytest.raises(KeyboardInterrupt):
            resealing.reseal(_stop)
        assert _phones_found(cast)
        done = resealing.reseal(lambda *_: None)
        assert sorted(done.unreadable) == sorted(
            [
                ("people_guardianship", broken.public_id, "phone_sealed"),
                ("people_person", empty.public_id, "phone_sealed"),
            ]
        )
        assert _phones_found(cast)
        assert _heads() == {3}, "all but the broken"
        again = resealing.reseal(lambda *_: None)
        assert (again.done, len(again.unreadable)) == (0, 2)
        # The guardian's broken number still names the old key: it stays.
        assert resealing.sealed_by(number) == [("people_guardianship.phone_sealed", 1)]
        with pytest.raises(Problem, match="还有 1 项"):
            commands.forget(number)


def _stop(_column: str, _done: int, _total: int) -> None:
    raise KeyboardInterrupt


def _heads() -> set[int]:
    """The first bytes of everything that a person's row seals, but for what is broken."""
    columns = ("data_key_sealed", "phone_sealed", "id_no_sealed")
    rows = Person.objects.values_list(*columns)
    return {bytes(value)[0] for row in rows for value in row if value}


def _phones_found(cast: dict[str, Member]) -> bool:
    member = cast["volunteer"]
    assert member.person is not None
    found = Person.objects.get(pk=member.person.pk)
    by_phone = [one.pk for one in accounts.accounts_of_phone(member.phone)]
    return people.phone_of(found) == member.phone and member.account.pk in by_phone


def test_an_old_key_goes_when_nothing_needs_it_and_not_before(
    cast: dict[str, Member], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BAIYING_MASTER_KEYS", "BAIYING_MASTER_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(commands.paths, "var", lambda: tmp_path)
    monkeypatch.setattr(click, "confirm", lambda *_given, **_more: True)
    (tmp_path / "secret").mkdir()
    (old,) = settings.BAIYING_MASTER_KEYS.values()
    (tmp_path / "secret" / "master_key").write_bytes(base64.b64encode(old))
    assert keys.add_master_key(tmp_path) == 2
    with override_settings(BAIYING_MASTER_KEYS=keys.master_keys(tmp_path)):
        with pytest.raises(Problem, match="不能销毁"):
            commands.forget(2)
        with pytest.raises(Problem, match="没有第 7 号"):
            commands.forget(7)
        with pytest.raises(Problem, match="还有"):
            commands.forget(1)
        assert (tmp_path / "secret" / "master_key").exists()
        commands.rotate()
        commands.forget(1)
    assert AuditEvent.objects.get(action="KeyForgotten").detail == {"key": 1}
    # It is gone for good: the next start makes no other first key.
    assert list(keys.master_keys(tmp_path)) == [2]
    assert keys.add_master_key(tmp_path) == 3


def test_values_that_knew_no_key_need_the_first(cast: dict[str, Member]) -> None:
    row = Guardianship.objects.get()
    Guardianship.objects.filter(pk=row.pk).update(phone_sealed=b"\x01" + os.urandom(40))
    before = settings.BAIYING_MASTER_KEYS
    with override_settings(BAIYING_MASTER_KEYS=before | {max(before) + 1: sealed.new_key()}):
        resealing.reseal(lambda *_: None)
        assert resealing.sealed_by(min(before)) == [("people_guardianship.phone_sealed", 1)]
        assert resealing.sealed_by(max(before) + 1), "what is sealed anew is under the new one"


def test_the_command_asks_before_it_destroys(cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings.BAIYING_MASTER_KEYS
    with override_settings(BAIYING_MASTER_KEYS=before | {max(before) + 1: sealed.new_key()}):
        resealing.reseal(lambda *_: None)
        monkeypatch.setattr(keys, "forget_master_key", lambda *_: pytest.fail("destroyed unasked"))
        asked: Any = click.command()(lambda: commands.forget(max(before)))
        result = CliRunner().invoke(asked, input="n\n")
    assert result.exit_code != 0
    assert "--without-keys" in result.output
    assert not AuditEvent.objects.filter(action="KeyForgotten").exists()
