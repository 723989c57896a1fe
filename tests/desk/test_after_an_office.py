"""Who leads without an office finds the workbench; whose office has ended is told so, and is not made to register."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts.models import Appointment
from baiying.activities import queries as activities
from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit import clock
from baiying.teams.models import Office
from tests.hours.conftest import morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def _bar(client: Client, path: str) -> str:
    page = client.get(path, follow=True).content.decode()
    return page.split('<nav class="by-bar"')[1].split("</nav>")[0]


def test_who_leads_without_an_office_has_the_workbench_until_a_month_after(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    shift = morning_at(cast, clock.now()).shift
    client = client_as("leader")
    Office.objects.filter(account=cast["leader"].account).delete()
    assert 'href="/desk/"' in _bar(client, "/mine/")
    work = client.get("/desk/")
    assert work.status_code == 200
    assert f"/shifts/{shift.public_id}/field/" in work.content.decode()
    assert shift.activity.title in client.get("/desk/activities/").content.decode()
    others = builders.activity(cast["leader"].team, cast["unit_admin"].account, "别人带的")
    assert client.get(f"/desk/activities/{others.public_id}/").status_code == 404, "the team's other activities are not"
    long_ago = clock.local_date(clock.now()) - timedelta(days=31)
    Activity.objects.filter(leader=cast["leader"].account).update(starts_on=long_ago, ends_on=long_ago)
    assert 'href="/desk/"' not in _bar(client, "/mine/")
    assert client.get("/desk/activities/").status_code == 403


@pytest.mark.parametrize(("days", "ago", "stays"), [(30, 30, True), (30, 31, False), (7, 8, False), (90, 90, True)])
def test_how_long_a_leader_without_an_office_keeps_the_workbench_is_the_areas_to_say(
    cast: dict[str, the_cast.Member], days: int, ago: int, stays: bool
) -> None:
    shift = morning_at(cast, clock.now()).shift
    account, now = cast["leader"].account, clock.now()
    builders.rule_set("activities", area=shift.activity.area, leader_lingers_days=days)
    last = clock.local_date(now) - timedelta(days=ago)
    Activity.objects.filter(leader=account).update(starts_on=last, ends_on=last)
    assert activities.leads_anything(account.pk, now) is stays
    Activity.objects.filter(leader=account).update(state="cancelled", end_reason="雨")
    assert not activities.leads_anything(account.pk, now)


def test_an_account_whose_office_ended_is_not_led_into_registering(
    cast: dict[str, the_cast.Member], client_as: ClientAs
) -> None:
    client = client_as("county")
    session = client.session
    session["person"] = None
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    Appointment.objects.filter(account=cast["county"].account).update(ends_at=clock.now() - timedelta(minutes=1))
    for path in ("/mine/", "/mine/profile/"):
        page = client.get(path, follow=True)
        assert page.status_code == 200
        assert "您现在没有职务" in page.content.decode(), path
    nobody = Client()
    nobody.force_login(builders.account())
    assert nobody.get("/mine/").headers["Location"] == "/register/"
