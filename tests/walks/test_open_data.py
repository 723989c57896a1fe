"""Nothing that is asked of the open data makes it fail: it is answered, or refused with the field's name."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock

pytestmark = pytest.mark.django_db

ODD = (
    "", "0", "-1", "9" * 30, "2147483648", "9223372036854775807", "9223372036854775808", "1e400", "nan", "\u0663",
    "0001-01-01", "9999-12-30", "9999-12-31", "10000-01-01", "2026-02-30", "[]", "{}", "\0", "a" * 5000, "true",
)  # fmt: skip


def asked(client: Client) -> list[tuple[str, str, str]]:
    """(path, where, name) of everything that the description names."""
    paths: dict[str, Any] = client.get("/api/v1/openapi.json").json()["paths"]
    return [
        (path, one["in"], one["name"])
        for path, operations in paths.items()
        for operation in operations.values()
        for one in operation.get("parameters", [])
    ]


def test_nothing_odd_makes_the_open_data_fail(client: Client, city: builders.SmallCity) -> None:
    found = asked(client)
    assert {name for _, _, name in found} >= {"offset", "day", "page", "year", "hours", "q", "division"}
    wrong = []
    for path, where, name in found:
        for odd in ODD:
            address = path
            if where == "path":
                if not odd or "/" in odd or "\0" in odd:
                    continue
                address = address.replace(f"{{{name}}}", odd)
            address = address.replace("{division}", city.village.public_id)
            sent = {name: odd} if where == "query" else {}
            answer = client.get(f"{address}?{urlencode(sent)}")
            if answer.status_code not in (200, 400, 404, 422):
                wrong.append((path, name, odd[:20], answer.status_code))
    assert wrong == []


def test_a_day_after_the_last_of_the_calendar_is_no_fault() -> None:
    last = clock.midnight(clock.date.max)
    assert clock.next_midnight(last) == last
