"""A complaint from a phone, without account and without scripts too, to the answer read by its code (P21)."""

import pytest

from tests.browser.conftest import Cast, Stage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_foot_of_a_page_to_the_answer(stage: Stage, cast: Cast, scripts: bool) -> None:
    team = cast["leader"].team
    assert team is not None
    words = f"说好的服装没有发。{scripts}"
    who = stage.visitor(scripts=scripts)
    who.go(f"/teams/{team.public_id}/").follow("投诉建议", within="footer").reads("说的是", team.name)
    who.press("提交").reads("请选择")
    who.choose(kind="complaint").fill(words=words).press("提交").reads("已收到，等待受理", "查询码")
    number = who.page.url.rstrip("/").rpartition("/")[2]
    code = who.found(r"查询码\s*([2-9a-z]{8})")
    county = stage.visitor(phone=False)
    county.log_in(cast["county"].phone).go("/desk/complaints/").reads(words)
    county.page.locator("main").get_by_role("link", name=team.name).first.click()
    county.follow("整页打开", within=".by-beside").choose(outcome="resolved")
    county.fill(answer="周六补发。").press("答复").reads("已答复")
    reader = stage.visitor(scripts=scripts)
    reader.go("/complaints/").fill(number=number, code=code.upper()).press("查看").reads("已答复", "周六补发。", words)
