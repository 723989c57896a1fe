"""Notices down the levels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from baiying.accounts import bulk as accounts
from baiying.circulars import bulk as circulars
from baiying.demo.builders.when import NOW
from baiying.places import bulk as places

_TEXT = "今晚二十点到明早八点值班。\n集合地点：西门。"


def circular(
    area: places.Division,
    account: accounts.Account,
    *,
    title: str = "夜间值班安排",
    sort: str = "duty",
    at: datetime = NOW,
    boxes: Sequence[places.Division] = (),
    sent: bool = True,
    **ticked: Any,
) -> circulars.Circular:
    """One that went down to the boxes of some areas; without boxes and `sent=False` a draft."""
    ticked = ticked or {"area_ids": (area.pk,), "levels": ("township",)}
    signs = sort in {"duty", "emergency"}
    (row,) = circulars.add_circulars(
        [
            circulars.CircularRow(
                area.pk, sort, at, account.pk, circulars.audience(**ticked), asks_answer=True,
                sign_hours=2 if signs else 0, sent_at=at if sent else None,
            )
        ]
    )  # fmt: skip
    circulars.add_wordings([circulars.WordingRow(row.id, 1, title, _TEXT, at, account.pk)])
    if sent:
        circulars.add_mailings([circulars.MailingRow(row.id, 1, at, at, chosen_at=at, ended_at=at)])
        circulars.add_boxes(
            [
                circulars.BoxRow(
                    row.id, one.pk, one.name, at, at, asked_number=1 if signs else 0,
                    sign_by=circulars.sign_by(at, 2) if signs else None,
                )
                for one in boxes
            ]
        )  # fmt: skip
    return circulars.Circular.objects.select_related("area", "written_by").get(pk=row.id)


def circular_file(row: circulars.Circular, content: bytes = "值班表见站内公示栏。".encode()) -> Any:
    """A file of a notice."""
    return circulars.add_file(row.pk, "值班说明.txt", content, row.written_at)
