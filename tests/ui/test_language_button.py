"""The button at the head of every page names the language that it switches to, in that language."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("browser", "cookie", "button", "to"),
    [
        ("en-GB,en;q=0.9", "", "中文", "zh-hans"),
        ("zh-CN", "", "EN, English", "en"),
        ("en-US", "zh-hans", "EN, English", "en"),
        ("zh-CN", "en", "中文", "zh-hans"),
    ],
)
def test_it_names_where_it_leads(browser: str, cookie: str, button: str, to: str) -> None:
    client = Client(headers={"accept-language": browser})
    if cookie:
        client.cookies["language"] = cookie
    page = client.get("/log-in/").content.decode()
    found = re.search(r'name="language" value="([^"]*)" lang="([^"]*)" aria-label="([^"]*)"', page)
    assert found is not None
    assert (found[1], found[3]) == (to, button)
    shown = client.post("/ui/preferences/", {"language": to, "next": "/log-in/"}, follow=True)
    assert shown.headers["Content-Language"] == to
