"""The list of applications costs the same however many applied, and nobody answers one's own among them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baiying.activities.models import Signup
from baiying.kit import clock
from tests.activities.makers import Town, log_in, volunteer

pytestmark = pytest.mark.django_db
LIST = "/desk/activities/applications/"


def test_thirty_applications_are_shown_and_looked_at_in_as_many_statements_as_three(town: Town) -> None:
    shift = town.shift(town.activity(approval="leader"), places=40)
    leader = log_in(town.leader, town.leader_person)

    def statements(number: int) -> tuple[int, int]:
        while Signup.objects.count() < number:
            town.signup(shift, volunteer(f"众{Signup.objects.count()}", town.village), "applied")
        with CaptureQueriesContext(connection) as shown:
            assert leader.get(LIST).status_code == 200
        ticked = list(Signup.objects.values_list("public_id", flat=True))
        with CaptureQueriesContext(connection) as asked:
            page = leader.post(LIST, {"act": "accept", "row": ticked}).content.decode()
        assert f"将会办的 {number} 条" in page
        return len(shown), len(asked)

    statements(3)
    assert statements(3) == statements(30)


def test_ones_own_is_left_out_of_both_answers(town: Town) -> None:
    shift = town.shift(town.activity(approval="leader"), places=5)
    own = town.signup(shift, town.leader_person, "applied")
    other = town.signup(shift, volunteer("别人", town.village), "applied")
    leader = log_in(town.leader, town.leader_person)
    ticked = {"row": [own.public_id, other.public_id], "sure": "1", "words": "人够了"}
    for act in ("accept", "refuse"):
        page = leader.post(LIST, {"act": act, "row": ticked["row"]}).content.decode()
        assert "自己的报名，由别的人审核" in page
        leader.post(LIST, ticked | {"act": act})
        own.refresh_from_db()
        assert own.state == "applied"
    other.refresh_from_db()
    assert other.state == "accepted"


def test_o21_whoever_decides_reads_age_and_skills_beside_the_name(town: Town) -> None:
    shift = town.shift(town.activity(approval="leader"), places=5)
    born = clock.local_date(clock.now()).replace(month=1, day=1)
    person = volunteer("林老师", town.village, born=born.replace(year=born.year - 67), skills=["haircut"])
    town.signup(shift, person, "applied")
    leader = log_in(town.leader, town.leader_person)
    assert "67 岁 · 自己说会理发" in leader.get(LIST).content.decode()
