"""Whom a file names is kept with it, for the day on which it leaks."""

from typing import Any

import pytest

from baiying.hours.models import Proposal
from baiying.hours.views.decided import decided_list
from baiying.kit import audit, clock, taking
from baiying.kit.models import Taken
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.ui.listing.files import _people
from tests.walks.doors import samples

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "page"), [("auditor", "/desk/audit/"), ("county", "/desk/messages/")])
def test_a_file_that_names_people_says_later_whom(client_as: Any, cast: Any, who: str, page: str) -> None:
    person = cast["volunteer"].person

    audit.record(
        "RecordSeen",
        actor=Actor(account_id=1, label="甲"),
        at=clock.now(),
        subject=("person", person.pk),
        area_id=person.residence_id,
    )
    notices.write_many(
        kind="signup_made",
        letters=[notices.Letter(text="您已报名成功。", inbox=person.public_id, area_id=person.residence_id)],
        at=clock.now(),
    )
    client = client_as(who)
    answer = client.post(page, {"file": "1", "reason": "核对"})
    assert answer.status_code == 200, answer.status_code
    answer.getvalue()
    row = Taken.objects.latest("id")
    assert row.personal
    assert row.rows
    assert person.pk in taking.people_in(row), (row.key, row.rows, taking.people_in(row))


def test_the_file_of_decided_hours_says_later_whose(cast: Any, city: Any) -> None:

    samples(city, cast)
    rows = Proposal.objects.all()
    assert rows.exists()

    class Asked:
        listing = decided_list(None)

    assert Asked.listing.personal
    assert rows[0].attendance.person_id in _people(Asked, rows)  # type: ignore[arg-type]
