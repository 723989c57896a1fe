"""Two claim one record (U23)."""

from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from baiying.people import actions
from baiying.people.models import Claim, Person
from tests.people.test_at_once import at_once
from tests.people.world import ACTOR, Area, make_area


def claim(person: Person, phone: str) -> Claim:
    return actions.file_claim(
        person=person, name="王芳", phone=phone, account_id=None, note="", actor=ACTOR, at=clock.now()
    )


@pytest.mark.django_db
def test_u23_one_open_case_for_a_document_and_the_second_reads_its_number(area: Area) -> None:
    person = builders.person("王芳", residence=area.village, phone="19900000390")
    first = claim(person, "19900000391")
    with pytest.raises(actions.ClaimUnderWay) as refused:
        claim(person, "19900000392")
    words = str(refused.value.sentence)
    assert "此证件正在核实" in words
    assert first.public_id in words
    assert "王" not in words
    with pytest.raises(actions.ClaimOpen, match="不需要重复提交"):
        claim(person, "19900000391")
    Claim.objects.filter(pk=first.pk).update(decided_at=clock.now(), decided_by_id=1, granted=False)
    assert claim(person, "19900000392").decided_at is None


@pytest.mark.race
def test_u23_at_the_same_second_one_case_is_opened(own_database: str) -> None:
    area: Any = make_area()
    person = builders.person("王芳", residence=area.village, phone="19900000390")

    def file(n: int) -> str:
        claim(person, f"1990000039{n + 1}")
        return "filed"

    assert sorted(at_once(3, file)) == ["claim_under_way", "claim_under_way", "filed"]
    assert Claim.objects.count() == 1
