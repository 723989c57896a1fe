"""A guardian who signs a child up is spoken to as the guardian, and is not told to act for the child while doing so."""

import pytest
from django.test import Client

from baiying.activities.models import Signup
from tests.activities.makers import Town
from tests.activities.test_guardian_asked_again import school  # noqa: F401
from tests.activities.test_guardian_told import area, signed_up  # noqa: F401
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def test_what_is_said_after_signing_a_child_up_names_the_child(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
    school: None,  # noqa: F811
) -> None:
    signup, guardian = signed_up(town, client, area)
    Signup.objects.filter(pk=signup.pk).update(state="cancelled", ended_at=signup.signed_up_at)
    guardian.post("/acting/person/", {"person": signup.person.public_id})
    said = guardian.post(f"/shifts/{signup.shift.public_id}/signups/", follow=True).content.decode()
    assert f"报名成功，{signup.person.name}已被录用" in said
    assert "您已被录用" not in said
    mine = guardian.get("/mine/signups/").content.decode()
    assert signup.shift.activity.title in mine
    assert "点“替孩子操作”" not in mine
