"""Fields that every room uses."""

import os
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

if TYPE_CHECKING:
    TextField = models.CharField[str, str]
    BytesField = models.BinaryField[Any, Any]
else:
    # The stubs' generics exist only for the type checker.
    TextField = models.CharField
    BytesField = models.BinaryField

# Digits and lower-case letters without those that look alike on paper (0 o, 1 l i).
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12
# A random byte becomes a letter; those that would make some letters likelier than others are thrown away.
_USABLE = 256 - 256 % len(ALPHABET)
_LETTERS = bytes(ord(ALPHABET[i % len(ALPHABET)]) if i < _USABLE else 0 for i in range(256))
_WASTE = bytes(range(_USABLE, 256))


def random_letters(count: int) -> str:
    """So many random characters of the alphabet, each as likely as the others."""
    text = b""
    while len(text) < count:
        text += os.urandom(count + count // 16 + 4).translate(_LETTERS, _WASTE)
    return text[:count].decode("ascii")


def new_public_id() -> str:
    """Twelve random characters, about 59 bits: short enough for a QR code, too many to guess."""
    return random_letters(LENGTH)


class SealedField(BytesField):
    """A sealed value (kit.sealed) of a table that has a public id.

    `own_key` names the column of the same row with the data key that seals it; without one a master key does. By this
    `baiying keys rotate` finds every sealed value; to the database it is bytes like others.
    """

    def __init__(self, *args: Any, own_key: str = "", **kwargs: Any) -> None:
        self.own_key = own_key
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else bytes(value)


class PublicIdField(TextField):
    """The random id that stands in URLs; the bigint key stays inside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", new_public_id)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Always says whether it is unique by itself: in a table that stands in parts it is so with the part's key."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"unique": self.unique}


class FromSequence(models.Func):
    """The next number of a table's own sequence, as a column's default: `db_default=FromSequence("kit_seal_id_seq")`.

    A table in parts has a key of two columns, and Django numbers only keys of one.
    """

    function = "nextval"
    output_field = models.BigIntegerField()

    def __init__(self, sequence: str | models.Value) -> None:
        super().__init__(sequence if isinstance(sequence, models.Value) else models.Value(sequence))


class Signs(models.Func):
    """The single signs of a text, as an array: a GIN index on it finds a part of a text, which a text's own cannot."""

    function = "string_to_array"
    template = "%(function)s(%(expressions)s, NULL)"

    def __init__(self, column: str) -> None:
        super().__init__(column, output_field=ArrayField(models.TextField()))
