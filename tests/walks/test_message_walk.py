"""What people hear of one shift, from the confirmation to "please check out" (docs/walks/messages.md)."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.test import override_settings

from baiying.activities import actions as activities
from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message
from baiying.people import identity
from baiying.people.models import Person
from tests.activities import reminding
from tests.activities.makers import Town, actor, log_in

ANN, BEN, LEADER = "19900000961", "19900000962", "19900000963"
SETTINGS = "/mine/messages/settings/"


class Keeping:
    """A gateway of our own that keeps to whom what went."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, parcel: senders.Parcel) -> str:
        self.sent.append((parcel.address, parcel.text))
        return ""


class Day:
    """The clock of the walk, and what left since it was last asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.gateway = reminding.at(3, 9), Keeping()
        monkeypatch.setattr("baiying.kit.clock.now", lambda: self.now)
        monkeypatch.setitem(senders.SENDERS, "screen", lambda: self.gateway)

    def at(self, now: datetime) -> datetime:
        self.now = now
        return now

    def left(self) -> dict[str, str]:
        """The text messages that leave now, by phone: no phone gets two at once."""
        before = len(self.gateway.sent)
        actions.deliver_waiting(at=self.now)
        new = self.gateway.sent[before:]
        assert len({phone for phone, _ in new}) == len(new)
        return dict(new)


def somebody(town: Town, name: str, phone: str) -> tuple[Person, Any]:
    account = builders.account(phone, name=name)
    person = builders.person(name, residence=town.village, account=account, phone=phone)
    return person, log_in(account, person)


@pytest.mark.django_db
@override_settings(PUBLIC_ADDRESS="https://by.example")
def test_from_the_confirmation_to_please_check_out(monkeypatch: pytest.MonkeyPatch, client: Any) -> None:
    day, town, at = Day(monkeypatch), Town(), reminding.at
    kept = identity.seal(id_type="citizen", number="11010119900307299X", phone=LEADER)
    Person.objects.filter(pk=town.leader_person.pk).update(**kept)
    town.leader_person.refresh_from_db()
    (ann, her), (ben, his) = somebody(town, "安", ANN), somebody(town, "本", BEN)
    shift = reminding.a_shift(town, at(6, 8))
    leader = actor(town.leader, town.leader_person)

    # 1: both sign up and have it on the phone within the minute.
    for browser in (her, his):
        assert browser.post(f"/shifts/{shift.public_id}/signups/").status_code == 303
    activities.confirm(at=day.at(at(3, 9, 1)))
    told = day.left()
    assert set(told) == {ANN, BEN}
    for part in ("河堤清扫", "12月6日", "08:00–10:00", "柳树村文化广场", "王队长", "calendar.ics"):
        assert part in told[ANN]

    # 2: the leader has one digest.
    activities.tell_leaders(at=day.at(at(3, 18)))
    assert day.left() == {}
    digest = Message.objects.get(kind="activity_news", inbox=town.leader_person.public_id)
    assert digest.text == "“河堤清扫”新报名 2 人。"

    # 3: he wants no reminder the evening before.
    ticks = {f"{kind}_by_text": "on" for kind in ("signup_confirmed", "reminder_soon", "hours.still_open")}
    assert his.post(SETTINGS, ticks).status_code == 302

    # 4: it is moved by two hours.
    hour = timedelta(hours=1)
    day.at(at(4, 10))
    activities.move_shift(
        shift_id=shift.pk, starts_at=shift.starts_at + 2 * hour, ends_at=shift.ends_at + 2 * hour, reason="修路",
        actor=leader, at=day.now,
    )  # fmt: skip
    told = day.left()
    assert set(told) == {ANN, BEN}
    assert "10:00–12:00" in told[BEN]

    # 5: the evening before she is reminded of the new time, and he finds it in the app.
    activities.remind(at=day.at(at(5, 19)))
    told = day.left()
    assert set(told) == {ANN}
    assert "10:00–12:00" in told[ANN]
    assert "08:00" not in told[ANN]
    assert Message.objects.filter(inbox=ben.public_id, channel="inapp", kind="reminder_evening").exists()

    # 6: he cannot come; a look at the link changes nothing, the press does, and the leader's phone rings.
    day.at(at(5, 20, 30))
    signup = Signup.objects.get(person=ben)
    link = f"/signups/{signup.public_id}/cancellation/"
    assert "改过时间" in his.get(link).content.decode()
    assert client.get(link).status_code == 302
    signup.refresh_from_db()
    assert signup.state == "accepted"
    assert his.post(link, {"why": "ill", "reason": ""}).status_code == 303
    activities.tell_leader(activity_id=shift.activity_id, at=day.now)
    told = day.left()
    assert "1 人来不了：本" in told[LEADER]

    # 7 and 8: the same link says how it stands, and the calendar takes it out.
    day.at(at(5, 20, 40))
    assert "您已于" in his.get(link).content.decode()
    [event] = icalendar.Calendar.from_ical(his.get(f"/shifts/{shift.public_id}/calendar.ics").content).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"

    # 9: an hour before, and when it is over, she alone hears.
    activities.remind(at=day.at(at(6, 9)))
    assert set(day.left()) == {ANN}
    day.at(at(6, 10))
    by = actor(ann.account, ann)  # type: ignore[arg-type]
    hours.check_in(shift_pid=shift.public_id, person_id=ann.pk, actor=by, at=day.now)
    hours.warn_open(at=day.at(at(6, 12, 30)))
    told = day.left()
    assert set(told) == {ANN}
    assert "还没有签退" in told[ANN]
    hours.warn_open(at=day.at(at(6, 12, 40)))
    assert day.left() == {}

    # 10: nothing was given up, and her unread number is her rows.
    assert not Message.objects.filter(failed_at__isnull=False).exists()
    assert queries.unread_count(ann.public_id) == Message.objects.filter(inbox=ann.public_id, channel="inapp").count()
