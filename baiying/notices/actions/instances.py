"""Confirming that this copy of the city is the one that writes to people."""

import os
from datetime import datetime

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.db.fields import random_letters
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import queries
from baiying.notices.models import Instance
from baiying.notices.queries import instances

_LETTERS = 24


def confirm_instance(*, drop_waiting: bool, actor: Actor, at: datetime) -> int:
    """From now on this copy writes to people. Gives how many were dropped.

    `drop_waiting`: what waits is given up, because after a restore it may have been sent by the copy before. Confirming
    once more what is confirmed changes nothing but that. Machines that share a database share its mark: confirming one
    shuts none of the others.
    """
    mark, dropped = _confirmed(drop_waiting, actor, at)
    _keep(instances.line(mark))
    return dropped


def _keep(text: str) -> None:
    """Write the file whole or not at all, readable by its owner alone."""
    target = instances.file()
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(text + "\n")
    draft.replace(target)


@transaction.atomic
def _confirmed(drop_waiting: bool, actor: Actor, at: datetime) -> tuple[str, int]:
    dropped = _drop(at) if drop_waiting else 0
    row = Instance.objects.order_by("-id").first()
    if row is not None and instances.is_confirmed() and not dropped:
        return row.mark, dropped
    if row is None:
        row = Instance.objects.create(mark=random_letters(_LETTERS), confirmed_at=at)
    audit.record("InstanceConfirmed", actor=actor, at=at, subject=("instance", row.pk), detail={"dropped": dropped})
    return row.mark, dropped


def _drop(at: datetime) -> int:
    reason = translate("恢复备份以前写的，可能已经发过，没有再发。")
    rows = queries.waiting().filter(written_at__lt=at).order_by()
    return rows.update(failed_at=at, dropped=True, failure=reason, claimed_at=None)
