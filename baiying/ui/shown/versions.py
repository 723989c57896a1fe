"""The version of a thing that a form shows: a digest of every value, signed, in one hidden field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

from baiying.kit import clock

FIELD = "as_shown"
# A value as a browser sends it: nothing, one text, or several.
Sent = tuple[str, ...]
_SALT = "baiying.ui.shown"
# Of a digest: one chance in four thousand million that a change is not noticed.
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Thing:
    """A row by the words of the audit: its kind, its id, and the acts that change what its form shows."""

    kind: str
    pk: int
    acts: tuple[str, ...]
    # The id under which the audit tells of it, where that is another (a version of rules for an area).
    told_as: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What another saved since the form was opened, and what that means for what was typed on it."""

    since: datetime | None
    # Changed by another and typed over: only who typed can say which of the two it is to be.
    both: tuple[str, ...]
    # Changed by another and left alone on this page: the present value is what everybody means.
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The values of a thing now, by the names of their fields."""

    thing: Thing
    values: Mapping[str, Sent]

    def token(self, at: datetime) -> str:
        """What the hidden field carries. It says nothing of the values to who reads it."""
        seen = {name: _digest(name, value) for name, value in self.values.items()}
        return signing.dumps(
            [self.thing.kind, self.thing.pk, int(at.timestamp() * 1000), seen], salt=_SALT, compress=True
        )

    def moved(self, token: str | None, typed: Mapping[str, Sent]) -> Moved | None:
        """What happened to the thing meanwhile; None where nothing did, or where the same was typed.

        A token that was not made here, or for another thing, is as good as a page of unknown age: whatever is typed
        otherwise than it stands now is asked about. Without any (an act that came from no page) there is nothing old.
        """
        if token is None:
            return None
        since, shown = self._read(token)
        otherwise = [
            name
            for name, value in self.values.items()
            if shown.get(name) != _digest(name, value) and typed.get(name, ()) != value
        ]
        if not otherwise:
            return None
        alone = [name for name in otherwise if shown.get(name) == _digest(name, typed.get(name, ()))]
        return Moved(since, tuple(name for name in otherwise if name not in alone), tuple(alone))

    def _read(self, token: str) -> tuple[datetime | None, Mapping[str, Any]]:
        try:
            kind, pk, since, shown = signing.loads(token, salt=_SALT)
        except (signing.BadSignature, ValueError):
            return None, {}
        if (kind, pk) != (self.thing.kind, self.thing.pk):
            return None, {}
        return datetime.fromtimestamp(since / 1000, tz=clock.CHINA), shown


def token_of(sent: Mapping[str, Any], name: str = FIELD) -> str | None:
    """The version that a page sent; empty where it sent none, as a page did that was made before there were any.

    None where what was sent came from no page: every form of a page carries Django's token too.
    """
    token = sent.get(name)
    if token is None and "csrfmiddlewaretoken" in sent:
        return ""
    return None if token is None else str(token)


def sent_by(value: Any) -> Sent:
    """Texts as they are compared: a browser's line ends, blanks at the ends and the order of ticks mean nothing."""
    parts = value if isinstance(value, (list, tuple)) else [value]
    texts = [str(part).replace("\r\n", "\n").strip() for part in parts if part is not None]
    return tuple(sorted(text for text in texts if text))


def _digest(name: str, value: Sent) -> str:
    return salted_hmac(f"{_SALT}.{name}", "\0".join(value), algorithm="sha256").hexdigest()[:_LENGTH]
