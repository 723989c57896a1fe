"""A reader sets what also comes as a text message: a volunteer, and a guardian who has no record here."""

from datetime import date

import pytest

from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit import clock, rooms
from baiying.notices import actions, queries
from baiying.notices.models import Message, Preference
from baiying.people import queries as people
from tests.activities.makers import LONG_AGO, Town, account, actor, log_in

pytestmark = pytest.mark.django_db

SETTINGS = "/mine/messages/settings/"
OF_SHIFTS = {"reminder_evening", "reminder_soon", "signup_confirmed", "hours.still_open"}
TO_VOLUNTEERS, TO_BOXES, OF_LEADING = "circulars.volunteers", "circulars.boxes", "activity_news"
OF_WORK = "desk.waiting"
OF_WARDS = "ward_came_in"


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.fixture
def mother(town: Town) -> Account:
    """Answers for a child and is nobody's volunteer: an account alone."""
    who = account("王芳", "19900000903")
    builders.person("刘小明", residence=town.village, born=date(2016, 8, 1), guardian=who)
    return who


def offered(browser: object) -> set[str]:
    """The kinds that the page asks about."""
    page = browser.get(SETTINGS).content.decode()  # type: ignore[attr-defined]
    return {code for code in rooms.settable_kinds() if f'name="{code}_by_text"' in page}


def test_what_is_unticked_is_kept_and_shown_again(town: Town) -> None:
    who = account("甲", "19900000901")
    person = builders.person("甲", residence=town.village, account=who, phone="19900000901")
    browser = log_in(who, person)
    page = browser.get(SETTINGS).content.decode()
    assert page.count(" checked") == 5
    assert "reminder_evening_any_hour" not in page
    answer = browser.post(SETTINGS, {"reminder_soon_by_text": "on", "reminder_soon_any_hour": "on"}, follow=True)
    assert "已按您的意思改好" in answer.content.decode()
    rows = {row.kind: (row.by_text, row.any_hour) for row in Preference.objects.filter(inbox=person.public_id)}
    off = dict.fromkeys(("signup_confirmed", TO_VOLUNTEERS, "hours.still_open"), (False, False))
    assert rows == {"reminder_evening": (False, False), "reminder_soon": (True, True), **off}
    assert browser.post(SETTINGS, {"reminder_evening_by_text": "on"}).status_code == 302
    rows = {row.kind: (row.by_text, row.any_hour) for row in Preference.objects.all()}
    assert rows == {"reminder_evening": (True, False), "reminder_soon": (False, False), **off}


def test_a_look_changes_nothing_and_who_is_nobody_here_is_told(town: Town) -> None:
    browser = log_in(account("乙", "19900000902"))
    assert "不用设置" in browser.get(SETTINGS, follow=True).content.decode()
    assert browser.post(SETTINGS, {"reminder_soon_by_text": "on"}).status_code == 302
    assert not Preference.objects.exists()


def test_only_kinds_that_can_reach_whoever_asks_are_asked_about(town: Town) -> None:
    """No office, no unit: no notices to boxes. No phone, no ward: nothing. A child has no notices to volunteers."""
    who = account("丙", "19900000904")
    plain = builders.person("丙", residence=town.village, account=who, phone="19900000904")
    assert offered(log_in(who, plain)) == OF_SHIFTS | {TO_VOLUNTEERS}
    led = account("领队", "19900000905")
    leader = builders.person("领队", residence=town.village, account=led, phone="19900000905")
    builders.office(led, town.body, town.team, starts_at=LONG_AGO)
    assert offered(log_in(led, leader)) == OF_SHIFTS | {TO_VOLUNTEERS, TO_BOXES, OF_WORK}
    clerk = account("站员", "19900000906")
    builders.appointment(clerk, "place_staff", town.village)
    as_person = builders.person("站员", residence=town.village, account=clerk, phone="19900000906")
    assert TO_BOXES in offered(log_in(clerk, as_person))
    silent = builders.person("丁", residence=town.village, account=account("丁", "19900000907"))
    assert offered(log_in(silent.account, silent)) == set()  # type: ignore[arg-type]


def test_a_guardian_without_a_record_sets_what_is_read_of_wards(town: Town, mother: Account) -> None:
    browser = log_in(mother)
    assert SETTINGS in browser.get("/mine/messages/").content.decode()
    assert offered(browser) == OF_SHIFTS | {OF_WARDS}
    given = {f"{kind}_by_text": "on" for kind in OF_SHIFTS - {"reminder_evening"}}
    for _again in range(2):
        assert browser.post(SETTINGS, {**given, "reminder_soon_any_hour": "on"}).status_code == 302
    rows = {row.kind: (row.by_text, row.any_hour) for row in Preference.objects.filter(inbox=mother.public_id)}
    assert rows["reminder_evening"] == (False, False)
    assert rows["reminder_soon"] == (True, True)
    assert set(rows) == OF_SHIFTS | {OF_WARDS}


def test_a_ward_without_a_phone_is_the_guardians_to_set(town: Town, mother: Account) -> None:
    """Who acts for the child is not asked about text messages that never go to the child."""
    child = people.wards_of(mother.pk, clock.now())[0].ward
    assert offered(log_in(mother, child)) == set()


def test_who_registers_keeps_what_was_read_and_set_as_a_guardian(town: Town, mother: Account) -> None:
    at = clock.now()
    key, person = mother.public_id, builders.person("王芳", residence=town.village)
    actions.write(kind="ward_signup_made", text="孩子报名了", at=at, inbox=key)
    actions.prefer(inbox=key, kind="reminder_soon", by_text=False, any_hour=False, at=at)
    actions.prefer(inbox=key, kind="reminder_evening", by_text=False, any_hour=False, at=at)
    actions.prefer(inbox=person.public_id, kind="reminder_evening", by_text=True, any_hour=False, at=at)
    for _again in range(2):
        actions.carry_over(inbox=key, to=person.public_id)
    assert [one.text for one in Message.objects.filter(inbox=person.public_id)] == ["孩子报名了"]
    rows = {row.kind: row.by_text for row in queries.preferences_of(person.public_id).values()}
    assert rows == {"reminder_soon": False, "reminder_evening": True}
    assert not queries.preferences_of(key)


def test_an_account_that_lost_its_ward_reads_nobodys_inbox(town: Town, mother: Account) -> None:
    """What was just pressed for a ward is done for nobody, neither for the person behind the account."""
    assert queries.inbox_of_actor(actor(mother)) == mother.public_id
    builders.person("王芳", residence=town.village, account=mother)
    assert queries.inbox_of_actor(actor(mother)) == ""


def test_a_tick_means_the_same_for_every_kind() -> None:
    """The text message and nothing else: each says what comes all the same, none says that nothing comes.

    But notices to many and the digest: who switches these off is not written to at all (N09), and reads so at the row.
    """
    for kind in rooms.settable_kinds().values():
        assert "照样发短信" in str(kind.always), kind.code
        assert kind.reaches, kind.code
        assert rooms.called(kind.reaches)
        says_so = "不再" in f"{kind.label}{kind.note}{kind.always}"
        assert says_so == kind.whole == (kind.code in {TO_VOLUNTEERS, OF_WORK}), kind.code


def test_what_changes_ones_own_shift_cannot_be_turned_off() -> None:
    """Reminders, confirmations and notices to many have a setting: a move, a calling off, a log-in code have none."""
    assert set(rooms.settable_kinds()) == OF_SHIFTS | {TO_VOLUNTEERS, TO_BOXES, OF_LEADING, OF_WORK, OF_WARDS}
    for kind in ("signup_moved", "signup_called_off", "signup_activity_cancelled", "log_in_code"):
        with pytest.raises(KeyError):
            actions.prefer(inbox="x", kind=kind, by_text=False, any_hour=False, at=clock.now())
