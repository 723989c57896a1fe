"""The open data interface: described, public, and nothing personal in it."""

from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.figures import actions as figures


def test_the_description_names_every_public_list(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/v1/divisions", "/api/v1/sites", "/api/v1/teams", "/api/v1/activities", "/api/v1/figures/{division}",
    }  # fmt: skip


@pytest.mark.django_db
def test_lists_can_be_walked_from_the_root_to_a_station(client: Client, city: builders.SmallCity) -> None:
    (root,) = client.get("/api/v1/divisions").json()
    assert root["id"] == city.city.public_id
    counties = client.get("/api/v1/divisions", {"parent": root["id"]}).json()
    assert [c["name"] for c in counties] == [c.name for c in city.counties]
    sites = client.get("/api/v1/sites", {"division": city.villages[0].public_id}).json()
    assert [s["id"] for s in sites] == [city.site.public_id]


@pytest.mark.django_db
def test_no_list_carries_a_phone_a_name_or_a_number_of_a_person(client: Client, cast: dict[str, Member]) -> None:
    leader = cast["leader"]
    assert leader.team is not None
    builders.shift(builders.activity(leader.team, leader.account))
    texts = [client.get(f"/api/v1/{name}").content.decode() for name in ("teams", "activities", "divisions", "sites")]
    for member in cast.values():
        assert not any(member.phone in text or member.part.name in text for text in texts)


@pytest.mark.django_db
def test_few_people_are_not_shown_and_unknown_areas_answer_404(
    client: Client, city: builders.SmallCity, cast: dict[str, Member]
) -> None:
    """Two registered people live in the village: fewer than ten are nobody's business."""
    figures.rebuild(at=builders.NOW)
    assert client.get("/api/v1/figures/nowhere").status_code == 404
    assert client.get(f"/api/v1/figures/{city.villages[0].public_id}").status_code == 404


def test_wrong_values_are_refused_with_what_is_wrong(client: Client, db: Any) -> None:
    answer = client.get("/api/v1/activities", {"day": "tomorrow"})
    assert answer.status_code == 422
    assert "day" in answer.content.decode()
