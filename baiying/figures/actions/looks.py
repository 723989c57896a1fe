"""Who opened the rows behind a figure; who took them away is written down with every file (kit.taking)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor

Look = Literal["persons", "entries"]


@transaction.atomic
def note_look(
    *, what: Look, area_id: int, actor: Actor, at: datetime, person_id: int | None = None, detail: Mapping[str, Any]
) -> None:
    """Write down that rows were opened."""
    subject = ("person", person_id) if person_id is not None else ("division", area_id)
    audit.record(f"figures.{what}", actor=actor, at=at, subject=subject, area_id=area_id, detail=detail)
