"""Nine sign-ups of three persons are three people, and 人次 where sign-ups are counted."""

from datetime import timedelta

import pytest

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.activities.rules import counting
from baiying.activities.views import words
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.activities.makers import Town, confirmed, log_in, volunteer
from tests.activities.test_leader_news import evening

pytestmark = pytest.mark.django_db


def nine(town: Town) -> tuple[list[Shift], list[Person]]:
    """Three persons, each at the same three shifts of one activity."""
    activity = town.activity()
    first = town.shift(activity, places=9)
    shifts = [first]
    for days in (7, 14):
        starts_at = first.starts_at + timedelta(days=days)
        shifts.append(builders.shift(activity, starts_at, starts_at + timedelta(hours=2), places=9))
    persons = [volunteer(f"众{number}", town.village) for number in range(3)]
    for shift in shifts:
        for person in persons:
            town.signup(shift, person)
    return shifts, persons


def test_persons_and_times() -> None:
    assert counting.heads([]) == counting.Heads(0, 0)
    assert counting.heads([1, 2, 3]) == counting.Heads(3, 3)
    assert counting.heads([1, 2, 1, 1]) == counting.Heads(2, 4)
    assert words.heads([1, 2]) == "2 人"
    assert words.heads([1, 2, 1]) == "2 人（3 人次）"


def test_calling_off_the_whole_activity_tells_three_people(town: Town) -> None:
    shifts, _persons = nine(town)
    admin, path = log_in(town.admin, town.admin_person), f"/activities/{shifts[0].activity.public_id}/cancellation/"
    assert "3 人（9 人次）" in admin.get(path).content.decode()
    page = admin.post(path, {"reason": "暴雨"}).content.decode()
    assert "一共取消 3 个班次" in page
    assert "一共通知 3 人（9 人次）" in page
    assert admin.post(path, {"reason": "暴雨"} | confirmed(page)).status_code == 303
    record = admin.get(f"/desk/activities/{shifts[0].activity.public_id}/").content.decode()
    assert "还有 3 人没有通知到" in record
    assert "一共要告诉 3 人，已经知道 0 人" in record


def test_the_leaders_message_counts_persons(town: Town) -> None:
    shifts, _persons = nine(town)
    Signup.objects.update(signed_up_at=clock.now())
    actions.tell_leaders(at=evening())
    [text] = Message.objects.filter(kind="activity_news", channel="inapp").values_list("text", flat=True)
    assert "新报名 3 人（9 人次）。" in text
    assert len(shifts) == 3


def test_many_accepted_at_once_are_said_as_sign_ups(town: Town) -> None:
    shifts, _persons = nine(town)
    Signup.objects.update(state="applied", accepted_at=None)
    Shift.objects.update(taken=0)
    leader = log_in(town.leader, town.leader_person)
    sent = {"act": "accept", "sure": "1", "row": list(Signup.objects.values_list("public_id", flat=True))}
    done = leader.post("/desk/activities/applications/", sent, follow=True).content.decode()
    assert "已录用 9 人次" in done
    assert len(shifts) == 3
    # A second tab, opened before, or a second tap.
    again = leader.post("/desk/activities/applications/", sent, follow=True).content.decode()
    assert "勾选的已经答复过了：9 人次已录用。没有再办一次。" in again
    assert "先在表里勾选" not in again
