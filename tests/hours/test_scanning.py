"""The leader scans volunteers' cards in the page (P14): come, already here, not signed up, not to be let in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities.models import Shift
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, HourEntry
from baiying.kit import clock
from baiying.notices import queries as notices
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]
IN_PLACE = {"In-Place": "1"}


@pytest.fixture
def now(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, clock.now() - timedelta(minutes=30))


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def card_of(now: Morning, key: str) -> str:
    person = now.cast[key].person
    assert person is not None
    return f"/v/{builders.card(person).code}/"


def path(now: Morning) -> str:
    return f"/shifts/{now.shift.public_id}/scans/"


def test_a_scan_marks_who_is_expected_and_can_be_taken_back(now: Morning, client_as: ClientAs) -> None:
    leader, code = client_as("leader"), card_of(now, "volunteer")
    answer = leader.post(path(now), {"code": code}, headers=IN_PLACE)
    row = Attendance.objects.get()
    assert (answer.status_code, row.in_source, row.walk_in) == (200, "scan", False)
    assert row.signup_id is not None
    assert "林晓雨" in text(answer)
    assert "<html" not in text(answer)
    assert f'value="{row.public_id}"' in text(answer), "the way back stands beside the camera"
    # Held before the camera once more: nothing happens twice, and no way back that would undo the first.
    again = leader.post(path(now), {"code": code}, headers=IN_PLACE)
    assert "已经到了" in text(again)
    assert Attendance.objects.count() == 1
    leader.post(f"/shifts/{now.shift.public_id}/undone-ticks/", {"attendance": row.public_id}, headers=IN_PLACE)
    assert not queries.attendances_of(now.shift.pk).exists()


def test_the_record_says_who_scanned(now: Morning, client_as: ClientAs) -> None:
    leader, code = client_as("leader"), card_of(now, "volunteer")
    leader.post(path(now), {"code": code})
    row = Attendance.objects.get()
    assert "领队扫卡" in text(leader.get(f"/shifts/{now.shift.public_id}/field/"))
    assert "领队扫卡" in text(client_as("volunteer").get(f"/attendances/{row.public_id}/"))
    Attendance.objects.update(checked_in_at=now.at(0))
    out = {"intent": "out", "shift": now.shift.public_id, "attendance": row.public_id}
    leader.post(code, out)
    assert HourEntry.objects.get().source == "scan"


def test_who_did_not_sign_up_is_asked_first(now: Morning, client_as: ClientAs) -> None:
    leader, code = client_as("leader"), card_of(now, "stranger")
    stranger = now.cast["stranger"].person
    assert stranger is not None
    for headers in (IN_PLACE, {}):
        answer = leader.post(path(now), {"code": code}, headers=headers)
        assert answer.status_code == 409
        assert "没有报上这个班次" in text(answer)
        assert f'name="walk_in" value="{code}"' in text(answer)
    assert not Attendance.objects.exists()
    joined = leader.post(path(now), {"walk_in": code}, headers=IN_PLACE)
    row = Attendance.objects.get()
    assert (joined.status_code, row.walk_in, row.in_source, row.person_id) == (200, True, "scan", stranger.pk)
    actions.say_held(at=clock.now() + timedelta(minutes=11))
    assert any("不是您本人" in m.text for m in notices.inbox_of(stranger.public_id))


def test_other_codes_and_the_own_card_are_answered_in_words(now: Morning, client_as: ClientAs) -> None:
    leader = client_as("leader")
    for code in ("/v/abcdefghijkl/", "/c/x/y/", ""):
        answer = leader.post(path(now), {"code": code}, headers=IN_PLACE)
        assert answer.status_code == 404
        assert "作废" in text(answer)
    own = leader.post(path(now), {"code": card_of(now, "leader")}, headers=IN_PLACE)
    assert own.status_code in (403, 409)
    # A refusal of the rule is said, and nothing is offered.
    Shift.objects.filter(pk=now.shift.pk).update(starts_at=clock.now() - timedelta(hours=3), ends_at=clock.now())
    late = leader.post(path(now), {"code": card_of(now, "stranger")}, headers=IN_PLACE)
    assert late.status_code == 409
    assert "谢东升" in text(late)
    assert "walk_in" not in text(late)
    assert not Attendance.objects.exists()


def test_only_who_leads_the_shift_scans(now: Morning, client_as: ClientAs) -> None:
    code = card_of(now, "volunteer")
    for key in ("volunteer", "stranger", "clerk"):
        assert client_as(key).post(path(now), {"code": code}).status_code == 404
    assert not Attendance.objects.exists()


def test_the_camera_is_allowed_on_the_leaders_page_alone(now: Morning, client_as: ClientAs) -> None:
    leader, pid = client_as("leader"), now.shift.public_id
    page = leader.get(f"/shifts/{pid}/field/")
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "wasm-unsafe-eval" in page.headers["Content-Security-Policy"]
    assert "/static/ui/js/scan." in text(page)
    for other in ("code", "roster", "paper"):
        answer = leader.get(f"/shifts/{pid}/{other}/")
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "wasm-unsafe-eval" not in answer.headers["Content-Security-Policy"]


def test_near_the_end_a_card_shown_again_means_leaving_with_a_way_back(
    now: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, code = client_as("leader"), card_of(now, "volunteer")
    person = now.cast["volunteer"].person
    row = builders.attendance(now.shift, person, source="roll", by=now.cast["leader"].account)  # type: ignore[arg-type]
    monkeypatch.setattr(clock, "now", lambda: now.at(100))
    early = leader.post(path(now), {"code": code}, headers=IN_PLACE)
    assert "要提前走的，请点“现在签退”" in text(early)
    assert f'name="leave" value="{code}"' in text(early)
    row.refresh_from_db()
    assert row.checked_out_at is None
    monkeypatch.setattr(clock, "now", lambda: now.at(136))
    gone = leader.post(path(now), {"code": code}, headers=IN_PLACE)
    row.refresh_from_db()
    assert (row.checked_out_at, row.out_source) == (now.at(136), "scan")
    assert "签退了" in text(gone)
    assert f"/shifts/{now.shift.public_id}/undone-leavings/" in text(gone)
    # The card is still before the camera: it does not come again by itself.
    again = leader.post(path(now), {"code": code}, headers=IN_PLACE)
    assert "已经签退" in text(again)
    assert 'name="again"' in text(again)
    assert Attendance.objects.count() == 1
    leader.post(f"/shifts/{now.shift.public_id}/undone-leavings/", {"attendance": row.public_id}, headers=IN_PLACE)
    row.refresh_from_db()
    assert row.checked_out_at is None


def test_who_has_just_come_is_not_sent_away_and_a_posted_leaving_says_what_helps(
    now: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, code = client_as("leader"), card_of(now, "volunteer")
    for minutes in (140, 144):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: now.at(minutes))
        leader.post(path(now), {"code": code}, headers=IN_PLACE)
    row = Attendance.objects.get()
    assert row.checked_out_at is None
    monkeypatch.setattr(clock, "now", lambda: now.at(145))
    answer = leader.post(path(now), {"code": code}, headers=IN_PLACE)
    assert HourEntry.objects.filter(attendance_id=row.pk).exists()
    assert "再扫一次，就是又到了" in text(answer)
    # Before the end it is a press, which works without scripts as well.
    monkeypatch.setattr(clock, "now", lambda: now.at(146))
    plain = leader.post(path(now), {"code": code})
    assert plain.status_code == 200
    assert "又来了，再签到" in text(plain)
    assert leader.post(path(now), {"again": code}).status_code == 303
    assert Attendance.objects.filter(checked_out_at__isnull=True).count() == 1
    assert leader.post(path(now), {"leave": code}).status_code == 303
    assert not Attendance.objects.filter(checked_out_at__isnull=True).exists()
