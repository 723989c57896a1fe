"""The one responsible for personal data, on the day of the leak (docs/walks/leak.md)."""

from datetime import timedelta
from typing import Any

import pytest

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import Taken
from baiying.notices.models import Message
from baiying.people import queries as people
from baiying.privacy import actions, jobs
from baiying.privacy.models import Breach, Closing
from tests.people.world import rule_set
from tests.privacy.test_leaks import LEAKS, person_of, said, step

pytestmark = pytest.mark.django_db


@pytest.mark.law("PIPL-57", "MIN-35", "NDR-10")
def test_r159_from_the_call_to_the_report_in_the_file(client_as: Any, cast: Any, settings: Any, tmp_path: Any) -> None:
    settings.BAIYING_ERASURES = str(tmp_path / "erased.log")
    rule_set("data_handler", name="清河区文明办", officer="李主任", phone="0374-7654321")
    county, village = client_as("county"), person_of(cast["volunteer"]).residence
    elder = builders.person("赵奶奶", residence=village)
    neighbour = builders.person("没有去过名单的", residence=cast["city"].appointment.area, phone="19900000781")
    # Some days ago a clerk of the office took the list; the unit to which it was handed put it on a drive.
    # There are children in it: another gave leave.
    wish = {"file": "1", "reason": "交给学校核对"}
    assert client_as("city").post(f"{county.post('/desk/people/', wish)['Location']}approval/").status_code == 303
    county.post("/desk/people/", wish).getvalue()
    mark = Taken.objects.get()
    # Somebody closes the account on that very day: by the evening it is carried out as on any other.
    leaving = builders.person("今天注销的", residence=village, phone="19900000782")
    number = people.last_volunteer_no(leaving.pk)
    closing = Closing.objects.create(
        person=leaving, way="desk", asked_at=clock.now(), asked_by_id=1, due_at=clock.now()
    )
    # 09:00 – the case, its clocks, and who hears of it.
    page = county.post(f"{LEAKS}new/", said()).headers["Location"]
    row = Breach.objects.get()
    assert page in county.get("/desk/").content.decode()
    city = people.inbox_of_account(cast["city"].account.pk)
    assert Message.objects.filter(kind="privacy.breach_open", inbox=city).exists()
    # 09:05 – who held it, on what ground, when, by which mark.
    county.post(f"{page}files/", {"mark": mark.public_id})
    county.post(f"{page}numbers/", {"numbers": number})
    shown = county.get(page).content.decode()
    assert all(word in shown for word in (mark.public_id, "交给学校核对", mark.label))
    # 09:10 – stopped; 09:30 – told, after reading what they will read.
    county.post(f"{page}steps/", step("contain", "网盘已下架，链接已失效", "one"))
    shown = county.get(page).content.decode()
    assert all(word in shown for word in ("网盘已下架", "清河区文明办 李主任 0374-7654321"))
    assert actions.close_account(closing_id=closing.pk, at=clock.now())
    assert county.post(f"{page}telling/").status_code == 303
    jobs.tell_breaches()
    told = Message.objects.filter(kind="privacy.breach", channel="inapp")
    inboxes = set(told.values_list("inbox", flat=True))
    assert person_of(cast["volunteer"]).public_id in inboxes
    assert people.inbox_of_account(cast["guardian"].account.pk) in inboxes
    assert not inboxes & {one.public_id for one in (person_of(cast["minor"]), elder, neighbour, leaving)}
    # 10:00 – letters.
    letters = county.get(f"{page}papers/").content.decode()
    assert "赵奶奶" in letters
    assert "网盘已下架" in letters
    county.post(f"{page}handed/", {"row": list(row.people.filter(way="paper").values_list("pk", flat=True))})
    # Reported before its clock, closed, and on paper.
    county.post(f"{page}steps/", step("authority", "已书面报区网信办", "two"))
    assert actions.remind_breaches(at=row.found_at + timedelta(days=2)) == 0
    assert county.post(f"{page}end/", {"conclusion": "单位保管不当，已约谈"}).status_code == 303
    report = county.get(f"{page}report/").content.decode()
    assert all(word in report for word in ("单位保管不当", "已书面报区网信办", "清河区文明办", mark.public_id))
    assert "今天注销的" not in report
    assert page not in county.get("/desk/").content.decode()
    own = people.person_by_id(leaving.pk)
    assert own is not None
    assert people.is_erased(own)
