"""Fields that every room uses."""

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextField = models.CharField[str, str]
else:
    # The stubs' generic exists only for the type checker.
    TextField = models.CharField

# Digits and lower-case letters without those that look alike on paper (0 o, 1 l i).
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def new_public_id() -> str:
    """Twelve random characters, about 59 bits: short enough for a QR code, too many to guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdField(TextField):
    """The random id that stands in URLs; the bigint key stays inside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", new_public_id)
        super().__init__(*args, **kwargs)
