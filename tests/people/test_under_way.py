"""What waits about the own record stands on the page of the day: a merge, a claim; to the person alone."""

import pytest

from baiying.demo import builders
from baiying.people import actions
from baiying.people.models import Person
from tests.activities.makers import log_in
from tests.people.merging import NOW, ONE, Pair

pytestmark = pytest.mark.django_db


def today_of(person: Person) -> str:
    account = person.account
    assert account is not None
    answer = log_in(account, person).get("/mine/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_merge_and_a_claim_stand_on_the_page_of_the_day_until_they_are_over() -> None:
    pair = Pair(builders.small_city().villages[0])
    assert "正在办的" not in today_of(pair.a)
    row = pair.propose()
    for person in (pair.a, pair.b):
        page = today_of(person)
        assert f"编号 {row.public_id}" in page
        assert "/mine/merging/" in page
    actions.end_merge(merge=row, words="不是", actor=ONE, at=NOW)
    assert "正在办的" not in today_of(pair.a)
    claim = actions.file_claim(
        person=pair.b, name="陈一诺", phone="19900000998", account_id=pair.a.account_id, note="", actor=ONE, at=NOW
    )
    assert f"您申请认领的记录（编号 {claim.public_id}）" in today_of(pair.a)
    assert f"有人说您的这条记录是他的（编号 {claim.public_id}）" in today_of(pair.b)
