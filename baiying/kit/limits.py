"""How often something may be tried: one row a key, one statement a try, the same for all processes and machines.

A limit of `most` in `per` lets so many through at once and then one more each time a share of `per` has passed. The row
keeps one instant: until when what was used is paid back. What is remembered carries no phone and no address, only a
keyed hash, and is swept when it is paid back.

A try counts though it is refused; so `take` stands outside a transaction that a refusal would roll back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from baiying.kit import sealed
from baiying.kit.models import Limit as Row

_TAKE = """
  INSERT INTO kit_limit AS l (key, used_until) VALUES (%(key)s, %(at)s + %(step)s)
  ON CONFLICT (key) DO UPDATE SET used_until = greatest(l.used_until, %(at)s) + %(step)s
    WHERE greatest(l.used_until, %(at)s) + %(step)s <= %(at)s + %(per)s + %(slack)s
  RETURNING true
"""

# Tries at one moment come with clocks that differ a little: a twentieth of a try is given for it.
_SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` tries in `per`; `name` keeps the keys of one kind of try apart from those of another."""

    name: str
    most: int
    per: timedelta

    @property
    def step(self) -> timedelta:
        return self.per / self.most

    def key(self, *parts: object) -> bytes:
        return sealed.lookup(f"limit:{self.name}", "\0".join(map(str, parts)))


def take(limit: Limit, *key: object, at: datetime) -> bool:
    """Use up one try; False if there is none left now. A limit of none lets nothing through."""
    if limit.most < 1:
        return False
    values: dict[str, Any] = {"key": limit.key(*key), "at": at, "step": limit.step, "per": limit.per}
    values["slack"] = limit.step * _SLACK
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return cursor.fetchone() is not None


def left(limit: Limit, *key: object, at: datetime) -> int:
    """How many tries are left now, without using one."""
    row = Row.objects.filter(key=limit.key(*key)).first()
    used = max(row.used_until - at, timedelta()) if row else timedelta()
    return max(0, int((limit.per - used) / limit.step + _SLACK)) if limit.most else 0


def wait(limit: Limit, *key: object, at: datetime) -> timedelta:
    """How long until the next try; nothing where one is left."""
    row = Row.objects.filter(key=limit.key(*key)).first()
    return max(row.used_until + limit.step - limit.per - at, timedelta()) if row else timedelta()


def forget(limit: Limit, *key: object) -> None:
    """Give all tries back: somebody has proven who it is."""
    Row.objects.filter(key=limit.key(*key)).delete()


def give_back(limit: Limit, *key: object) -> None:
    """Give one try back: what was tried came to nothing, or was right."""
    Row.objects.filter(key=limit.key(*key)).update(used_until=F("used_until") - limit.step)


def sweep(*, at: datetime) -> int:
    """Delete what is paid back. Run daily."""
    return Row.objects.filter(used_until__lt=at).delete()[0]
