"""An area outside one's own, chosen for a form, is answered by a sentence at the field: the chooser shows them all."""

import pytest

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.places.models import Division
from baiying.teams.models import Body
from tests import cast as casting

pytestmark = pytest.mark.django_db

# Every form of the offices to which the chooser comes back, with a role that has its right. The forms for everybody
# (registering, a plan, filters of lists) take any area.
FORMS = {
    "/desk/appointments/new/": "county_office",
    "/desk/figures/targets/": "county_office",
    "/desk/people/on-site/": "place_staff",
    "/desk/places/rules/activities/new/": "city_office",
    "/desk/teams/bodies/": "county_office",
}


@pytest.mark.parametrize("address", sorted(FORMS))
def test_a_wrong_area_is_no_404(city: builders.SmallCity, cast: dict[str, Member], address: str) -> None:
    far = Division.objects.create(code="429999000000", name="外市", level="city")
    Division.objects.filter(pk=far.pk).update(path=[far.pk])
    account, role = builders.account(name="干事"), FORMS[address]
    appointment = builders.appointment(account, role, city.city if role == "city_office" else city.counties[0])
    client = casting.log_in(Member(role, None, "", account, appointment=appointment))  # type: ignore[arg-type]
    before = Body.objects.count()
    for chosen, sentence in ((far.public_id, "外市不在您的工作地区内"), ("nowhere", "没有这个地区")):
        answer = client.get(address, {"area": chosen, "kind": "legal_entity"}, follow=True)
        assert answer.status_code in {200, 422}
        assert sentence in answer.content.decode()
        sent = client.post(f"{address}?area={chosen}&kind=legal_entity", {"area": chosen}, follow=True)
        assert sent.status_code in {200, 405, 422}
    assert Body.objects.count() == before
