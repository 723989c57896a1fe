"""How a person's numbers are stored: sealed under the person's own key, found by keyed hash, shown masked."""

import secrets
from typing import TypedDict

from baiying.kit import sealed
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import documents, identifiers
from baiying.people import rules


class Sealed(TypedDict):
    """The columns of Person that hold what is sealed, and the public id to which it is bound."""

    public_id: str
    data_key_sealed: bytes
    id_type: str
    id_no_sealed: bytes
    id_no_hash: bytes
    id_no_mask: str
    phone_sealed: bytes | None
    phone_hash: bytes | None
    phone_mask: str


class SealedPhone(TypedDict):
    phone_sealed: bytes | None
    phone_hash: bytes | None
    phone_mask: str


def id_no_hash(id_type: str, number: str) -> bytes:
    """The keyed hash of what the holder of a tidy number is known by, before and after a renewal."""
    return sealed.lookup("id_no", documents.key(id_type, number))


def id_no_hashes(number: str) -> list[bytes]:
    """The hashes under which a tidy number of an unknown kind of document may be kept."""
    return [sealed.lookup("id_no", key) for key in documents.keys(number)]


def phone_hash(phone: str) -> bytes:
    """The same hash as of accounts: one phone is found in both rooms."""
    return sealed.lookup("phone", phone)


def seal_phone(phone: str | None, *, public_id: str, key: bytes) -> SealedPhone:
    if not phone:
        return {"phone_sealed": None, "phone_hash": None, "phone_mask": ""}
    return {
        "phone_sealed": sealed.seal(phone, at=_place(public_id, "phone_sealed"), key=key),
        "phone_hash": phone_hash(phone),
        "phone_mask": identifiers.mask_phone(phone),
    }


def seal(*, id_type: str, number: str, phone: str | None) -> Sealed:
    """Everything sealed of a new person, under a new key of its own."""
    key, public_id = sealed.new_key(), new_public_id()
    return {
        "public_id": public_id,
        "data_key_sealed": sealed.seal_key(key, at=_place(public_id, "data_key_sealed")),
        "id_type": id_type,
        "id_no_sealed": sealed.seal(number, at=_place(public_id, "id_no_sealed"), key=key),
        "id_no_hash": id_no_hash(id_type, number),
        "id_no_mask": identifiers.mask_id(number),
        **seal_phone(phone, public_id=public_id, key=key),
    }


def _place(public_id: str, column: str) -> sealed.Place:
    return sealed.Place("people_person", public_id, column)


def new_volunteer_no() -> str:
    return rules.volunteer_no(f"{secrets.randbelow(10**10):010d}")
