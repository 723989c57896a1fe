"""R009: a member of staff opens a minor's number by leave of a manager, for hours; the guardian hears of each look."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values import leaves
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import MinorLeave, Person
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import CHILD, FATHER
from tests.people.world import Area

pytestmark = pytest.mark.django_db
WHY = {"words": "活动现场受伤，要联系家人"}
LOOK = {"what": "phone", "reason": "联系孩子和家人"}


class Case:
    def __init__(self, client: Client, area: Area) -> None:
        registration, _row, self.guardian = agreed(client, area, 15)
        self.child, self.person, self.area = client, registration.person, area
        self.page = f"/desk/people/{self.person.public_id}/"
        self.asks = world.staff("county_office", area.county, "13300000271", "孙干事")
        self.gives = world.staff("county_office", area.county, "13300000272", "钱主任")

    def ask(self) -> MinorLeave:
        answer = self.asks.post(f"{self.page}minor-leaves/", WHY)
        assert answer.status_code == 303, answer.content.decode()
        return MinorLeave.objects.latest("id")

    def given(self) -> MinorLeave:
        row = self.ask()
        assert self.gives.post(f"/desk/people/minor-leaves/{row.public_id}/approval/").status_code == 303
        row.refresh_from_db()
        return row

    def look(self, by: Client | None = None) -> tuple[int, str]:
        answer = (by or self.asks).post(f"{self.page}reveals/", LOOK)
        return answer.status_code, answer.content.decode()


@pytest.fixture
def case(client: Client, area: Area) -> Case:
    return Case(client, area)


@pytest.mark.law("MIN-36")
def test_r009_asked_by_one_given_by_another_looked_at_and_told(case: Case) -> None:
    record = case.asks.get(case.page).content.decode()
    assert "申请查看" in record
    assert 'name="what"' not in record
    assert case.look()[0] == 409, "without leave nothing opens"
    row = case.ask()
    assert "等另一位有权的人批准" in case.asks.get(case.page).content.decode()
    assert case.look()[0] == 409, "asking is no leave"
    leave = f"/desk/people/minor-leaves/{row.public_id}/"
    assert leave in case.gives.get("/desk/").content.decode()
    assert leave not in case.asks.get("/desk/").content.decode()
    # Nobody gives it to oneself.
    refused = case.asks.post(f"{leave}approval/")
    assert refused.status_code == 409
    assert "要由另一位有权的人批准" in refused.content.decode()
    assert case.gives.post(f"{leave}approval/").status_code == 303
    row.refresh_from_db()
    assert row.until is not None
    assert row.decided_at is not None
    assert row.until - row.decided_at == timedelta(hours=24)
    assert case.look(case.gives)[0] == 409, "open to who asked, to nobody else"
    status, page = case.look()
    assert (status, CHILD in page) == (200, True)
    event = AuditEvent.objects.get(action="NumberRevealed")
    assert event.detail == {"what": "phone", "reason": LOOK["reason"], "minor": True, "leave": row.public_id}
    for action in ("MinorLeaveAsked", "MinorLeaveGiven"):
        assert AuditEvent.objects.filter(action=action, subject_id=case.person.pk).count() == 1
    texts = Message.objects.filter(kind="guardian_minor_seen")
    assert {one.channel for one in texts} == {"inapp", "sms"}
    assert {one.address_mask for one in texts if one.channel == "sms"} == {f"{FATHER[:3]}****{FATHER[-4:]}"}
    for one in texts:
        assert "孙干事经钱主任批准" in one.text
        assert LOOK["reason"] in one.text
        assert "李小红" not in one.text
    ward = queries.guardianships_of(case.person.pk)[0]
    assert "孙干事" in case.guardian.get(f"/mine/wards/{ward.public_id}/").content.decode()


@pytest.mark.law("MIN-36")
def test_r009_the_hours_are_a_dated_rule_and_end_by_themselves(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    world.rule_set("minor_access", leave_hours=2)
    row = case.given()
    assert row.until is not None
    assert row.decided_at is not None
    assert row.until - row.decided_at == timedelta(hours=2)
    assert case.look()[0] == 200
    at = row.until
    monkeypatch.setattr(clock, "now", lambda: at)
    assert case.look()[0] == 409, "at its last instant it is shut"


def test_r009_refused_with_why_taken_back_and_ended(case: Case) -> None:
    row = case.ask()
    leave = f"/desk/people/minor-leaves/{row.public_id}/"
    assert case.gives.post(f"{leave}refusal/", {"why": " "}).status_code == 422
    assert case.gives.post(f"{leave}refusal/", {"why": "可以直接打给监护人"}).status_code == 303
    assert "可以直接打给监护人" in case.asks.get(leave).content.decode()
    assert case.look()[0] == 409
    answer = case.gives.post(f"{leave}approval/")
    assert answer.status_code == 409
    assert "已经有了答复" in answer.content.decode()
    # Anew: given, then ended before its hour by who asked, and by nobody else.
    row = case.given()
    leave = f"/desk/people/minor-leaves/{row.public_id}/"
    assert case.gives.post(f"{leave}end/").status_code == 404
    assert case.asks.post(f"{leave}end/").status_code == 303
    assert case.look()[0] == 409
    assert queries.minor_leave_state(MinorLeave.objects.get(pk=row.pk), clock.now()) == leaves.SHUT


def test_r009_asked_twice_is_one_and_the_database_wants_a_second_person(case: Case) -> None:
    assert case.ask().pk == case.ask().pk
    assert MinorLeave.objects.count() == 1
    row = MinorLeave.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        MinorLeave.objects.filter(pk=row.pk).update(decided_at=clock.now(), decided_by_id=row.asked_by_id)


def test_r009_who_may_not_ask_or_give(case: Case) -> None:
    clerk = world.staff("place_staff", case.area.township, "13300000273")
    assert clerk.post(f"{case.page}minor-leaves/", WHY).status_code == 403
    row = case.ask()
    leave = f"/desk/people/minor-leaves/{row.public_id}/"
    assert clerk.get(leave).status_code == 403
    other = world.staff("county_office", case.area.other_county, "13300000274")
    assert other.get(leave).status_code == 404
    assert other.post(f"{leave}approval/").status_code == 404
    assert case.asks.post(f"{case.page}minor-leaves/", {"words": "打 13900000000"}).status_code in {303, 422}


def test_r009_of_a_grown_up_none_is_needed_and_coming_of_age_shuts_it(case: Case) -> None:
    row = case.given()
    Person.objects.filter(pk=case.person.pk).update(birth_date=world.born_years_ago(19))
    assert queries.minor_leave_state(MinorLeave.objects.select_related("person").get(pk=row.pk), clock.now()) == "shut"
    status, page = case.look()
    assert (status, CHILD in page) == (200, True)
    by = Actor(account_id=world.make_account("19900000799").pk)
    grown = Person.objects.select_related("residence").get(pk=case.person.pk)
    with pytest.raises(actions.NoMinor):
        actions.ask_minor_leave(person=grown, words="要联系", actor=by, at=clock.now())
