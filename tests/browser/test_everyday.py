"""The six journeys that people come for, on a phone, in elder mode and in English, and no tap more than they need."""

from typing import Any

import pytest

from baiying.activities import queries as activities
from baiying.demo import builders
from baiying.hours import queries as hours
from baiying.kit import clock
from baiying.people import queries as people
from tests.browser import everyday
from tests.browser.conftest import Stage
from tests.browser.crawl import WAYS, chinese_texts
from tests.browser.everyday import Hand, Scene
from tests.browser.stage import mark_as_demo

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def city(running: Any) -> builders.SmallCity:
    made = builders.small_city()
    mark_as_demo(made.city.pk, clock.now())
    return made


@pytest.fixture
def scene(city: builders.SmallCity) -> Scene:
    return everyday.scene(city.villages[0], city.villages[-1], clock.now())


@pytest.fixture(params=["plain", "elder", "english"])
def hand(request: pytest.FixtureRequest, stage: Stage) -> Hand:
    known = chinese_texts() if request.param == "english" else frozenset[str]()
    made = Hand(stage.browser, stage.address, stage.faults, WAYS[request.param], known=known)
    stage.visitors.append(made)
    return made


def test_registering(hand: Hand, scene: Scene) -> None:
    who = everyday.newcomer(scene, clock.now())
    effort = everyday.register(hand, **who)
    assert effort.taps <= 12
    person = people.person_by_id_number("citizen", who["id_number"])
    assert person is not None
    assert people.registration_of(person.pk) is not None


def test_finding_one_near_next_weekend_and_signing_up(hand: Hand, scene: Scene) -> None:
    hand.log_in(scene.volunteer)
    hand.go("/activities/?when=next_weekend")
    first = hand.page.locator("main ul.by-list a").first.inner_text()
    assert everyday.NEAR in first, "near comes before what is earlier and far"
    effort = everyday.find_near(hand, scene.weekend_title)
    # In elder mode most chips are folded: one tap more.
    assert effort.taps <= (5 if hand.way.elder else 4)
    assert effort.typed == 0
    shift = activities.shift(scene.weekend)
    assert shift is not None
    assert shift.taken == 1


def test_checking_in_and_out(hand: Hand, stage: Stage, scene: Scene) -> None:
    hand.log_in(scene.volunteer)

    def digits() -> str:
        return hours.code_of(scene.present, clock.now()).digits

    came = everyday.check_in(hand, digits)
    assert (came.taps, came.typed) == (2, 6)
    stage.clock.move(minutes=115)
    left = everyday.check_out(hand, digits)
    assert (left.taps, left.typed) == (2, 6)


def test_checking_in_by_the_code(hand: Hand, scene: Scene) -> None:
    hand.log_in(scene.volunteer)
    token = hours.code_of(scene.present, clock.now()).token
    assert everyday.check_in_by_code(hand, f"/c/{scene.present}/{token}/").taps == 2


@pytest.mark.parametrize("by", ["thumb", "keyboard"])
def test_marking_thirty_people(hand: Hand, scene: Scene, by: str) -> None:
    hand.log_in(scene.leader)
    mark = everyday.mark_by_thumb if by == "thumb" else everyday.mark_by_keyboard
    effort = mark(hand, scene.full)
    assert effort.taps + effort.typed <= everyday.MANY + 2
    assert effort.pages == 0, "nothing is loaded anew"
    shift = activities.shift(scene.full)
    assert shift is not None
    assert hours.head_count(shift.pk).come == everyday.MANY


def test_consenting_as_a_guardian(hand: Hand, scene: Scene) -> None:
    effort = everyday.consent(hand, scene.guardian_link)
    assert (effort.taps, effort.typed) == (5, 6)
    standing = people.standing_of(scene.ward_id, clock.now())
    assert standing is not None
    assert standing.guardian_ok
