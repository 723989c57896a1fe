"""Lists that grow for ever, led through by the place where the last page ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from baiying.demo.cast import Member
from baiying.kit.models import AuditEvent
from baiying.places.models import CalendarDay
from baiying.ui import pages

pytestmark = pytest.mark.django_db

DAYS = 23


@pytest.fixture
def days() -> list[int]:
    """Days of a calendar, several with the same name: an order that needs its second column."""
    first = date(2031, 1, 1)
    rows = [CalendarDay(day=first + timedelta(days=n), is_working=n % 2 == 0, name=f"第{n // 4}") for n in range(DAYS)]
    return [row.pk for row in CalendarDay.objects.bulk_create(rows)]


def _rows(*order: str) -> Any:
    return CalendarDay.objects.filter(day__year=2031).order_by(*order)


def _walked(rows: Any, size: int) -> tuple[list[Any], list[str]]:
    seen, asked, stations = [], QueryDict(""), []
    for _ in range(100):
        page = pages.stretch(rows, asked, size)
        seen += list(page)
        if not page.older:
            return seen, stations
        stations.append(page.older)
        asked = QueryDict(mutable=True)
        asked["older"] = page.older
    raise AssertionError("no end")


@pytest.mark.parametrize("order", [("-name", "-id"), ("name", "id"), ("-name", "id"), ("day",), ("-day",)])
@pytest.mark.parametrize("size", [1, 4, 7, 22, 23, 24])
def test_every_row_is_met_once_in_order(days: list[int], order: tuple[str, ...], size: int) -> None:
    rows = _rows(*order)
    assert _walked(rows, size)[0] == list(rows)


def test_back_leads_to_the_page_before(days: list[int]) -> None:
    rows = _rows("-name", "-id")
    first = pages.stretch(rows, QueryDict(""), 5)
    second = pages.stretch(rows, QueryDict(f"older={first.older}"), 5)
    third = pages.stretch(rows, QueryDict(f"older={second.older}"), 5)
    assert list(pages.stretch(rows, QueryDict(f"newer={third.newer}"), 5)) == list(second)
    again = pages.stretch(rows, QueryDict(f"newer={second.newer}"), 5)
    assert (list(again), again.newer, bool(again.older)) == (list(first), "", True)


def test_what_comes_at_the_head_moves_no_page(days: list[int]) -> None:
    rows = _rows("-day")
    first = pages.stretch(rows, QueryDict(""), 5)
    before = list(pages.stretch(rows, QueryDict(f"older={first.older}"), 5))
    CalendarDay.objects.create(day=date(2031, 12, 1), is_working=True, name="新")
    assert list(pages.stretch(rows, QueryDict(f"older={first.older}"), 5)) == before


@given(place=st.text(max_size=30) | st.text("0123456789~-", max_size=30))
def test_a_place_that_was_tampered_with_is_no_error(place: str) -> None:
    asked = QueryDict(mutable=True)
    asked["older"] = place
    for order in (("-id",), ("-day", "-id"), ("-at",)):
        model: Any = AuditEvent if order == ("-at",) else CalendarDay
        list(pages.stretch(model.objects.order_by(*order), asked, 3))


def test_the_pager_keeps_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/desk/audit/?action=报名&older=7")
    page = pages.Stretch([1, 2], older="5", newer="9")  # type: ignore[type-var]
    text = Template("{% load ui %}{% pager page %}").render(Context({"request": request, "page": page}))
    assert "action=%E6%8A%A5%E5%90%8D&older=5" in text.replace("&amp;", "&")
    assert "older=7" not in text


def test_lists_that_grow_are_not_counted(cast: dict[str, Member], client_as: Any) -> None:
    """C2: a list of fifty million rows must not be counted at each look."""
    growing = {"kit_auditevent", "notices_message", "people_person", "hours_hourentry"}
    for key, address in (("auditor", "/desk/audit/"), ("volunteer", "/mine/messages/"), ("clerk", "/desk/people/")):
        client: Client = client_as(key)
        with CaptureQueriesContext(
            connection,
        ) as made:
            assert client.get(address).status_code == 200, address
        counted = [q["sql"] for q in made.captured_queries if "COUNT(" in q["sql"] and "GROUP BY" not in q["sql"]]
        whole = [sql for sql in counted if any(f'FROM "{table}"' in sql for table in growing) and "read_at" not in sql]
        assert not whole, (address, whole)
