"""What a series means is said before it is changed, on pages and by its days off."""

import re
from datetime import timedelta

import pytest

from baiying.activities import actions, queries
from baiying.activities.models import Activity, Shift
from baiying.activities.rules import plans
from baiying.demo import builders
from baiying.kit import clock
from tests.activities.makers import Town, confirmed, log_in, volunteer
from tests.activities.repeating import (
    BEFORE,
    START,
    WEEK,
    call_off,
    move,
    places_of,
    published,
    weekly,
)
from tests.activities.test_plan_pages import plan_data, url_of_new_plan

# Pages.


@pytest.mark.django_db
def test_the_leader_moves_and_calls_off_by_pages(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    leader.post(url_of_new_plan(town), plan_data(**{"shift-0-repeats": "10"}))
    row = Activity.objects.get()
    again = leader.get(f"/activities/{row.public_id}/plan/").content.decode()
    assert 'name="shift-0-repeats" value="10"' in again
    assert "shift-1-day" not in again
    Activity.objects.filter(pk=row.pk).update(state="published", published_at=clock.now(), published_by_id=1)
    record = leader.get(f"/desk/activities/{row.public_id}/").content.decode()
    assert "以后还有 3 次，到时候自动开放报名" in record
    first, second = Shift.objects.order_by("place_in_series")[:2]
    page = leader.get(f"/shifts/{first.public_id}/calling-off/").content.decode()
    assert "这一次和以后的每一次" in page
    assert leader.post(f"/shifts/{first.public_id}/calling-off/", {"which": "one", "reason": ""}).status_code == 422
    only = {"which": "one", "reason": "暴雨"}
    only |= confirmed(leader.post(f"/shifts/{first.public_id}/calling-off/", only).content.decode())
    done = leader.post(f"/shifts/{first.public_id}/calling-off/", only, follow=True)
    assert "已取消 1 个班次" in done.content.decode()
    assert "暴雨" in done.content.decode()
    assert "这个班次取消了" in leader.get(f"/activities/{row.public_id}/").content.decode()
    assert leader.post(f"/shifts/{second.public_id}/places/", {"which": "later", "places": "7"}).status_code == 303
    assert Shift.objects.get(place_in_series=5).places == 7
    day = clock.local_date(second.starts_at)
    times = {"which": "later", "day": str(day), "starts": "10:00", "ends": "12:00", "reason": "让路"}
    assert leader.post(f"/shifts/{second.public_id}/time/", times).status_code == 303
    assert clock.local(Shift.objects.get(place_in_series=5).starts_at).hour == 10
    stranger = log_in(volunteer("甲", town.village).account)  # type: ignore[arg-type]
    assert stranger.post(f"/shifts/{second.public_id}/calling-off/", {"reason": "坏"}).status_code == 404
    same = {"which": "one", "day": str(day), "starts": "10:00", "ends": "12:00", "reason": "让路"}
    unmoved = leader.post(f"/shifts/{second.public_id}/time/", same, follow=True).content.decode()
    assert "时间没有变" in unmoved
    assert "通知了" not in unmoved
    # The rest of a series goes only after a page that says how many it is.
    rest = {"which": "later", "reason": "队伍解散"}
    asked = leader.post(f"/shifts/{second.public_id}/calling-off/", rest).content.decode()
    assert "一共取消" in asked
    assert "没有人报名" in asked
    assert "未成年人的监护人也会收到" not in asked, "nobody is told"
    assert "取消后不能恢复" in asked
    assert Shift.objects.get(pk=second.pk).called_off_at is None
    seen = re.search(r'name="seen" value="(\w+)"', asked)
    assert seen is not None
    # What was seen is this and no more: not another choice, and nobody makes a mark up.
    for forged in ({**rest, "which": "all", "seen": seen[1]}, {**rest, "seen": "4f53cda18c2baa0c"}):
        assert "一共取消" in leader.post(f"/shifts/{second.public_id}/calling-off/", forged).content.decode()
    leader.post(f"/shifts/{second.public_id}/calling-off/", {**rest, "seen": seen[1]})
    assert Shift.objects.get(pk=second.pk).called_off_at is not None


@pytest.mark.django_db
def test_a_shift_of_its_own_is_called_off_without_asking_which(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    shift = town.shift()
    page = leader.get(f"/shifts/{shift.public_id}/calling-off/").content.decode()
    assert "which" not in page
    asked = leader.post(f"/shifts/{shift.public_id}/calling-off/", {"reason": "暴雨"}).content.decode()
    sent = {"reason": "暴雨"} | confirmed(asked)
    assert leader.post(f"/shifts/{shift.public_id}/calling-off/", sent).status_code == 303
    shift.refresh_from_db()
    assert shift.called_off_at is not None


# What is said before somebody presses, and days off.


@pytest.mark.django_db
def test_what_later_and_all_mean_is_counted_with_what_will_still_be_opened(town: Town) -> None:
    row = published(town, weekly(12))
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    call_off(shifts[6], "one", town)
    reach = queries.reach_of(shifts[3], BEFORE)
    further = clock.local_date(START + WEEK * 8)
    assert reach == {"later": queries.Reach(4, further, ()), "all": queries.Reach(7, further, ())}
    # When the first has begun it is not meant any more, though it was one of the series.
    assert queries.reach_of(shifts[3], START + timedelta(hours=1))["all"].made == 6
    call_off(shifts[3], "later", town)
    assert queries.reach_of(shifts[0], BEFORE)["all"] == queries.Reach(3, None, ())
    alone = town.shift(row)
    assert queries.reach_of(alone, BEFORE) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("with_moved", [False, True])
def test_what_was_moved_alone_is_named_and_goes_along_only_if_asked_for(town: Town, with_moved: bool) -> None:
    row = published(town, weekly(4))
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    by_itself = timedelta(days=1, hours=2)
    move(shifts[2], by_itself, "one", town)
    assert queries.reach_of(shifts[0], BEFORE)["all"].moved == (START + WEEK * 2 + by_itself,)
    move(shifts[0], timedelta(hours=1), "all", town, with_moved=with_moved)
    found = list(Shift.objects.filter(activity=row).order_by("place_in_series").values_list("starts_at", flat=True))
    kept = START + WEEK * 2 + (timedelta(hours=1) if with_moved else by_itself)
    assert found == [START + WEEK * n + timedelta(hours=1) if n != 2 else kept for n in range(5)]
    again = Shift.objects.get(pk=shifts[0].pk)
    assert bool(queries.reach_of(again, BEFORE)["all"].moved) is not with_moved


@pytest.mark.django_db
def test_the_pages_say_what_is_meant_before_anybody_presses(town: Town) -> None:
    now = clock.now().replace(microsecond=0, second=0)
    first = now + timedelta(days=2)
    shift = plans.PlannedShift(0, first, first + timedelta(hours=1), places=3, repeats=12)
    row = published(town, shift, at=now)
    one, two = Shift.objects.filter(activity=row).order_by("place_in_series")[:2]
    made = Shift.objects.filter(activity=row).count()
    leader = log_in(town.leader, town.leader_person)
    for page in ("time", "places", "calling-off"):
        text = leader.get(f"/shifts/{one.public_id}/{page}/").content.decode()
        assert f"所有还没开始的（已开放 {made} 个班次，还有" in text, page
        assert "单独改过时间的也一起改" not in text
    move(two, timedelta(hours=3), "one", town, at=now)
    text = leader.get(f"/shifts/{one.public_id}/time/").content.decode()
    assert "单独改过时间的也一起改" in text
    assert "不勾选，它就保持现在的时间" in text
    start, end = clock.local(one.starts_at + timedelta(minutes=5)), clock.local(one.ends_at + timedelta(minutes=5))
    typed = {
        "which": "all", "with_moved": "on", "day": f"{start:%Y-%m-%d}", "starts": f"{start:%H:%M}",
        "ends": f"{end:%H:%M}", "reason": "让路",
    } | ({"next_day": "on"} if end.date() > start.date() else {})  # fmt: skip
    assert leader.post(f"/shifts/{one.public_id}/time/", typed).status_code == 303
    two.refresh_from_db()
    assert two.starts_at == one.starts_at + WEEK + timedelta(minutes=5)


@pytest.mark.django_db
def test_on_a_day_off_a_series_opens_nothing_and_says_so(town: Town) -> None:
    off = [START + WEEK * n for n in (0, 3, 10)]
    days = [f"{clock.local_date(day)}" for day in off]
    builders.rule_set("activities", area=town.county, days_without_shifts=days)
    row = published(town, weekly(12))
    # The first stands as it was planned.
    assert places_of(row) == [0, 1, 2, 4, 5, 6, 7]
    for weeks in (3, 6):
        actions.top_up_all(at=BEFORE + WEEK * weeks)
    assert places_of(row) == [n for n in range(13) if n not in (3, 10)]
    later = queries.times_of_series(row.pk, BEFORE)
    assert later == []
    assert queries.passed_over_of(row.pk, BEFORE) == [clock.local_date(day) for day in off[1:]]
    assert queries.passed_over_of(row.pk, off[1]) == [clock.local_date(off[2])]
    # Another county has its own days.
    assert queries.days_off(town.other_village.path, BEFORE) == frozenset()


@pytest.mark.django_db
def test_places_that_passed_unmade_are_counted_nowhere(town: Town) -> None:
    row = published(town, weekly(12))
    assert len(queries.times_of_series(row.pk, BEFORE)) == 5
    # Nobody topped it up for eleven weeks: what is past is never made, and no page promises it.
    late = START + WEEK * 11 + timedelta(hours=1)
    assert [start for start, _ in queries.times_of_series(row.pk, late)] == [START + WEEK * 12]
    actions.top_up_all(at=late)
    assert places_of(row) == [*range(8), 12]
    assert queries.times_of_series(row.pk, late) == []


@pytest.mark.rules
def test_a_day_off_is_a_date() -> None:
    assert plans.ActivityRules(days_without_shifts=("2027-02-05",))
    with pytest.raises(ValueError, match="2027-02-05"):
        plans.ActivityRules(days_without_shifts=("春节",))


def _rhythms(town: Town, row: Activity) -> list[str]:
    """What the leader's page says of each shift's rhythm, in the order of the page."""
    page = log_in(town.leader, town.leader_person).get(f"/desk/activities/{row.public_id}/").content.decode()
    return re.findall(r'<p class="by-quiet">清扫 · ([^<·]+)', page)


@pytest.mark.django_db
def test_a_shift_says_its_rhythm_only_where_it_keeps_it(town: Town) -> None:
    row = published(town, weekly(3))
    assert [one.strip() for one in _rhythms(town, row)] == ["每周二 09:00–11:00"] * 4
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    move(shifts[1], timedelta(hours=1), "one", town)
    differs = "每周二 09:00–11:00重复，这一次时间不同"
    assert [one.strip() for one in _rhythms(town, row)] == [
        "每周二 09:00–11:00", differs, "每周二 09:00–11:00", "每周二 09:00–11:00",
    ]  # fmt: skip
    # The rest goes to Wednesdays: the first stands from before, the second is still the one of its own.
    shifts[2].refresh_from_db()
    move(shifts[2], timedelta(days=1), "later", town)
    now = [one.strip() for one in _rhythms(town, row)]
    assert now[2:] == ["每周三 09:00–11:00"] * 2
    assert now[:2] == ["每周三 09:00–11:00重复，这一次时间不同"] * 2
