"""Who heads a site: from a day to a day, one at a time, taken over in one form, taken back to what was (R024)."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import system
from baiying.places import actions, bulk, queries
from baiying.places.models import Site, SiteStaff
from baiying.places.rules.staff import Succession, Term, succession

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
LIST = "/desk/places/site-list/"


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


def today() -> date:
    return clock.local_date(clock.now())


def page_of(site: Site) -> str:
    return f"/desk/places/coverage/sites/{site.public_id}/staff/"


def enter(office: Client, site: Site, name: str = "张明", since: date = date(2026, 1, 1), **more: str) -> Any:
    given = {"role": "head", "name": name, "since": since.isoformat(), "phone": "13800001234", "duty": "", **more}
    return office.post(page_of(site), given)


def head_on(site: Site, day: date) -> str:
    found = queries.heads_on([site.pk], day).get(site.pk)
    return found.name if found else ""


def test_r024_a_successor_is_named_in_one_form_and_history_stays(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    for _ in range(2):
        assert enter(office, site).status_code == 303
    assert SiteStaff.objects.count() == 1, "The same again is the same record"
    assert enter(office, site, "李红", date(2026, 6, 1)).status_code == 303
    assert [head_on(site, day) for day in (date(2025, 12, 31), date(2026, 5, 31), date(2026, 6, 1))] == [
        "", "张明", "李红",
    ]  # fmt: skip
    before = SiteStaff.objects.get(name="张明")
    assert (before.to_day, before.withdrawn_at) == (date(2026, 5, 31), None)
    shown = office.get(page_of(site)).content.decode()
    assert "张明" in shown
    assert "2026-01-01 – 2026-05-31" in shown
    assert "李红" in office.get(f"/desk/places/coverage/sites/{site.public_id}/").content.decode()
    told = list(
        AuditEvent.objects.filter(action__startswith="SiteStaff").order_by("id").values_list("action", flat=True)
    )
    assert told == ["SiteStaffAppointed"] * 2
    assert "李红" not in str(list(AuditEvent.objects.values_list("detail", flat=True))), "The audit keeps for ever"


def test_r024_a_record_entered_by_mistake_is_taken_back_and_the_one_before_heads_again(
    city: SmallCity, visit: Visit
) -> None:
    office, site = visit("city_office", city.city), city.site
    enter(office, site)
    enter(office, site, "李红", date(2026, 6, 1))
    first, second = SiteStaff.objects.order_by("id")
    refused = office.post(f"/desk/places/staff/{first.public_id}/withdrawal/", follow=True).content.decode()
    assert "先撤销后面那一条" in refused
    assert "前一任张明恢复在任" in office.get(f"/desk/places/staff/{second.public_id}/withdrawal/").content.decode()
    for _ in range(2):
        assert office.post(f"/desk/places/staff/{second.public_id}/withdrawal/").status_code == 303
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.to_day, first.ended_at, first.ended_by_id) == (None, None, None), "Back to the row"
    assert second.withdrawn_at is not None
    assert head_on(site, date(2026, 7, 1)) == "张明"
    assert "李红" in office.get(page_of(site)).content.decode(), "It can still be read"
    # Struck out, the day is free again.
    assert enter(office, site, "王强", date(2026, 6, 1)).status_code == 303
    assert head_on(site, date(2026, 7, 1)) == "王强"


def test_r024_a_day_that_cannot_be_is_refused_at_its_field_and_nothing_typed_is_lost(
    city: SmallCity, visit: Visit
) -> None:
    office, site = visit("city_office", city.city), city.site
    enter(office, site, since=date(2026, 6, 1))
    for since, words in (
        (date(2026, 6, 1), "现任也是从这一天起"),
        (date(2026, 5, 1), "已经有人从更晚的一天起接任"),
        (today() + timedelta(days=367), "最多提前一年"),
        (date(1900, 1, 1), "日期太早"),
    ):
        answer = enter(office, site, "李红", since)
        assert answer.status_code == 422
        text = answer.content.decode()
        assert words in text
        assert 'href="#id_since"' in text
        assert 'value="李红"' in text
    assert enter(office, site, "李3").status_code == 422
    assert enter(office, site, "李红", date(2026, 7, 1), phone="123").status_code == 422
    assert SiteStaff.objects.count() == 1


def test_r024_who_leaves_is_missed_and_leaving_can_be_taken_back(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    enter(office, site)
    row = SiteStaff.objects.get()
    end = f"/desk/places/staff/{row.public_id}/end/"
    assert office.post(end, {"last_day": "2025-12-31"}).status_code == 422
    for _ in range(2):
        assert office.post(end, {"last_day": "2026-03-31"}).status_code == 303
    assert office.post(end, {"last_day": "2026-04-30"}).status_code == 422, "Said once, it is not said otherwise"
    assert head_on(site, date(2026, 3, 31)) == "张明", "The last day counts"
    assert not head_on(site, date(2026, 4, 1))
    assert office.post(f"/desk/places/staff/{row.public_id}/resumption/").status_code == 303
    assert head_on(site, date(2026, 4, 1)) == "张明"
    office.post(end, {"last_day": "2026-03-31"})
    enter(office, site, "李红", date(2026, 5, 1))
    text = office.post(f"/desk/places/staff/{row.public_id}/resumption/", follow=True).content.decode()
    assert "先撤销后面那一条" in text, "Two cannot head it"
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteStaff.objects.filter(pk=row.pk).update(to_day=None)


def test_r024_a_phone_is_sealed_masked_and_each_look_is_written_down(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    enter(office, site)
    row = SiteStaff.objects.get()
    assert b"13800001234" not in bytes(row.phone_sealed or b"")
    shown = office.get(page_of(site)).content.decode()
    assert "138****1234" in shown
    assert "13800001234" not in shown
    look = f"/desk/places/staff/{row.public_id}/looks/"
    assert office.post(look, {"reason": ""}).status_code == 422
    assert not AuditEvent.objects.filter(action="SiteStaffPhoneSeen").exists()
    assert "13800001234" in office.post(look, {"reason": "约时间看场地"}).content.decode()
    seen = AuditEvent.objects.get(action="SiteStaffPhoneSeen")
    assert seen.detail["reason"] == "约时间看场地"
    neighbour = visit("county_office", city.counties[1])
    assert neighbour.post(look, {"reason": "约时间看场地"}).status_code == 404
    assert neighbour.get(page_of(site)).status_code == 404
    assert neighbour.post(f"/desk/places/staff/{row.public_id}/withdrawal/").status_code == 404


def test_r024_residents_read_the_function_and_no_name(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    public = f"/sites/{site.public_id}/"
    assert "站长" not in Client().get(public).content.decode()
    enter(office, site)
    text = Client().get(public).content.decode()
    assert "站长" in text
    assert "张明" not in text
    assert "1234" not in text


def test_r024_built_sites_without_a_head_wait_at_the_desk_and_open_to_their_rows(city: SmallCity, visit: Visit) -> None:
    office, site = visit("city_office", city.city), city.site
    Site.objects.filter(division=city.villages[1]).update(state="not_built")
    address = f"{LIST}?head=none"
    built = queries.sites().filter(state="built").count()
    assert len(office.get(address).context["list"].rows) == built
    assert "没有站长的阵地" in office.get("/desk/").content.decode()
    enter(office, site)
    enter(office, city.sites[city.villages[2].pk], since=today() + timedelta(days=1))
    shown = office.get(address)
    assert len(shown.context["list"].rows) == built - 1, "Who comes tomorrow is not there today"
    assert f"/sites/{site.public_id}/" not in shown.content.decode()
    assert "请写一句用途" in office.post(address, {"file": "1"}).content.decode()
    file = office.post(LIST, {"file": "1", "reason": "报送名录"})
    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content)), read_only=True).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.rows]
    at = lines[0].index("站长（所长、主任）")
    assert [line[at] for line in lines[1:] if line[at]] == ["张明"]
    assert "张明" in office.get(LIST).content.decode()
    reviewer = visit("hours_reviewer", city.city)
    assert "张明" not in reviewer.get(LIST).content.decode(), "Who only looks reads no names"


def test_r024_the_county_centre_stands_first_among_what_is_directly_under_the_county(
    city: SmallCity, visit: Visit
) -> None:
    county = city.counties[0]
    text = visit("county_office", county).get("/desk/places/coverage/").content.decode()
    names = re.findall(r'<th scope="row"><a href="/desk/places/coverage/sites/[^>]+>([^<]+)</a>', text)
    assert names[0] == "清河区新时代文明实践中心"
    assert names[1:] == ["东关街道新时代文明实践所", "柳河镇新时代文明实践所"]


def test_r024_the_list_with_heads_takes_as_many_statements_for_200_sites_as_for_20(
    city: SmallCity, visit: Visit
) -> None:
    office, counts = visit("city_office", city.city), []
    for many in (20, 200):
        have = Site.objects.filter(level="point").count()
        for n in range(have, many):
            site = Site.objects.create(
                division=city.village, level="point", name=f"点{n}", state="built", state_since=date(2026, 1, 1)
            )
            SiteStaff.objects.create(
                site=site, role="head", name="张明", from_day=date(2026, 1, 1), said_at=clock.now()
            )
        office.get("/desk/")
        with CaptureQueriesContext(connection) as asked:
            office.get(f"{LIST}?head=there")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_r024_heads_loaded_many_at_once_are_as_entered_one_by_one(city: SmallCity) -> None:
    first, second = city.sites[city.villages[0].pk], city.sites[city.villages[1].pk]
    at = clock.now()
    actions.appoint_staff(
        site_id=first.pk, given=actions.NewStaff("head", "张明", date(2026, 1, 1), phone="13800001234"),
        actor=system("test"), at=at,
    )  # fmt: skip
    bulk.add_staff([bulk.StaffRow(second.pk, "张明", date(2026, 1, 1), at, phone="13800001234")])
    one, many = (
        {**row, "id": 0, "site_id": 0, "public_id": "", "phone_sealed": ""}
        for row in SiteStaff.objects.order_by("id").values()
    )
    assert one == many
    row = SiteStaff.objects.get(site=second)
    phone = actions.see_staff_phone(staff_id=row.pk, reason="试一试", actor=system("test"), at=at)
    assert phone == "13800001234"


def test_r024_a_new_head_ends_only_the_one_in_office() -> None:
    day = date(2026, 6, 1)
    past, now = Term(1, date(2020, 1, 1), date(2021, 1, 1)), Term(2, date(2024, 1, 1), None)
    assert succession(day, []) == Succession()
    assert succession(day, [past]) == Succession(), "Who has left keeps the own last day"
    assert succession(day, [past, now]) == Succession(ends=2)
    assert succession(now.first, [now]).why == "same_day"
    assert succession(date(2023, 1, 1), [now]).why == "followed"
