"""What somebody writes about somebody keeps no number of theirs: refused at the field, nothing typed is lost."""

import pytest

from baiying.activities.models import Signup
from baiying.kit.audit import AuditEvent
from tests.activities.makers import Town, log_in, volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.mark.parametrize("words", ["身份证 110101199003078515 查不到", "打 138-0013-8000 没人接"])
def test_a_refusal_with_a_number_is_said_at_the_field_and_kept_nowhere(town: Town, words: str) -> None:
    activity = town.activity(approval="leader")
    signup = town.signup(town.shift(activity), volunteer("张小华", town.village))
    Signup.objects.filter(pk=signup.pk).update(state="applied", accepted_at=None)
    leader = log_in(town.leader, town.leader_person)
    answer = leader.post(f"/signups/{signup.public_id}/refusal/", {"reason": words})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请删去里面的手机号和身份证号" in page
    assert words in page
    signup.refresh_from_db()
    assert (signup.state, signup.reason) == ("applied", "")
    assert not AuditEvent.objects.filter(detail__icontains="13800138000").exists()
    assert leader.post(f"/signups/{signup.public_id}/refusal/", {"reason": "电话没人接"}).status_code == 303
    signup.refresh_from_db()
    assert signup.reason == "电话没人接"


def test_whoever_cannot_come_leaves_no_number_either(town: Town) -> None:
    person = volunteer("张小华", town.village)
    signup = town.signup(town.shift(), person)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    address = f"/signups/{signup.public_id}/cancellation/"
    refused = browser.post(address, {"why": "busy", "reason": "我妈妈 13800138000 替我来"})
    assert refused.status_code == 422
    assert "我妈妈 13800138000 替我来" in refused.content.decode()
    signup.refresh_from_db()
    assert signup.state == "accepted"
    assert browser.post(address, {"why": "busy", "reason": "我妈妈替我来"}).status_code == 303
