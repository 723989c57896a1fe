"""One form pressed several times at one moment, over connections of their own: one thing is made, and every press is
answered. A drive, papers; the same lock holds for all (kit.locked)."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit.db.fields import new_public_id
from baiying.rosters.models import Drive, Paper
from tests.own_database import at_once
from tests.rosters import paper
from tests.rosters.makers import School

pytestmark = pytest.mark.race


def _press(who: Client, url: str, data: dict[str, Any], said: list[int]) -> Callable[[], None]:
    def press() -> None:
        client = Client(raise_request_exception=False)
        client.cookies = copy.deepcopy(who.cookies)
        said.append(client.post(url, data).status_code)

    return press


def test_one_form_is_one_drive_and_each_childs_paper_is_one(own_database: str) -> None:
    city = builders.small_city()
    school = School(the_cast.build(city), city)
    said: list[int] = []
    data = {
        "form_id": new_public_id(), "owner": school.body.public_id, "title": "春季", "words": "", "team": "",
        "ends_on": paper.today().isoformat(), "sources": "食堂",
    }  # fmt: skip
    at_once(*[_press(school.clerk, "/desk/drives/new/", data, said)] * 3)
    assert Drive.objects.count() == 1
    rows = [paper.invited(school, name=f"刘小{sign}", n=n + 5) for n, sign in enumerate("宝贝")]
    presses = [
        _press(
            school.clerk, f"{paper.PAGE}?code={paper.code(row)}",
            paper.given(form_id="abcdefghijkl", name=f"刘小{sign}"), said,
        )
        for row, sign in zip(rows, "宝贝", strict=True)
    ]  # fmt: skip
    at_once(*presses, presses[0])
    assert said == [303] * 6
    assert sorted(Paper.objects.values_list("invitation_id", flat=True)) == sorted(row.pk for row in rows)
