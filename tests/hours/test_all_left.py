"""That everybody has left is asked long before the end, with and without scripts; near the end it is one press."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from baiying.hours import actions
from baiying.hours.models import Attendance
from baiying.kit import clock
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, morning: Morning) -> Callable[[int], None]:
    def set_to(minute: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: morning.at(minute))

    return set_to


def come(morning: Morning, *keys: str) -> None:
    for key in keys:
        person = morning.cast[key].person
        assert person is not None
        actions.tick_in(shift=morning.shift, person_id=person.pk, actor=morning.actor("leader"), at=morning.at(0))


def path(morning: Morning) -> str:
    return f"/shifts/{morning.shift.public_id}/leavings/"


def here() -> int:
    return Attendance.objects.filter(checked_out_at__isnull=True).count()


def mark(page: str) -> str:
    [found] = re.findall(r'name="seen" value="(\w+)"', page)
    return str(found)


def test_long_before_the_end_it_is_asked_with_who_is_meant(
    morning: Morning, client_as: ClientAs, at: Callable[[int], None]
) -> None:
    come(morning, "volunteer", "minor")
    at(20)
    leader = client_as("leader")
    asked = leader.post(path(morning)).content.decode()
    assert here() == 2, "nothing happened"
    assert "这个班次还有 2 小时 10 分钟才结束，现在有 2 人在" in asked
    assert "林晓燕" in asked or morning.cast["volunteer"].person.name in asked  # type: ignore[union-attr]
    done = leader.post(path(morning), {"seen": mark(asked)}, follow=True).content.decode()
    assert here() == 0
    assert "已记 2 人在" in done
    [undo] = re.findall(r'action="([^"]+undone-leavings[^"]+said[^"]+)"', done)
    at(25)
    assert "已撤销 2 人" in leader.post(undo.replace("&amp;", "&"), follow=True).content.decode()
    assert here() == 2


def test_whoever_comes_meanwhile_is_not_sent_away_unseen(
    morning: Morning, client_as: ClientAs, at: Callable[[int], None]
) -> None:
    come(morning, "volunteer")
    at(20)
    leader = client_as("leader")
    seen = mark(leader.post(path(morning)).content.decode())
    come(morning, "minor")
    again = leader.post(path(morning), {"seen": seen}).content.decode()
    assert here() == 2
    assert "请再看一眼" in again
    leader.post(path(morning), {"seen": mark(again)})
    assert here() == 0


@pytest.mark.parametrize(("minute", "asks"), [(134, True), (135, False), (150, False), (170, False)])
def test_near_the_end_it_is_one_press(
    morning: Morning, client_as: ClientAs, at: Callable[[int], None], minute: int, asks: bool
) -> None:
    come(morning, "volunteer")
    at(minute)
    client_as("leader").post(path(morning))
    assert here() == asks


def test_another_than_who_leads_is_not_asked_but_refused(
    morning: Morning, client_as: ClientAs, at: Callable[[int], None]
) -> None:
    come(morning, "volunteer")
    at(20)
    assert client_as("stranger").post(path(morning)).status_code == 404
    assert here() == 1


def test_with_nobody_here_there_is_nothing_to_ask(
    morning: Morning, client_as: ClientAs, at: Callable[[int], None]
) -> None:
    at(20)
    assert client_as("leader").post(path(morning)).status_code == 303
