"""Who waits for a team or a membership finds what the other has done meanwhile, on real connections."""

from collections.abc import Callable
from typing import Any

import pytest

from baiying.kit import clock
from baiying.kit.values.actor import system
from baiying.people.models import Person
from baiying.teams import actions, rules
from baiying.teams.actions import following
from baiying.teams.actions.teams import TeamFacts
from baiying.teams.models import Body, Membership, Team
from tests.activities.makers import Town, actor, division, volunteer
from tests.own_database import behind

pytestmark = pytest.mark.race


def amending(town: Town, row: Team, **new: Any) -> Callable[[], object]:
    """What a form sends that showed the team as `row` says, and in which some of it was changed."""
    shown = TeamFacts(**{name: getattr(row, name) for name in TeamFacts.__slots__} | new)
    who = actor(town.admin, town.admin_person)
    return lambda: actions.amend_team(team_id=row.pk, team=shown, actor=who, at=clock.now())


def test_two_who_amend_a_team_keep_each_others_words(own_database: str) -> None:
    town = Town()
    row = Team.objects.get(pk=town.team.pk)
    new = amending(town, row, name="新名字队"), amending(town, row, introduction="新的介绍")
    assert behind(*new) == "done"
    row.refresh_from_db()
    assert (row.name, row.introduction) == ("新名字队", "新的介绍")


def test_a_merge_of_areas_is_not_taken_back_by_who_amends_a_team_or_a_body(own_database: str) -> None:
    town = Town()
    row = Team.objects.get(pk=town.team.pk)
    new = division("新村", "village", town.township)

    def follow(old_id: int) -> Callable[[], object]:
        return lambda: following.follow_area(old_id=old_id, new_id=new.pk, actor=system("merge"), at=clock.now())

    assert behind(follow(row.area_id), amending(town, row, introduction="新的介绍")) == "done"
    row.refresh_from_db()
    assert (row.area_id, row.introduction) == (new.pk, "新的介绍")
    body = Body.objects.get(pk=row.body_id)
    shown = {name: getattr(body, name) for name in rules.BodyFacts.__slots__} | {"name": "新名字社区"}
    old_id, who = body.area_id, actor(town.admin, town.admin_person)

    def amend() -> None:
        actions.amend_body(
            body_id=body.pk, body=rules.BodyFacts(**shown), area_id=old_id, actor=who, at=clock.now()
        )  # fmt: skip

    assert behind(follow(old_id), amend) == "done"
    body.refresh_from_db()
    assert (body.area_id, body.name) == (new.pk, "新名字社区")


def taken_off(town: Town) -> tuple[Person, Callable[[], object], Callable[[], object]]:
    """A member who was taken off: what brings that one back, and what asks anew."""
    person = volunteer("老队员", town.village)
    row, leads = town.member(person), actor(town.leader, town.leader_person)
    own = actor(person.account, person)  # type: ignore[arg-type]
    actions.end_membership(membership_id=row.pk, reason="一年没来", actor=leads, at=clock.now())
    return (
        person,
        lambda: actions.bring_back(membership_id=row.pk, actor=leads, at=clock.now()),
        lambda: actions.ask_to_join(team_id=town.team.pk, person_id=person.pk, actor=own, at=clock.now()),
    )


def live(person: Person) -> list[bool]:
    rows = Membership.objects.filter(person=person, left_at__isnull=True, refused_at__isnull=True)
    return [row.joined_at is not None for row in rows]


def test_who_asks_anew_first_is_not_brought_back_beside_it(own_database: str) -> None:
    person, back, ask = taken_off(Town())
    assert behind(ask, back) == "cannot_bring_back"
    assert live(person) == [False]


def test_who_was_brought_back_first_asks_for_nothing_more(own_database: str) -> None:
    person, back, ask = taken_off(Town())
    assert behind(back, ask) == "done"
    assert live(person) == [True]
