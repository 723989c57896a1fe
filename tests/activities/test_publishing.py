"""What may be published, and when it is too late (R032)."""

from datetime import timedelta

import pytest

from baiying.activities import actions
from baiying.activities.actions import refusals
from baiying.activities.models import Shift
from baiying.kit import clock
from tests.activities.makers import Town, actor


@pytest.mark.parametrize(
    ("what", "minutes", "refused"),
    [
        ("recruit_until", -1, True),
        ("recruit_until", 1, False),
        ("shift", -1, True),
        ("shift", 0, True),
        ("shift", 1, False),
    ],
)
def test_a_plan_whose_time_is_past_is_not_published(town: Town, what: str, minutes: int, refused: bool) -> None:
    at = clock.now()
    then = at + timedelta(minutes=minutes)
    activity = town.activity(state="submitted", **({"recruit_until": then} if what == "recruit_until" else {}))
    shift = town.shift(activity)
    town.shift(activity, days=5)
    if what == "shift":
        Shift.objects.filter(pk=shift.pk).update(starts_at=then, ends_at=then + timedelta(hours=2))
    if refused:
        with pytest.raises(refusals.PlanOutdated):
            actions.publish(activity_id=activity.pk, actor=actor(town.admin), at=at)
        activity.refresh_from_db()
        assert activity.state == "submitted"
        return
    assert actions.publish(activity_id=activity.pk, actor=actor(town.admin), at=at).state == "published"


def test_only_what_was_handed_in_is_published_and_not_by_its_writer(town: Town) -> None:
    draft, own = town.activity(state="draft"), town.activity(state="submitted")
    for activity in (draft, own):
        town.shift(activity)
    with pytest.raises(refusals.NotSubmitted):
        actions.publish(activity_id=draft.pk, actor=actor(town.admin), at=clock.now())
    with pytest.raises(refusals.OwnPlan):
        actions.publish(activity_id=own.pk, actor=actor(town.leader), at=clock.now())
