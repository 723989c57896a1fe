"""The language of a page: what was chosen on the device, else what the browser asks for, else Chinese."""

import pytest
from django.test import Client

from baiying.config.middleware import preferred_language

KNOWN = {"zh": "zh-hans", "en": "en"}


@pytest.mark.rules
@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        ("en", "en"),
        ("en-GB,en;q=0.9,zh-CN;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("en;q=0.4, zh-HK;q=0.7", "zh-hans"),
        ("ja,en;q=0.5", "en"),
        ("ja,fr;q=0.5", None),
        ("en;q=0", None),
        ("*", None),
        ("", None),
        ("\0;;q=,", None),
        ("e" * 5000, None),
    ],
)
def test_the_first_language_of_the_browser_that_we_speak(wishes: str, language: str | None) -> None:
    assert preferred_language(wishes, KNOWN) == language


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "chosen", "language", "words"),
    [
        ("en-US,en;q=0.9", "", "en", "Find activities"),
        ("en-US,en;q=0.9", "zh-hans", "zh-hans", "找活动"),
        ("zh-CN", "en", "en", "Find activities"),
        ("zh-CN", "", "zh-hans", "找活动"),
        ("", "", "zh-hans", "找活动"),
        ("fr", "xx", "zh-hans", "找活动"),
    ],
)
def test_an_explicit_choice_wins_over_the_browser(asked: str, chosen: str, language: str, words: str) -> None:
    client = Client(headers={"Accept-Language": asked} if asked else {})
    if chosen:
        client.cookies["language"] = chosen
    answer = client.get("/activities/")
    assert words in answer.content.decode()
    assert answer["Content-Language"] == language
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in answer["Vary"].split(",")}


@pytest.mark.django_db
def test_the_button_at_the_head_of_a_page_takes_an_english_browser_to_chinese() -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert client.post("/ui/preferences/", {"language": "zh-hans", "next": "/"}).status_code == 303
    assert client.get("/")["Content-Language"] == "zh-hans"
