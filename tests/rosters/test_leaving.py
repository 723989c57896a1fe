"""A class leaves the school in one press: the teams are left, the record stays, and the press is taken back."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Counting, Registration
from baiying.rosters.models import Invitation, Roster
from baiying.teams.models import Membership
from tests.rosters.makers import School, pupil

pytestmark = pytest.mark.django_db


def came(school: School) -> tuple[Roster, Any, Any]:
    """Two classes of one each; both came, both are in the school's team, one of them in another school's too."""
    row = school.sent([pupil(1, group="高三1班"), pupil(2, group="高三2班")])
    team = builders.team(school.body)
    elsewhere = builders.team(builders.body(area=school.city.counties[0]))
    for number, invitation in enumerate(Invitation.objects.order_by("line")):
        person = builders.person(residence=school.city.villages[0])
        Invitation.objects.filter(pk=invitation.pk).update(person=person, accepted_at=clock.now())
        builders.membership(team, person)
        if number == 0:
            builders.membership(elsewhere, person)
    return row, team, elsewhere


def live(team: Any) -> int:
    return Membership.objects.filter(team=team, left_at__isnull=True).count()


def test_one_press_lets_a_class_go_tells_each_and_touches_no_record(school: School) -> None:
    row, team, elsewhere = came(school)
    before = [list(model.objects.order_by("pk").values()) for model in (Registration, Counting)]
    here = f"/desk/rosters/{row.public_id}/leaving/"
    assert "高三1班" in school.clerk.get(here).content.decode()
    for _ in range(2):
        assert school.clerk.post(here, {"group": "高三1班"}).status_code == 303
    assert (live(team), live(elsewhere)) == (1, 1)
    told = Message.objects.filter(kind="membership_ended")
    assert told.count() == 1
    assert "时长和证书都留着" in told.get().text
    assert [list(model.objects.order_by("pk").values()) for model in (Registration, Counting)] == before


def test_who_presses_it_stays_and_keeps_nobody_else(school: School) -> None:
    """A teacher who came by the same roster: the own membership is another's to end, the class goes all the same."""
    row, team, _elsewhere = came(school)
    Invitation.objects.update(group="高三1班")
    teacher = school.cast["unit_admin"].person
    assert teacher is not None
    Invitation.objects.filter(pk=Invitation.objects.order_by("line")[0].pk).update(person=teacher)
    builders.membership(team, teacher)
    stays = set(Invitation.objects.values_list("person_id", flat=True)) ^ set(
        Membership.objects.filter(team=team).values_list("person_id", flat=True)
    )
    here = f"/desk/rosters/{row.public_id}/leaving/"
    assert school.clerk.post(here, {"group": "高三1班"}).status_code == 303
    left = Membership.objects.filter(team=team, left_at__isnull=True).values_list("person_id", flat=True)
    # Who came by no line of the class stays, too.
    assert set(left) == {teacher.pk, *stays}


def test_who_pressed_takes_it_back_within_a_day_and_nobody_else(school: School) -> None:
    row, team, _elsewhere = came(school)
    here = f"/desk/rosters/{row.public_id}/leaving/"
    school.clerk.post(here, {"group": "高三1班"})
    school.county.post(f"{here}undoing/", {"group": "高三1班"})
    assert live(team) == 1
    for _ in range(2):
        assert school.clerk.post(f"{here}undoing/", {"group": "高三1班"}).status_code == 303
    assert live(team) == 2
    school.clerk.post(here, {"group": "高三2班"})
    Membership.objects.filter(left_at__isnull=False).update(left_at=clock.now() - timedelta(hours=25))
    school.clerk.post(f"{here}undoing/", {"group": "高三2班"})
    assert live(team) == 1


def test_an_unknown_class_is_said_at_the_field(school: School) -> None:
    row, team, _elsewhere = came(school)
    answer = school.clerk.post(f"/desk/rosters/{row.public_id}/leaving/", {"group": "高三9班"})
    assert answer.status_code == 422
    assert live(team) == 2
