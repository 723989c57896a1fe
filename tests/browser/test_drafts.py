"""Words that were typed and not sent stand there again after "back"; nobody else finds them, and no number is kept."""

from typing import Any

import pytest

from baiying.demo import builders
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor
from tests.browser.test_journeys import shift_of

pytestmark = pytest.mark.browser

STORED = "JSON.stringify(sessionStorage)"


def leaving(stage: Stage, cast: Cast, title: str, *, days: int) -> tuple[Visitor, str]:
    """The volunteer on the page that gives a place back; each test has a day of its own."""
    signup = builders.signup(shift_of(cast, title, days=days), cast["volunteer"].person)  # type: ignore[arg-type]
    visitor = stage.visitor().log_in(cast["volunteer"].phone)
    address = f"/signups/{signup.public_id}/cancellation/"
    return visitor.go("/mine/").go(address), address


def words_of(visitor: Visitor) -> Any:
    return visitor.page.locator("[name=reason]").input_value()


def test_back_reload_and_a_tap_beside_bring_the_words_again(stage: Stage, cast: Cast) -> None:
    who, address = leaving(stage, cast, "要取消的班次", days=6)
    page = who.page
    page.locator("[name=reason]").press_sequentially("孙子发烧，去不了")
    assert "还可以写 172 个字" in page.inner_text("main")
    page.get_by_role("link", name="不了，返回").click()
    page.wait_for_url("**/mine/signups/")
    page.go_back()
    assert words_of(who) == "孙子发烧，去不了"
    page.reload()
    assert words_of(who) == "孙子发烧，去不了"
    assert "您刚才写的还在，还没有提交" in page.inner_text("main")
    who.look()
    page.get_by_role("button", name="不要了").click()
    assert words_of(who) == ""
    assert "孙子" not in page.evaluate(STORED)
    who.go(address)
    assert words_of(who) == ""


def test_larger_type_and_the_other_language_leave_the_words_alone(stage: Stage, cast: Cast) -> None:
    who, _address = leaving(stage, cast, "字太小的班次", days=11)
    field = who.page.locator("[name=reason]")
    field.press_sequentially("要去医院复查")
    # In large type the head has no button for the language.
    for name in ("language", "elder"):
        with who.page.expect_navigation():
            who.page.locator(f"form.by-prefs [name={name}]").first.click()
        assert words_of(who) == "要去医院复查"


def test_what_went_through_is_kept_no_longer(stage: Stage, cast: Cast) -> None:
    who, address = leaving(stage, cast, "取消掉的班次", days=7)
    who.page.locator("[name=reason]").press_sequentially("腰扭了")
    who.press("取消报名", exact=False)
    assert "腰扭了" not in who.page.evaluate(STORED)
    who.go(address)
    assert "腰扭了" not in who.page.content()


def test_what_is_refused_stays_and_what_is_too_long_says_by_how_much(stage: Stage, cast: Cast) -> None:
    who, _address = leaving(stage, cast, "写得太长的班次", days=8)
    who.page.locator("[name=reason]").fill("长" * 190)
    assert "多了 10 个字" in who.page.inner_text("main")
    who.press("取消报名", exact=False)
    assert words_of(who) == "长" * 190
    assert "最多 180 个字" in who.page.inner_text("main")


def test_no_number_of_anybody_is_kept_and_logging_out_leaves_nothing(stage: Stage, cast: Cast) -> None:
    who, _address = leaving(stage, cast, "写了号码的班次", days=9)
    field = who.page.locator("[name=reason]")
    field.press_sequentially("打我电话 13 812 3")
    assert "812" in who.page.evaluate(STORED)
    field.press_sequentially("45 678")
    assert "812" not in who.page.evaluate(STORED)
    for number in ("一三八零零一三八零零零", "幺三八 〇〇幺三", "１３８００１３８０００"):
        field.fill("打我电话")
        assert "打我电话" in who.page.evaluate(STORED)
        field.fill(f"打我电话{number}")
        assert "打我电话" not in who.page.evaluate(STORED), number
    field.fill("下次一定来")
    assert "下次一定来" in who.page.evaluate(STORED)
    who.page.evaluate("document.querySelector('form[data-log-out]').requestSubmit()")
    who.page.wait_for_url(lambda url: "/cancellation/" not in url)
    assert "下次一定来" not in who.page.evaluate(STORED)


def test_who_comes_in_as_another_finds_nothing(stage: Stage, cast: Cast) -> None:
    who, _address = leaving(stage, cast, "别人的班次", days=10)
    who.page.locator("[name=reason]").press_sequentially("不方便说的原因")
    who.context.clear_cookies()
    who.log_in(cast["leader"].phone)
    assert "不方便说" not in who.page.evaluate(STORED)


def test_a_preview_leads_back_with_the_words_without_scripts(stage: Stage, cast: Cast) -> None:
    shift = shift_of(cast, "要改期的班次", days=5)
    builders.signup(shift, cast["volunteer"].person)  # type: ignore[arg-type]
    leader = stage.visitor(scripts=False).log_in(cast["leader"].phone)
    leader.go(f"/shifts/{shift.public_id}/calling-off/")
    leader.fill(reason="台风要来，改到下周")
    leader.page.locator("main form button[type=submit]").first.click()
    leader.press("再改一改")
    assert words_of(leader) == "台风要来，改到下周"
