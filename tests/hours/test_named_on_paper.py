"""Whom a typed number names is shown by surname on the paper sheet as on the list: one rule (S17)."""

import pytest

from baiying.demo import builders
from tests.hours.conftest import Morning
from tests.hours.test_sheets import ClientAs, of_team, over, path_of  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_number_gives_away_no_given_name_and_a_name_is_said_back(over: Morning, client_as: ClientAs) -> None:  # noqa: F811
    of_team(over, "李国强")
    stranger = builders.person("谢小明", residence=over.shift.activity.area)
    number = builders.registration_of(stranger).volunteer_no
    block = f"李国强\t\t\n{number}\t\t\n"
    page = client_as("leader").post(path_of(over), {"paste": "1", "words": "第 1 页", "pasted": block}).content.decode()
    assert "认出是 李国强" in page
    assert "认出是 谢**" in page
    assert "谢小明" not in page
