"""Who had a place when a shift was called off stays on the leader's record, and can be phoned around its time (O8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.activities import actions
from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import audit, clock
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


@pytest.fixture
def soon(cast: dict[str, the_cast.Member]) -> Morning:
    """A shift in two hours, at which somebody waits in line as well."""
    now = morning_at(cast, clock.now() + timedelta(hours=2))
    home = now.shift.activity.area
    builders.signup(now.shift, builders.person("候补的人", residence=home), state="waitlisted")
    return now


def signup_of(soon: Morning, key: str) -> str:
    name = "候补的人" if key == "waiting" else soon.cast[key].part.name
    return str(Signup.objects.get(shift=soon.shift, person__name=name).public_id)


@pytest.mark.parametrize("how", ["shift", "activity"])
def test_names_stay_and_the_number_is_looked_up_on_record(soon: Morning, client_as: ClientAs, how: str) -> None:
    leader, actor = client_as("leader"), soon.actor("leader")
    person = soon.cast["volunteer"].person
    assert person is not None
    if how == "shift":
        actions.call_off(shift_id=soon.shift.pk, which="one", reason="暴雨", actor=actor, at=clock.now())
    else:
        actions.cancel(activity_id=soon.shift.activity_id, reason="暴雨", actor=actor, at=clock.now())
    record = f"/desk/activities/{soon.shift.activity.public_id}/"
    page = leader.get(record).content.decode()
    assert person.name in page
    assert "候补的人" not in page, "who only waited had no place"
    calls = f"/shifts/{soon.shift.public_id}/calls/"
    answer = leader.post(calls, {"signup": signup_of(soon, "volunteer")})
    assert "tel:" in answer.content.decode()
    assert record in answer.content.decode(), "and leads back to the record"
    assert audit.newest().filter(action="PhoneLookedUp").count() == 1
    refused = leader.post(calls, {"signup": signup_of(soon, "waiting")}, follow=True).content.decode()
    assert "tel:" not in refused
    for other in ("volunteer", "reviewer", "county"):
        assert client_as(other).post(calls, {"signup": signup_of(soon, "volunteer")}).status_code in {403, 404}
    assert person.name not in client_as("county").get(record).content.decode()


def test_who_left_before_is_not_phoned(soon: Morning, client_as: ClientAs) -> None:
    actor, person = soon.actor("leader"), soon.cast["volunteer"].person
    assert person is not None
    own = Signup.objects.get(shift=soon.shift, person=person)
    actions.cancel_signup(signup_id=own.pk, reason="", actor=soon.actor("volunteer"), at=clock.now())
    actions.call_off(shift_id=soon.shift.pk, which="one", reason="暴雨", actor=actor, at=clock.now())
    leader = client_as("leader")
    page = leader.get(f"/desk/activities/{soon.shift.activity.public_id}/").content.decode()
    assert f'value="{own.public_id}"' not in page, "named among who cannot come, with no number to open"
    answer = leader.post(f"/shifts/{soon.shift.public_id}/calls/", {"signup": own.public_id}, follow=True)
    assert "tel:" not in answer.content.decode()
    assert not audit.newest().filter(action="PhoneLookedUp").exists()
