"""Papers at the edges: codes as they are read and typed, the time of signing, pictures that are none."""

from datetime import UTC, datetime, timedelta

import pytest

from baiying.people.rules import papers as asked
from baiying.rosters.rules import drives, papers

MIDNIGHT = datetime(2026, 11, 27, 16, tzinfo=UTC)
LATER = MIDNIGHT + timedelta(days=3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abc def ghj kmn - 3", ("abcdefghjkmn", "3")),
        ("ABCDEFGHJKMN-3", ("abcdefghjkmn", "3")),
        ("ａｂｃ ｄｅｆ ｇｈｊ ｋｍｎ－３", ("abcdefghjkmn", "3")),
        ("https://by.example/invitations/abcdefghjkmn/?paper=3", ("abcdefghjkmn", "3")),
        ("/invitations/abcdefghjkmn/?paper=3", ("abcdefghjkmn", "3")),
        ("https://by.example/invitations/abcdefghjkmn/", None),
        ("abc def ghj kmn", None),
        ("", None),
        ("411099201001018238", None),
    ],
)
def test_a_code_is_read_as_an_address_and_as_it_is_typed(text: str, found: tuple[str, str] | None) -> None:
    assert papers.read_code(text) == found


def test_what_is_printed_is_read_again() -> None:
    assert papers.read_code(papers.code_of("abcdefghjkmn", "3")) == ("abcdefghjkmn", "3")


def test_without_an_hour_the_no_of_a_day_is_later_than_its_yes() -> None:
    yes = papers.act_at(MIDNIGHT, None, agrees=True, read_at=LATER)
    no = papers.act_at(MIDNIGHT, None, agrees=False, read_at=LATER)
    assert MIDNIGHT == yes < no < MIDNIGHT + timedelta(days=1)
    assert papers.act_at(MIDNIGHT, timedelta(hours=10), agrees=False, read_at=LATER) == MIDNIGHT + timedelta(hours=10)


def test_no_paper_is_signed_after_it_was_read() -> None:
    soon = MIDNIGHT + timedelta(hours=9)
    assert papers.act_at(MIDNIGHT, None, agrees=False, read_at=soon) == soon
    assert papers.act_at(MIDNIGHT, timedelta(hours=11), agrees=True, read_at=soon) == soon


@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_the_later_act_counts_and_of_two_at_one_time_what_stands(minutes: int) -> None:
    assert asked.is_overtaken(MIDNIGHT, [MIDNIGHT + timedelta(minutes=minutes)]) is (minutes >= 0)
    assert not asked.is_overtaken(MIDNIGHT, [])


def test_a_version_asks_what_it_asked_and_the_age_needs() -> None:
    assert asked.asked_by("3", ("guardian",)) == ["guardian"]
    assert asked.asked_by("3", ("guardian_under_14", "id_number")) == ["guardian", "id_number"]
    assert asked.asked_by("9", ("guardian",)) == []
    assert asked.unasked("2", "3") == []


def test_sources_are_lines_without_repeats() -> None:
    assert drives.read_sources(" 食堂 \n\n图书馆\n食堂\n 公众号  上") == ["食堂", "图书馆", "公众号 上"]
