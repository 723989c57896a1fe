"""What the invented people say fits who they are and what is on record."""

import pytest

from baiying.demo.loading import risks, texts, words
from baiying.kit.values import identifiers


@pytest.mark.parametrize("tier", ["credit", "honour"])
def test_nobody_objects_that_a_record_is_missing_that_is_there(tier: str) -> None:
    assert not any("没有我" in said or "补记，到现在" in said for said in words.objections(tier))
    assert any("荣誉时长" in said for said in words.objections(tier)) == (tier == "honour")


def test_a_kitchen_warns_of_the_kitchen_whichever_team_cooks() -> None:
    kitchen = next(kind for kinds in texts.KINDS.values() for kind in kinds if kind.title == "敬老饭桌帮厨")
    for category in ("civility", "elders", "theory"):
        said = risks.risk_of(kitchen, category)
        assert "路口" not in said
        assert "厨房" in said
    crossing = texts.KINDS["civility"][0]
    assert "路口" in risks.risk_of(crossing, "elders")


def test_a_long_name_has_a_short_mask() -> None:
    assert [identifiers.mask_name(name) for name in ("Maria O'Neil-García", "买买提·艾力", "欧阳瑞明", "张三")] == [
        "M***", "买***", "欧***", "张*",
    ]  # fmt: skip
