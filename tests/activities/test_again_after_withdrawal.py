"""A guardian who withdrew and agreed again finds all that the withdrawal cancelled, each with its way back."""

import pytest
from django.test import Client

from baiying.activities.models import Shift, Signup
from baiying.kit import clock
from baiying.people.models import Guardianship
from tests.activities.makers import Town, volunteer
from tests.activities.test_guardian_told import area, signed_up  # noqa: F401
from tests.activities.test_released import released
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def withdrawn_and_agreed(town: Town, client: Client, area: Area) -> tuple[Signup, Shift, Client]:  # noqa: F811
    """A child with two sign-ups, of which the withdrawal cancelled both; the guardian has agreed again."""
    signup, guardian = signed_up(town, client, area, places=1)
    away = clock.local_date(signup.shift.starts_at) - clock.local_date(clock.now())
    other = town.shift(town.activity("河边清洁"), days=away.days + 7, places=1)
    town.signup(other, signup.person)
    row = Guardianship.objects.get()
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    released(signup, row)
    again = guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert again["Location"] == "/mine/wards/"
    assert set(Signup.objects.values_list("state", flat=True)) == {"cancelled"}
    return signup, other, guardian


def test_all_that_the_withdrawal_cancelled_is_offered_again(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, other, guardian = withdrawn_and_agreed(town, client, area)
    page = guardian.get("/mine/wards/").content.decode()
    assert "还有名额的列在孩子的名字下面" in page
    assert "改了主意，就在这里替孩子重新报名" in page
    assert "不同意的点开" not in page
    assert "河边清洁" in page
    for row in Signup.objects.all():
        assert f'action="/signups/{row.public_id}/guardian/again/"' in page
    ended = Signup.objects.get(shift=other)
    answer = guardian.post(f"/signups/{ended.public_id}/guardian/again/", follow=True).content.decode()
    assert Signup.objects.filter(shift=other, state__in=("accepted", "applied")).count() == 1
    # What is coming again is what one may say no to; the other stays offered.
    assert "不同意的点开" in answer
    assert f"/signups/{ended.public_id}/guardian/again/" not in answer
    assert f"/signups/{signup.public_id}/guardian/again/" in answer


def test_what_is_full_is_offered_as_waiting_and_what_was_called_off_not_at_all(
    town: Town,
    client: Client,
    area: Area,  # noqa: F811
) -> None:
    signup, other, guardian = withdrawn_and_agreed(town, client, area)
    town.signup(Shift.objects.get(pk=signup.shift_id), volunteer("别人", town.village))
    now = clock.now()
    Shift.objects.filter(pk=other.pk).update(called_off_at=now, closed_at=now, call_off_reason="暴雨", taken=0)
    page = guardian.get("/mine/wards/").content.decode()
    assert page.count("/guardian/again/") == 1
    assert "替孩子排候补" in page
    assert "河边清洁" not in page


def test_while_the_consent_is_withdrawn_nothing_is_offered(town: Town, client: Client, area: Area) -> None:  # noqa: F811
    signup, guardian = signed_up(town, client, area)
    row = Guardianship.objects.get()
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    released(signup, row)
    page = guardian.get("/mine/wards/").content.decode()
    assert "/guardian/again/" not in page
