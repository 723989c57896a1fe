"""What says two things at once, or comes to nothing, is asked; who decides again reads what was refused before."""

from collections.abc import Callable

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions
from baiying.hours import queries as hours
from baiying.hours.models import Attendance
from baiying.kit import clock
from tests.hours.conftest import Morning, serve

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def forgotten(morning: Morning) -> Attendance:
    person = morning.cast["volunteer"].person
    assert person is not None
    return builders.attendance(
        morning.shift, person, source="roll", left_at=morning.at(300), forced=True, by=morning.cast["leader"].account
    )


@pytest.fixture(autouse=True)
def _after(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: morning.at(310))


def test_not_upheld_with_times_is_two_answers_and_is_asked(morning: Morning, client_as: ClientAs) -> None:
    row = serve(morning)
    person = row.person
    case = builders.objection(person, attendance=row)
    address = f"/desk/hours/objections/{case.public_id}/"
    sent = {"upheld": "no", "starts_at": "09:00", "ends_at": "11:00", "answer": "问过领队"}
    answer = client_as("county").post(address, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "结论是不成立，却填了时间" in page
    assert 'value="11:00"' in page
    assert "问过领队</textarea>" in page
    case.refresh_from_db()
    assert case.answered_at is None
    assert client_as("county").post(address, sent | {"starts_at": "", "ends_at": ""}).status_code == 303


def test_an_end_that_comes_to_nothing_is_asked_about_once(morning: Morning, client_as: ClientAs) -> None:
    row = forgotten(morning)
    Attendance.objects.filter(pk=row.pk).update(checked_in_at=morning.at(-40))
    address = f"/shifts/{morning.shift.public_id}/ends/"
    leader = client_as("leader")
    page = leader.get(address).content.decode()
    assert "这次不计时长" not in page
    name = next(part.split('"')[0] for part in page.split('name="confirm_')[1:])
    sent = {"all_at": "08:25", f"confirm_{name}": "on"}
    asked = leader.post(address, sent)
    assert asked.status_code == 422
    assert "1 人这次不计时长" in asked.content.decode()
    assert 'name="nothing"' in asked.content.decode()
    row.refresh_from_db()
    assert row.checked_out_at == morning.at(300)
    assert leader.post(address, sent | {"nothing": "on"}).status_code == 303
    row.refresh_from_db()
    assert row.checked_out_at == morning.at(-35)


def test_a_tap_that_comes_to_nothing_says_so(
    morning: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = morning.cast["volunteer"].person
    row = builders.attendance(morning.shift, person, source="roll", by=morning.cast["leader"].account)  # type: ignore[arg-type]
    Attendance.objects.filter(pk=row.pk).update(checked_in_at=morning.at(-40))
    monkeypatch.setattr(clock, "now", lambda: morning.at(-35))
    path = f"/shifts/{morning.shift.public_id}/ticks/"
    said = client_as("leader").post(path, {"attendance": row.public_id}, headers={"In-Place": "1"})
    assert "这次不计时长" in said.content.decode()


def test_who_decides_again_reads_what_was_refused_and_why(morning: Morning, client_as: ClientAs) -> None:
    row = forgotten(morning)
    leader = morning.actor("leader")
    actions.confirm_end(attendance=row, ends_at=morning.at(120), actor=leader, at=morning.at(301))
    first = hours.proposals().get()
    reviewer = client_as("reviewer")
    assert "以前没有通过" not in reviewer.get(f"/desk/hours/reviews/{first.public_id}/").content.decode()
    actions.refuse(proposal=first, words="监控里没有他", actor=morning.actor("reviewer"), at=morning.at(302))
    actions.confirm_end(attendance=row, ends_at=morning.at(60), actor=leader, at=morning.at(303))
    second = hours.proposals().get(refused_at__isnull=True)
    page = reviewer.get(f"/desk/hours/reviews/{second.public_id}/").content.decode()
    assert "这条记录以前没有通过" in page
    assert "监控里没有他" in page
    assert "当时申请 2 小时" in page
