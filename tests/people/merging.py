"""Makers of two records of one human, and who decides about them (R006)."""

from datetime import date, datetime, timedelta
from typing import Any

from baiying.demo import builders
from baiying.hours import queries as hours
from baiying.hours.models import Attendance, HourEntry
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import Merge, Person
from baiying.places import bulk as places

NOW = builders.NOW
DAY = timedelta(days=1)
ONE, TWO = Actor(account_id=900_001, label="马主管"), Actor(account_id=900_002, label="牛主管")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.midnight(day) + timedelta(hours=hour, minutes=minute)


def by_passport(person: Person) -> Person:
    """One human has no two identity cards: the second record was made with another document."""
    Person.objects.filter(pk=person.pk).update(id_type="passport")
    person.refresh_from_db()
    return person


class Pair:
    """Two records of one human in one village: A with the permit and 30 hours, B with 12."""

    def __init__(self, area: places.Division, *, phones: bool = True) -> None:
        self.area = area
        self.team = builders.team(builders.body("总队", area=area), "暖心队", area=area)
        self.leader = builders.account(name="领队")
        self.a = builders.person("陈一诺", residence=area, account=builders.account(name="陈一诺"))
        self.b = builders.person("陈一诺", residence=area, account=builders.account(name="陈一诺"))
        by_passport(self.b)

    def shift(self, starts: datetime, hours_long: int = 2) -> Any:
        activity = builders.activity(self.team, self.leader, title="清扫", area=self.area, at=starts)
        return builders.shift(activity, starts, starts + timedelta(hours=hours_long))

    def served(
        self, person: Person, starts: datetime, minutes: int, *, tier: str = "credit", shift: Any = None
    ) -> tuple[Attendance, HourEntry]:
        """Came and left, posted."""
        shift = shift or self.shift(starts, max(1, minutes // 60))
        row = builders.attendance(
            shift, person, came_at=starts, left_at=starts + timedelta(minutes=minutes), settled=True
        )
        return row, builders.entry(person, minutes, tier=tier, attendance=row, unique_source=f"attendance:{row.pk}")

    def propose(self, when: datetime = NOW) -> Merge:
        """Cards of both were shown."""
        cards = [(queries.card_of(one.pk) or builders.card(one)).code for one in (self.a, self.b)]
        proof = actions.Proof("cards", *cards)
        return actions.ask_merge(one=self.a, other=self.b, proof=proof, words="", sees=True, actor=ONE, at=when)

    def merge(self, when: datetime = NOW) -> Merge:
        """Proposed by one, confirmed by another, and carried out as if the day were over."""
        row = actions.confirm_merge(merge=self.propose(when), actor=TWO, at=when)
        return actions.carry_out(merge_id=row.pk, actor=TWO, at=when)

    def undo(self, row: Merge, when: datetime, *, theirs: dict[str, list[int]] | None = None) -> Merge:
        said = queries.newer_rows(Merge.objects.get(pk=row.pk))
        return actions.undo_merge(merge_id=row.pk, said=said, chosen=theirs or {}, words="弄错了", actor=ONE, at=when)


def minutes(person: Person) -> int:
    return hours.totals_ever(person.pk).all_minutes
