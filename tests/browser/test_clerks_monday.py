"""A Monday at the desk in a browser: the paper of Saturday, its review, and "how many hours have I?". Told in
docs/walks/clerks-monday.md; every page is looked at as it comes.
"""

from datetime import timedelta
from typing import Any

import pytest

from baiying.activities.models import Shift
from baiying.demo import builders, numbers
from baiying.hours import actions as hours
from baiying.hours.models import DecisionBatch, HourEntry, Proposal
from baiying.kit import clock
from tests.browser import everyday
from tests.browser.conftest import Stage
from tests.browser.stage import Visitor, mark_as_demo

pytestmark = pytest.mark.browser

LINES = 19


@pytest.fixture(scope="module")
def city(running: Any) -> builders.SmallCity:
    made = builders.small_city()
    mark_as_demo(made.city.pk, clock.now())
    return made


def office(stage: Stage, role: str, area: Any, serial: int) -> Visitor:
    phone = numbers.phone(serial)
    builders.appointment(builders.account(phone), role, area, starts_at=clock.now() - timedelta(days=9))
    return stage.visitor(phone=False).log_in(phone)


def test_saturdays_paper_becomes_hours_that_a_clerk_can_tell(stage: Stage, city: builders.SmallCity) -> None:
    scene = everyday.scene(city.villages[0], city.villages[-1], clock.now(), since=timedelta(hours=5))
    walked_in = builders.person("梁晓梅", residence=city.villages[0])
    builders.membership(Shift.objects.get(public_id=scene.full).activity.team, walked_in)
    leader = stage.visitor(phone=False).log_in(scene.leader)
    leader.go(f"/shifts/{scene.full}/paper/").page.locator("details.by-more summary").first.click()
    came, left = (f"{clock.local(clock.now() - timedelta(hours=n)):%H:%M}" for n in (5, 3))
    names = [*(f"来人{n}" for n in range(LINES - 1)), "梁 晓梅"]
    lines = [f"{name}\t{came}\t{left}" for name in names]
    leader.fill(words="第 1 页，共 1 页", pasted="\n".join(lines)).press("放进表里").reads(
        "认出是 来人17", "认出是 梁晓梅"
    )
    leader.press("提交复核")
    assert Proposal.objects.filter(decided_by_id__isnull=True).count() == LINES
    reviewer = office(stage, "hours_reviewer", city.counties[0], 9_080_001)
    reviewer.go("/desk/hours/reviews/").press("决定这一班").reads(f"{LINES} 人")
    reviewer.press("通过", exact=False)
    assert DecisionBatch.objects.count() == 1
    assert not HourEntry.objects.exists(), "until it can no longer be taken back"
    stage.clock.move(minutes=6)
    hours.carry_out(at=clock.now())
    assert HourEntry.objects.count() == LINES
    clerk = office(stage, "place_staff", city.villages[0], 9_080_002)
    # The box at the head of every page, by keyboard, with a sign wrong.
    clerk.go("/desk/").page.keyboard.press("/")
    clerk.page.keyboard.type("梁小梅")
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**/desk/search/**")
    clerk.look().reads("梁晓梅").follow("梁晓梅").reads("2 小时")
