"""Who leaves in doubt and comes back signs up for nothing new before two have decided (O4)."""

from datetime import timedelta

import pytest

from baiying.activities import actions as activities
from baiying.activities.models import Signup
from baiying.hours import queries as hours
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor, system
from baiying.people import actions, queries
from baiying.people.models import SpotCheck
from tests.people.doubting import Office, coming, decide, out, served, withdraw
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("finding", ["right", "untrue"])
def test_nobody_comes_back_past_it_to_sign_up(
    finding: str, check: SpotCheck, first: Office, second: Office, area: Area
) -> None:
    shift = coming(area)
    account = actions.link_account(person=check.person, phone="19900000555", actor=system("test"), at=clock.now())
    assert account is not None
    by = Actor(account_id=account.pk, person_id=check.person_id)
    first.answer(check)
    withdraw(check)
    actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    standing = queries.standing_of(check.person_id, clock.now())
    assert standing is not None
    assert standing.held
    with pytest.raises(Refused) as refusal:
        activities.sign_up(shift_pid=shift.public_id, person_id=check.person_id, actor=by, at=clock.now())
    assert refusal.value.code == "held"
    # Either way the new registration goes on: its document is looked at anew.
    decide(check, first, second, finding)
    activities.sign_up(shift_pid=shift.public_id, person_id=check.person_id, actor=by, at=clock.now())
    assert Signup.objects.get().state == "accepted"


def test_what_was_served_before_says_that_it_waits_for_the_doubt(
    check: SpotCheck, first: Office, second: Office, area: Area
) -> None:
    row = served(check, area, hours_ago=0)
    first.answer(check)
    out(row)
    withdraw(check)
    later = clock.now() + timedelta(hours=2)
    row.refresh_from_db()
    case = hours.case_of_attendance(row, later)
    assert (case.state, str(case.state_text)) == ("provisional", "注册核实中")
    decide(check, first, second, "right")
    assert not queries.is_held(check.person_id)


def test_whoever_gives_a_place_asks_what_signing_up_asks(
    check: SpotCheck, first: Office, second: Office, area: Area
) -> None:
    """Out of the line, or by the leader's answer: the doubt that was left behind bars there as well."""
    assert queries.why_not_serving({check.person_id}) == {}
    first.answer(check)
    withdraw(check)
    actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    assert queries.why_not_serving({check.person_id}) == {check.person_id: "held"}
    decide(check, first, second, "right")
    assert queries.why_not_serving({check.person_id}) == {}
