"""Whatever somebody typed is on the page that refuses it: no office that ended, no log-out, no lost token takes it."""

from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape

from baiying.accounts import access
from baiying.activities.models import Lead
from baiying.demo.cast import Member
from baiying.teams.models import Office
from tests import cast as casting
from tests.house.test_routes_classified import FOREIGN, routes
from tests.walks.doors import samples
from tests.walks.test_odd_input import KEYS, _filled, _opener

SAID = "想了一刻钟才写下的<第{n}句>话，一个字也不能丢。"


class Found(NamedTuple):
    action: str
    names: dict[str, str]
    """The long fields, with what is typed into each; the short ones with what stands in them."""


class _Reader(HTMLParser):
    """The forms of a page that post, with the names of what is typed into their large fields."""

    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.forms, self.open = here, list[Found](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = said.get("method", "").lower() == "post"
            if self.open:
                self.forms.append(Found(urljoin(self.here, unescape(said.get("action") or self.here)), {}))
        if not self.open or "readonly" in said or not said.get("name"):
            return
        written = tag == "input" and said.get("type", "text") == "text" and not said.get("inputmode")
        if tag == "textarea" or (written and not said.get("value") and said["name"] != "q"):
            self.forms[-1].names[said["name"]] = SAID.format(n=len(self.forms[-1].names))
        elif tag == "input" and said.get("type", "text") in ("text", "hidden", "number", "date", "time"):
            self.forms[-1].names[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"


def _forms(page: str, here: str) -> Iterator[Found]:
    reader = _Reader(here)
    reader.feed(page)
    return (one for one in reader.forms if any(text.startswith("想了") for text in one.names.values()))


def _missing(answer: Any, typed: dict[str, str]) -> list[str]:
    body = answer.getvalue().decode()
    return [name for name, text in typed.items() if text.startswith("想了") and escape(text) not in body]


@pytest.fixture
def written(city: Any, cast: dict[str, Member]) -> list[tuple[Client, Member, Found]]:
    """Every form of every page in which somebody of the cast writes sentences, once."""
    values = samples(city, cast)
    clients = [casting.log_in(cast[key]) for key in KEYS]
    found: dict[str, tuple[Client, Member, Found]] = {}
    for route, _ in routes():
        if route.startswith(FOREIGN) or "log-out" in route:
            continue
        address = _filled(route, values)
        client, page = _opener(clients, address)
        member = cast[KEYS[clients.index(client)]]
        for one in _forms(page, address):
            found.setdefault(one.action.partition("?")[0], (client, member, one))
    return list(found.values())


def test_no_office_that_ends_no_log_out_and_no_lost_token_takes_what_was_typed(
    written: list[tuple[Client, Member, Found]],
) -> None:
    assert len(written) >= 25, "the walk found the forms"
    lost = []
    strict = {id(client): Client(enforce_csrf_checks=True) for client, _, _ in written}
    for client, _, one in written:
        careful = strict[id(client)]
        careful.cookies = client.cookies
        for who in (Client(), careful):
            answer = who.post(one.action, one.names if who is not careful else one.names | {"csrfmiddlewaretoken": ""})
            public = answer.status_code in (200, 422) and who is not careful
            if not public and _missing(answer, one.names):
                lost.append(f"{answer.status_code} {one.action} {'strict' if who is careful else 'nobody'}")
    Lead.objects.all().delete()
    Office.objects.filter(kind="team_leader").delete()
    for client, _, one in written:
        session = client.session
        session[access.SESSION_ACTING] = "ended"
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
        answer = client.post(one.action, one.names)
        went_through = answer.status_code == 303
        if not went_through and _missing(answer, one.names):
            lost.append(f"{answer.status_code} {one.action} office ended")
    assert not lost, "\n".join(lost)
