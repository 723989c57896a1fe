"""What two reviews found and was mended, under their numbers: figures of few for the public, who appoints whom."""

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts.models import Appointment
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.figures import actions as figures
from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor
from tests import cast as casting

pytestmark = pytest.mark.django_db


def test_o3_the_front_page_says_no_more_of_few_people_than_the_page_of_the_city(
    client: Client, city: builders.SmallCity, cast: dict[str, Member]
) -> None:
    """Fewer than ten: their number, their share and their mean would be one person's hours."""
    figures.rebuild(at=clock.now())
    front = client.get("/").content.decode()
    assert "人数太少" in client.get(f"/city/{city.city.public_id}/").content.decode()
    assert "人均信用时长" not in front
    assert "有信用时长的占比" not in front
    assert not client.get("/").context["page"].numbers


def test_s10_the_open_data_takes_published_thresholds_only_and_says_nothing_of_few(
    client: Client, city: builders.SmallCity, cast: dict[str, Member]
) -> None:
    figures.rebuild(at=clock.now())
    for hours in (1, 5, 11, 99):
        answer = client.get(f"/api/v1/figures/{city.city.public_id}", {"hours": hours})
        assert answer.status_code in (404, 422), hours
    assert client.get(f"/api/v1/figures/{city.villages[0].public_id}").status_code == 404


@pytest.mark.parametrize(("who", "role"), [("secadmin", "city_office"), ("county", "hours_reviewer")])
def test_o5_s14_nobody_gives_an_office_to_oneself(
    who: str, role: str, city: builders.SmallCity, cast: dict[str, Member]
) -> None:
    member = cast[who]
    area = city.city if role == "city_office" else member.appointment.area  # type: ignore[union-attr]
    before = Appointment.objects.count()
    answer = casting.log_in(member).post(
        f"/desk/appointments/new/?area={area.public_id}",  # type: ignore[union-attr]
        {"role": role, "phone": member.phone, "name": member.part.name},
    )
    assert answer.status_code == 422
    assert "不能任命自己" in answer.content.decode()
    assert Appointment.objects.count() == before


def test_o5_a_typed_number_gives_a_stranger_nothing_until_it_is_accepted(
    city: builders.SmallCity, cast: dict[str, Member]
) -> None:
    county, stranger = cast["county"], cast["stranger"]
    answer = casting.log_in(county).post(
        f"/desk/appointments/new/?area={county.appointment.area.public_id}",  # type: ignore[union-attr]
        {"role": "place_staff", "phone": stranger.phone, "name": stranger.part.name},
    )
    assert answer.status_code == 303
    row = Appointment.objects.get(account=stranger.account)
    assert row.accepted_at is None
    assert casting.log_in(stranger).get("/desk/people/").status_code == 403


@pytest.mark.parametrize("who", ["sysadmin", "secadmin", "auditor"])
def test_o5_the_last_of_the_three_administrators_stays_and_they_are_three_people(
    who: str, cast: dict[str, Member]
) -> None:
    row = cast[who].appointment
    assert row is not None
    security = casting.log_in(cast["secadmin"])
    answer = security.post(f"/desk/appointments/{row.public_id}/end/", follow=True)
    # The own one is nobody's to end; of the others the last stays.
    assert answer.status_code == 403 if who == "secadmin" else "最后一位" in answer.content.decode()
    other = next(one for one in ("sysadmin", "auditor") if one != who)
    with pytest.raises(accounts.ThreeMustDiffer):
        accounts.appoint(
            account=cast[who].account, role=other if who != "secadmin" else "auditor", area_id=None,
            actor=_another_secadmin(), at=clock.now(),
        )  # fmt: skip


def _another_secadmin() -> Actor:
    account = builders.account()
    given = builders.appointment(account, "secadmin", None)
    return Actor(account.pk, acting=Acting(given.pk, given.public_id, "secadmin", None))
