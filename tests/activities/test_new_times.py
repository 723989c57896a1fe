"""A shift that was moved: one button says that the new time suits; the leader sees and hears who said so, once."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.activities import actions, queries
from baiying.activities.actions import leader_news
from baiying.activities.models import Shift, Signup
from baiying.activities.reminded import MustKnow, TimeAgreed
from baiying.activities.rules import reached
from baiying.kit import clock
from baiying.notices.models import Message
from tests.activities.makers import Town, actor, log_in, volunteer
from tests.activities.test_guardian_asked_again import on_saturday, school, texts_to  # noqa: F401
from tests.activities.test_guardian_told import area  # noqa: F401
from tests.people.test_guardians import FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db
ASKS = "新时间可以</button>"


def moved(town: Town, shift: Shift, hours: int = 2) -> None:
    shift.refresh_from_db()
    actions.move_shift(
        shift_id=shift.pk, starts_at=shift.starts_at + timedelta(hours=hours),
        ends_at=shift.ends_at + timedelta(hours=hours), reason="场地", actor=actor(town.leader, town.leader_person),
        at=clock.now(),
    )  # fmt: skip
    shift.refresh_from_db()


def one_moved(town: Town, name: str = "甲") -> tuple[Signup, Client]:
    who = volunteer(name, town.village)
    shift = town.shift(days=3)
    signup = town.signup(shift, who)
    moved(town, shift)
    signup.refresh_from_db()
    return signup, log_in(who.account, who)  # type: ignore[arg-type]


def news(town: Town) -> list[str]:
    rows = Message.objects.filter(kind="activity_news", inbox=town.leader_person.public_id, channel="inapp")
    return [one.text for one in rows.order_by("id")]


def digests(town: Town, days: int = 2) -> list[str]:
    """What the leader reads within the next days."""
    start = clock.now()
    for hour in range(1, 24 * days):
        actions.tell_leaders(at=start + timedelta(hours=hour))
    return news(town)


def test_one_button_says_yes_and_the_leader_sees_it(town: Town) -> None:
    signup, client = one_moved(town)
    page = f"/signups/{signup.public_id}/new-time/"
    told = Message.objects.get(kind="signup_moved", channel="inapp")
    assert told.link == page, "the message leads to the button"
    shown = client.get(page).content.decode()
    assert ASKS in shown
    assert "我来不了" in shown
    for where in ("/mine/", "/mine/signups/", f"/activities/{signup.shift.activity.public_id}/"):
        assert ASKS in client.get(where).content.decode(), where
    leader = log_in(town.leader, town.leader_person)
    record = f"/desk/activities/{signup.shift.activity.public_id}/"
    assert "新时间还没有回" in leader.get(record).content.decode()
    assert not TimeAgreed.objects.exists(), "looking changes nothing"
    for _press in range(2):
        answer = client.post(f"{page}?from=/mine/", {"time": queries.mark_of_time(signup.shift)})
        assert answer["Location"] == "/mine/"
    assert TimeAgreed.objects.count() == 1
    assert "1 人说新时间可以，0 人还没有回" in leader.get(record).content.decode()
    assert ASKS not in client.get("/mine/signups/").content.decode()
    assert "您说过新时间可以" in client.get(page).content.decode()


def test_who_said_yes_may_say_no_later_and_is_counted_no_more(town: Town) -> None:
    signup, client = one_moved(town)
    client.post(f"/signups/{signup.public_id}/new-time/", {"time": queries.mark_of_time(signup.shift)})
    client.post(f"/signups/{signup.public_id}/cancellation/", {"reason": ""})
    signup.refresh_from_db()
    assert signup.state == "cancelled"
    leader = log_in(town.leader, town.leader_person)
    assert "说新时间可以" not in leader.get(f"/desk/activities/{signup.shift.activity.public_id}/").content.decode()
    assert not any("新时间可以" in text for text in digests(town))


def test_yes_is_to_the_time_that_was_read_and_to_no_other(town: Town) -> None:
    signup, client = one_moved(town)
    page, read = f"/signups/{signup.public_id}/new-time/", queries.mark_of_time(signup.shift)
    moved(town, signup.shift)
    answer = client.post(page, {"time": read}, follow=True)
    assert "时间刚才又改了" in answer.content.decode()
    assert not TimeAgreed.objects.exists()
    client.post(page, {"time": queries.mark_of_time(signup.shift)})
    # Moved once more: the answer was to another time.
    moved(town, signup.shift)
    assert ASKS in client.get(page).content.decode()
    # Where the sign-up was made for, nothing is asked.
    moved(town, signup.shift, hours=-6)
    assert client.get(page).status_code == 303


def test_the_leader_hears_it_once_with_the_digest(town: Town) -> None:
    signup, client = one_moved(town)
    leader_news.heard([signup], None)
    client.post(f"/signups/{signup.public_id}/new-time/", {"time": queries.mark_of_time(signup.shift)})
    assert digests(town) == ["“村口义务清扫”改期以后，1 人说新时间可以。"]


def test_nobody_has_to_call_who_has_answered(town: Town) -> None:
    signup, client = one_moved(town)
    row = MustKnow.objects.get(signup=signup, what="moved")
    MustKnow.objects.filter(pk=row.pk).update(state=reached.CALL, why=reached.NO_WAY)
    client.post(f"/signups/{signup.public_id}/new-time/", {"time": queries.mark_of_time(signup.shift)})
    row.refresh_from_db()
    assert row.state == reached.REACHED


def test_a_yes_to_the_newest_time_says_nothing_of_what_it_replaced(town: Town) -> None:
    signup, client = one_moved(town)
    moved(town, signup.shift, 1)
    client.post(f"/signups/{signup.public_id}/new-time/", {"time": queries.mark_of_time(signup.shift)})
    rows = MustKnow.objects.filter(signup=signup, what="moved").order_by("pk")
    assert [row.state for row in rows] == [reached.OLD, reached.REACHED]


def test_nobody_answers_for_another(town: Town) -> None:
    signup, _client = one_moved(town)
    other = volunteer("乙", town.village)
    stranger = log_in(other.account, other)  # type: ignore[arg-type]
    given = {"time": queries.mark_of_time(signup.shift)}
    for page in ("new-time/", "guardian/new-time/"):
        assert stranger.post(f"/signups/{signup.public_id}/{page}", given).status_code == 404
    assert not TimeAgreed.objects.exists()


@pytest.mark.law("MPL-16")
def test_for_a_child_the_guardian_answers(town: Town, client: Client, area: Area, school: None) -> None:  # noqa: F811
    signup, guardian = on_saturday(town, client, area)
    leader_news.heard([signup], None)
    leader = log_in(town.leader, town.leader_person)
    record = f"/desk/activities/{signup.shift.activity.public_id}/"
    told = texts_to(FATHER)[0]
    assert "新时间可以" in told.text
    page = guardian.get(told.link).content.decode()
    assert ASKS in page
    assert "不同意，取消这次报名" in page
    # The child may say so too; the guardian decides.
    given = {"time": queries.mark_of_time(Shift.objects.get(pk=signup.shift_id))}
    client.post(f"/signups/{signup.public_id}/new-time/", given)
    assert "0 人说新时间可以，1 人还没有回" in leader.get(record).content.decode()
    assert "孩子说新时间可以，监护人还没有答复" in leader.get(record).content.decode()
    for _press in range(2):
        assert guardian.post(f"{told.link}new-time/", given).status_code == 303
    said = leader.get(record).content.decode()
    assert "1 人说新时间可以，0 人还没有回" in said
    assert "监护人说新时间可以" in said
    assert ASKS not in guardian.get(told.link).content.decode()
    assert [text for text in digests(town) if "1 人说新时间可以" in text]
    # And no later is a no.
    assert guardian.post(told.link).status_code == 303
    signup.refresh_from_db()
    assert signup.state == "cancelled"


def test_in_an_area_without_digests_nothing_is_lost_on_pages(town: Town) -> None:
    signup, client = one_moved(town)
    when: datetime = signup.shift.starts_at - timedelta(hours=1)
    client.post(f"/signups/{signup.public_id}/new-time/", {"time": queries.mark_of_time(signup.shift)})
    found = queries.new_times([signup])[signup.pk]
    assert found.answered
    assert queries.may_answer([signup], when, as_guardian=False) == {}
