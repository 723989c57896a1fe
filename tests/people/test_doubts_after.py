"""A decision about a registration in doubt: objected to, looked at again, and no way round it (O4)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.hours import actions as hours
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import system
from baiying.people import actions, queries, rules
from baiying.people.models import Counting, Doubt, Registration, SpotCheck
from tests.people import world
from tests.people.doubting import PAGE, Office, decide, out, served, the, told, withdraw
from tests.people.test_desk_signals import PAGE as SIGNALS
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def test_the_person_says_something_objects_and_is_set_right_again(
    check: SpotCheck, first: Office, second: Office
) -> None:
    assert actions.link_account(person=check.person, phone="19900000555", actor=system("test"), at=clock.now())
    first.answer(check)
    own = Client()
    world.log_in(own, "19900000555")
    page = own.get("/mine/profile/").content.decode()
    assert "注册正在核实" in page
    assert own.post("/mine/profile/doubt/", {"words": ""}).status_code == 422
    for _press in range(2):
        assert own.post("/mine/profile/doubt/", {"words": "那天是女儿陪我去的"}).status_code == 303
    row = Doubt.objects.get()
    assert "那天是女儿陪我去的" in first.client.get(f"{PAGE}{row.public_id}/").content.decode()
    decide(check, first, second, "untrue")
    page = own.get("/mine/profile/").content.decode()
    assert "提出异议" in page
    # Coming back by a press is no way past it: the document is looked at anew.
    assert own.post("/mine/profile/doubt/", {"words": "请再问问站里的小李"}).status_code == 303
    again = Doubt.objects.latest("id")
    assert (again.why, again.words) == ("objection", "请再问问站里的小李")
    assert queries.state_of(the(check)) == "ended", "an objection alone changes nothing"
    decide(check, first, second, "right")
    made = the(check)
    assert (queries.state_of(made), made.end_reason, made.held_at) == ("counted", "", None)
    assert Counting.objects.filter(person=check.person).count() == 2
    nothing = own.post("/mine/profile/doubt/", {"words": "还有"})
    assert nothing.status_code == 422
    assert "没有可以提出异议的决定" in nothing.content.decode()


def test_an_objection_pressed_twice_is_one(
    check: SpotCheck, first: Office, second: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.answer(check)
    decided = decide(check, first, second, "untrue")

    def press() -> Doubt:
        return actions.say_about_doubt(
            person_id=check.person_id, words="请再问问站里的小李", actor=system("test"), at=clock.now()
        )  # fmt: skip

    made = press()
    assert press() == made
    # Both at one moment: the second has looked before the first was through.
    monkeypatch.setattr(queries, "last_doubt_of", lambda _person_id: decided)
    assert press() == made
    assert AuditEvent.objects.filter(action__in=("DoubtOpened", "DoubtAnswered")).count() == 2


def test_an_office_looks_again_and_whoever_came_back_meanwhile_keeps_the_new_registration(
    check: SpotCheck, first: Office, second: Office
) -> None:
    first.answer(check)
    row = decide(check, first, second, "untrue")
    back = actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    assert queries.state_of(back) == "awaiting_check", "the document is looked at anew"
    assert first.press(row, "again", words="村里有新的证明").status_code == 303
    assert first.press(row, "again", words="村里有新的证明").status_code == 409, "one at a time"
    decide(check, first, second, "right")
    old = Registration.objects.get(pk=row.registration_id)
    assert (old.ended_at is not None, old.end_reason, old.held_at) == (True, rules.SET_RIGHT, None)
    assert Registration.objects.filter(person=check.person, ended_at=None).get() == back


@pytest.mark.parametrize(("finding", "minutes"), [("right", 60), ("untrue", 0)])
def test_leaving_and_coming_back_is_no_way_past_it(
    finding: str, minutes: int, check: SpotCheck, first: Office, second: Office, area: Area
) -> None:
    first.answer(check)
    while_held = served(check, area, hours_ago=0)
    out(while_held)
    withdraw(check)
    held = the(check)
    hours.post_waiting(person_id=check.person_id, actor=system("test"), at=clock.now() + timedelta(hours=3))
    assert not HourEntry.objects.exists(), "who leaves meanwhile has not made it true"
    back = actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    assert queries.state_of(back) == "awaiting_check", "the document is looked at anew"
    assert "等核实的注册" in first.client.get("/desk/").content.decode(), "hours wait for it"
    decide(check, first, second, finding)
    hours.post_waiting(person_id=check.person_id, actor=system("test"), at=clock.now() + timedelta(hours=3))
    assert sum(one.minutes for one in HourEntry.objects.all()) == minutes
    held.refresh_from_db()
    assert held.ended_at is not None
    assert Registration.objects.get(person=check.person, ended_at=None) == back


def test_leaving_before_the_check_is_made_is_no_way_past_it(check: SpotCheck, first: Office) -> None:
    withdraw(check)
    first.answer(check)
    assert Doubt.objects.get().registration == the(check)
    assert "核实您的志愿者注册" not in told(check), "nobody is held up who has left"
    back = actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    assert queries.state_of(back) == "awaiting_check"


def test_nobody_who_withdrew_is_a_volunteer_again_unasked(check: SpotCheck, first: Office, second: Office) -> None:
    first.answer(check)
    row = decide(check, first, second, "untrue")
    withdraw(check)
    actions.look_again(doubt=row, words="村里有新的证明", actor=first.actor, at=clock.now())
    decide(check, first, second, "right")
    made = the(check)
    assert (queries.state_of(made), made.end_reason, made.held_at) == ("ended", rules.SET_RIGHT, None)
    assert "可以照常报名" not in told(check)
    assert "想再参加可以重新注册" in told(check)


def test_the_signals_count_what_two_came_to(check: SpotCheck, first: Office, second: Office) -> None:
    first.answer(check)
    decide(check, first, second, "untrue")
    page = first.client.get(SIGNALS).content.decode()
    assert "两人认定不属实 1" in page
    actions.look_again(doubt=Doubt.objects.get(), words="新的证明", actor=first.actor, at=clock.now())
    decide(check, first, second, "right")
    page = first.client.get(SIGNALS).content.decode()
    assert "两人认定不属实" not in page
    assert "核实后属实 1" in page
