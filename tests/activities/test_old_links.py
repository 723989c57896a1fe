"""Links in messages, also old ones: looking changes nothing, and the page says how it stands today (N12, N18)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Preference
from baiying.people.models import Person
from tests.activities.makers import Town, account, actor, log_in, volunteer
from tests.activities.repeating import sign_up

pytestmark = pytest.mark.django_db
SETTINGS = "/mine/messages/settings/"


def link(signup: Signup) -> str:
    return f"/signups/{signup.public_id}/cancellation/"


def main(browser: Any, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode()).split("<main", 1)[1].split("</main>")[0]


def forms(page: str) -> int:
    """How many things may be pressed that do something."""
    return page.count('method="post"')


@pytest.fixture
def person(town: Town) -> Person:
    return volunteer("张小华", town.village)


def browser_of(person: Person) -> Client:
    return log_in(person.account, person)  # type: ignore[arg-type]


def cancel(signup: Signup, person: Person) -> None:
    who = actor(person.account, person)  # type: ignore[arg-type]
    actions.cancel_signup(signup_id=signup.pk, reason="", actor=who, at=clock.now())


def ended(shift: Shift, *, hours_ago: float) -> None:
    end = clock.now() - timedelta(hours=hours_ago)
    Shift.objects.filter(pk=shift.pk).update(starts_at=end - timedelta(hours=2), ends_at=end)


def test_n12_whoever_only_looks_changes_nothing_and_the_tap_does(town: Town, person: Person) -> None:
    shift = town.shift()
    signup = sign_up(shift, person, clock.now())
    calendar = f"/shifts/{shift.public_id}/calendar.ics"
    scanner = Client(headers={"user-agent": "MicroMessenger"})
    own = browser_of(person)
    for looks in (scanner, own):
        for path in (SETTINGS, link(signup), calendar):
            for _often in range(3):
                looks.get(path)
                looks.head(path)
    signup.refresh_from_db()
    assert signup.state == "accepted"
    assert not Preference.objects.exists()
    assert scanner.get(link(signup)).status_code == 302, "a link lets nobody in"
    assert scanner.get(SETTINGS).status_code == 302
    page = main(own, link(signup))
    assert shift.activity.title in page
    assert forms(page) == 1
    assert own.post(link(signup), {"why": "", "reason": ""}).status_code == 303
    signup.refresh_from_db()
    assert signup.state == "cancelled"


def test_n18_after_ones_own_cancelling_the_old_link_says_so_and_offers_the_line(town: Town, person: Person) -> None:
    shift = town.shift(places=1)
    signup = sign_up(shift, person, clock.now())
    cancel(signup, person)
    own = browser_of(person)
    page = main(own, link(signup))
    assert "您已于" in page
    assert "还有名额" in page
    assert "重新报名" in page
    sign_up(shift, volunteer("后来的", town.village), clock.now())
    page = main(own, link(signup))
    assert "名额已满，可以排候补" in page
    assert forms(page) == 1
    assert f'action="/shifts/{shift.public_id}/signups/"' in page
    assert Signup.objects.filter(person=person).count() == 1, "opening changes nothing"
    assert own.post(f"/shifts/{shift.public_id}/signups/").status_code == 303
    assert Signup.objects.filter(person=person).order_by("id").last().state == "waitlisted"  # type: ignore[union-attr]
    assert own.post(link(signup), {"reason": ""}).status_code == 303, "a second press is answered kindly"


@pytest.mark.parametrize(("live", "hours_ago", "says"), [(True, 1, "班次已结束"), (False, 1, "班次已结束")])
def test_n18_after_the_shift_it_has_ended(town: Town, person: Person, live: bool, hours_ago: float, says: str) -> None:
    shift = town.shift()
    signup = sign_up(shift, person, clock.now())
    if not live:
        cancel(signup, person)
    ended(shift, hours_ago=hours_ago)
    page = main(browser_of(person), link(signup))
    assert says in page
    assert forms(page) == 0


def test_once_it_has_begun_one_calls_the_leader(town: Town, person: Person) -> None:
    shift = town.shift()
    signup = sign_up(shift, person, clock.now())
    ended(shift, hours_ago=-1)
    page = main(browser_of(person), link(signup))
    assert "班次已经开始" in page
    assert "13900001111" in page
    assert forms(page) == 0


def test_n18_a_shift_that_was_moved_shows_the_new_time_first(town: Town, person: Person) -> None:
    shift = town.shift(days=5)
    signup = sign_up(shift, person, clock.now() - timedelta(hours=1))
    own = browser_of(person)
    assert "改过时间" not in main(own, link(signup))
    day, leader = timedelta(days=1), actor(town.leader, town.leader_person)
    actions.move_shift(
        shift_id=shift.pk, starts_at=shift.starts_at + day, ends_at=shift.ends_at + day, reason="让路",
        actor=leader, at=clock.now(),
    )  # fmt: skip
    page = main(own, link(signup))
    assert page.index("这个班次改过时间，现在是") < page.index("有人候补的话")
    cancel(signup, person)
    assert "改过时间" in main(own, link(signup))


def test_n18_a_shift_that_was_called_off_and_one_that_the_leader_ended(town: Town, person: Person) -> None:
    shifts = [town.shift(town.activity(f"活动{n}"), days=3 + n) for n in range(2)]
    signups = [sign_up(shift, person, clock.now()) for shift in shifts]
    leader = actor(town.leader, town.leader_person)
    actions.call_off(shift_id=shifts[0].pk, which="one", reason="暴雨", actor=leader, at=clock.now())
    actions.set_aside(signup_id=signups[1].pk, reason="已满足需要", actor=leader, at=clock.now())
    own = browser_of(person)
    assert "班次已取消" in main(own, link(signups[0]))
    page = main(own, link(signups[1]))
    assert "您已于" not in page
    assert "已满足需要" in page


def test_n18_a_guardians_old_link_says_how_it_stands_and_offers_to_sign_the_child_up_anew(town: Town) -> None:
    mother = account("王芳", "19900000991")
    born = date(clock.now().year - 12, 1, 1)
    child = builders.person("刘小明", residence=town.village, born=born, guardian=mother)
    signup = builders.signup(town.shift(), child)
    path, browser = f"/signups/{signup.public_id}/guardian/", log_in(mother)
    assert forms(main(browser, path)) == 1
    assert browser.post(path).status_code == 303
    assert "报名已于" in main(browser, path)
    page = main(browser, path)
    assert forms(page) == 1, "one button, once the undo of the press has gone"
    assert f'action="{path}again/"' in page
    signup.refresh_from_db()
    assert signup.state == "cancelled"
    assert browser.post(path).status_code == 303, "a second press is answered kindly"


def test_nobody_elses_link_opens(town: Town, person: Person) -> None:
    signup = sign_up(town.shift(), person, clock.now())
    cancel(signup, person)
    assert browser_of(volunteer("别人", town.village)).get(link(signup)).status_code == 404
