"""Every address, tried by every role of the cast, by offices of another county, and by a stranger."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import rights
from tests import cast as casting
from tests.house.test_routes_classified import FOREIGN, routes
from tests.walks.doors import samples

# What a signed-in stranger may open though it names somebody's row, and why.
OPEN_TO_THE_SIGNED_IN: dict[str, str] = {
    "shift_signups": "anybody registered may sign up for a published shift",
    "memberships": "anybody registered may ask to join a team",
    "factor_end": "whoever has not just shown a second factor is led there before any row is sought",
    "factor_own": "likewise",
    "tie_end": "likewise",
    "acceptance": "whom it was not sent to is told so on its page, which is open: rosters/test_accepting (U08)",
}
# Rights without a place: their pages name no area, so another county's office sees them as well.
WITHOUT_A_PLACE = {"IMPORT_DIVISIONS", "EDIT_CALENDAR", "READ_AUDIT"}
REFUSED = {403, 404}


@pytest.fixture
def values(city: builders.SmallCity, cast: dict[str, Member]) -> dict[str, str]:
    return samples(city, cast)


@pytest.fixture
def foreigners(city: builders.SmallCity) -> dict[str, Member]:
    """The same offices in the other county: the right is there, the place is not."""
    found = {}
    for role in ("county_office", "place_staff", "hours_reviewer"):
        account = builders.account(name=f"外县{role}")
        appointment = builders.appointment(account, role, city.counties[1])
        found[role] = Member(role, None, "", account, appointment=appointment)  # type: ignore[arg-type]
    return found


def addresses(values: dict[str, str]) -> Iterator[tuple[str, str, URLPattern, list[str]]]:
    """Name, address with samples filled in, pattern, and the names it filled."""
    for route, pattern in routes():
        if route.startswith(FOREIGN):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        missing = [name for name in names if name not in values]
        assert not missing, f"No tests/<room>/samples.py gives a value for {missing} in {route}"
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match.group(1)], route)
        yield str(pattern.name), filled, pattern, names


def answers(client: Client, address: str) -> Iterator[tuple[str, int, str]]:
    """Status and target of GET and of an empty POST; whatever they change is taken back."""
    for method in ("get", "post"):
        point = transaction.savepoint()
        answer = getattr(client, method)(address)
        if answer.streaming:
            # Rows that are read while they are sent are refused only then.
            b"".join(answer.streaming_content)
        transaction.savepoint_rollback(point)
        yield method, answer.status_code, answer.headers.get("Location", "")


def asked(pattern: URLPattern) -> list[rights.Right]:
    audience = getattr(pattern.callback, "audience", "")
    return (
        [rights.named(r) for r in audience.removeprefix("needs:").split(",")] if audience.startswith("needs:") else []
    )


@pytest.mark.law("A12-login")
def test_a_visitor_is_sent_to_the_log_in_everywhere_but_on_public_pages(values: dict[str, str]) -> None:
    wrong = []
    for _, address, pattern, _ in addresses(values):
        for method, status, target in answers(Client(), address):
            if getattr(pattern.callback, "audience", "") == "public":
                if status >= 500:
                    wrong.append(f"{method} {address}: {status}")
            elif not (status == 302 and target.startswith("/log-in/")) and status != 405:
                wrong.append(f"{method} {address}: {status}")
    assert not wrong, "\n".join(wrong)


def test_nobody_opens_an_office_page_without_its_right(cast: dict[str, Member], values: dict[str, str]) -> None:
    wrong = []
    for member in cast.values():
        client = casting.log_in(member)
        role = member.appointment.role if member.appointment else "volunteer"
        for _, address, pattern, _ in addresses(values):
            needed = asked(pattern)
            if not needed or any(right in rights.rights_of(role) for right in needed):
                continue
            for method, status, _ in answers(client, address):
                if status not in REFUSED | {405}:
                    wrong.append(f"{member.key} {method} {address}: {status}")
    assert not wrong, "\n".join(wrong)


def test_offices_of_another_county_find_nothing_here(foreigners: dict[str, Member], values: dict[str, str]) -> None:
    wrong = []
    for role, member in foreigners.items():
        client = casting.log_in(member)
        for name, address, pattern, names in addresses(values):
            needed = asked(pattern)
            here = [n for n in names if n.endswith("_pid") or n == "card_code"]
            if not here or not any(right in rights.rights_of(role) for right in needed):
                continue
            if {right.name for right in needed} & WITHOUT_A_PLACE:
                continue
            for method, status, _ in answers(client, address):
                if status not in REFUSED | {405}:
                    wrong.append(f"{role} of another county {method} {name} {address}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_stranger_opens_nobodys_rows(cast: dict[str, Member], values: dict[str, str]) -> None:
    """A signed-in volunteer of another county tries what belongs to others."""
    wrong = []
    client = casting.log_in(cast["stranger"])
    for name, address, pattern, names in addresses(values):
        audience = getattr(pattern.callback, "audience", "")
        if audience != "signed_in" or not any(n.endswith("_pid") for n in names) or name in OPEN_TO_THE_SIGNED_IN:
            continue
        for method, status, _ in answers(client, address):
            if status not in REFUSED | {405, 409}:
                wrong.append(f"{method} {name} {address}: {status}")
    assert not wrong, "\n".join(wrong)


def test_every_member_of_the_cast_gets_an_answer_everywhere(cast: dict[str, Member], values: dict[str, str]) -> None:
    """No address fails for anybody: an error would be raised here."""
    for member in cast.values():
        client = casting.log_in(member)
        for _, address, _, _ in addresses(values):
            for _, status, _ in answers(client, address):
                assert status < 500, f"{member.key} {address}: {status}"
