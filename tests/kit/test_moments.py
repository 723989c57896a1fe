"""Pages kept for a moment: made once, for visitors alone, with a token of one's own, never older than two seconds."""

import re
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from baiying.config import urls
from baiying.kit import moments
from baiying.kit.values.actor import Actor

made: list[str] = []
# The clock of these tests: pages age only when it is set on.
hand = [0.0]
slow = threading.Event()
slow.set()


@moments.for_a_moment
def page(request: HttpRequest) -> HttpResponse:
    slow.wait(5)
    made.append(request.get_full_path())
    form = engines["django"].from_string("<form>{% csrf_token %}</form>{{ n }}")
    status = int(request.GET.get("status", "200"))
    answer = HttpResponse(form.render({"n": len(made)}, request), status=status)
    if "cookie" in request.GET:
        answer.set_cookie("for", "me")
    return answer


urlpatterns = [path("page/", page), *urls.urlpatterns]
pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BAIYING_MOMENT_SECONDS", "1")
    monkeypatch.setattr(moments, "_now", lambda: hand[0])
    monkeypatch.setattr(moments, "_shelf", moments._Shelf())
    made.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


def _token(answer: object) -> str:
    found = re.search(r'value="(\w+)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_a_page_is_made_once_and_anew_after_the_moment() -> None:
    for _ in range(5):
        assert Client().get("/page/").status_code == 200
    assert len(made) == 1
    hand[0] += 1.1
    assert Client().get("/page/").content.endswith(b"2")


def test_everybody_gets_a_token_of_his_own_that_works() -> None:
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = [_token(client.get("/page/")) for client in (first, second)]
    assert len(made) == 1
    assert tokens[0] != tokens[1]
    for client, token in zip((first, second), tokens, strict=True):
        assert client.post("/page/", {"csrfmiddlewaretoken": token}).status_code == 200
    assert second.post("/page/", {"csrfmiddlewaretoken": "x" * 64}).status_code == 403


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_who_has_a_session_or_a_message_gets_a_page_of_his_own(cookie: str) -> None:
    Client().get("/page/")
    client = Client()
    client.cookies[cookie] = "x"
    client.get("/page/")
    client.get("/page/")
    assert len(made) == 3


def test_who_came_in_by_a_token_gets_a_page_of_his_own() -> None:
    for _ in range(2):
        asking = RequestFactory().get("/page/")
        asking.actor = Actor(account_id=1)  # type: ignore[attr-defined]
        page(asking)
    assert len(made) == 2


def test_a_page_that_leaves_a_cookie_is_for_one_reader() -> None:
    for _ in range(2):
        assert Client().get("/page/?cookie=1").cookies["for"].value == "me"
    assert len(made) == 2


def test_language_text_size_and_address_are_kept_apart() -> None:
    for name, value in (("language", "en"), ("elder", "1"), ("elder", "2"), ("other", "x")):
        client = Client()
        client.cookies[name] = value
        client.get("/page/")
    Client().get("/page/?q=1")
    assert len(made) == 5
    Client().get("/page/")
    assert len(made) == 5


def test_what_the_browser_asks_for_is_kept_apart_as_what_was_chosen() -> None:
    Client(headers={"Accept-Language": "en-GB,en;q=0.9"}).get("/page/")
    Client(headers={"Accept-Language": "zh-CN"}).get("/page/")
    assert len(made) == 2
    chosen = Client()
    chosen.cookies["language"] = "en"
    chosen.get("/page/")
    Client().get("/page/")
    assert len(made) == 2, "by language, not by who asked for it"


@pytest.mark.parametrize("ask", ["/page/?status=404", "/page/?" + "q" * 600])
def test_refusals_and_endless_addresses_are_not_kept(ask: str) -> None:
    Client().get(ask)
    Client().get(ask)
    assert len(made) == 2


def test_many_at_one_moment_wait_for_one_maker() -> None:
    slow.clear()
    answers: list[bytes] = []

    def read() -> None:
        answers.append(Client().get("/page/").content[-1:])
        connections.close_all()

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    slow.set()
    for thread in threads:
        thread.join(10)
    assert answers == [b"1"] * 6
    assert len(made) == 1


def test_a_maker_that_fails_leaves_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/page/?status=x").status_code == 500
    assert client.get("/page/?status=x").status_code == 500
    assert Client().get("/page/").status_code == 200


def test_the_shelf_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "_MOST_PAGES", 3)
    for n in range(6):
        Client().get(f"/page/?n={n}")
    shelf = moments._shelf
    assert len(shelf.pages) == 3
    assert shelf.bytes == sum(len(kept.body) for kept in shelf.pages.values())
