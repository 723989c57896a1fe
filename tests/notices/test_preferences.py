"""A reader sets what also comes as a text message."""

import pytest

from baiying.demo import builders
from baiying.kit import clock, rooms
from baiying.notices import actions
from baiying.notices.models import Preference
from tests.activities.makers import Town, account, log_in

pytestmark = pytest.mark.django_db

SETTINGS = "/mine/messages/settings/"


@pytest.fixture
def town(db: None) -> Town:
    return Town()


def test_what_is_unticked_is_kept_and_shown_again(town: Town) -> None:
    who = account("甲", "19900000901")
    person = builders.person("甲", residence=town.village, account=who)
    browser = log_in(who, person)
    page = browser.get(SETTINGS).content.decode()
    assert page.count(" checked") == 6
    assert "reminder_evening_any_hour" not in page
    answer = browser.post(SETTINGS, {"reminder_soon_by_text": "on", "reminder_soon_any_hour": "on"}, follow=True)
    assert "已按您的意思改好" in answer.content.decode()
    rows = {row.kind: (row.by_text, row.any_hour) for row in Preference.objects.filter(inbox=person.public_id)}
    off = dict.fromkeys(
        ("signup_confirmed", "circulars.boxes", "circulars.volunteers", "hours.still_open"), (False, False)
    )
    assert rows == {"reminder_evening": (False, False), "reminder_soon": (True, True), **off}
    assert browser.post(SETTINGS, {"reminder_evening_by_text": "on"}).status_code == 302
    rows = {row.kind: (row.by_text, row.any_hour) for row in Preference.objects.all()}
    assert rows == {"reminder_evening": (True, False), "reminder_soon": (False, False), **off}


def test_a_look_changes_nothing_and_who_is_nobody_here_is_told(town: Town) -> None:
    browser = log_in(account("乙", "19900000902"))
    assert "没有可以设置的提醒" in browser.get(SETTINGS, follow=True).content.decode()
    assert browser.post(SETTINGS, {"reminder_soon_by_text": "on"}).status_code == 302
    assert not Preference.objects.exists()


def test_what_changes_ones_own_shift_cannot_be_turned_off() -> None:
    """Reminders, confirmations and notices to many have a setting: a move, a calling off, a log-in code have none."""
    known = {"reminder_evening", "reminder_soon", "signup_confirmed", "circulars.boxes", "circulars.volunteers"} | {
        "hours.still_open"
    }
    assert set(rooms.settable_kinds()) == known
    for kind in ("signup_moved", "signup_called_off", "signup_activity_cancelled", "log_in_code"):
        with pytest.raises(KeyError):
            actions.prefer(inbox="x", kind=kind, by_text=False, any_hour=False, at=clock.now())
