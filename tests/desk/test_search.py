"""The one box of the offices: what is found, by whom, and what stays out of addresses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from baiying.accounts.access import Scope
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.people import queries as people
from baiying.people.rights import Right

Clients = Callable[[str | None], Client]
pytestmark = pytest.mark.django_db


def _hits(client: Client, words: str) -> str:
    answer = client.post("/desk/search/", {"q": words}, headers={"X-Hits": "1"})
    assert answer.status_code == 200
    return answer.content.decode()


def _person(cast: dict[str, Member], name: str, **more: Any) -> Any:
    volunteer = cast["volunteer"].person
    assert volunteer is not None
    return builders.person(name=name, residence=volunteer.residence, **more)


def test_a_clerk_finds_a_person_by_name_misspelt_name_number_and_the_end_of_the_phone(
    cast: dict[str, Member], client_as: Clients
) -> None:
    person = _person(cast, "欧阳瑞明", phone="13900006172")
    link = f"/desk/people/{person.public_id}/"
    number = people.last_volunteer_no(person.pk)
    client = client_as("clerk")
    for words in ("欧阳瑞明", "欧阳", "瑞明", "欧阳睿明", "欧 阳瑞明", number, number.lower(), "13900006172", "6172"):
        assert link in _hits(client, words), words
    assert link not in _hits(client, "6173")
    assert link not in _hits(client, "139000061"), "a part of a number finds nobody"


def test_whose_name_begins_so_stands_before_those_who_have_it_inside(cast: dict[str, Member]) -> None:
    first = _person(cast, "柏桐")
    inside = _person(cast, "李柏桐")
    found = people.first_persons(Scope(None, Right.SEE_PEOPLE), "柏桐", 7)
    assert [one.pk for one in found] == [first.pk, inside.pk]


def test_nobody_is_found_outside_ones_area_or_without_the_right(cast: dict[str, Member], client_as: Clients) -> None:
    other = builders.division("远方县", "county", "990099")
    person = builders.person(name="欧阳瑞明", phone="13900006172", residence=other)
    link = f"/desk/people/{person.public_id}/"
    for role in ("clerk", "volunteer", "leader", "unit_admin", "sysadmin", "auditor", "reviewer"):
        for words in ("欧阳瑞明", "6172", people.last_volunteer_no(person.pk)):
            assert link not in _hits(client_as(role), words), role
    assert client_as(None).get("/desk/search/?q=欧阳瑞明").status_code == 302


def test_every_hit_opens_for_whom_it_is_shown_to(cast: dict[str, Member], client_as: Clients) -> None:
    leader = cast["leader"]
    assert leader.team is not None
    activity = builders.activity(leader.team, leader.account, title="河道清洁日")
    words = ("河道清洁", leader.team.name, leader.team.body.name, leader.team.area.name, "待办", "时长")
    seen = set()
    for role in ("clerk", "county", "city", "leader", "unit_admin", "reviewer", "auditor", "secadmin", "sysadmin"):
        client = client_as(role)
        for word in words:
            page = _hits(client, word)
            for link in (part.split('"')[0] for part in page.split('href="')[1:]):
                assert client.get(link).status_code == 200, (role, word, link)
                seen.add(link.split("/")[2])
    assert f"/desk/activities/{activity.public_id}/" in _hits(client_as("leader"), "hedaoqingjie")
    assert {"activities", "teams"} <= seen


def test_a_number_stands_in_no_address_and_is_not_printed_back(cast: dict[str, Member], client_as: Clients) -> None:
    client = client_as("clerk")
    answer = client.post("/desk/search/", {"q": "13900006172"}, follow=True)
    assert "13900006172" not in answer.redirect_chain[0][0]
    assert b"13900006172" not in answer.content
    kept = client.post("/desk/search/", {"q": "河道"})
    assert (kept.status_code, kept.headers["Location"]) == (303, "/desk/search/?q=%E6%B2%B3%E9%81%93")
    assert client.post("/desk/search/", {"q": ""}).status_code == 303


def test_a_minor_stands_in_it_as_in_the_list(cast: dict[str, Member], client_as: Clients) -> None:
    today = clock.local_date(clock.now())
    _person(cast, "欧阳小苗", born=today.replace(year=today.year - 12, day=1))
    page = _hits(client_as("clerk"), "欧阳小苗")
    assert "欧***" in page
    assert "欧阳小苗</strong>" not in page


def test_the_index_answers_who_begins_so_and_whose_phone_ends_so(cast: dict[str, Member]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for condition, index in (
            ("name_key LIKE '欧阳%%'", "people_name_begins"),
            ("right(phone_mask, 4) = '6172'", "people_phone_ends"),
        ):
            cursor.execute(f"EXPLAIN SELECT id FROM people_person WHERE {condition}")
            assert index in "\n".join(row[0] for row in cursor.fetchall())
