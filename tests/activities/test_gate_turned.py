"""An answer of the self-check that was turned from yes to no is seen by whoever publishes, with its reason (O20)."""

from typing import Any

import pytest
from django.test import Client

from baiying.activities import actions
from baiying.activities.actions import refusals
from baiying.activities.models import Activity
from baiying.activities.rules import gate
from baiying.kit import clock
from tests.activities.makers import Town, actor, answers, log_in

CODE = "own_members"
WHY = "第一次看错了，来的都是自愿报名的居民"


def _sent(**turned: str) -> dict[str, str]:
    return dict.fromkeys(gate.CODES, "no") | turned


@pytest.fixture
def plan(town: Town) -> Activity:
    activity = town.activity(state="draft", gate_answers={})
    town.shift(activity)
    return activity


def _post(client: Client, plan: Activity, **given: str) -> Any:
    return client.post(f"/activities/{plan.public_id}/gate/", _sent(**given))


def test_o20_yes_turned_to_no_asks_why_and_the_publisher_reads_both(town: Town, plan: Activity) -> None:
    leader = log_in(town.leader, town.leader_person)
    first = _post(leader, plan, **{CODE: "yes"})
    assert first.status_code == 422
    # The question after the why stands beside the answer at once.
    assert f'name="{CODE}_turned"' in first.content.decode()
    silent = _post(leader, plan)
    assert silent.status_code == 422
    assert "请写明为什么改" in silent.content.decode()
    plan.refresh_from_db()
    assert (plan.state, plan.gate_answers[CODE]["answer"]) == ("draft", "yes")
    assert _post(leader, plan, **{f"{CODE}_turned": WHY}).status_code == 303
    page = log_in(town.admin, town.admin_person).get(f"/desk/activities/{plan.public_id}/").content.decode()
    assert "后来改成了“不是”" in page
    assert f"为什么改：{WHY}" in page
    section = page.partition('id="gate"')[2]
    assert section.index("答“是”") < section.index("答“不是”")
    # The story says what was answered, not only that something was.
    assert f"由“是”改答“不是”：{WHY}" in page
    assert "这是单位或学校对自己成员的要求吗？”答“是”" in page


def test_o20_the_reason_stays_asked_however_often_the_plan_comes_back(town: Town, plan: Activity) -> None:
    leader = actor(town.leader, town.leader_person)

    def answer(**given: str) -> None:
        said = answers()
        said[CODE] |= given
        actions.answer_gate(activity_id=plan.pk, answers=said, actor=leader, at=clock.now())

    answer(answer="yes")
    with pytest.raises(refusals.GateTurnedSilently):
        answer(answer="no", turned="  ")
    answer(answer="no", turned=WHY)
    with pytest.raises(refusals.GateTurnedSilently):
        answer(answer="no")
    answer(answer="no", turned=WHY)
    actions.submit(activity_id=plan.pk, actor=leader, at=clock.now())


def test_o20_who_never_said_yes_is_asked_nothing_more(town: Town, plan: Activity) -> None:
    leader = log_in(town.leader, town.leader_person)
    assert "_turned" not in leader.get(f"/activities/{plan.public_id}/gate/").content.decode()
    assert _post(leader, plan).status_code == 303
    page = log_in(town.admin, town.admin_person).get(f"/desk/activities/{plan.public_id}/").content.decode()
    assert "六条都答“不是”" in page
    assert "改过" not in page


def test_o8_an_older_story_stays_after_the_first_act_that_is_written_down(town: Town) -> None:
    activity = town.activity()
    town.shift(activity)
    url = f"/desk/activities/{activity.public_id}/"
    admin = log_in(town.admin, town.admin_person)
    before = admin.get(url).content.decode()
    assert "写了方案" in before
    assert "发布活动" in before
    actions.cancel(activity_id=activity.pk, reason="暴雨预警", actor=actor(town.admin), at=clock.now())
    after = admin.get(url).content.decode().partition("经过")[2]
    for title in ("写了方案", "发布活动", "取消活动"):
        assert after.count(title) == 1, title
    assert after.index("取消活动") < after.index("发布活动") < after.index("写了方案")
