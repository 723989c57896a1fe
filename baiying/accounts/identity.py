"""How that by which one comes in is stored: sealed, found by keyed hash, shown masked."""

from typing import TypedDict

from baiying.accounts import elsewhere, queries
from baiying.accounts.models import IdentityKind
from baiying.kit import sealed
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import identifiers


class Columns(TypedDict):
    """The columns of Identity that depend on the subject."""

    public_id: str
    kind: str
    subject_hash: bytes
    subject_sealed: bytes
    mask: str


class ColumnsElsewhere(Columns):
    issuer: str


def of_subject(issuer: str, subject: str, mask: str) -> ColumnsElsewhere:
    """Of a subject that a provider of OpenID Connect vouches for, known by both together and by nothing else."""
    public_id = new_public_id()
    place = sealed.Place("accounts_identity", public_id, "subject_sealed")
    return {
        "public_id": public_id,
        "kind": IdentityKind.OIDC,
        "subject_hash": elsewhere.subject_hash(issuer, subject),
        "subject_sealed": sealed.seal(subject, at=place),
        "mask": mask[:32],
        "issuer": issuer,
    }


def of_phone(phone: str) -> Columns:
    """Of a tidy phone number."""
    public_id = new_public_id()
    return {
        "public_id": public_id,
        "kind": IdentityKind.PHONE,
        "subject_hash": queries.phone_hash(phone),
        "subject_sealed": sealed.seal(phone, at=sealed.Place("accounts_identity", public_id, "subject_sealed")),
        "mask": identifiers.mask_phone(phone),
    }
