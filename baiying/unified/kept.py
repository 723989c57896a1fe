"""What a visit keeps sealed: its secrets, and who came back."""

import json

from baiying.kit import sealed
from baiying.unified.models import Visit
from baiying.unified.provider.asking import Known, Secrets


def seal_secrets(public_id: str, made: Secrets) -> bytes:
    """The state is not among them: its hash finds the row."""
    return sealed.seal(json.dumps([made.nonce, made.verifier]), at=sealed.Place("unified_visit", public_id, "sealed"))


def secrets_of(row: Visit) -> Secrets:
    nonce, verifier = json.loads(sealed.open_sealed(row.sealed, at=sealed.Place.of(row, "sealed")))
    return Secrets("", nonce, verifier)


def seal_answer(row: Visit, known: Known) -> bytes:
    return sealed.seal(json.dumps([known.subject, known.name]), at=sealed.Place.of(row, "answer_sealed"))


def answer_of(row: Visit) -> Known:
    subject, name = json.loads(sealed.open_sealed(row.answer_sealed or b"", at=sealed.Place.of(row, "answer_sealed")))
    return Known(subject, name)
