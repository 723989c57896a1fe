"""What a guardian's consent says and what the program does agree, sentence by sentence (P2): each names its tests."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from baiying.people.models import Person
from baiying.people.rules import RegistrationRules
from tests.activities.makers import Town
from tests.activities.test_guardian_told import signed_up
from tests.people import world

TESTS = Path(__file__).resolve().parents[1]
HEADINGS = re.compile(r"<h3>.*?</h3>|<p class=\"by-quiet\">.*?</p>", re.DOTALL)
MINORS, TOLD = "activities/test_minors.py", "activities/test_guardian_told.py"
CASES, DESK = "people/test_guardian_cases.py", "people/test_desk.py"
HERE = "promises/test_consents.py"
ON_MINORS = f"{MINORS}::test_rule_page_and_database_agree_on_minors"
STILL_SEES = f"{CASES}::test_p3_a_guardian_who_withdrew_still_sees_the_child_and_whom_to_ask"

# sentence -> the tests that hold it.
HELD: dict[str, tuple[str, ...]] = {
    "不满 14 周岁未成年人的个人信息属于敏感个人信息，依照《个人信息保护法》第二十八条、第三十一条，须由您单独同意。": (
        "people/test_guardians.py::test_the_guardian_agrees_on_another_phone_and_the_minor_counts_after_both",
    ),
    "孩子只能报组织者写明未成年人可以来的岗位。": (
        ON_MINORS,
        f"{MINORS}::test_minors_come_by_default_only_where_no_risk_is_written",
        f"{MINORS}::test_a_minor_neither_walks_in_where_no_minors_are_taken_nor_where_too_young",
    ),
    "应急救援、志愿消防不接受未成年人。": (
        "activities/test_adults_only.py::test_a_minor_neither_signs_up_for_a_rescue_nor_walks_in_nor_is_put_on_paper",
    ),
    "上课时间里，还在上小学、初中的报不上。": (ON_MINORS, f"{MINORS}::test_python_and_sql_know_the_same_school_hours"),
    "不满 16 周岁的，要么领队全程在场，要么由您替孩子报名并陪同到场。": (
        ON_MINORS,
        f"{TOLD}::test_p2_the_guardian_is_asked_to_come_where_nobody_else_is_there",
    ),
    "每次活动的时间、地点、联系人和风险说明，报名前都能看到。": (
        f"{HERE}::test_time_place_contact_and_risk_stand_on_the_page_before_signing_up",
    ),
    "孩子自己报名、排候补、候补有了名额，我们发短信告诉您（一天最多几条），也都列在“我监护的孩子”里。": (
        f"{TOLD}::test_p2_the_guardian_hears_by_text_and_says_no_and_all_are_told_kindly",
        f"{TOLD}::test_p2_the_guardian_hears_again_when_a_waiting_child_gets_a_place",
    ),
    "不同意那一次，在“我监护的孩子”里点开它按一下就取消，我们会好好告诉孩子和领队。": (
        f"{TOLD}::test_p2_the_guardian_hears_by_text_and_says_no_and_all_are_told_kindly",
        f"{TOLD}::test_without_an_address_the_text_message_says_where_the_page_is",
    ),
    "孩子的证件号码由您单独同意收集，不由孩子同意，只用来核对本人和防止重复注册。": (
        "people/test_number_of_a_child.py::test_below_fourteen_the_guardian_agrees_to_the_number_and_not_the_child",
    ),
    "不同意注册的，别的监护人同意也要等您同意，或由办公室看过证明决定；您可以在请求页上改。": (
        "people/test_guardians_no.py::test_her_yes_waits_until_he_agrees_too",
        "people/test_guardians_no.py::test_the_county_decides_over_a_no_as_over_a_withdrawal",
        "people/test_guardians_no.py::test_the_texts_lead_who_said_no_to_the_page_where_it_is_changed",
    ),
    "姓名、性别、出生日期、证件号码、居住地区、手机号、技能、服务类别，用来确认本人、联系和记录服务。": (
        f"{HERE}::test_a_record_holds_what_the_consent_names_and_no_more",
    ),
    "号码泄露可能带来骚扰或冒用。": (
        "people/test_registering.py::test_number_and_phone_are_nowhere_readable_in_the_database",
    ),
    "号码加密保存，各处遮挡。": (
        "people/test_registering.py::test_number_and_phone_are_nowhere_readable_in_the_database",
        f"{DESK}::test_search_finds_by_name_number_card_number_and_phone_and_shows_masks",
    ),
    "工作人员每次打开孩子的资料都会留下记录。": (
        f"{DESK}::test_a_minors_data_is_logged_when_opened_and_its_numbers_need_a_higher_right",
    ),
    "查看未成年人的完整号码，须有更高权限并写明原因。": (
        f"{DESK}::test_a_minors_data_is_logged_when_opened_and_its_numbers_need_a_higher_right",
    ),
    "活动前后几小时里，领队要联系孩子，看到的是您的电话，看一次记一次。": (
        "hours/test_roll_call_numbers.py::test_of_a_minor_it_is_the_guardians_number",
    ),
    "随时在“我监护的孩子”里查看孩子的资料和同意书，替孩子报名。": (
        STILL_SEES,
        "people/test_guardians.py::test_a_guardian_may_act_for_the_ward_until_the_consent_is_withdrawn",
    ),
    "要更正、删除，页面上写着找谁。": (STILL_SEES,),
    "随时撤回同意，撤回前会列出要取消的报名。": (f"{HERE}::test_a_withdrawal_names_what_it_cancels",),
    "撤回后孩子不能再报名，以前的记录保留，您仍能查看、要求更正或删除，也可以重新同意。": (
        STILL_SEES,
        f"{CASES}::test_p3_a_guardian_agrees_again_by_a_consent_of_its_own",
        f"{TOLD}::test_p2_after_the_consent_is_withdrawn_the_child_cannot_sign_up",
    ),
}


LOOKS = "hours/test_roll_call_numbers.py"
REGISTERS, TODAY = "people/test_registering.py", "house/test_law.py"
# What everybody agrees to for himself.
HELD_OF_ONESELF: dict[str, tuple[str, ...]] = {
    "姓名、性别、出生日期、证件号码、居住地区、手机号、技能、服务类别。": (
        f"{HERE}::test_a_record_holds_what_the_consent_names_and_no_more",
    ),
    "这八项是《志愿服务记录与证明出具办法（试行）》第五条要求的。": (
        f"{HERE}::test_a_record_holds_what_the_consent_names_and_no_more",
    ),
    "方便的时间由您自愿填写，不填不影响注册。": (
        f"{REGISTERS}::test_an_adult_registers_and_gets_a_number_but_does_not_count_yet",
    ),
    "确认您是本人，联系您参加活动，如实记录您的服务时间，作为志愿服务证明的依据，按地区统计人数和时长。": (
        f"{DESK}::test_a_clerk_passes_the_check_by_the_document_and_only_then_it_counts",
    ),
    "不作商业用途，不用来给您打分。": (f"{TODAY}::test_nothing_that_must_not_be_built_turns_up",),
    "您自己；您报名的活动的领队，看到姓名和编号，活动前后几小时里要联系您时看到手机号，看一次记一次；"
    "您所在地区的工作人员，号码始终遮挡，确需查看完整号码要写明原因并留下记录。": (
        f"{LOOKS}::test_the_number_of_who_is_missing_is_looked_up_one_by_one_and_on_record",
        f"{LOOKS}::test_nobody_else_looks_up_numbers",
        f"{DESK}::test_a_number_is_revealed_only_for_a_reason_and_the_look_is_written_down",
    ),
    "公开页面不显示您的姓名，除非您自己打开。": (f"{REGISTERS}::test_the_profile_changes_area_and_interests",),
    "证件号码一旦泄露可能影响您的财产和名誉，所以单独征求您的同意；不满 14 周岁的，由监护人单独同意。": (
        f"{REGISTERS}::test_without_both_ticks_nobody_is_registered",
        "people/test_number_of_a_child.py::test_below_fourteen_the_guardian_agrees_to_the_number_and_not_the_child",
    ),
    "它用您专属的密钥加密保存，只用来核对本人和防止重复注册，各处都用志愿者编号代替它。": (
        f"{REGISTERS}::test_number_and_phone_are_nowhere_readable_in_the_database",
    ),
    "服务记录至少保存十年。": ("kit/test_partitions.py::test_what_must_be_kept_is_not_archived",),
    "您撤回同意后，不再产生新的记录。": (
        f"{REGISTERS}::test_withdrawing_consent_ends_the_registration_and_one_may_come_back",
    ),
    "随时在“我的资料”里查看资料，改居住地和服务意愿，撤回同意；对记录有异议可以提出，工作人员必须答复。": (
        f"{REGISTERS}::test_the_profile_changes_area_and_interests",
        "hours/test_own_pages.py::test_p15_an_objection_stands_on_the_record_with_words_state_answer_and_one_appeal",
    ),
}


def sentences(purpose: str) -> list[str]:
    with translation.override("zh-hans"):
        page = render_to_string(f"people/consents/{purpose}-{RegistrationRules().consent_version}.html")
    text = re.sub(r"<[^>]+>|\s*\n\s*", "", HEADINGS.sub("", page))
    return [f"{one}。" for one in text.replace("&quot;", '"').split("。") if one]


@pytest.mark.parametrize("purpose", ["guardian", "guardian_under_14", "volunteer_service"])
def test_every_sentence_of_a_consent_is_held_by_tests_that_exist(purpose: str) -> None:
    said = sentences(purpose)
    assert len(said) > 10
    held = HELD_OF_ONESELF if purpose == "volunteer_service" else HELD
    missing = [one for one in said if one not in held]
    assert not missing, "what the program does not do must not be promised:\n" + "\n".join(missing)


def test_every_test_that_is_named_is_there_and_every_sentence_is_said() -> None:
    said = {*sentences("guardian"), *sentences("guardian_under_14")}
    assert set(HELD) == said
    assert set(HELD_OF_ONESELF) == set(sentences("volunteer_service"))
    for tests in (*HELD.values(), *HELD_OF_ONESELF.values()):
        for name in tests:
            path, _colons, test = name.partition("::")
            assert f"def {test}(" in (TESTS / path).read_text(encoding="utf-8"), name


@pytest.mark.django_db
def test_time_place_contact_and_risk_stand_on_the_page_before_signing_up(town: Town) -> None:
    shift = town.shift()
    page = Client().get(f"/activities/{shift.activity.public_id}/").content.decode()
    for words in ("有车辆经过", "柳树村文化广场", "王队长", "未成年人可以参加", "不满 16 岁的领队全程在场"):
        assert words in page


# What a record says of a human being, beside keys, masks and instants.
ABOUT = {
    "name", "sex", "birth_date", "id_type", "id_no_sealed", "phone_sealed", "residence", "service_area", "skills",
    "categories", "availability",
}  # fmt: skip
BESIDE = {
    "rests_since", "parked_at", "home_later_at", "merged_into",
    "id", "public_id", "account", "name_key", "id_no_hash", "id_no_mask", "phone_hash", "phone_mask", "data_key_sealed",
    "areas_since", "name_public", "invited_by", "created_at", "created_by_id", "channel", "closed_at", "phone_lost_at",
}  # fmt: skip


def test_a_record_holds_what_the_consent_names_and_no_more() -> None:
    assert {field.name for field in Person._meta.fields} == ABOUT | BESIDE


@pytest.mark.django_db
def test_a_withdrawal_names_what_it_cancels(town: Town, client: Client) -> None:
    signup, guardian = signed_up(town, client, world.make_area())
    row = signup.person.guardianships.get()
    page = guardian.get(f"/mine/wards/{row.public_id}/withdrawal/").content.decode()
    assert "会取消的报名" in page
    assert signup.shift.activity.title in page
