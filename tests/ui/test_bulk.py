"""Acts on many rows: looked at first, done row by row with the rights of each, refused rows named; without scripts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from baiying.accounts.models import Appointment
from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.ui.listing import bulk
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

APPOINTMENTS = "/desk/appointments/"


@pytest.fixture
def area() -> Area:
    return world.make_area()


@pytest.fixture
def county(area: Area) -> Client:
    for n, name in enumerate(("村甲", "村乙", "村丙")):
        world.staff("place_staff", area.village, f"1990000091{n}", name)
    world.staff("place_staff", area.other_village, "19900000919", "邻丁")
    return world.staff("county_office", area.county, "19900000900", "县戊")


def _pid(name: str) -> str:
    return str(Appointment.objects.get(account__display_name=name).public_id)


def _open(*names: str) -> list[str]:
    rows = Appointment.objects.filter(ends_at__isnull=True, account__display_name__in=names)
    return sorted(rows.values_list("account__display_name", flat=True))


def test_a_press_shows_first_and_the_second_does_it(county: Client) -> None:
    page = county.get(APPOINTMENTS).content.decode()
    assert f'name="row" value="{_pid("村甲")}"' in page
    assert 'name="act" value="end"' in page
    given = {"act": "end", "row": [_pid("村甲"), _pid("村乙")]}
    asks = county.post(APPOINTMENTS, given)
    text = asks.content.decode()
    assert asks.status_code == 200
    assert "将会办的 2 条" in text
    assert "村甲" in text
    assert "村丙" not in text
    assert _open("村甲", "村乙", "村丙") == ["村丙", "村乙", "村甲"], "nothing is done from the list itself"
    done = county.post(APPOINTMENTS, given | {"sure": "1"}, follow=True)
    assert "已结束 2 项任职。" in done.content.decode()
    assert _open("村甲", "村乙", "村丙") == ["村丙"]
    # Twice is harmless, and says so.
    again = county.post(APPOINTMENTS, given | {"sure": "1"}, follow=True)
    assert again.status_code == 200
    assert "勾选的这些已经办过了，没有再办一次。" in again.content.decode()


def test_rows_of_elsewhere_find_nothing_and_what_may_not_be_is_left_out_with_why(county: Client) -> None:
    own = _pid("县戊")
    text = county.post(APPOINTMENTS, {"act": "end", "row": [_pid("邻丁"), own, _pid("村甲")]}).content.decode()
    assert "邻丁" not in text
    assert "将会办的 1 条" in text
    assert "不办的 1 条" in text
    assert "自己的任职不能由自己改动" in text
    assert f'name="row" value="{own}"' not in text
    # Sent all the same: left out again, and named.
    done = county.post(APPOINTMENTS, {"act": "end", "sure": "1", "row": [_pid("邻丁"), own]}, follow=True)
    assert "没有办的" in done.content.decode()
    assert _open("县戊", "邻丁") == ["县戊", "邻丁"]


def test_all_that_was_found_and_no_more(county: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    text = county.post(f"{APPOINTMENTS}?role=place_staff", {"act": "end", "all": "role=place_staff"}).content.decode()
    assert "将会办的 3 条" in text
    assert "县戊" not in re.sub(r"<header.*?</header>", "", text, flags=re.S).split("将会办的")[1]
    monkeypatch.setattr(bulk, "MOST", 2)
    text = county.post(APPOINTMENTS, {"act": "end", "all": ""}).content.decode()
    assert "一次最多办 2 条" in text


def test_nothing_ticked_and_acts_that_are_not_there(county: Client) -> None:
    assert "先在表里勾选" in county.post(APPOINTMENTS, {"act": "end"}, follow=True).content.decode()
    assert county.post(APPOINTMENTS, {"act": "erase", "row": _pid("村甲"), "sure": "1"}).status_code in {200, 303}
    assert _open("村甲") == ["村甲"]


ClientAs = Callable[[str], Client]


@pytest.fixture
def applied(cast: dict[str, the_cast.Member]) -> list[Signup]:
    """Three applications to a shift of two places."""
    leader = cast["leader"]
    at = clock.now()
    activity = builders.activity(leader.team, leader.account, approval="leader")
    shift = builders.shift(activity, starts_at=at + timedelta(days=3), places=2)
    people = [builders.person(name, residence=leader.team.area) for name in ("申甲", "申乙", "申丙")]
    return [builders.signup(shift, one, state="applied") for one in people]


LIST = "/desk/activities/applications/"


def test_a_leader_accepts_as_many_as_there_are_places(applied: list[Signup], client_as: ClientAs) -> None:
    leader = client_as("leader")
    keys = [row.public_id for row in applied]
    text = leader.post(LIST, {"act": "accept", "row": keys}).content.decode()
    assert "将会办的 2 条" in text
    assert "名额满了。" in text
    before = Message.objects.count()
    done = leader.post(LIST, {"act": "accept", "row": keys, "sure": "1"}, follow=True).content.decode()
    assert "已录用 2 人" in done
    assert "名额满了。" in done
    assert sorted(Signup.objects.filter(pk__in=[r.pk for r in applied]).values_list("state", flat=True)) == [
        "accepted", "accepted", "applied",
    ]  # fmt: skip
    assert Message.objects.count() == before + 2


def test_refusing_asks_for_a_reason_and_keeps_the_ticks(applied: list[Signup], client_as: ClientAs) -> None:
    leader = client_as("leader")
    keys = [row.public_id for row in applied[:2]]
    missing = leader.post(LIST, {"act": "refuse", "row": keys, "sure": "1", "words": " "})
    assert missing.status_code == 422
    text = missing.content.decode()
    assert escape("请写明原因，至少两个字。") in text
    assert all(f'value="{key}"' in text for key in keys)
    named = leader.post(LIST, {"act": "refuse", "row": keys, "sure": "1", "words": "打 13800138000 没人接"})
    assert named.status_code == 422
    text = named.content.decode()
    assert escape("请删去里面的手机号和身份证号") in text
    assert "打 13800138000 没人接" in text
    assert all(f'value="{key}"' in text for key in keys)
    leader.post(LIST, {"act": "refuse", "row": keys, "sure": "1", "words": "这一班已经有人了"})
    rows = Signup.objects.filter(pk__in=[r.pk for r in applied]).order_by("pk")
    assert [(r.state, r.reason) for r in rows] == [
        ("refused", "这一班已经有人了"), ("refused", "这一班已经有人了"), ("applied", ""),
    ]  # fmt: skip


def test_who_leads_nothing_has_no_such_list(applied: list[Signup], client_as: ClientAs) -> None:
    volunteer = client_as("volunteer")
    assert volunteer.get(LIST).status_code == 403
    assert volunteer.post(LIST, {"act": "accept", "row": applied[0].public_id, "sure": "1"}).status_code == 403
    applied[0].refresh_from_db()
    assert applied[0].state == "applied"


def test_leaders_are_reminded_together_once_a_day(cast: dict[str, the_cast.Member], client_as: ClientAs) -> None:
    leader = cast["leader"]
    activity = builders.activity(leader.team, leader.account)
    at = clock.now()
    shifts = [builders.shift(activity, starts_at=at - timedelta(days=30 + n)) for n in range(2)]
    for shift in shifts:
        builders.signup(shift, builders.person(f"缺{shift.pk}", residence=leader.team.area))
    county = client_as("county")
    url, given = "/desk/hours/overdue/", {"act": "remind", "row": [one.public_id for one in shifts]}
    assert "将会办的 2 条" in county.post(url, given).content.decode()
    assert Message.objects.filter(kind__contains="reminded").count() == 0
    assert "已提醒 2 个班次的领队。" in county.post(url, given | {"sure": "1"}, follow=True).content.decode()
    assert Message.objects.filter(kind__contains="reminded").count() == 2
    text = county.post(url, given).content.decode()
    assert "不办的 2 条" in text
    assert "今天已经提醒过" in text
    county.post(url, given | {"sure": "1"})
    assert Message.objects.filter(kind__contains="reminded").count() == 2


def test_what_was_ticked_and_is_done_by_now_is_said_so(county: Client) -> None:
    given = {"act": "end", "row": [_pid("村甲")]}
    county.post(APPOINTMENTS, given | {"sure": "1"})
    twice = county.post(APPOINTMENTS, given | {"sure": "1"}, follow=True).content.decode()
    assert "先在表里勾选" not in twice
    assert "已经办过了" not in twice, "the first answer is still to be read: one sentence"
    later = county.post(APPOINTMENTS, given, follow=True).content.decode()
    assert "勾选的这些已经办过了，没有再办一次。" in later
    assert "先在表里勾选" in county.post(APPOINTMENTS, {"act": "end"}, follow=True).content.decode()
