"""The evening's reminder leaves the evening before; rules by which it cannot are named on the rules' pages."""

from datetime import date, time

import pytest

from baiying.activities import clashes
from baiying.activities.rules.reminders import ReminderRules
from baiying.demo import builders
from baiying.notices import queries as messages
from baiying.notices.rules import NoticeRules, is_quiet

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def test_by_default_the_evenings_reminder_leaves_before_the_quiet_hours() -> None:
    assert not is_quiet(time(ReminderRules().evening_hour), NoticeRules())
    assert not clashes.evening_at_night("reminders", ReminderRules(), (), DAY)
    assert not clashes.evening_at_night(messages.RULES, NoticeRules(), (), DAY)


def test_either_rule_says_that_it_does_not_go_with_the_other(city: builders.SmallCity) -> None:
    builders.rule_set("reminders", area=city.city, evening_hour=20)
    quiet = NoticeRules(quiet_from_hour=19, quiet_from_half=True)
    path = tuple(city.city.path)
    assert "20:00" in clashes.evening_at_night(messages.RULES, quiet, path, DAY)
    assert not clashes.evening_at_night(messages.RULES, NoticeRules(quiet=False), path, DAY)
    assert not clashes.evening_at_night("figures", object(), path, DAY)


def test_the_pages_of_rules_say_so(city: builders.SmallCity, client_as: object) -> None:
    builders.rule_set("reminders", area=city.city, evening_hour=20)
    row = builders.rule_set("notices", quiet_from_hour=20)
    office = client_as("city")  # type: ignore[operator]
    assert office.get("/desk/places/rules/").content.decode().count("落在夜里不发短信的时间") == 2
    assert "落在夜里不发短信的时间" in office.get(f"/desk/places/rules/{row.public_id}/").content.decode()
