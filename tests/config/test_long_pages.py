"""Long pages are packed for the way, short ones and files go as they are."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from baiying.config.middleware import LongPagesMiddleware

LONG, SHORT = "名单" * 20_000, "名单" * 100


def answered(response: HttpResponseBase, accepts: str = "gzip") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    return LongPagesMiddleware(lambda _request: response)(request)  # type: ignore[return-value]


def test_a_long_page_is_packed_for_who_can_unpack_it() -> None:
    packed = answered(HttpResponse(LONG))
    assert isinstance(packed, HttpResponse)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content).decode() == LONG
    assert len(packed.content) < len(LONG.encode()) / 10
    assert "Accept-Encoding" in packed["Vary"]
    assert not answered(HttpResponse(LONG), accepts="").has_header("Content-Encoding")


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(SHORT),
        HttpResponse(LONG, content_type="application/pdf"),
        FileResponse([LONG.encode()], content_type="text/html"),
    ],
)
def test_what_is_short_or_a_file_goes_as_it_is(response: HttpResponseBase) -> None:
    assert not answered(response).has_header("Content-Encoding")
