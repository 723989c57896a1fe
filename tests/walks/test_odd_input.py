"""Nothing that can be typed or put into an address makes a page fail (500): it is refused, or read as
nothing (F32).

Every address is opened by a member of the cast who may; the names of its fields are read off the page itself and
off its links, and each is filled with what once broke something.
"""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from baiying.config import bodies
from baiying.demo import builders
from baiying.demo.cast import Member
from tests import cast as casting
from tests.house.test_routes_classified import FOREIGN, routes
from tests.walks.doors import samples

ODD = ("²", "V፩፩፩፩፩፩፩፩፩፩፩", "9" * 20, "9" * 5000, "0001-01-01", "9999-12-31", "中" * 3000)
_NAME = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
_LINK = re.compile(r'(?:href|action)="([^"#]*\?[^"#]*)"')
# Fields that no form of ours shows but that pages read.
ALWAYS = (
    "page",
    "q",
    "year",
    "hours",
    "area",
    "day",
    "next",
    "at",
    "upto",
    "field",
    "kind",
    "near",
    "lat",
    "lon",
    "sort",
)
KEYS = ("city", "county", "clerk", "reviewer", "unit_admin", "leader", "volunteer", "secadmin", "sysadmin", "auditor")


@pytest.fixture
def values(city: builders.SmallCity, cast: dict[str, Member]) -> dict[str, str]:
    return samples(city, cast)


def _filled(route: str, values: dict[str, str]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match.group(1)], route)


def _names(page: str) -> set[str]:
    linked = {name for link in _LINK.findall(page) for name, _ in parse_qsl(urlsplit(link.replace("&amp;", "&")).query)}
    return (set(_NAME.findall(page)) | linked | set(ALWAYS)) - {"csrfmiddlewaretoken"}


def _ask(client: Client, method: str, address: str, data: dict[str, object]) -> int:
    point = transaction.savepoint()
    try:
        answer = getattr(client, method)(address, data)
        return int(answer.status_code)
    finally:
        transaction.savepoint_rollback(point)


def _opener(clients: list[Client], address: str) -> tuple[Client, str]:
    """The first of the cast for whom the address opens, and the page; the last one where it opens for nobody."""
    for client in clients:
        first = client.get(address)
        if first.status_code == 200:
            body = first.getvalue()
            return client, body.decode(errors="replace")
        if first.status_code == 405:
            continue
    return clients[-1], ""


def test_no_page_fails_on_odd_values(cast: dict[str, Member], values: dict[str, str]) -> None:
    clients = [casting.log_in(cast[key]) for key in KEYS]
    for client in clients:
        client.raise_request_exception = False
    failed = []
    for route, _ in routes():
        if route.startswith(FOREIGN) or "log-out" in route:
            continue
        address = _filled(route, values)
        client, page = _opener(clients, address)
        names = _names(page)
        for odd in ODD:
            for method in ("get", "post") if page else ("post",):
                if _ask(client, method, address, dict.fromkeys(names, odd)) >= 500:
                    failed.append(f"{method} {address} all={odd[:20]!r}")
    assert not failed, "\n".join(failed)


def test_one_odd_value_among_good_ones_fails_no_public_page(cast: dict[str, Member], values: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    failed = []
    for route, pattern in routes():
        if route.startswith(FOREIGN) or getattr(pattern.callback, "audience", "") != "public":
            continue
        address = _filled(route, values)
        first = client.get(address)
        body = first.getvalue().decode(errors="replace") if first.status_code == 200 else ""
        for name in sorted(_names(body)):
            for odd in ("²", "9" * 20, "9999-12-31"):
                if _ask(client, "get", address, {name: odd}) >= 500:
                    failed.append(f"{address}?{name}={odd[:20]!r}")
    assert not failed, "\n".join(failed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "signs",
    ["hex", "rot13", "zlib", "base64", "undefined", "punycode", "idna", "utf-16", "utf-7", "unicode_escape", "x" * 300],
)
def test_another_name_for_the_signs_of_a_request_fails_nothing_and_changes_nothing(signs: str) -> None:
    client = Client(raise_request_exception=False)
    client.get("/complaints/")
    form = f"application/x-www-form-urlencoded; charset={signs}"
    sent = client.generic("POST", "/complaints/", b"number=a&code=b", content_type=form)
    assert sent.status_code == 422
    body = b'--X\r\nContent-Disposition: form-data; name="number"\r\n\r\na\r\n--X--\r\n'
    parts = f"multipart/form-data; boundary=X; charset={signs}"
    assert client.generic("POST", "/complaints/", body, content_type=parts).status_code == 422
    named = body.replace(b'name="number"', f"name*={signs[:20]}'x'%41".encode())
    assert (
        client.generic("POST", "/complaints/", named, content_type="multipart/form-data; boundary=X").status_code < 500
    )
    # What Django reads before any page is there: the server itself leaves the name of the signs out.
    assert bodies.kind(f"text/plain; charset={signs}; x*={signs}'x'%41") == "text/plain"


def test_the_server_hands_on_what_stands_between_the_parts_of_a_form_and_nothing_else() -> None:
    assert bodies.kind('multipart/form-data; charset=hex; Boundary="X y"; z=1') == 'multipart/form-data; Boundary="X y"'
    handed: list[str] = []
    server = bodies.Bodies(lambda environ, _start: handed.append(environ["CONTENT_TYPE"]) or [], 2)
    for said in ({}, {"CONTENT_TYPE": "text/plain; charset=hex"}):
        server(dict(said), lambda *_: None)
    assert handed == ["", "text/plain"]


def test_what_no_field_can_hold_is_refused_everywhere(cast: dict[str, Member], values: dict[str, str]) -> None:
    client = casting.log_in(cast["city"])
    client.raise_request_exception = False
    failed = []
    for route, _ in routes():
        if route.startswith(FOREIGN):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        for name in names:
            address = _filled(route, values | {name: "%00"})
            if client.get(address).status_code not in (400, 404, 405):
                failed.append(address)
        address = _filled(route, values)
        for method in ("get", "post"):
            status = _ask(client, method, address, {"q": "a\0b"})
            if status >= 500 or status == 200:
                failed.append(f"{method} {address}: {status}")
    assert not failed, "\n".join(failed)


def test_the_refusal_says_what_to_do_in_the_readers_language_and_in_json(city: builders.SmallCity) -> None:
    client = Client()
    page = client.get("/activities/?q=%00")
    assert page.status_code == 400
    assert "无法识别的字符" in page.content.decode()
    client.cookies["language"] = "en"
    assert "cannot be read" in client.get("/activities/?q=%00").content.decode()
    answer = client.get("/api/v1/teams?q=%00")
    assert answer.status_code == 400
    assert answer.json()["code"] == "unreadable"


def test_a_file_name_that_no_field_can_hold_is_refused(cast: dict[str, Member]) -> None:
    client = casting.log_in(cast["city"])
    file = SimpleUploadedFile("a.csv", b"x")
    file.name = "a\0b.csv"
    assert client.post("/desk/places/imports/", {"file": file}).status_code in (400, 422)


@pytest.mark.parametrize("year", ["10000", "-5", "99999999999999", "9" * 5000, "x", "1999"])
def test_the_open_api_answers_a_far_year_with_a_refusal(year: str, city: builders.SmallCity) -> None:
    answer = Client(raise_request_exception=False).get(f"/api/v1/figures/{city.city.public_id}", {"year": year})
    assert answer.status_code in (404, 422)


@pytest.mark.django_db
def test_signs_that_nobody_sees_reach_no_search_and_no_field(client: Client) -> None:
    found = client.get("/activities/", {"q": "河边\u200b清\u2060洁"}).content.decode()
    assert 'value="河边清洁"' in found
    typed = client.post("/log-in/", {"phone": "\u202a139abc\u202c"})
    assert typed.status_code == 422
    assert 'value="139abc"' in typed.content.decode()
