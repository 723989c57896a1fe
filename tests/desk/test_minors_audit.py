"""R010: once a year an office reads, prints and takes away what was done with the information on minors."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from baiying.kit import audit, clock
from baiying.kit.values.actor import Actor, system
from baiying.people import actions, queries
from baiying.people.models import Guardianship, MinorLeave
from baiying.people.rules.ending import End
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.world import Area

pytestmark = pytest.mark.django_db
CLERK = Actor(account_id=900_001)


def rows_of(page: Client, query: str = "") -> dict[str, str]:
    """The numbers by their words, as the spreadsheet has them."""
    answer = page.get(f"/desk/minors-audit/?format=xlsx{query}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return {str(name): str(value) for _chapter, name, value in sheet.iter_rows(min_row=2, max_col=3, values_only=True)}


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


@pytest.mark.law("MIN-37")
def test_r010_looks_leaves_consents_and_requests_of_a_year_in_numbers(client: Client, area: Area) -> None:
    registration, row, _guardian = agreed(client, area, 15)
    person = registration.person
    asks = world.staff("county_office", area.county, "13300000281", "孙干事")
    gives = world.staff("county_office", area.county, "13300000282", "钱主任")
    before = rows_of(asks)
    assert before["监护人同意（次）"] == "1"
    assert before["查看完整号码（次）"] == "0"
    asks.post(f"/desk/people/{person.public_id}/minor-leaves/", {"words": "活动现场受伤，要联系家人"})
    leave = MinorLeave.objects.get()
    gives.post(f"/desk/people/minor-leaves/{leave.public_id}/approval/")
    asks.post(f"/desk/people/{person.public_id}/reveals/", {"what": "phone", "reason": "联系家人"})
    # One from before leaves were asked for.
    audit.record(
        "NumberRevealed", actor=system("before"), at=clock.now(), subject=("person", person.pk),
        area_id=person.residence_id, detail={"what": "phone", "reason": "以前的", "minor": True},
    )  # fmt: skip
    child = {"source": "minorsaudit1", "kind": "correct", "words": "名字里的字记错了"}
    client.post("/mine/data/requests/new/", child)
    found = rows_of(asks)
    assert found["查看完整号码（次）"] == "2"
    assert found["其中经另一个人批准（次）"] == "1"
    assert found["其中没有批准（次）"] == "1"
    assert (found["申请查看完整号码（件）"], found["批准（件）"], found["不批准（件）"]) == ("1", "1", "0")
    assert int(found["打开未成年人记录（次）"]) > int(before["打开未成年人记录（次）"])
    assert found["年末要监护人同意的未成年志愿者（人）"] == "1"
    # A paper that ends the guardianship is no withdrawal of the guardian's.
    end = End(clock.local_date(clock.now()), "changed", "法院民事判决书")
    actions.end_guardianship(guardianship=Guardianship.objects.get(pk=row.pk), end=end, actor=CLERK, at=clock.now())
    found = rows_of(asks)
    assert (found["监护人撤回（次）"], found["凭文书登记不再是监护人（次）"]) == ("0", "1")
    assert found["没有监护人同意而暂停注册（次）"] == "1"
    page = asks.get("/desk/minors-audit/").content.decode()
    assert "data-print" in page
    assert "李小红" not in page
    assert "李**" not in page
    assert queries.guardians_answer(person.pk) == "ended"


@pytest.mark.law("MIN-37")
def test_r010_every_office_reads_its_own_area_and_only_years_at_hand(client: Client, area: Area) -> None:
    agreed(client, area, 15)
    other = world.staff("county_office", area.other_county, "13300000283")
    assert rows_of(other)["监护人同意（次）"] == "0"
    city = world.staff("city_office", area.city, "13300000284")
    assert rows_of(city)["监护人同意（次）"] == "1"
    year = clock.local_date(clock.now()).year
    assert rows_of(city, f"&year={year - 1}")["监护人同意（次）"] == "0"
    for wrong in ("1999", "abc", str(year + 1)):
        assert city.get(f"/desk/minors-audit/?year={wrong}").status_code == 404
    assert world.staff("place_staff", area.township, "13300000285").get("/desk/minors-audit/").status_code == 403
    assert client.get("/desk/minors-audit/").status_code in {302, 403}
