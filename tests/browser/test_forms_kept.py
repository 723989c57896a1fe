"""A form that was filled in outlives the session that ended meanwhile: every choice, tick, day and row of it, or the
page says which of them it does not keep. What is typed in one form of a page stays when another one is sent."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser


def ended(who: Visitor, *, all_cookies: bool = False) -> None:
    """The session is over; or somebody cleaned the device of everything."""
    cookies = [] if all_cookies else [one for one in who.context.cookies() if one["name"] != "sessionid"]
    who.context.clear_cookies()
    who.context.add_cookies(cookies)


def logged_in_again(who: Visitor, phone: str) -> Any:
    """By the link of the page that said no, back to the form."""
    who.follow("登录").fill(phone=phone).press("发送验证码").type_code()
    return who.page


def test_a_sheet_comes_back_with_its_rows_ticks_and_times(stage: Stage, cast: Cast) -> None:
    shift = shift_of(cast, "纸质表的班次", hours=-5)
    for key in ("volunteer",):
        builders.signup(shift, cast[key].person)  # type: ignore[arg-type]
    leader = stage.visitor().log_in(cast["leader"].phone).go(f"/shifts/{shift.public_id}/paper/")
    leader.press("再加 10 行").fill(
        words="11月23日第 2 页", no_extra20="王芳 1234", in_extra20="9:10", out_extra20="10:20"
    )
    leader.page.locator("[name^=whole_]").first.check()
    leader.fill(no_extra1="张三 13900001234")
    ended(leader)
    leader.press("提交复核").reads("您已退出登录", "您刚才填的还在这里", "纸质表编号或说明", "留在这个标签页里")
    assert "原因" not in leader.page.inner_text("#content")
    page = logged_in_again(leader, cast["leader"].phone)
    page.wait_for_selector(".by-restored")
    assert page.locator("[name=no_extra20]").input_value() == "王芳 1234"
    assert page.locator("[name=in_extra20]").input_value() == "9:10"
    assert page.locator("[name=out_extra20]").input_value() == "10:20"
    assert page.locator("[name=words]").input_value() == "11月23日第 2 页"
    assert page.locator("[name^=whole_]").first.is_checked()
    assert page.locator("[name=no_extra1]").input_value() == "", "a phone is kept nowhere"
    assert "没有留下、要再填一次的：" in page.inner_text("main")
    leader.look()


def test_a_notice_comes_back_with_its_kind_areas_and_levels(stage: Stage, cast: Cast) -> None:
    boss = stage.visitor(phone=False).log_in(cast["city"].phone).go("/desk/circulars/new/")
    boss.fill(title="夜间防汛值守", text="今晚二十点到岗。", sign_hours="2").choose(sort="emergency", levels="village")
    areas = boss.page.locator("[name=areas]")
    areas.first.uncheck()
    areas.nth(1).check()
    ended(boss)
    boss.press("存草稿，看发给谁").reads("您已退出登录")
    page = logged_in_again(boss, cast["city"].phone)
    assert page.locator("[name=sort][value=emergency]").is_checked()
    assert [page.locator("[name=areas]").nth(n).is_checked() for n in (0, 1)] == [False, True]
    assert page.locator("[name=levels][value=village]").is_checked()
    assert page.locator("[name=sign_hours]").input_value() == "2"
    assert page.locator("[name=text]").input_value() == "今晚二十点到岗。"
    boss.reads("您刚才填的还在，还没有提交", "是哪一种", "哪些地区")
    page.locator(".by-restored").get_by_role("button", name="不要了").click()
    assert not page.locator("[name=sort][value=emergency]").is_checked()
    assert "夜间防汛" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_plan_comes_back_with_its_days_times_places_and_ticks(stage: Stage, cast: Cast) -> None:
    leader = stage.visitor().log_in(cast["leader"].phone).go("/desk/activities/plans/")
    day = f"{clock.local_date(clock.now()) + timedelta(days=9)}"
    leader.press("再加一个班次").fill(
        title="河边清理", shift__1__day=day, shift__1__starts="09:00", shift__1__places="12"
    )
    leader.fill(contact_phone="13900001234")
    leader.page.locator("[name=categories]").first.check()
    ended(leader)
    leader.press("保存方案").reads("您已退出登录")
    page = logged_in_again(leader, cast["leader"].phone)
    page.wait_for_selector(".by-restored")
    for name, value in (
        ("title", "河边清理"),
        ("shift-1-day", day),
        ("shift-1-starts", "09:00"),
        ("shift-1-places", "12"),
    ):
        assert page.locator(f"[name='{name}']").input_value() == value
    assert page.locator("[name=categories]").first.is_checked()
    leader.reads("没有留下、要再填一次的：联系电话")


def test_who_somebody_is_stays_on_no_device_and_the_page_says_so(stage: Stage, cast: Cast) -> None:
    clerk = stage.visitor(phone=False).log_in(cast["clerk"].phone).go("/desk/people/on-site/")
    clerk.follow("先选本人居住的村（社区）").pick_area("槐树社区")
    clerk.fill(name="林晓羽", id_number="11010519491231002X")
    ended(clerk)
    clerk.press("注册").reads("您已退出登录", "不会留在这台设备上")
    shown = clerk.page.locator("main input, main textarea").evaluate_all("all => all.map(one => one.value)")
    assert {"林晓羽", "11010519491231002X"} <= set(shown)
    assert clerk.page.locator("main").get_by_role("link", name="登录").first.get_attribute("target") == "_blank"
    kept = clerk.page.evaluate("JSON.stringify(sessionStorage)")
    assert "林晓羽" not in kept
    assert "11010519491231002X" not in kept


def test_what_is_typed_beside_stays_when_another_form_of_the_page_is_sent(stage: Stage, cast: Cast) -> None:
    team = cast["leader"].team
    assert team is not None
    who = stage.visitor()
    who.go(f"/teams/{team.public_id}/").follow("投诉建议", within="footer")
    who.choose(kind="complaint").fill(words="垃圾桶没有人倒。").press("提交").reads("已收到")
    county = stage.visitor(phone=False)
    county.log_in(cast["county"].phone).go("/desk/complaints/")
    county.page.locator("main").get_by_role("link", name=team.name).first.click()
    county.follow("整页打开", within=".by-beside").choose(outcome="resolved")
    address = county.page.url
    county.fill(answer="周三起每天倒。", words="已经在看了。").press("受理").reads("已受理")
    county.page.goto(address)
    assert county.page.locator("[name=answer]").input_value() == "周三起每天倒。"
    assert county.page.locator("[name=outcome][value=resolved]").is_checked()
    assert "已经在看了" not in county.page.evaluate("JSON.stringify(sessionStorage)")
    county.press("答复").reads("已答复")
    assert "周三起" not in county.page.evaluate("JSON.stringify(sessionStorage)")


def test_who_cleaned_the_device_is_led_to_log_in_and_back(stage: Stage, cast: Cast) -> None:
    signup = builders.signup(shift_of(cast, "清掉的班次", days=12), cast["volunteer"].person)  # type: ignore[arg-type]
    who = stage.visitor().log_in(cast["volunteer"].phone).go(f"/signups/{signup.public_id}/cancellation/")
    who.fill(reason="孙子发烧，去不了")
    ended(who, all_cookies=True)
    who.press("取消报名", exact=False).reads("您刚才填的还在这里")
    assert who.page.locator("textarea").first.input_value() == "孙子发烧，去不了"
    page = logged_in_again(who, cast["volunteer"].phone)
    assert "/cancellation/" in page.url
    assert page.locator("[name=reason]").input_value() == "孙子发烧，去不了"
