"""After a guardian's no the leader reads what became of the place: free, taken by who waited, or there was none."""

import pytest

from baiying.activities import actions
from baiying.notices.models import Message
from tests.activities.makers import actor
from tests.activities.test_places_lost import Full, full, noon  # noqa: F401

pytestmark = pytest.mark.django_db


def told(full: Full) -> str:  # noqa: F811
    by = actor(full.mother)
    actions.refuse_as_guardian(signup_id=full.signup("C").pk, actor=by, at=noon(1))
    return Message.objects.get(kind="activity_guardian_refused", channel="inapp").text


def test_who_waited_has_it_already(full: Full) -> None:  # noqa: F811
    text = told(full)
    assert "由候补的人补上了" in text
    assert "空出" not in text
    assert full.signup("W").state == "accepted"


def test_nobody_waits_and_it_is_free(full: Full) -> None:  # noqa: F811
    full.signup("W").delete()
    assert "名额空出来了" in told(full)


def test_who_only_waited_had_none(full: Full) -> None:  # noqa: F811
    row = full.signup("C")
    row.state, row.accepted_at = "waitlisted", None
    row.save()
    full.shift.refresh_from_db()
    full.shift.taken -= 1
    full.shift.save()
    text = told(full)
    assert "不用再联系孩子" in text
    assert "名额" not in text
