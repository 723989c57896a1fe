"""Preferences, refusals and missing pages over HTTP."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.addresses")]


def test_large_type_is_one_press_and_stays_on_the_device(client: Client) -> None:
    answer = client.post("/ui/preferences/", {"elder": "1", "next": "/ui/preferences/"})
    assert answer.status_code == 303
    assert answer["Location"] == "/ui/preferences/"
    page = client.get("/ui/preferences/").content.decode()
    assert 'data-elder="1"' in page
    client.post("/ui/preferences/", {"elder": "0"})
    assert "data-elder" not in client.get("/ui/preferences/").content.decode()


def test_english_is_one_press_and_the_page_says_its_language(client: Client) -> None:
    assert '<html lang="zh-CN"' in client.get("/ui/preferences/").content.decode()
    client.post("/ui/preferences/", {"language": "en"})
    assert '<html lang="en"' in client.get("/ui/preferences/").content.decode()


@pytest.mark.parametrize("wish", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_way_back_never_leads_to_another_host(client: Client, wish: str) -> None:
    assert client.post("/ui/preferences/", {"elder": "1", "next": wish})["Location"] == "/"


def test_a_preference_nobody_offers_is_met_with_the_form(client: Client) -> None:
    answer = client.post("/ui/preferences/", {"elder": "9", "language": "tlh"})
    assert answer.status_code == 422
    assert "还不能提交" in answer.content.decode()


def test_the_gallery_is_not_on_a_real_citys_server(client: Client) -> None:
    assert client.get("/ui/gallery/").status_code == 404


def test_a_missing_page_says_so_and_leads_home(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "没有找到这个页面" in page
    assert 'href="/"' in page


def test_a_form_without_its_token_says_that_nothing_was_done() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ui/preferences/", {"elder": "1"})
    assert answer.status_code == 403
    assert "没有生效" in answer.content.decode()


@pytest.mark.law("PIPL-36")
def test_a_page_of_ours_is_small_and_asks_no_other_host(client: Client) -> None:
    answer = client.get("/ui/preferences/")
    page = answer.content.decode()
    assert len(answer.content) < 12_000
    assert "https://" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
