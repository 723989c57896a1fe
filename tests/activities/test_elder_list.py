"""In large type the list shows openly what people come with first; where the device can't be asked, that is said."""

import pytest
from django.test import Client

from tests.activities.makers import Town

pytestmark = pytest.mark.django_db


def test_the_first_wishes_stand_open_and_the_others_folded(town: Town) -> None:
    town.shift()
    elder = Client()
    elder.cookies["elder"] = "1"
    page = elder.get("/activities/").content.decode()
    shown, folded = page.split("更多条件", 1)
    shown = shown.rpartition('class="by-wishes"')[2]
    for words in ("本周末", "离我近的", "选地区", "有名额"):
        assert words in shown, words
    for words in ("下周末", "上午", "13 岁起可参加"):
        assert words not in shown, words
        assert words in folded, words
    assert "有名额</a>" not in folded


@pytest.mark.parametrize("address", ["/", "/activities/", "/sites/", "/teams/"])
def test_without_scripts_a_sentence_says_why_and_where_to_choose(town: Town, address: str) -> None:
    page = Client().get(address).content.decode()
    said = page.partition("<noscript><p")[2].partition("</noscript>")[0]
    assert "问不到您的位置" in said
    assert "/areas/choose/" in said
