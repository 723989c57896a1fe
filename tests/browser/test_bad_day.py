"""A bad day: forms that come back, an answer that got lost, a session that ended in the roll-call, a small phone."""

import pytest

from baiying.demo import builders
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor
from tests.browser.test_forms_kept import ended, logged_in_again
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser

_LOST = "没有留下、要再填一次的"
# How much of the screen's height is taken by what does not scroll along.
_TAKEN = """[...document.querySelectorAll('body *')]
    .filter(e => ['sticky', 'fixed'].includes(getComputedStyle(e).position)).map(e => e.getBoundingClientRect())
    .filter(b => b.width > 200 && b.height && b.top < innerHeight && b.bottom > 0)
    .reduce((sum, b) => sum + Math.min(b.bottom, innerHeight) - Math.max(b.top, 0), 0)"""


def test_only_what_is_really_gone_is_said_to_be_gone(stage: Stage, cast: Cast) -> None:
    clerk = stage.visitor(phone=False).log_in(cast["clerk"].phone).go("/desk/people/on-site/")
    clerk.follow("先选本人居住的村（社区）").pick_area("槐树社区")
    clerk.fill(name="林晓羽", id_number="11010519491231002X").press("注册")
    clerk.reads("还不能提交")
    assert clerk.page.locator("[name=name]").input_value() == "林晓羽"
    assert _LOST not in clerk.page.inner_text("main"), "all of it stands there"
    # It is still known what will be gone once the page is left.
    clerk.fill(phone="13900001234")
    clerk.page.reload()
    said = clerk.page.locator(".by-restored").inner_text()
    assert _LOST in said
    assert "姓名" in said
    assert "。。" not in said


def test_a_pasted_sheet_is_there_after_a_reload_and_a_note_with_two_times(stage: Stage, cast: Cast) -> None:
    shift = shift_of(cast, "粘贴的班次", hours=-1)
    builders.signup(shift, cast["volunteer"].person)  # type: ignore[arg-type]
    leader = stage.visitor().log_in(cast["leader"].phone).go(f"/shifts/{shift.public_id}/paper/")
    leader.fill(words="第 1 页")
    leader.page.locator("details.by-more summary").click()
    leader.fill(pasted="林晓雨 20:30 21:00\n张三 20:30 21:00").press("放进表里").reads("认出是 林晓雨")
    assert _LOST not in leader.page.inner_text("main")
    leader.press("提交复核").reads("还不能提交")
    assert _LOST not in leader.page.inner_text("main")
    leader.page.reload()
    leader.page.wait_for_selector(".by-kept")
    assert leader.page.locator("[name=no_extra0]").input_value() == "张三"
    assert leader.page.locator("[name=out_extra0]").input_value() == "21:00"
    assert leader.page.locator("[name=words]").input_value() == "第 1 页"
    assert leader.page.locator("[name=pasted]").input_value() == "", "it stands in the rows"
    leader.go(f"/shifts/{shift.public_id}/notes/").fill(words="改到 19:30–21:30，2026-12-02 东门集合")
    leader.page.reload()
    assert leader.page.locator("[name=words]").input_value() == "改到 19:30–21:30，2026-12-02 东门集合"
    leader.fill(words="打 139 0000 1234 找我")
    assert "0000 1234" not in leader.page.evaluate("JSON.stringify(sessionStorage)")


def _on_the_spot(stage: Stage, cast: Cast, title: str) -> tuple[Visitor, str]:
    shift = shift_of(cast, title, minutes=-5)
    builders.signup(shift, builders.person("周明", residence=shift.activity.area))
    return stage.visitor().log_in(cast["leader"].phone), f"/shifts/{shift.public_id}/field/"


def test_what_a_press_came_to_is_seen_and_a_lost_answer_is_made_up_for(stage: Stage, cast: Cast) -> None:
    leader, path = _on_the_spot(stage, cast, "信号差的班次")
    page = leader.go(path).page
    row = page.locator("#list li").filter(has_text="周明")
    # The press arrives, its answer does not.
    page.route("**/ticks/", lambda route: (route.fetch(), route.abort()))
    row.get_by_role("button", name="到了").click()
    page.wait_for_selector("#lost")
    assert "没有收到回音" in page.inner_text("#lost")
    page.unroute("**/ticks/")
    # The browser says it too, and that is the one fault that is meant.
    stage.faults[:] = [fault for fault in stage.faults if "ERR_FAILED" not in fault]
    # With the next answer, of whatever kind, the list says what happened, and the sentence goes.
    page.wait_for_selector("#lost", state="detached", timeout=20_000)
    row.get_by_role("button", name="离开").wait_for()
    row.get_by_role("button", name="离开").click()
    said = row.get_by_text("刚刚记了到")
    said.wait_for()
    assert said.bounding_box()["width"] > 50, "seen, not only read out"
    leader.look()


def test_a_session_that_ended_in_the_roll_call_is_said_and_leads_back(stage: Stage, cast: Cast) -> None:
    leader, path = _on_the_spot(stage, cast, "退出登录的班次")
    leader.go(path)
    ended(leader)
    leader.press("周明：到了").reads("您已退出登录，刚才按的没有记上")
    logged_in_again(leader, cast["leader"].phone)
    assert leader.page.url.split("?")[0].endswith(path)


def test_whose_session_is_over_has_no_name_at_the_head_of_a_desk_page(stage: Stage, cast: Cast) -> None:
    clerk = stage.visitor(phone=False).log_in(cast["clerk"].phone).go("/desk/people/on-site/")
    clerk.follow("先选本人居住的村（社区）").pick_area("槐树社区")
    name = cast["clerk"].part.name
    clerk.reads(name).fill(name="林晓羽")
    ended(clerk)
    clerk.press("注册").reads("您已退出登录")
    assert name not in clerk.page.inner_text("body")
    assert clerk.page.locator(".by-side").count() == 0


def test_the_largest_type_leaves_a_small_phone_its_page(stage: Stage, cast: Cast) -> None:
    leader, path = _on_the_spot(stage, cast, "特大字的班次")
    leader.context.add_cookies([{"name": "elder", "value": "2", "url": stage.address}])
    leader.page.set_viewport_size({"width": 320, "height": 640})
    leader.go(path)
    leader.page.locator("#list li").first.scroll_into_view_if_needed()
    leader.page.mouse.wheel(0, 300)
    assert leader.page.evaluate(_TAKEN) < 130
    shift = shift_of(cast, "特大字报名", days=3)
    leader.go(f"/activities/{shift.activity.public_id}/")
    assert leader.page.evaluate(_TAKEN) < 130
