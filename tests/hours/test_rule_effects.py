"""O1: before a version of the rules of hours is kept, its page shows what it changes: by the real
counting, over last month."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import queries as hours
from baiying.hours import rules
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import clock
from baiying.places.models import RuleSet
from baiying.places.rules import values as typed
from tests.hours.conftest import NOW, Morning, serve

pytestmark = pytest.mark.django_db
NEXT_MONTH = NOW + timedelta(days=14)
PAGE = "/desk/places/rules/hours/new/"
DEFAULTS = rules.HourRules()


def same(given: rules.HourRules) -> hours.RulesOf:
    return lambda path: given


def effect(before: rules.HourRules = DEFAULTS, *, most: int = 2_000, area_id: int | None = None, **after: Any) -> Any:
    return hours.effect(
        area_id=area_id, before=same(before), after=same(rules.HourRules(**after)), at=NEXT_MONTH, most=most,
        address_of=lambda shift: f"/{shift.public_id}/",
    )  # fmt: skip


def test_both_versions_count_the_same_records_by_the_real_rule(morning: Morning) -> None:
    row = serve(morning, 140)
    entry = HourEntry.objects.get()
    found = effect(rounding_minutes=30)
    assert (found.records, found.looked, found.every) == (1, 1, 1)
    assert found.before.minutes == entry.minutes == 140
    assert (found.after.minutes, found.changed, found.fewer, found.more) == (120, 1, 1, 0)
    (one,) = found.largest
    assert (one.title, one.address, one.minutes) == ("周末陪伴失能老人", f"/{morning.shift.public_id}/", -20)
    assert "按 30 分钟取整，舍去 20 分钟" in one.after.reasons
    assert (found.first.isoformat(), found.last.isoformat()) == ("2026-11-01", "2026-11-30")
    assert Attendance.objects.get() == row
    assert HourEntry.objects.count() == 1, "nothing is written"
    assert not Proposal.objects.exists()


def test_a_source_that_no_longer_is_credit_is_seen_although_the_minutes_are_the_same(morning: Morning) -> None:
    serve(morning)
    found = effect(credit_sources=("scan",))
    assert (found.changed, found.fewer, found.more) == (1, 0, 0)
    assert (found.before.credit, found.after.credit) == (150, 0)
    assert (found.before.by_itself, found.after.by_itself) == (1, 0)
    assert "按服务那天本地的规则，这种签到由另一个人复核" in found.largest[0].after.reasons


def test_the_caps_of_day_and_activity_see_all_records_of_a_person(
    morning: Morning, cast: dict[str, the_cast.Member]
) -> None:
    serve(morning)
    afternoon = builders.shift(morning.shift.activity, morning.at(300), morning.at(480))
    person = cast["volunteer"].person
    assert person is not None
    builders.signup(afternoon, person)
    again = Morning(afternoon, cast)
    serve(again, 180)
    assert effect(daily_cap_minutes=200).after.minutes == 200
    assert effect(activity_cap_minutes=160).after.minutes == 160
    found = effect(daily_auto_minutes=200)
    assert (found.after.minutes, found.after.by_itself) == (330, 1), "the rest waits for a second person"


def test_what_was_never_served_or_is_elsewhere_or_older_is_no_part_of_it(morning: Morning) -> None:
    row = serve(morning)
    path = morning.shift.activity.area.path
    assert effect(area_id=path[0], rounding_minutes=60).looked == 1
    assert effect(area_id=-1, rounding_minutes=60).records == 0
    Attendance.objects.filter(pk=row.pk).update(reason=[{"code": "never_ended"}])
    assert effect().looked == 0
    Attendance.objects.filter(pk=row.pk).update(reason=[], undone_at=NOW)
    assert effect().records == 0


def test_of_too_many_records_those_of_some_people_are_looked_at(morning: Morning) -> None:
    for _ in range(6):
        shift = builders.shift(morning.shift.activity, morning.at(0), morning.at(150))
        person = builders.person(residence=shift.activity.area)
        builders.attendance(shift, person, left_at=morning.at(140), settled=True)
    found = effect(most=2, rounding_minutes=30)
    assert found.records == 6
    assert found.every == 3
    assert 1 <= found.looked <= 4
    assert found.changed == found.looked


@pytest.fixture
def office(client_as: Callable[[str | None], Client], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Client]:
    monkeypatch.setattr(clock, "now", lambda: NEXT_MONTH)
    return client_as


def form(**changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "valid_from": clock.local_date(NEXT_MONTH).isoformat(), "source": "市文明办 2026 第 3 号",
        "value_credit_sources": ["code", "scan"],
    }  # fmt: skip
    for one in typed.fields_of(rules.HourRules):
        given.setdefault(f"value_{one.name}", typed.shown(one.default))
    return given | {f"value_{name}": value for name, value in changed.items()}


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    return found[1] if found else ""


def test_nothing_is_proposed_before_its_effect_was_shown(morning: Morning, office: Callable[[str], Client]) -> None:
    serve(morning, 140)
    city = office("city")
    shown = city.post(PAGE, form(rounding_minutes="30"))
    assert shown.status_code == 200
    assert not RuleSet.objects.exists()
    page = shown.content.decode()
    assert "1 条记录里，<strong>1 条</strong>会不一样" in page
    assert "2 小时 20 分钟" in page
    assert f"/desk/hours/shifts/{morning.shift.public_id}/" in page
    mark = seen(page)
    other = city.post(PAGE, form(rounding_minutes="60") | {"seen": mark})
    assert other.status_code == 200, "what was changed since has not been seen"
    assert not RuleSet.objects.exists()
    assert city.post(PAGE, form(rounding_minutes="30") | {"seen": mark}).status_code == 303
    row = RuleSet.objects.get()
    assert row.values == {"rounding_minutes": 30}
    address = f"/desk/places/rules/{row.public_id}/"
    assert "会不一样" not in city.get(address).content.decode()
    assert "<strong>1 条</strong>会不一样" in city.get(address + "?effect=1").content.decode()


def test_a_stricter_version_of_a_county_is_left_out_of_the_citys(
    morning: Morning, office: Callable[[str], Client]
) -> None:
    """The nearest area wins: what the city changes changes nothing where the county has its own version."""
    serve(morning, 140)
    path = morning.shift.activity.area.path
    RuleSet.objects.create(
        kind="hours", area_id=path[-1], source="依据", proposed_at=NOW, proposed_by_id=1, confirmed_at=NOW,
        confirmed_by_id=2, valid_from=clock.local_date(NOW), in_force_from=clock.local_date(NOW), values={},
    )  # fmt: skip
    page = office("city").post(PAGE, form(rounding_minutes="30")).content.decode()
    assert "1 条记录都和现在一样" in page


def test_while_typing_the_page_compares_what_can_be_read_and_keeps_nothing(
    morning: Morning, office: Callable[[str], Client]
) -> None:
    given = form(rounding_minutes="15", daily_cap_minutes="abc", credit_sources=["scan"]) | {"part": "compare"}
    answer = office("city").post(PAGE, given)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<html" not in page
    assert "按几分钟取整（向下）" in page
    assert "一天连复核在内的上限" not in page
    assert "<strong>领队扫卡</strong>" in page
    assert not RuleSet.objects.exists()


def test_sources_that_the_law_forbids_are_not_offered(office: Callable[[str], Client]) -> None:
    page = office("city").get(PAGE).content.decode()
    offered = re.findall(r'name="value_credit_sources" value="(\w+)"', page)
    assert set(offered) == {"code", "scan", "transferred"}
    assert "点名、纸质和补录的时长不能算信用时长" in page
    answer = office("city").post(PAGE, form(credit_sources=["code", "roll"]))
    assert answer.status_code == 422
    assert "第三条" in str(answer.context["form"].errors["value_credit_sources"])
