"""What leaves the house as a file: noted before its first row is read, marked, counted, and over after some days."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.models import Taken
from baiying.kit.values.actor import Actor

# How long whoever took a file may keep it and fetch it again; the file says so itself (PIPL art. 19: no longer than
# needed). [P]
KEEP_DAYS = 30


class FileIsOver(Refused):
    code = "file_is_over"
    sentence = _("这份导出不能再取：已经过了保存期限，或者不是您导出的。需要的话，请回到列表重新导出。")


@dataclass(frozen=True, slots=True)
class File:
    """What is taken. `key` and `title` name the list, `narrowed` and `columns` say in words which part of it.

    `path` and `query` make it anew, by POST or by GET; `area_id` is where its rows lie. `people`: the ids of those whom
    its rows are about.
    """

    key: str
    title: str
    rows: int
    path: str
    query: str
    personal: bool = False
    area_id: int | None = None
    narrowed: Sequence[str] = ()
    columns: Sequence[str] = ()
    by_post: bool = True
    people: Sequence[int] = ()
    # Whether its rows can be given without the children among them.
    sparing: bool = False


@transaction.atomic
def take(file: File, *, actor: Actor, at: datetime, reason: str = "", again: str = "") -> Taken:
    """Note that a file is taken, or, with the mark of an earlier one, that it is fetched again.

    Raises FileIsOver where that one is over, another's or another file.
    """
    row = _fetched(file, actor, at, again) if again else _noted(file, actor, at, reason)
    audit.record(
        "ListTaken",
        actor=actor,
        at=at,
        subject=("file", row.pk),
        area_id=file.area_id,
        detail={
            "list": file.key,
            "title": file.title,
            "reason": row.reason,
            "narrowed": list(file.narrowed),
            "rows": file.rows,
            "mark": row.public_id,
            "columns": list(file.columns),
            "opened": row.opened,
        },
    )
    return row


def _noted(file: File, actor: Actor, at: datetime, reason: str) -> Taken:
    acting = actor.acting
    assert actor.account_id is not None, "who takes a file that is noted is signed in"
    return Taken.objects.create(
        at=at,
        last_at=at,
        account_id=actor.account_id,
        role=actor.role,
        label=actor.label[:64],
        office_id=acting.area_id if acting else None,
        area_id=file.area_id if file.area_id is not None or acting is None else acting.area_id,
        key=file.key,
        title=file.title[:120],
        reason=reason,
        personal=file.personal,
        narrowed=list(file.narrowed),
        columns=list(file.columns),
        rows=file.rows,
        people=_packed(file.people),
        path=file.path,
        query=file.query,
        by_post=file.by_post,
        until=clock.local_date(at) + timedelta(days=KEEP_DAYS),
    )


def _fetched(file: File, actor: Actor, at: datetime, mark: str) -> Taken:
    found = Taken.objects.filter(public_id=mark, account_id=actor.account_id or 0, until__gte=clock.local_date(at))
    acting = actor.acting
    # In the office in which it was taken, of the same rows in words: a mark opens no other area and nobody else's line.
    row = found.filter(
        path=file.path, query=file.query, role=actor.role, office_id=acting.area_id if acting else None,
        narrowed=list(file.narrowed),
    ).first()  # fmt: skip
    if row is None:
        raise FileIsOver
    # Whoever came onto the list since then is in the second file.
    people = _packed([*people_in(row), *file.people])
    Taken.objects.filter(pk=row.pk).update(opened=F("opened") + 1, last_at=at, people=people)
    row.refresh_from_db()
    return row


def _packed(people: Iterable[int]) -> bytes | None:
    ids = sorted(set(people))
    return zlib.compress(",".join(map(str, ids)).encode()) if ids else None


def people_in(row: Taken) -> list[int]:
    """Whom a file was about, each time it was taken; nothing of one that names nobody who is on record."""
    return [int(one) for one in zlib.decompress(bytes(row.people)).decode().split(",")] if row.people else []


def clear(at: datetime) -> int:
    """Empty the ways back to files whose time is over; how many."""
    over = Taken.objects.filter(until__lt=clock.local_date(at)).exclude(path="")
    return over.update(path="", query="")
