"""What one complaint tells or opens says nothing of another, and nothing to who reads along."""

from typing import Any

import pytest
from django.test import Client

from baiying.accounts import queries as account_rows
from baiying.complaints import actions, queries
from baiying.complaints.models import Complaint
from baiying.demo import builders
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.complaints.test_filing import opened
from tests.hours.conftest import actor_of

pytestmark = pytest.mark.django_db
LEFT = "19900001234"


def test_the_query_code_of_one_complaint_opens_no_other(city: Any) -> None:
    one, other = builders.complaint(city.counties[0]), builders.complaint(city.counties[0])
    reader = Client()
    wrong = {"number": other.public_id, "code": queries.query_code(one.public_id)}
    assert reader.post("/complaints/", wrong).status_code == 422
    assert reader.get(f"/complaints/{other.public_id}/").status_code == 303
    right = {"number": one.public_id, "code": queries.query_code(one.public_id)}
    assert reader.post("/complaints/", right).status_code == 303


def test_whoever_takes_an_anonymous_one_back_while_logged_in_stays_unknown(client_as: Any) -> None:
    client = client_as("volunteer")
    assert client.post("/complaints/new/", opened(client, anonymous="on")).status_code == 303
    row = Complaint.objects.get()
    client.post(f"/complaints/{row.public_id}/withdrawal/")
    row.refresh_from_db()
    assert row.outcome == "withdrawn"
    # Nor does the row: whoever reads the tables learns no more than the office does.
    assert row.ended_by_id is None
    said = AuditEvent.objects.get(action="ComplaintWithdrawn")
    assert (said.account_id, said.person_id, said.label) == (None, None, "")


def test_a_complaint_of_another_county_waits_on_nobodys_workbench_here(client_as: Any, city: Any) -> None:
    builders.complaint(city.counties[1], "西边的站没有开门。")
    assert "西边的站没有开门" not in client_as("county").get("/desk/").content.decode()
    assert "西边的站没有开门" in client_as("city").get("/desk/").content.decode()


@pytest.mark.parametrize("left", ["", LEFT, "own"])
def test_an_account_without_an_inbox_is_told_once_at_each_number_and_nothing_of_it(
    cast: Any, city: Any, left: str
) -> None:
    guardian, county = cast["guardian"], actor_of(cast["county"])
    assert guardian.person is None
    own = account_rows.phone_of(guardian.account) or ""
    number = own if left == "own" else left
    row = builders.complaint(city.counties[0], account=guardian.account, phone=number, text_me=bool(number))
    actions.take_up(complaint=row, words="在核实。", actor=county, at=builders.NOW)
    actions.answer_complaint(complaint=row, outcome="resolved", answer="已改。", actor=county, at=builders.NOW)
    sent = list(Message.objects.filter(kind__in=["complaints.taken_up", "complaints.answered"], channel="sms"))
    masks = sorted({one.address_mask for one in sent})
    assert masks == sorted({f"{one[:3]}****{one[-4:]}" for one in (own, number) if one})
    assert len(sent) == 2 * len(masks)
    assert not [one.text for one in sent if "投诉" in one.text or "建议" in one.text]
