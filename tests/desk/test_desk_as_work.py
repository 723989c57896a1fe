"""The workbench is work, not names (O18): what, by when, done in place; only what its reader can do now."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from baiying.activities import queries as activities
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.desk import queries
from baiying.hours import actions as hours
from baiying.kit import clock, rooms
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams
from baiying.ui.piles import Item, Pile
from tests.hours.conftest import Morning, actor_of, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def main(client: Client, path: str = "/desk/") -> str:
    return client.get(path, follow=True).content.decode().split("<main", 1)[1].split("</main", 1)[0]


@pytest.fixture
def late(cast: dict[str, Member]) -> Morning:
    """A shift of long ago of which nobody has written anything: past its ten working days."""
    return morning_at(cast, clock.now() - timedelta(days=40))


def test_what_is_overdue_below_one_is_reminded_in_place_once_a_day(late: Morning, client_as: ClientAs) -> None:
    county = client_as("county")
    page = main(county)
    assert 'id="overdue"' in page
    assert "没有记录 2 人" in page
    remind = f"/desk/hours/shifts/{late.shift.public_id}/reminders/"
    assert f'action="{remind}"' in page
    assert f'href="/desk/hours/shifts/{late.shift.public_id}/"' in page, "the office's record, not the public page"
    answer = county.post(remind, {"back": "/desk/#overdue"})
    assert answer["Location"] == "/desk/#overdue"
    page = main(county)
    assert f'action="{remind}"' not in page
    assert "今天提醒过" in page
    hours.complete_record(shift=late.shift, actor=late.actor("leader"), at=clock.now())
    assert 'id="overdue"' not in main(county)


def test_the_leader_has_what_only_he_can_say_and_who_may_not_see_hours_has_neither(
    late: Morning, client_as: ClientAs
) -> None:
    page = main(client_as("leader"))
    assert "等您补齐的记录" in page
    assert f'href="/shifts/{late.shift.public_id}/field/"' in page
    assert 'id="overdue"' not in page
    for other in ("secadmin", "sysadmin", "auditor"):
        assert late.shift.activity.title not in main(client_as(other))


def test_within_the_ten_days_it_is_the_leaders_alone_and_of_no_other_leader(late: Morning, client_as: ClientAs) -> None:
    other = builders.account(name="另一位队长")
    leader = late.cast["leader"]
    assert leader.team is not None
    elsewhere = builders.team(leader.team.body, area=leader.team.area)
    activity = builders.activity(elsewhere, other, "别队的活动", at=clock.now() - timedelta(days=2))
    start = clock.now() - timedelta(days=1, hours=3)
    shift = builders.shift(activity, start, start + timedelta(hours=1))
    builders.signup(shift, late.cast["volunteer"].person)
    assert "别队的活动" not in main(client_as("leader"))
    assert "别队的活动" not in main(client_as("county"))
    assert queries.piles(Actor(account_id=other.pk), clock.now())[0].items[0].title == "别队的活动"


def test_what_waits_for_the_reviewer_alone_asks_nothing_of_the_leader(late: Morning, client_as: ClientAs) -> None:
    for key in ("volunteer", "minor"):
        person = late.cast[key].person
        assert person is not None
        row = builders.attendance(late.shift, person, came_at=late.at(0), left_at=late.at(150), source="paper")
        builders.proposal(row, 150)
    assert "等您补齐的记录" not in main(client_as("leader"))
    county = main(client_as("county"))
    assert "等复核员" in county
    assert "提醒领队" not in county


def test_reviews_stand_by_shift_and_lead_to_the_decision(late: Morning, client_as: ClientAs) -> None:
    person = late.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(late.shift, person, came_at=late.at(0), left_at=late.at(150), source="paper")
    builders.proposal(row, 150)
    page = main(client_as("reviewer"))
    assert "1 条记录" in page
    address = f"/desk/hours/reviews/decisions/?group={late.shift.public_id}"
    assert f'href="{address}"' in page
    assert "通过" in main(client_as("reviewer"), address)


def test_a_child_that_waits_for_its_guardian_is_no_work_of_the_desk(
    cast: dict[str, Member], client_as: ClientAs
) -> None:
    home = cast["volunteer"].person
    assert home is not None
    mother = builders.Parent(phone="19900000999")
    born = clock.local_date(clock.now()) - timedelta(days=14 * 366)
    child = builders.person("吴小雨", residence=home.residence, verified=False, born=born, parent=mother)
    grown = builders.person("吴大明", residence=home.residence, verified=False, born=date(1980, 1, 1))
    page = main(client_as("clerk"))
    assert f'href="/desk/people/{grown.public_id}/"' in page
    assert "吴大明" in page, "the name that is one press away"
    assert child.public_id not in page
    assert f"/desk/people/{child.public_id}/" in main(client_as("clerk"), "/desk/people/checks/")


def test_applications_are_answered_in_place_and_one_comes_back(cast: dict[str, Member], client_as: ClientAs) -> None:
    leader, volunteer = cast["leader"], cast["volunteer"].person
    assert leader.team is not None
    assert volunteer is not None
    activity = builders.activity(leader.team, leader.account, approval="review", at=clock.now())
    shift = builders.shift(activity, at=clock.now())
    signup = builders.signup(shift, volunteer, state="applied")
    stranger = builders.person("孙一", residence=volunteer.residence)
    asks = builders.membership(leader.team, stranger, joined=False)
    client = client_as("leader")
    page = main(client)
    accept, take_in = f"/signups/{signup.public_id}/decision/", f"/memberships/{asks.public_id}/approval/"
    for url, pile in ((accept, "signups"), (take_in, "members")):
        assert f'action="{url}"' in page
        assert client.post(url, {"back": f"/desk/#{pile}"})["Location"] == f"/desk/#{pile}"
        # Pressed twice, or led elsewhere by a foreign form: harmless.
        assert client.post(url, {"back": "https://example.org/"})["Location"].startswith("/")
    assert [one.state for one in activities.signups_of_person(volunteer.pk)] == ["accepted"]
    assert not teams.waiting_for([leader.team.pk])
    assert 'id="members"' not in main(client)


def test_the_most_pressing_pile_comes_first(cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()

    def made(key: str, *items: Item, now: bool = False) -> Callable[[Actor, datetime], Pile]:
        return lambda _actor, _at: Pile(key, key, "/", len(items), items, now=now)

    def item(*, since: int | None = None, due: int | None = None) -> Item:
        days = {"since": since, "due": due}
        when = {key: at + timedelta(days=n) for key, n in days.items() if n is not None}
        return Item("x", "", "/", since=when.get("since"), due_at=when.get("due"))

    fills = [
        made("timeless", item()),
        made("empty"),
        made("new", item(since=0)),
        made("old", item(since=-30)),
        made("later", item(due=9), item(due=5)),
        made("tomorrow", item(due=1)),
        made("passed", item(due=2), item(due=-1)),
        made("today", item(), now=True),
    ]
    monkeypatch.setattr(rooms, "filling", lambda _name: fills)
    order = [pile.key for pile in queries.piles(actor_of(cast["city"]), at)]
    assert order == ["today", "passed", "old", "tomorrow", "new", "later", "timeless"]
