"""On the live list: whom a leader may ring, and the row that waits for another hand."""

from collections.abc import Callable

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions
from baiying.hours.models import Attendance, Proposal
from baiying.kit import audit, clock
from baiying.kit.errors import Refused
from baiying.notices import queries as notices
from tests.hours.conftest import Morning
from tests.hours.test_roll_call import IN_PLACE, came, person, signup_of, text, url

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def test_the_number_of_who_is_missing_is_looked_up_one_by_one_and_on_record(now: Morning, client_as: ClientAs) -> None:
    client, key = client_as("leader"), signup_of(now, "volunteer")
    phone = now.cast["volunteer"].phone
    assert phone not in text(client.get(url(now, "field")))
    part = text(client.post(url(now, "calls"), {"signup": key}, headers=IN_PLACE))
    assert f'href="tel:{phone}"' in part
    assert f'href="tel:{phone}"' in text(client.post(url(now, "calls"), {"signup": key}))
    event = audit.newest().filter(action="PhoneLookedUp").first()
    assert event is not None
    assert event.detail["person_id"] == person(now, "volunteer")
    assert phone not in str(event.detail)


def test_of_a_minor_it_is_the_guardians_number(now: Morning, client_as: ClientAs) -> None:
    page = text(client_as("leader").post(url(now, "calls"), {"signup": signup_of(now, "minor")}))
    assert now.cast["minor"].phone not in page
    assert f'href="tel:{now.cast["guardian"].phone}"' in page
    assert "监护人" in page


@pytest.mark.parametrize(("minute", "may"), [(-12 * 60 - 1, False), (-12 * 60, True), (509, True), (510, False)])
def test_only_around_the_shift(now: Morning, minute: int, may: bool) -> None:
    signup = now.shift.signups.get(person_id=person(now, "volunteer"))
    if may:
        assert actions.number_of(signup=signup, actor=now.actor("leader"), at=now.at(minute)).phone
        return
    with pytest.raises(Refused) as refused:
        actions.number_of(signup=signup, actor=now.actor("leader"), at=now.at(minute))
    assert refused.value.code == "not_the_time_to_call"
    assert not audit.newest().filter(action="PhoneLookedUp").exists()


def test_nobody_else_looks_up_numbers(now: Morning, client_as: ClientAs) -> None:
    for key in ("volunteer", "stranger", "clerk", "reviewer", "county"):
        answer = client_as(key).post(url(now, "calls"), {"signup": signup_of(now, "volunteer")})
        assert answer.status_code == 404, key
    assert not audit.newest().filter(action="PhoneLookedUp").exists()


# Another hand (P19) --------------------------------------------------------------------------------------------


def test_the_leaders_own_row_has_no_button_and_says_who_can(now: Morning, client_as: ClientAs) -> None:
    leader = now.cast["leader"].person
    assert leader is not None
    own = builders.signup(now.shift, leader)
    client = client_as("leader")
    page = text(client.get(url(now, "field")))
    row = page.split(f'id="p-{own.public_id}"')[1].split("</li>")[0]
    assert "<button" not in row
    admin = now.cast["unit_admin"].account.display_name
    assert admin in row
    refused = client.post(url(now, "ticks"), {"signup": own.public_id}, headers=IN_PLACE)
    assert refused.status_code == 409
    number = builders.registration_of(leader).volunteer_no
    walked = client.post(url(now, "walk-ins"), {"number": number})
    assert walked.status_code == 422
    assert admin in text(walked)
    assert not Attendance.objects.exists()


def test_the_leaders_own_end_waits_for_another_hand_while_all_others_are_noted(
    over: Morning, client_as: ClientAs
) -> None:
    leader = over.cast["leader"].person
    assert leader is not None
    row = builders.attendance(over.shift, leader)
    came(over, "volunteer")
    client = client_as("leader")
    page = text(client.get(url(over, "ends")))
    assert f"confirm_{row.public_id}" not in page
    assert over.cast["unit_admin"].account.display_name in page
    said = text(client.post(url(over, "leavings"), follow=True))
    assert "已记 1 人" in said
    row.refresh_from_db()
    assert row.checked_out_at is None
    done = actions.leave_all(shift=over.shift, actor=over.actor("unit_admin"), at=clock.now())
    assert [one.pk for one in done.done] == [row.pk]


def test_the_leader_reads_that_minutes_were_refused_and_why_not_a_forgotten_check_out(
    over: Morning, client_as: ClientAs
) -> None:
    row = came(over, "volunteer")
    actions.confirm_end(attendance=row, ends_at=over.at(120), actor=over.actor("leader"), at=clock.now())
    actions.refuse(
        proposal=Proposal.objects.get(), words="离开时间没有人证明", actor=over.actor("reviewer"), at=clock.now()
    )
    page = client_as("leader").get(url(over, "field")).content.decode()
    assert "复核没通过：离开时间没有人证明" in page
    # What is decided is not taken back here; another end may be said.
    assert f'name="left" value="{row.public_id}"' not in page
    assert "几点离开" in page
    [told] = [m.text for m in notices.inbox_of(over.cast["leader"].person.public_id) if "复核未通过" in m.text]  # type: ignore[union-attr]
    assert "的时长复核未通过" in told
    assert row.person.name not in told
