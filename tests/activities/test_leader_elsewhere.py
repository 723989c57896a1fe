"""Whoever is to lead in two places at once, or to help in one and lead the other, reads so; so does who names them."""

import re
from datetime import timedelta

import pytest

from baiying.activities import actions, queries
from baiying.activities.models import Activity, Shift
from baiying.demo import builders
from baiying.kit import clock
from tests.activities.makers import Town, account, actor, log_in, volunteer
from tests.activities.test_plan_pages import plan_data, url_of_new_plan

pytestmark = pytest.mark.django_db


def beside(town: Town, shift: Shift, title: str, **more: object) -> Shift:
    """A shift of another activity at the same time."""
    other = town.shift(town.activity(title, **more))
    other.starts_at, other.ends_at = shift.starts_at + timedelta(minutes=30), shift.ends_at
    other.save()
    return other


def record(shift: Shift) -> str:
    return f"/desk/activities/{shift.activity.public_id}/"


@pytest.mark.parametrize("state", ["draft", "submitted", "published"])
def test_the_record_says_it_before_and_after_it_is_published(town: Town, state: str) -> None:
    shift = town.shift(town.activity("清扫", state=state))
    beside(town, shift, "河边清洁")
    for who, person in ((town.leader, town.leader_person), (town.admin, town.admin_person)):
        page = log_in(who, person).get(record(shift)).content.decode()
        assert "这段时间还有" in page
        assert "河边清洁" in page


def test_what_touches_only_or_is_called_off_or_is_the_same_activity_is_no_clash(town: Town) -> None:
    shift = town.shift()
    after = beside(town, shift, "之后")
    after.starts_at, after.ends_at = shift.ends_at, shift.ends_at + timedelta(hours=1)
    after.save()
    off = beside(town, shift, "取消的")
    off.called_off_at = off.closed_at = clock.now()
    off.call_off_reason = "雨"
    off.save()
    beside(town, shift, "撤回的", state="cancelled", end_reason="雨")
    same = town.shift(shift.activity)
    same.starts_at, same.ends_at = shift.starts_at, shift.ends_at
    same.save()
    assert queries.leader_elsewhere(town.leader.pk, [shift, same], clock.now()) == []
    assert queries.leader_elsewhere(town.leader.pk, [shift], shift.ends_at) == []
    assert "这段时间还有" not in log_in(town.leader, town.leader_person).get(record(shift)).content.decode()


def test_where_somebody_helps_is_named_to_themselves_alone(town: Town) -> None:
    shift = town.shift()
    other = beside(town, shift, "帮厨", leader=town.admin)
    town.signup(other, town.leader_person)
    assert "帮厨" in log_in(town.leader, town.leader_person).get(record(shift)).content.decode()
    page = log_in(town.admin, town.admin_person).get(record(shift)).content.decode()
    assert "帮厨" not in page
    assert "已报名别的活动" in page


def test_who_names_a_leader_reads_it_and_so_does_who_is_asked(town: Town) -> None:
    shift = town.shift()
    other = account("二队长")
    builders.office(other, town.body, town.team)
    beside(town, shift, "河边清洁", leader=other)
    leader = log_in(town.leader, town.leader_person)
    url = f"/activities/{shift.activity.public_id}/leader/"
    answer = leader.post(url, {"leader": str(other.pk)}, follow=True).content.decode()
    assert "二队长这段时间还有" in answer
    offers = log_in(other).get("/mine/appointments/").content.decode()
    assert "您这段时间还有" in offers
    assert "河边清洁" in offers


def test_who_signs_up_reads_what_they_lead_then_and_may(town: Town) -> None:
    shift = town.shift(town.activity("帮厨", leader=town.admin))
    beside(town, shift, "河边清洁")
    leader = log_in(town.leader, town.leader_person)
    for path in (f"/activities/{shift.activity.public_id}/", f"/shifts/{shift.public_id}/signups/"):
        page = leader.get(path).content.decode()
        assert "这段时间您带队" in page, path
        assert "河边清洁" in page, path
    by = actor(town.leader, town.leader_person)
    made = actions.sign_up(shift_pid=shift.public_id, person_id=town.leader_person.pk, actor=by, at=clock.now())
    assert made.code == "accepted"
    other = volunteer("别人", town.village)
    assert other.account is not None
    page = log_in(other.account, other).get(f"/activities/{shift.activity.public_id}/").content.decode()
    assert "这段时间您带队" not in page


def test_the_plans_form_says_it_once_before_it_is_saved(town: Town) -> None:
    shift = town.shift(days=12)
    start = clock.local(shift.starts_at)
    times = {"shift-0-day": str(start.date()), "shift-0-starts": f"{start:%H:%M}", "shift-0-ends": f"{start:%H}:59"}
    leader, page = log_in(town.leader, town.leader_person), url_of_new_plan(town)
    given = plan_data(**times)
    for _press in range(2):
        asked = leader.post(page, given)
        assert asked.status_code == 200
        assert "这段时间还有" in asked.content.decode()
        assert shift.activity.title in asked.content.decode()
        assert Activity.objects.count() == 1, "nothing is saved yet"
    mark = re.search(r'name="said_elsewhere" value="([^"]+)"', asked.content.decode())
    assert mark is not None
    # Another clash is said anew; what was read is no refusal.
    assert leader.post(page, given | {"said_elsewhere": "1,x"}).status_code == 200
    assert leader.post(page, given | {"said_elsewhere": mark[1]}).status_code == 303
    assert Activity.objects.count() == 2
    # A week of a repetition may clash as well; where nothing does, nothing is asked.
    before = str(start.date() - timedelta(days=7))
    again = leader.post(page, given | {"shift-0-day": before, "shift-0-repeats": "2"})
    assert again.status_code == 200, re.findall(r"by-error[^<]*<[^<]*", again.content.decode())
    free = given | {"shift-0-day": str(start.date() + timedelta(days=1)), "title": "另一个"}
    assert leader.post(page, free).status_code == 303


def test_it_is_said_before_somebody_else_is_asked_to_lead(town: Town) -> None:
    shift = town.shift()
    beside(town, shift, "广场义诊", leader=town.admin)
    client = log_in(town.leader, town.leader_person)
    page = client.get(f"/activities/{shift.activity.public_id}/leader/").content.decode()
    assert "广场义诊" in page
    assert "请另一位带队" in page
