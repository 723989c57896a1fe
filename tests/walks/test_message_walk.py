"""What people hear of one shift, from the confirmation to "please check out" (docs/walks/messages.md)."""

from datetime import datetime, timedelta

import icalendar
import pytest
from django.test import Client, override_settings

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
from tests.activities.reminding import at
from tests.notices.test_sending import Gateway

ANN, BEN, LEADER = "19900000961", "19900000962", "19900000963"
SETTINGS = "/mine/messages/settings/"


class Day:
    """The clock of the walk, and what left since it was last asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.gateway = reminding.at(3, 9), Gateway()
        monkeypatch.setattr("baiying.kit.clock.now", lambda: self.now)
        monkeypatch.setitem(senders.SENDERS, "screen", lambda: self.gateway)

    def at(self, now: datetime) -> datetime:
        self.now = now
        return now

    def left(self) -> dict[str, str]:
        """The text messages that leave now, by phone: no phone gets two at once."""
        before = len(self.gateway.sent)
        actions.deliver_waiting(at=self.now)
        texts, phones = self.gateway.sent[before:], self.gateway.phones[before:]
        assert len(set(phones)) == len(phones)
        return dict(zip(phones, texts, strict=True))


class Walk:
    """A shift on Sunday the sixth; she and he, with their browsers, and who leads."""

    def __init__(self, day: Day) -> None:
        self.day, self.town = day, Town()
        lead = self.town.leader_person
        kept = identity.seal(id_type="citizen", number="11010119900307299X", phone=LEADER)
        Person.objects.filter(pk=lead.pk).update(**kept)
        lead.refresh_from_db()
        (self.ann, self.her), (self.ben, self.his) = self._somebody("安", ANN), self._somebody("本", BEN)
        self.shift = reminding.a_shift(self.town, at(6, 8))

    def _somebody(self, name: str, phone: str) -> tuple[Person, Client]:
        account = builders.account(phone, name=name)
        person = builders.person(name, residence=self.town.village, account=account, phone=phone)
        return person, log_in(account, person)

    def is_confirmed(self) -> None:
        """1: both sign up and have it on the phone within the minute."""
        for browser in (self.her, self.his):
            assert browser.post(f"/shifts/{self.shift.public_id}/signups/").status_code == 303
        activities.confirm(at=self.day.at(at(3, 9, 1)))
        told = self.day.left()
        assert set(told) == {ANN, BEN}
        for part in ("河堤清扫", "12月6日", "08:00–10:00", "柳树村文化广场", "王队长", "calendar.ics"):
            assert part in told[ANN]

    def is_gathered(self) -> None:
        """2: the leader has one digest."""
        activities.tell_leaders(at=self.day.at(at(3, 18)))
        assert self.day.left() == {}
        digest = Message.objects.get(kind="activity_news", inbox=self.town.leader_person.public_id)
        assert digest.text == "“河堤清扫”新报名 2 人。"

    def is_set(self) -> None:
        """3: he wants no reminder the evening before."""
        ticks = {f"{kind}_by_text": "on" for kind in ("signup_confirmed", "reminder_soon", "hours.still_open")}
        assert self.his.post(SETTINGS, ticks).status_code == 302

    def is_moved(self) -> None:
        """4: by two hours."""
        two, now = timedelta(hours=2), self.day.at(at(4, 10))
        activities.move_shift(
            shift_id=self.shift.pk, starts_at=self.shift.starts_at + two, ends_at=self.shift.ends_at + two,
            reason="修路", actor=actor(self.town.leader, self.town.leader_person), at=now,
        )  # fmt: skip
        told = self.day.left()
        assert set(told) == {ANN, BEN}
        assert "10:00–12:00" in told[BEN]

    def is_reminded(self) -> None:
        """5: the evening before she is reminded of the new time, and he finds it in the app."""
        activities.remind(at=self.day.at(at(5, 19)))
        told = self.day.left()
        assert set(told) == {ANN}
        assert "10:00–12:00" in told[ANN]
        assert "08:00" not in told[ANN]
        assert Message.objects.filter(inbox=self.ben.public_id, channel="inapp", kind="reminder_evening").exists()

    def is_given_up(self, stranger: Client) -> None:
        """6: he cannot come; a look at the link changes nothing, the press does, and the leader's phone rings.
        7 and 8: the same link says how it stands, and the calendar takes it out."""
        self.day.at(at(5, 20, 30))
        signup = Signup.objects.get(person=self.ben)
        link = f"/signups/{signup.public_id}/cancellation/"
        assert "改过时间" in self.his.get(link).content.decode()
        assert stranger.get(link).status_code == 302
        signup.refresh_from_db()
        assert signup.state == "accepted"
        assert self.his.post(link, {"why": "ill", "reason": ""}).status_code == 303
        activities.tell_leader(activity_id=self.shift.activity_id, at=self.day.now)
        assert "1 人来不了：本" in self.day.left()[LEADER]
        self.day.at(at(5, 20, 40))
        assert "您已于" in self.his.get(link).content.decode()
        calendar = self.his.get(f"/shifts/{self.shift.public_id}/calendar.ics").content
        [event] = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
        assert str(event["STATUS"]) == "CANCELLED"

    def is_served(self) -> None:
        """9: an hour before, and when it is over, she alone hears."""
        activities.remind(at=self.day.at(at(6, 9)))
        assert set(self.day.left()) == {ANN}
        now, by = self.day.at(at(6, 10)), actor(self.ann.account, self.ann)  # type: ignore[arg-type]
        hours.check_in(shift_pid=self.shift.public_id, person_id=self.ann.pk, actor=by, at=now)
        hours.warn_open(at=self.day.at(at(6, 12, 30)))
        told = self.day.left()
        assert set(told) == {ANN}
        assert "还没有签退" in told[ANN]
        hours.warn_open(at=self.day.at(at(6, 12, 40)))
        assert self.day.left() == {}


@pytest.mark.django_db
@override_settings(PUBLIC_ADDRESS="https://by.example")
def test_from_the_confirmation_to_please_check_out(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    walk = Walk(Day(monkeypatch))
    walk.is_confirmed()
    walk.is_gathered()
    walk.is_set()
    walk.is_moved()
    walk.is_reminded()
    walk.is_given_up(client)
    walk.is_served()
    # 10: nothing was given up, and her unread number is her rows.
    assert not Message.objects.filter(failed_at__isnull=False).exists()
    hers = Message.objects.filter(inbox=walk.ann.public_id, channel="inapp").count()
    assert queries.unread_count(walk.ann.public_id) == hers
