"""The leader's pages on the spot: the list to tick, who walks in, the card."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.notices import queries as notices
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def live(morning: Morning, *, ago: int = 0) -> str:
    return f"/c/{morning.shift.public_id}/{morning.token(clock.now() - timedelta(seconds=ago))}/"


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_field_page_shows_code_and_list_and_ticks(now: Morning, client_as: ClientAs) -> None:
    client, pid = client_as("leader"), now.shift.public_id
    page = text(client.get(f"/shifts/{pid}/field/"))
    assert "林晓雨" in page
    [digits] = re.findall(r'visually-hidden">(\d{6})<', page)
    assert queries.are_live(pid, digits, clock.now())
    part = client.get(f"/shifts/{pid}/code/", headers={"HX-Request": "true"})
    assert "<html" not in text(part)
    rows = {s.person.name: s.public_id for s in now.shift.signups.select_related("person")}
    client.post(f"/shifts/{pid}/ticks/", {"signup": rows["林晓雨"]})
    row = Attendance.objects.get()
    assert (row.in_source, row.walk_in) == ("roll", False)
    client.post(f"/shifts/{pid}/undone-ticks/", {"attendance": row.public_id})
    assert list(queries.attendances_of(now.shift.pk)) == []
    client.post(f"/shifts/{pid}/ticks/", {"signup": rows["林晓雨"]})
    row = queries.attendances_of(now.shift.pk)[0]
    Attendance.objects.filter(pk=row.pk).update(checked_in_at=now.at(0))
    client.post(f"/shifts/{pid}/ticks/", {"attendance": row.public_id})
    assert Proposal.objects.get().tier == "honour"


def test_walk_ins_come_by_number_or_card_and_unknown_ones_are_told_what_to_do(
    now: Morning, client_as: ClientAs
) -> None:
    client, path = client_as("leader"), f"/shifts/{now.shift.public_id}/walk-ins/"
    stranger = now.cast["stranger"].person
    assert stranger is not None
    answer = client.post(path, {"number": "123"})
    assert answer.status_code == 422
    assert "现场登记" in text(answer)
    number = builders.registration_of(stranger).volunteer_no
    assert client.post(path, {"number": number}).status_code == 303
    row = Attendance.objects.get()
    assert (row.walk_in, row.in_source, row.person_id) == (True, "roll", stranger.pk)
    # S17: a typed number gives away no name, and whoever it belongs to hears of it.
    page = text(client.get(f"/shifts/{now.shift.public_id}/field/"))
    assert stranger.name not in page
    assert identifiers.mask_name(stranger.name) in page
    actions.say_held(at=clock.now() + timedelta(minutes=11))
    assert any("不是您本人" in m.text for m in notices.inbox_of(stranger.public_id))
    # Nor does any sentence about it: taken back, left, or confirmed.
    undo = {"attendance": row.public_id}
    wrong = client.post(f"/shifts/{now.shift.public_id}/undone-leavings/", undo, headers={"In-Place": "1"})
    undone = client.post(f"/shifts/{now.shift.public_id}/undone-ticks/", undo, follow=True)
    for answer in (wrong, undone):
        assert identifiers.mask_name(stranger.name) in text(answer)
        assert stranger.name not in text(answer)


def test_a_leader_cannot_try_numbers_out(now: Morning, client_as: ClientAs) -> None:
    client, path = client_as("leader"), f"/shifts/{now.shift.public_id}/walk-ins/"
    answers = [client.post(path, {"number": f"V{n:011d}"}).status_code for n in range(61)]
    assert (set(answers[:60]), answers[60]) == ({422}, 429)


def test_the_card_is_a_button_for_the_leader_on_duty_and_says_nothing_to_others(
    now: Morning, client_as: ClientAs
) -> None:
    person = now.cast["volunteer"].person
    assert person is not None
    path = f"/v/{builders.card(person).code}/"
    for key in (None, "stranger", "reviewer"):
        page = client_as(key).get(path)
        assert page.status_code == 200
        assert person.name not in text(page)
        assert client_as(key).post(path, {"intent": "in", "shift": now.shift.public_id}).status_code == 200
    assert not Attendance.objects.exists()
    leader = client_as("leader")
    assert person.name in text(leader.get(path))
    assert leader.post(path, {"intent": "in", "shift": now.shift.public_id}).status_code == 303
    row = Attendance.objects.get()
    assert row.in_source == "scan"
    Attendance.objects.update(checked_in_at=now.at(0))
    out = {"intent": "out", "shift": now.shift.public_id, "attendance": row.public_id}
    leader.post(path, out)
    assert HourEntry.objects.get().tier == "credit"


def test_strangers_do_not_find_the_leaders_pages(now: Morning, client_as: ClientAs) -> None:
    pid = now.shift.public_id
    for key in ("volunteer", "stranger", "clerk", "reviewer"):
        for page in ("field", "code", "roster", "paper"):
            assert client_as(key).get(f"/shifts/{pid}/{page}/").status_code == 404, (key, page)
        assert client_as(key).post(f"/shifts/{pid}/ticks/", {}).status_code == 404
    row = builders.attendance(now.shift, now.cast["volunteer"].person)  # type: ignore[arg-type]
    for key in ("stranger", "leader"):
        assert client_as(key).get(f"/attendances/{row.public_id}/").status_code == 404


def test_who_walks_in_by_a_number_is_said_with_enough_to_notice_a_mistake_and_whether_anybody_saw_the_document(
    now: Morning, client_as: ClientAs
) -> None:
    client, path = client_as("leader"), f"/shifts/{now.shift.public_id}/walk-ins/"
    stranger = builders.person("欧阳建国", residence=now.shift.activity.area, verified=False)
    registration = builders.registration_of(stranger)
    page = text(client.post(path, {"number": registration.volunteer_no}, follow=True))
    assert f"尾号应是 {registration.volunteer_no[-4:]}" in page
    assert "还没有实名核验" in page
    assert "等实名核验" in page
    assert stranger.name not in page
    row = Attendance.objects.get()
    undo = f"/shifts/{now.shift.public_id}/undone-ticks/?attendance={row.public_id}"
    assert undo in page
    after = text(client.post(undo, follow=True))
    assert "已撤销" in after
    assert "已签到" not in after


def test_who_walks_in_is_found_as_on_the_paper_sheet(now: Morning, client_as: ClientAs) -> None:
    client, path = client_as("leader"), f"/shifts/{now.shift.public_id}/walk-ins/"
    made = [
        builders.person(name, residence=now.shift.activity.area, phone=phone)
        for name, phone in (("王芳", "13900001234"), ("王芳", "13900005678"), ("刘晓明", "13900009876"))
    ]
    for person in made:
        builders.membership(now.shift.activity.team, person)
    asked = client.post(path, {"number": "王芳"})
    assert asked.status_code == 422
    assert "有 2 个人对得上" in text(asked)
    client.post(path, {"number": "王芳", "pick": made[1].public_id})
    assert Attendance.objects.get().person_id == made[1].pk
    near = text(client.post(path, {"number": "刘小明"}))
    assert "是不是 刘晓明" in near
    client.post(path, {"number": "9876"})
    assert Attendance.objects.filter(person=made[2]).count() == 1
    # Nobody outside the team is found by name: a leader does not search the city.
    stranger = now.cast["stranger"].person
    assert stranger is not None
    assert "没有找到" in text(client.post(path, {"number": stranger.name}))
    # Who is signed up here is simply here.
    client.post(path, {"number": "林晓雨"})
    assert not Attendance.objects.get(person=now.cast["volunteer"].person).walk_in
