"""A press of somebody who is logged out by then: what was filled in comes back, with the way to log in and back."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from baiying.demo import builders
from baiying.demo.cast import Member
from tests.hours.conftest import morning_at
from tests.walks.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: dict[str, Member]) -> World:
    return World(morning_at(cast, builders.NOW))


def test_a_sheet_shows_its_rows_by_their_names(world: World) -> None:
    address = f"/shifts/{world.morning.shift.public_id}/paper/"
    sent = {
        "words": "第 2 页",
        "no_extra0": "王芳 1234",
        "in_extra0": "9:10",
        "out_extra0": "10:20",
        "whole_extra1": "on",
    }
    answer = Client().post(address, sent, headers={"referer": f"http://testserver{address}"})
    page = answer.content.decode()
    assert answer.status_code == 403
    for words in (
        "第 2 页",
        "王芳 1234",
        "9:10",
        "10:20",
        "纸质表编号或说明",
        "第 1 个现场加入的人 · 到达",
        "要重新选",
    ):
        assert words in page, words
    assert f"/log-in/?next={quote(address)}" in page


def test_a_form_of_choices_alone_is_not_lost_without_a_word(world: World) -> None:
    answer = Client().post(reverse("circulars:new"), {"sort": "emergency", "areas": "1"})
    assert answer.status_code == 403
    assert "您刚才选的没有提交" in answer.content.decode()


def test_who_somebody_is_is_said_to_stay_nowhere_and_the_page_stays_open(world: World) -> None:
    sent = {
        "name": "林晓羽",
        "id_type": "citizen",
        "id_number": "11010519491231002X",
        "document": "citizen",
        "phone": "",
    }
    page = Client().post(reverse("people:on_site"), sent).content.decode()
    assert "不会留在这台设备上" in page
    assert 'target="_blank"' in page
    assert "<p data-waits" not in page
    for words in ("林晓羽", "11010519491231002X"):
        assert words in page


def test_whose_cookies_are_all_gone_is_led_to_log_in_and_keeps_the_words(world: World) -> None:
    signup = world.signup()
    address = reverse("activities:signup_cancellation", args=[signup.public_id])
    answer = Client(enforce_csrf_checks=True).post(
        address, {"reason": "孙子发烧，这次去不了，很抱歉"}, headers={"referer": f"http://testserver{address}"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f"/log-in/?next={quote(address)}" in page
    assert "孙子发烧，这次去不了，很抱歉" in page
    assert "放得太久" not in page


def test_a_page_for_everybody_that_stood_open_too_long_leads_back_to_itself(world: World) -> None:
    address = reverse("complaints:new")
    answer = Client(enforce_csrf_checks=True).post(
        address, {"words": "垃圾桶没有人倒，已经三天了。"}, headers={"referer": f"http://testserver{address}"}
    )
    page = answer.content.decode()
    assert "放得太久" in page
    assert f'href="{address}"' in page
    assert "垃圾桶没有人倒" in page
