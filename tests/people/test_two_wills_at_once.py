"""U20 at one moment: a father's no against a mother's sign-up, on real connections."""

import pytest

from baiying.activities import jobs as activity_jobs
from baiying.activities.models import Signup
from baiying.kit import facts
from baiying.notices.models import Message
from baiying.people.facts import GuardianWithdrew, WardPaused
from tests.activities.makers import Town
from tests.people import world
from tests.people.test_at_once import at_once
from tests.people.test_guardian_cases import MOTHER
from tests.people.test_two_wills import Two, texts


@pytest.mark.race
def test_u20_in_the_same_second_he_says_no_and_she_signs_the_child_up(own_database: str) -> None:
    """Whichever is first: the child stands nowhere afterwards, and both are told."""
    two = Two(world.make_area(), years=15)
    town = Town()
    shift = town.shift(days=3)
    mother = two.mother
    mother.post("/acting/person/", {"person": two.ward.public_id})

    def act(n: int) -> str:
        if n == 0:
            answer = two.father.post(f"/mine/wards/{two.his.public_id}/withdrawal/")
            return str(answer.status_code)
        answer = mother.post(f"/shifts/{shift.public_id}/signups/", follow=True)
        return answer.content.decode()

    _no, page = at_once(2, act)
    assert not two.is_ok()
    withdrawn = GuardianWithdrew(person_id=two.ward.pk, guardianship_id=two.his.pk)
    activity_jobs.release_ward(withdrawn)
    assert not Signup.objects.filter(person=two.ward, state__in=("accepted", "applied", "waitlisted")).exists()
    if not Signup.objects.exists():
        assert "等监护人同意后就能报名" in page or "缺监护人的同意" in page
        assert "李大山" not in page
    # Tried again it is refused by the neutral sentence, whoever presses.
    again = mother.post(f"/shifts/{shift.public_id}/signups/", follow=True).content.decode()
    assert "监护人" in again
    assert "李大山" not in again
    assert not Signup.objects.filter(person=two.ward, state__in=("accepted", "applied", "waitlisted")).exists()
    assert "暂停" in texts(MOTHER)[-1]
    assert Message.objects.filter(inbox=two.ward.public_id, kind="guardian_withdrew").exists()
    assert facts.heard_by("activities.release_paused_ward") is WardPaused
