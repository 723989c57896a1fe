"""The pages that span rooms: what each of the cast sees first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.figures import actions as figures
from baiying.hours import actions as hours_actions
from baiying.kit import clock
from tests.hours.conftest import actor_of

Clients = Callable[[str | None], Client]


@pytest.mark.django_db
def test_an_empty_city_says_how_to_begin(client: Client) -> None:
    assert "/desk/set-up/" in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_front_page_shows_what_is_on_and_numbers_with_their_definition(
    cast: dict[str, Member], client_as: Clients
) -> None:
    leader = cast["leader"]
    assert leader.team is not None
    assert leader.person is not None
    activity = builders.activity(leader.team, leader.account, title="河道清洁", at=clock.now())
    soon = clock.now() + timedelta(days=2)
    builders.shift(activity, soon, soon + timedelta(hours=2))
    figures.rebuild(at=clock.now())
    page = client_as(None).get("/").content.decode()
    assert "河道清洁" in page
    assert "/figures/registration_rate/" not in page, "few people are nobody's business here either"
    for _ in range(12):
        builders.person(residence=leader.person.residence)
    figures.rebuild(at=clock.now())
    assert "/figures/registration_rate/" in client_as("stranger").get("/").content.decode()


@pytest.mark.django_db
def test_today_offers_the_one_thing_to_do_now(cast: dict[str, Member], client_as: Clients) -> None:
    volunteer, leader = cast["volunteer"], cast["leader"]
    assert leader.team is not None
    assert volunteer.person is not None
    assert "/activities/" in client_as("volunteer").get("/mine/").content.decode()
    start = clock.now() + timedelta(minutes=20)
    shift = builders.shift(builders.activity(leader.team, leader.account), start, start + timedelta(hours=2))
    builders.signup(shift, volunteer.person)
    page = client_as("volunteer").get("/mine/").content.decode()
    assert "/check-in/" in page
    assert "/cancellation/" in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/mine/", "/activities/{activity}/", "/mine/signups/"])
def test_nobody_is_offered_to_take_back_a_sign_up_whose_shift_has_begun(
    cast: dict[str, Member], client_as: Clients, address: str
) -> None:
    volunteer, leader = cast["volunteer"], cast["leader"]
    assert leader.team is not None
    assert volunteer.person is not None
    activity = builders.activity(leader.team, leader.account)
    begun = clock.now() - timedelta(minutes=5)
    coming = clock.now() + timedelta(days=3)
    first = builders.signup(builders.shift(activity, begun, begun + timedelta(hours=2)), volunteer.person)
    second = builders.signup(builders.shift(activity, coming, coming + timedelta(hours=2)), volunteer.person)
    page = client_as("volunteer").get(address.format(activity=activity.public_id)).content.decode()
    assert f"/signups/{first.public_id}/cancellation/" not in page
    if address != "/mine/":
        assert f"/signups/{second.public_id}/cancellation/" in page


@pytest.mark.django_db
def test_nothing_signed_up_for_vanishes_from_today(cast: dict[str, Member], client_as: Clients) -> None:
    """P1: after serving one shift the next one stood nowhere."""
    volunteer, leader = cast["volunteer"], cast["leader"]
    assert leader.team is not None
    assert volunteer.person is not None
    at = clock.now()

    def signed_up(title: str, hours: int) -> Any:
        activity = builders.activity(leader.team, leader.account, title=title)
        shift = builders.shift(activity, at + timedelta(hours=hours), at + timedelta(hours=hours + 2))
        return builders.signup(shift, volunteer.person)

    now, _soon, _later = signed_up("今天的", -1), signed_up("明天的", 25), signed_up("后天的", 49)
    client = client_as("volunteer")

    def shows(*titles: str) -> None:
        page = client.get("/mine/").content.decode()
        for title in titles:
            assert title in page, title

    shows("今天的", "明天的", "后天的")
    row = builders.attendance(now.shift, volunteer.person, came_at=at - timedelta(minutes=50))
    shows("今天的", "明天的", "后天的")
    hours_actions.check_out(attendance=row, source="code", actor=actor_of(volunteer), at=at)
    shows("今天的", "明天的", "后天的")


@pytest.mark.django_db
def test_the_workbench_holds_only_what_waits_for_the_reader(cast: dict[str, Member], client_as: Clients) -> None:
    waiting = builders.person("吴小明", residence=cast["volunteer"].person.residence, verified=False)  # type: ignore[union-attr]
    desk = client_as("clerk").get("/desk/").content.decode()
    assert f"/desk/people/{waiting.public_id}/" in desk
    assert waiting.public_id not in client_as("reviewer").get("/desk/").content.decode()


@pytest.mark.django_db
def test_the_audit_is_for_the_auditor_alone(cast: dict[str, Member], client_as: Clients) -> None:
    assert client_as("auditor").get("/desk/audit/").status_code == 200
    for other in ("city", "sysadmin", "secadmin", "county", "volunteer"):
        assert client_as(other).get("/desk/audit/").status_code == 403


@pytest.mark.django_db
def test_a_leader_without_a_registration_comes_to_work_not_to_registering(
    cast: dict[str, Member], client_as: Clients
) -> None:
    team = cast["leader"].team
    assert team is not None
    builders.office(cast["resident"].account, team.body, team)
    answer = client_as("resident").get("/mine/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_says_so_when_opened(cast: dict[str, Member], client_as: Clients) -> None:
    answer = client_as("leader").get("/shifts/abc/walk-ins/")
    assert answer.status_code == 405
    assert "只用来提交" in answer.content.decode()


@pytest.mark.django_db
def test_who_presses_a_button_after_the_session_ended_comes_back_to_its_page(client: Client) -> None:
    answer = client.post("/shifts/abc/ticks/", headers={"referer": "http://testserver/shifts/abc/field/?all=1"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "刚才按的没有记上" in page
    assert 'href="/log-in/?next=/shifts/abc/field/%3Fall%3D1"' in page


@pytest.mark.django_db
def test_two_roles_in_one_hand_are_asked_which_and_led_back(cast: dict[str, Member], client_as: Clients) -> None:
    account = cast["sysadmin"].account
    also = builders.appointment(account, "place_staff", cast["clerk"].appointment.area)  # type: ignore[union-attr]
    client = client_as("sysadmin")
    page = client.get("/desk/people/")
    assert page.status_code == 403
    assert also.public_id in page.content.decode()
    sent = {"appointment": also.public_id, "next": "/desk/people/"}
    assert client.post("/acting/", sent).headers["Location"] == "/desk/people/"
    assert client.get("/desk/people/").status_code == 200
    assert client.post("/acting/", sent | {"next": "https://elsewhere.example/"}).headers["Location"] == "/desk/"


@pytest.mark.django_db
def test_p26_the_card_of_the_day_says_its_date_once(cast: dict[str, Member], client_as: Clients) -> None:
    leader, volunteer = cast["leader"], cast["volunteer"].person
    assert leader.team is not None
    start = clock.midnight(clock.local_date(clock.now())) + timedelta(days=4, hours=7)
    activity = builders.activity(leader.team, leader.account, title="河道清洁", at=clock.now())
    builders.signup(builders.shift(activity, start, start + timedelta(hours=2)), volunteer)
    page = client_as("volunteer").get("/mine/").content.decode()
    card = page.partition('<section class="by-today">')[2].partition("</section>")[0]
    assert "河道清洁" in card
    day = clock.local_date(start)
    assert card.count(f"{day.month}月{day.day}日") == 1
    assert "07:00" in card
