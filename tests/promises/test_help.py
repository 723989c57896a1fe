"""What the help and the privacy notice promise is held by tests that exist (T5); what nobody holds is not promised."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from baiying.demo import builders
from baiying.hours.models import HourEntry
from baiying.kit import clock, rooms
from baiying.teams import actions
from tests.activities.makers import Town, actor, log_in, volunteer

TESTS = Path(__file__).resolve().parents[1]
# Words by which a sentence binds the program, not its reader.
PROMISES = re.compile(r"不会|从不|绝不|不保存|不公开|不影响|不能改|不向|随时|照样|撤销|撤回|记一次|会告诉|只有")
EXEMPT, DESK = "places/test_exemptions.py", "desk/test_search.py"

# Sentence of the help -> the tests that hold it.
HELD: dict[str, tuple[str, ...]] = {
    "一年里谁看过、经谁批准，监护人同意和撤回多少次，申请办了多久": (
        "desk/test_minors_audit.py::test_r010_looks_leaves_consents_and_requests_of_a_year_in_numbers",
    ),
    "没有点“开始每夜检查”，什么都不会发生": (
        "teams/test_exits.py::test_r026_nothing_happens_before_the_office_has_seen_the_numbers_and_begins",
    ),
    "提醒以后办一次活动就撤销": ("teams/test_exits.py::test_r026_an_activity_lifts_it",),
    "哪一步都可以撤销，关闭了的也恢复原样": (
        "teams/test_exits.py::test_r026_what_was_closed_is_undone_with_its_teams",
    ),
    "同一张表再传一次，不会重复": (
        "accounts/test_lists.py::test_u33_two_of_the_same_name_stop_and_the_others_go_to_their_people",
    ),
    "同名的人不会自动挑一个：填手机号后四位": (
        "accounts/test_lists.py::test_u33_two_of_the_same_name_stop_and_the_others_go_to_their_people",
    ),
    "写了一半的话可以留下，电话、证件号和填人的格不会留": (
        "accounts/test_terms.py::test_u31_a_page_open_while_the_role_ends_keeps_the_words_and_no_number",
    ),
    "两个号码的人随时可以说“不是同一个人”": (
        "people/test_merge_pages.py::test_either_number_says_no_and_nothing_is_merged",
    ),
    "只有同一个办公室或上级、职务不低于本人的同事可以作证": (
        "accounts/test_vouching.py::test_u26_who_stands_near_enough",
    ),
    "改期、取消照样发短信": ("notices/test_preferences.py::test_what_changes_ones_own_shift_cannot_be_turned_off",),
    "不想收短信提醒的，在这里去掉勾，“消息”里照样有": (
        "activities/test_one_phone.py::test_a_guardian_without_a_record_is_read_by_the_own_settings",
    ),
    "只能由您本人关联，系统不按姓名或手机号对号，也不会替您开账号": (
        "unified/test_u24_says_it_is_you.py::test_u24_a_e_a_phone_that_is_claimed_ties_and_finds_nobody",
        "unified/test_both_providers.py::test_it_never_makes_an_account",
    ),
    "应急通知照样发": (
        "circulars/test_sending.py::test_who_switched_mass_notices_off_is_not_written_to_and_an_emergency_comes_all_the_same",
    ),
    "位置只用这一次，不保存": ("promises/test_help.py::test_no_table_has_room_for_where_a_reader_stands",),
    "没有资料挂在上面之前可以整次撤销": (
        "places/test_undone_imports.py::test_o7_undoing_restores_every_row_of_the_tree_and_its_history",
        "places/test_undone_imports.py::test_o7_what_hangs_on_an_import_or_came_after_it_is_said_beforehand",
    ),
    "找不到上级的行不会被悄悄收下": (
        "places/test_undone_imports.py::test_o7_an_orphan_is_refused_or_placed_by_who_imports",
    ),
    "一张表可以补全许多站的地址、电话、开放时间，录完可以撤销": (
        "places/test_site_tables.py::test_o14_many_sites_are_described_by_one_table_and_put_back",
    ),
    "填错了可以撤销，前一任恢复在任": (
        "places/test_site_staff.py::test_r024_a_record_entered_by_mistake_is_taken_back_and_the_one_before_heads_again",
    ),
    "公众页面上只有职务和阵地的电话，没有姓名": (
        "places/test_site_staff.py::test_r024_residents_read_the_function_and_no_name",
    ),
    "建错的分中心、基地、实践点可以撤销，只要还没有人员、活动挂在上面": (
        "places/test_site_mistakes.py::test_r024_a_site_set_up_by_mistake_is_taken_back_and_shown_nowhere",
        "places/test_site_mistakes.py::test_r024_what_hangs_on_a_site_or_is_due_is_not_taken_back",
    ),
    "已建成在用的不会自动勾上": (f"{EXEMPT}::test_o14_a_site_in_operation_is_exempted_only_if_ticked_as_such",),
    "可以整次撤销，恢复到原来": (f"{EXEMPT}::test_o14_undone_everything_stands_as_before_row_by_row",),
    "之后又改过的，撤销前会写明": (f"{EXEMPT}::test_o14_what_was_said_since_is_named_beforehand_and_left",),
    "录入之后可以整张撤销，旧的版次都留着": (
        "places/test_population_tables.py::test_o12_undoing_goes_back_to_the_version_before_and_new_figures_are_none_again",
    ),
    "生效之前可以撤回": ("places/test_rule_sets.py::test_a_version_is_withdrawn_with_a_reason_until_it_is_in_force",),
    "点错了当天可以撤销": (
        "teams/test_members_taken_off.py::test_who_leads_takes_a_member_off_with_a_reason_and_back_within_a_day",
        "teams/test_members_taken_off.py::test_it_is_not_brought_back_later_nor_by_another_nor_who_asked_anew",
    ),
    "随时可以查看和撤回": (
        "people/test_guardian_cases.py::test_p3_a_guardian_who_withdrew_still_sees_the_child_and_whom_to_ask",
        "promises/test_consents.py::test_a_withdrawal_names_what_it_cancels",
    ),
    "这些只是提示，不影响任何人的注册": (
        "people/test_desk_signals.py::test_what_is_seen_changes_nobodys_registration",
    ),
    "想离开随时可以，以前的时长不受影响": ("promises/test_help.py::test_whoever_leaves_a_team_keeps_the_hours",),
    "启用后得到一个只有您知道的地址，加到手机日历里": (
        "activities/test_calendars.py::test_my_shifts_at_a_secret_address",
        "activities/test_calendars.py::test_an_address_is_renewed_closed_and_never_guessed",
    ),
    "不同意，点“不同意，取消这次报名”，名额给别人，我们会告诉孩子和领队": (
        "activities/test_guardian_told.py::test_p2_the_guardian_hears_by_text_and_says_no_and_all_are_told_kindly",
    ),
    "点错了可以撤销": ("hours/test_ticks_taken_back.py::test_only_who_ticked_takes_it_back_and_only_for_ten_minutes",),
    "勾选后一起通过或退回，几分钟之内可以整批撤销": (
        "hours/test_decided_together.py::test_taken_back_every_row_is_as_it_was",
    ),
    "入账的时长不能改，错了只能由两个人冲销，两笔都留着": (
        "hours/test_reversals.py::test_it_says_what_it_does_and_is_decided_by_another",
    ),
    "人数太少、会让人认出是谁的，不公开": ("figures/test_public_view.py::test_no_subtraction_leaves_few_people",),
    "名单和每个人的记录，只有有权限的人能看，看一次记一次": (
        "dashboards/test_city_pages.py::test_the_public_is_sent_to_the_log_in_before_any_row",
        "dashboards/test_city_pages.py::test_persons_are_exported_masked_and_audited_and_their_sum_is_the_pages_to_the_minute",
    ),
    "目标建议定在信用时长上，不会逼着人补录": (
        "dashboards/test_city_pages.py::test_a_target_is_blank_until_set_and_then_stands_beside_the_value",
    ),
    "号码不会留在网址里": (f"{DESK}::test_a_number_stands_in_no_address_and_is_not_printed_back",),
    "失败的任务排除原因后可以再试，多试不会重复办理": (
        "desk/test_machine.py::test_a_failed_job_shows_in_words_and_is_tried_again",
        "config/test_recurring.py::test_a_bad_row_stops_nothing_is_shown_and_is_done_by_a_later_run",
    ),
    "发错了先停止，再发更正，只有收到旧版的会收到": (
        "circulars/test_sending.py::test_n08_paused_edited_in_a_second_window_resumed_stopped_corrected",
    ),
    "办结了会告诉您结果": (
        "complaints/test_hearings.py::test_the_end_is_told_to_whoever_was_heard_and_the_answer_is_not",
    ),
    "投诉建议的回话只有本人能看": (
        "desk/test_outbox.py::test_codes_are_never_readable_and_answers_to_complaints_are_their_readers_alone",
    ),
    "验证码从不显示": (
        "desk/test_outbox.py::test_codes_are_never_readable_and_answers_to_complaints_are_their_readers_alone",
    ),
    "撤回之后孩子不能再报名，以前的记录都在": (
        "activities/test_guardian_told.py::test_p2_after_the_consent_is_withdrawn_the_child_cannot_sign_up",
    ),
    "撤回同意、正在注销的人只保存": (
        "privacy/test_storage_only.py::test_no_route_of_an_office_shows_who_rests",
        "privacy/test_openings.py::test_two_persons_open_it_the_asker_looks_and_the_person_reads_who_and_why",
    ),
    "不办理的写明原因，系统会告诉本人可以到哪里去": (
        "privacy/test_requests.py::test_r157_a_no_needs_a_reason_and_says_where_to_go",
    ),
    "撤回同意，注册就结束": (
        "people/test_registering.py::test_withdrawing_consent_ends_the_registration_and_one_may_come_back",
    ),
}
# What the privacy notice says is not done.
HELD_OF_PRIVACY: dict[str, tuple[str, ...]] = {
    "网页不向别的网站请求任何内容，没有广告和统计代码": (
        "ui/test_gallery_in_a_browser.py::POLICY",
        "promises/test_help.py::test_pages_ask_nothing_of_other_sites",
    ),
    "手机定位只用来给结果排序，不保存": ("promises/test_help.py::test_no_table_has_room_for_where_a_reader_stands",),
    "相机只在签到页打开，画面不离开手机": (
        "hours/test_joining.py::test_only_the_scanners_page_may_use_camera_and_wasm",
    ),
}
# Sentences with such a word that bind nobody: where something is pressed.
ONLY_SAID = {"看和改自己的资料，出示志愿者证，撤回同意"}


def promised() -> set[str]:
    """The sentences of the help by which the program is bound."""
    with translation.override("zh-hans"):
        texts = [str(text) for topic in rooms.topics() for text in (topic.sentence, *topic.steps)]
    return {one for text in texts for one in re.split("[。；]", text) if PROMISES.search(one)} - ONLY_SAID


def test_every_promise_of_the_help_is_held_and_none_is_held_that_nobody_makes() -> None:
    assert promised() == set(HELD)


@pytest.mark.django_db
def test_what_the_privacy_notice_says_is_not_done_is_held(town: Town) -> None:
    page = Client().get("/privacy/", follow=True).content.decode()
    for sentence in HELD_OF_PRIVACY:
        assert sentence in page


def test_every_test_that_is_named_is_there() -> None:
    for tests in (*HELD.values(), *HELD_OF_PRIVACY.values()):
        for name in tests:
            path, _colons, test = name.partition("::")
            text = (TESTS / path).read_text(encoding="utf-8")
            assert f"def {test}(" in text or f"{test} = " in text, name


@pytest.mark.django_db
def test_no_table_has_room_for_where_a_reader_stands(town: Town) -> None:
    who = volunteer("甲", town.village)
    assert who.account is not None
    browser = log_in(who.account, who)

    def rows() -> dict[str, int]:
        return {m._meta.db_table: m._default_manager.count() for m in apps.get_models() if m._meta.managed}

    before, cookies = rows(), browser.cookies.output()
    for path in ("/sites/?near=34.021,113.812", "/activities/?near=34.021,113.812", "/teams/?near=34.021,113.812"):
        assert browser.get(path).status_code == 200
    assert rows() == before
    # Nor does the browser keep it for us.
    assert "113.812" not in browser.cookies.output().removeprefix(cookies)


@pytest.mark.django_db
def test_pages_ask_nothing_of_other_sites(town: Town) -> None:
    town.shift()
    for path in ("/", "/activities/", "/sites/", "/teams/", "/city/", "/help/", "/log-in/"):
        page = Client().get(path, follow=True).content.decode()
        asked = re.findall(r'<(?:script|img|link|iframe|source|video)\b[^>]*(?:src|href)="((?:https?:)?//[^"]+)"', page)
        assert asked == [], path


@pytest.mark.django_db
def test_whoever_leaves_a_team_keeps_the_hours(town: Town) -> None:
    who = volunteer("甲", town.village)
    membership = town.member(who)
    shift = town.shift(days=-1)
    builders.entry(who, attendance=builders.attendance(shift, who, left_at=shift.ends_at, settled=True))
    before = list(HourEntry.objects.filter(person_id=who.pk).values())
    assert len(before) == 1
    actions.leave(membership_id=membership.pk, reason="搬家", actor=actor(who.account, who), at=clock.now())  # type: ignore[arg-type]
    membership.refresh_from_db()
    assert membership.left_at is not None
    assert list(HourEntry.objects.filter(person_id=who.pk).values()) == before
