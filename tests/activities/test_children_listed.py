"""Whoever leads reads of a child that it is one, until when it may stay, and whose guardian has not answered a move."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baiying.activities import actions, queries
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.people.models import Person
from tests.activities.makers import Town, account, actor, log_in, office, volunteer

pytestmark = pytest.mark.django_db


def evening(days: int, hour: int, minute: int = 0) -> datetime:
    day = clock.midnight(clock.local_date(clock.now())) + timedelta(days=days)
    return day + timedelta(hours=hour, minutes=minute)


def late_shift(town: Town) -> Shift:
    shift = town.shift(places=9)
    shift.starts_at, shift.ends_at = evening(4, 19), evening(4, 21, 15)
    shift.save()
    return shift


class Family:
    """A child of fifteen and the father, both called Li; he signs both up."""

    def __init__(self, town: Town, shift: Shift) -> None:
        today = clock.local_date(clock.now())
        self.father = volunteer("李大山", town.village)
        assert self.father.account is not None
        self.child = builders.person(
            "李小红", residence=town.village, born=date(today.year - 15, 1, 1), account=account("李小红"),
            guardian=self.father.account,
        )  # fmt: skip
        for person in (self.father, self.child):
            actions.sign_up(
                shift_pid=shift.public_id, person_id=person.pk, actor=actor(self.father.account, person), at=clock.now()
            )


def said(shift: Shift, person: Person) -> str:
    row = Signup.objects.select_related("person").get(shift=shift, person=person)
    child = queries.children_on(shift, [(row.person, row)]).get(person.pk)
    return child.words if child is not None else ""


def moved(town: Town, shift: Shift, ends_at: datetime) -> Shift:
    actions.move_shift(
        shift_id=shift.pk, starts_at=shift.starts_at, ends_at=ends_at, reason="多放一场电影",
        actor=actor(town.leader), at=clock.now(),
    )  # fmt: skip
    return Shift.objects.select_related("activity__area").get(pk=shift.pk)


@pytest.mark.law("MPL-16")
def test_a_late_end_says_who_agreed_until_when_and_after_a_move_who_has_not_answered(town: Town) -> None:
    shift = late_shift(town)
    family = Family(town, shift)
    assert said(shift, family.father) == ""
    assert said(shift, family.child) == "未成年人 · 监护人同意留到 21:15"
    shift = moved(town, shift, evening(4, 22, 45))
    words = said(shift, family.child)
    assert "改期前说好的是" in words
    assert "19:00–21:15" in words
    assert "还没有答复" in words
    # Back where it was: nothing else than what was agreed to.
    shift = moved(town, shift, evening(4, 21, 15))
    assert said(shift, family.child) == "未成年人 · 监护人同意留到 21:15"


def test_by_day_a_child_is_marked_and_no_more(town: Town) -> None:
    shift = town.shift()
    shift.starts_at, shift.ends_at = evening(4, 9), evening(4, 11)
    shift.save()
    assert said(shift, Family(town, shift).child) == "未成年人"


def test_who_comes_of_age_that_day_is_no_child(town: Town) -> None:
    shift = late_shift(town)
    day = clock.local_date(shift.starts_at)
    for years, is_child in ((18, False), (17, True)):
        person = volunteer("小王", town.village, born=date(day.year - years, day.month, day.day))
        assert bool(queries.children_on(shift, [(person, None)])) is is_child


def test_the_leaders_lists_tell_child_and_father_apart_and_say_the_hour(town: Town) -> None:
    shift = late_shift(town)
    Family(town, shift)
    moved(town, shift, evening(4, 22, 45))
    leader = log_in(town.leader, town.leader_person)
    for path in (f"/desk/activities/{shift.activity.public_id}/", f"/shifts/{shift.public_id}/field/"):
        page = leader.get(path).content.decode()
        assert page.count("未成年人 · 改期前说好的是") == 1, path
    page = log_in(office("county_office", town.county)).get(f"/desk/hours/shifts/{shift.public_id}/").content.decode()
    rows = page[page.index("<tbody>") : page.index("</tbody>")]
    assert rows.count("未成年人") == 1


def test_grown_ups_cost_no_statement(town: Town) -> None:
    shift = late_shift(town)
    rows = [(row.person, row) for row in [town.signup(shift, volunteer(f"大人{n}", town.village)) for n in range(3)]]
    with CaptureQueriesContext(connection) as asked:
        assert queries.children_on(shift, rows) == {}
    assert len(asked) == 0


def test_two_children_of_one_shift_cost_no_more_than_one(town: Town) -> None:
    shift = late_shift(town)
    rows = []
    for n in range(3):
        row = town.signup(shift, volunteer(f"孩子{n}", town.village, born=date(2011, 5, 1)))
        rows.append((row.person, Signup.objects.select_related("person").get(pk=row.pk)))
    moved(town, shift, evening(4, 22, 45))
    shift = Shift.objects.select_related("activity__area").get(pk=shift.pk)
    with CaptureQueriesContext(connection) as one:
        queries.children_on(shift, rows[:1])
    with CaptureQueriesContext(connection) as all_of_them:
        children = queries.children_on(shift, rows)
    assert len(all_of_them) <= len(one)
    assert len(children) == 3
    assert all("改期前说好的是" in child.words for child in children.values()), "each of them, not one of them"
