"""What a guardian's page says one hears of a child and may stop: each sentence is held by tests that exist, each way is
there for a guardian in force and for nobody else."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from baiying.people.models import Guardianship
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import FATHER
from tests.people.world import Area

TESTS = Path(__file__).resolve().parents[1]
TOLD, AGAIN = "activities/test_guardian_told.py", "activities/test_guardian_asked_again.py"
WILLS, PHONES, LEAVES = "people/test_two_wills.py", "people/test_one_telephone.py", "people/test_minor_leaves.py"

# sentence -> the tests that hold it.
HELD: dict[str, tuple[str, ...]] = {
    "孩子报名、排候补、候补有了名额，发短信告诉您。": (
        f"{TOLD}::test_p2_the_guardian_hears_by_text_and_says_no_and_all_are_told_kindly",
        f"{TOLD}::test_p2_the_guardian_hears_again_when_a_waiting_child_gets_a_place",
    ),
    "不同意那一次：在“我监护的孩子”里点开它按一下，开始以前都行。": (
        f"{TOLD}::test_p2_the_guardian_hears_by_text_and_says_no_and_all_are_told_kindly",
        f"{TOLD}::test_p2_after_the_shift_began_it_is_too_late_to_say_no",
    ),
    "孩子报了名的活动改时间、改地点、取消，也告诉您。": (
        f"{AGAIN}::test_a_move_is_told_the_guardian_who_may_say_no_to_the_new_time",
        f"{AGAIN}::test_another_risk_or_place_is_told_the_guardian_and_the_volunteers",
        f"{AGAIN}::test_the_guardian_hears_that_it_is_called_off_and_that_the_place_is_gone",
    ),
    "孩子没有报名、当场签到的，马上告诉您在哪里、找谁。": (
        "hours/test_held.py::test_guardians_hear_at_once_where_a_child_is_and_that_it_was_a_mistake",
    ),
    "孩子当天登录过，晚上告诉您一次。": (
        f"{PHONES}::test_u41_log_ins_of_a_ward_are_told_to_the_guardian_once_a_day_and_not_to_the_shared_phone",
    ),
    "短信可以不收。": (f"{PHONES}::test_u41_a_guardian_with_another_phone_is_texted_and_may_turn_that_off",),
    "工作人员要看孩子的完整号码，先要另一人批准；每看一次，告诉您一次，也列在上面“谁看过”里。": (
        f"{LEAVES}::test_r009_asked_by_one_given_by_another_looked_at_and_told",
    ),
    "别的监护人同意、不同意或撤回，您会知道；谁说不同意都马上算数。": (
        f"{WILLS}::test_u20_a_no_of_the_second_who_is_asked_suspends_at_once_and_all_are_told",
        "people/test_two_guardians.py::test_the_first_hears_who_was_asked_and_what_came_of_it_and_keeps_seeing_the_child",
    ),
    "撤回同意马上生效：接下来的报名都取消，注册暂停，服务过的记录还在。": (
        "promises/test_consents.py::test_a_withdrawal_names_what_it_cancels",
        f"{TOLD}::test_p2_after_the_consent_is_withdrawn_the_child_cannot_sign_up",
        "people/test_guardian_cases.py::test_p3_a_guardian_who_withdrew_still_sees_the_child_and_whom_to_ask",
    ),
    "那天零点起由孩子自己做主，您不再收到消息，也看不到孩子的资料。": (
        "people/test_wards_of_age.py::test_a_former_guardian_sees_nothing_of_who_is_of_age",
        "people/test_wards_of_age.py::test_a_former_guardian_withdraws_nothing_of_a_grown_ups",
        "people/test_wards_of_age.py::test_nobody_is_told_of_a_grown_up_as_a_guardian",
        "people/test_eighteen.py::test_u21_what_waits_for_the_morning_is_dropped_at_midnight_and_read_no_more",
    ),
}


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def sentences() -> set[str]:
    with translation.override("zh-hans"):
        row = Guardianship(public_id="a" * 12)
        page = render_to_string("people/parts/guardian_told.html", {"guardianship": row})
    said = "".join(re.findall(r"<dd>(.*?)</dd>", re.sub(r"<a .*?</a>", "", page)))
    return {f"{one.strip()}。" for one in re.sub(r"<[^>]+>", "", said).split("。") if one.strip()}


def test_every_sentence_is_held_by_tests_that_exist() -> None:
    assert sentences() == set(HELD)
    for tests in HELD.values():
        for name in tests:
            path, _colons, test = name.partition("::")
            assert f"def {test}(" in (TESTS / path).read_text(encoding="utf-8"), name


@pytest.mark.django_db
def test_a_guardian_in_force_has_each_way_and_who_withdrew_has_none(client: Client, area: Area) -> None:
    agreed(client, area)
    row, guardian = Guardianship.objects.get(), Client()
    world.log_in(guardian, FATHER)
    page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
    part = page[page.index('id="told"') :]
    for way in ("/mine/wards/", "/mine/messages/settings/", f"/mine/wards/{row.public_id}/withdrawal/"):
        assert f'href="{way}"' in part
        assert guardian.get(way).status_code == 200
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert 'id="told"' not in guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
