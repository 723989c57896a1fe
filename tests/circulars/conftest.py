"""An office that writes, and what its notice looks like."""

import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from baiying.circulars import actions, queries
from baiying.circulars.models import Circular, Mailing
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from tests.hours.conftest import actor_of


def words(title: str = "台风值守", *, sort: str = "emergency", **more: Any) -> actions.Words:
    hours = 2 if sort in {"emergency", "duty"} else 0
    return actions.Words(title=title, text="今晚二十点到岗。\n集合地点：西门。", sort=sort, sign_hours=hours, **more)


def words_of_file(answer: Any) -> str:
    """Everything that stands in a workbook that was taken."""
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)), read_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


class Office:
    """The city's office, with somebody who approves; it writes to the levels of the small city."""

    def __init__(self, city: builders.SmallCity, cast: Any) -> None:
        self.city, self.cast, self.serial = city, cast, 0

    def actor(self, key: str = "city") -> Actor:
        return actor_of(self.cast[key])

    def draft(self, *, at: datetime | None = None, says: actions.Words | None = None, **ticked: Any) -> Circular:
        self.serial += 1
        ticked = ticked or {"levels": ("county", "township", "village")}
        ticked.setdefault("area_ids", (self.city.city.pk,))
        return actions.write(
            form_id=f"form{self.serial:08}", area=self.city.city, words=says or words(),
            audience=queries.Audience(**ticked), actor=self.actor(), at=at or clock.now(),
        )  # fmt: skip

    def approved(self, row: Circular, at: datetime | None = None) -> Circular:
        actions.ask(circular=row, actor=self.actor(), at=at or clock.now())
        return actions.approve(circular=row, actor=self.actor("deputy"), at=at or clock.now())

    def sent(self, row: Circular | None = None, *, at: datetime | None = None, **more: Any) -> Circular:
        """Approved, sent, and told to the last."""
        row = row or self.draft(at=at, **more)
        self.approved(row, at)
        self.go(actions.send(circular=row, actor=self.actor(), at=at or clock.now()), at)
        row.refresh_from_db()
        return row

    def corrected(self, row: Circular, text: str, changed: str, *, at: datetime | None = None, **more: Any) -> Circular:
        """A new version, approved where the notice was, told to the last."""
        new = actions.Correction(queries.newest(row.pk).title, text, changed, **more)
        made = actions.correct(circular=row, correction=new, actor=self.actor(), at=at or clock.now())
        if queries.mailings(row.pk)[0].held_at is not None:
            actions.approve_difference(
                circular=row, number=made.number, actor=self.actor("deputy"), at=at or clock.now()
            )
        self.go(queries.mailings(row.pk)[0], at)
        return row

    def go(self, mailing: Mailing, at: datetime | None = None) -> None:
        actions.go_on(mailing_id=mailing.pk, at=at or clock.now())


@pytest.fixture
def office(city: builders.SmallCity, cast: Any) -> Office:
    return Office(city, cast)
