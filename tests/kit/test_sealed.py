"""Sealed values: unreadable without the right key, findable without reading."""

import pytest

from baiying.kit import sealed


def test_what_is_sealed_opens_with_its_key_only() -> None:
    key, other = sealed.new_key(), sealed.new_key()
    box = sealed.seal("11010519491231002X", key)
    assert b"1101" not in box
    assert sealed.open_sealed(box, key) == "11010519491231002X"
    with pytest.raises(sealed.Unreadable):
        sealed.open_sealed(box, other)


def test_a_changed_value_does_not_open() -> None:
    box = bytearray(sealed.seal("13912345678"))
    box[-1] ^= 1
    with pytest.raises(sealed.Unreadable):
        sealed.open_sealed(bytes(box))


def test_lookup_finds_the_same_and_keeps_purposes_apart() -> None:
    assert sealed.lookup("phone", "1") == sealed.lookup("phone", "1")
    assert sealed.lookup("phone", "1") != sealed.lookup("id", "1")
