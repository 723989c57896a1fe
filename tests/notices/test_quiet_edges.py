"""The edges of the quiet hours, over midnight, on China's clock whatever the server's (N03)."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from baiying.activities import actions as activities
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions
from baiying.notices.models import Message
from baiying.notices.rules import NoticeRules, is_quiet
from baiying.places.rules import values
from tests.activities import reminding
from tests.activities.makers import Town, actor
from tests.notices.test_sending import Gateway, gateway

__all__ = ["gateway"]
DAY = datetime(2026, 12, 5, tzinfo=clock.CHINA)
NIGHT = NoticeRules(quiet_from_hour=22, quiet_to_hour=7)
NOON = NoticeRules(quiet_from_hour=13, quiet_to_hour=14, quiet_to_half=True)
HALF = NoticeRules(quiet_from_hour=22, quiet_from_half=True, quiet_to_hour=6, quiet_to_half=True)


@pytest.mark.rules
@pytest.mark.parametrize(
    ("at", "rules", "held"),
    [
        ("21:59:59", NIGHT, False),
        ("22:00:00", NIGHT, True),
        ("00:30:00", NIGHT, True),
        ("06:59:59", NIGHT, True),
        ("07:00:00", NIGHT, False),
        ("12:59:59", NOON, False),
        ("13:00:00", NOON, True),
        ("14:29:59", NOON, True),
        ("14:30:00", NOON, False),
        ("22:29:59", HALF, False),
        ("22:30:00", HALF, True),
        ("06:29:59", HALF, True),
        ("06:30:00", HALF, False),
        ("23:00:00", NoticeRules(quiet=False), False),
    ],
)
def test_n03_the_edges(at: str, rules: NoticeRules, held: bool) -> None:
    assert is_quiet(datetime.strptime(at, "%H:%M:%S").time(), rules) == held  # noqa: DTZ007


@pytest.mark.rules
def test_n03_the_same_begin_and_end_are_refused_in_words_and_kept_ones_still_read() -> None:
    same: dict[str, Any] = {"quiet_from_hour": 22, "quiet_to_hour": 22}
    with pytest.raises(values.BadValue) as bad:
        values.checked(NoticeRules, same)
    assert (bad.value.code, bad.value.field) == ("rule", "quiet_to_hour")
    assert "起止时间相同" in bad.value.detail
    assert not values.checked(NoticeRules, {**same, "quiet": False}).rests
    half = values.checked(NoticeRules, {**same, "quiet_to_half": True})
    assert is_quiet(time(22, 29), half)
    assert not is_quiet(time(22, 30), half)
    assert not NoticeRules(**same).rests, "a version of before means that there are none"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "leaves"),
    [(-1, True), (0, False), (2.5 * 3600, False), (9 * 3600 - 1, False), (9 * 3600, True)],
)
def test_n03_what_is_due_at_the_edge_leaves_or_waits_for_seven(gateway: Gateway, seconds: float, leaves: bool) -> None:
    builders.rule_set("notices", quiet_from_hour=22, quiet_to_hour=7)
    at = DAY.replace(hour=22) + timedelta(seconds=seconds)
    actions.write(kind="signup_note", text="平常的", at=at, phone="13900000009")
    actions.deliver_waiting(at=at)
    assert bool(gateway.sent) == leaves
    actions.deliver_waiting(at=DAY + timedelta(days=1, hours=7))
    assert gateway.sent == ["平常的"], "in the morning, once"


@pytest.mark.django_db
def test_n03_what_was_held_leaves_as_it_holds_in_the_morning(gateway: Gateway) -> None:
    """A place given in the evening, the shift called off at night: the morning knows it only as called off."""
    builders.rule_set("notices", quiet_from_hour=22, quiet_to_hour=7)
    town, phone = Town(), "19900000931"
    person = reminding.somebody(town, "甲", phone)
    shift = reminding.a_shift(town, DAY + timedelta(days=4, hours=9))
    reminding.signed_up(shift, person, DAY.replace(hour=22, minute=30))
    activities.confirm(at=DAY.replace(hour=22, minute=31))
    leader, night = actor(town.leader, town.leader_person), DAY + timedelta(days=1, hours=3)
    activities.call_off(shift_id=shift.pk, which="one", reason="暴雨", actor=leader, at=night)
    actions.deliver_waiting(at=night)
    assert gateway.sent == []
    actions.deliver_waiting(at=DAY + timedelta(days=1, hours=7))
    [text] = gateway.sent
    assert "取消了" in text
    assert Message.objects.get(kind="signup_confirmed", channel="sms").dropped
