"""Settling as one pure decision: what is posted, proposed and told of counted or approved minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from baiying.hours import rules
from baiying.hours.rules import Counted, HourRules, Posting, Proposing, Served

pytestmark = pytest.mark.rules
START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=3)
GIVEN = HourRules()


LIVE = Served("code")
SAID = ({"code": "late", "minutes": 5},)


def counted(minutes: int) -> Counted:
    return Counted(minutes, START, END, SAID)


@pytest.mark.parametrize(
    ("minutes", "served", "said", "post", "propose", "tell", "settled"),
    [
        (0, LIVE, [], None, None, "nothing", True),
        (0, Served("code", never=True, counted=False), [], None, None, "nothing", True),
        (60, LIVE, [], Posting(60, "code", "credit"), None, "", True),
        (60, Served("scan"), [], Posting(60, "scan", "credit"), None, "", True),
        (
            60,
            Served("code", never=True, standing="ended"),
            [{"code": "never_ended"}],
            None,
            None,
            "never",
            True,
        ),
        (
            60,
            Served("roll", own_leader=True),
            [{"code": "by_hand"}],
            None,
            Proposing(60, "roll", "honour", "whole"),
            "",
            False,
        ),
        (
            60,
            Served("code", own_leader=True),
            [{"code": "leader_own"}],
            None,
            Proposing(60, "code", "credit", "whole"),
            "",
            False,
        ),
        (
            60,
            Served("code", confirmed=False),
            [{"code": "closed_by_system"}],
            None,
            Proposing(60, "code", "credit", "whole"),
            "",
            False,
        ),
        (60, Served("code", counted=False), [], None, None, "provisional", False),
        (
            60,
            Served("code", posted_today=450),
            [{"code": "over_auto_cap", "minutes": 30, "cap": 480}],
            Posting(30, "code", "credit"),
            Proposing(30, "code", "credit", "over_cap"),
            "",
            False,
        ),
        (
            60,
            Served("code", posted_today=480),
            [{"code": "over_auto_cap", "minutes": 60, "cap": 480}],
            None,
            Proposing(60, "code", "credit", "over_cap"),
            "",
            False,
        ),
        (
            60,
            Served("code", posted_today=720),
            [{"code": "over_cap", "minutes": 60, "cap": 720}],
            None,
            None,
            "nothing",
            True,
        ),
    ],
)
def test_what_becomes_of_counted_minutes(
    minutes: int, served: Served, said: list[dict[str, Any]], post: Posting | None, propose: Proposing | None,
    tell: str, settled: bool,
) -> None:  # fmt: skip
    found = rules.settle(counted(minutes), served, GIVEN)
    assert found == rules.Settlement((*SAID, *said), post, propose, tell, settled, full=False)


@pytest.mark.parametrize(
    ("served", "said", "post", "tell", "settled", "full"),
    [
        (Served("roll"), [], Posting(60, "roll", "honour"), "", True, False),
        (Served("roll", counted=False), [], None, "", False, False),
        (Served("roll", never=True, standing="ended"), [{"code": "never_ended"}], None, "never", True, False),
        (
            Served("paper", posted_today=700),
            [{"code": "over_cap", "minutes": 40, "cap": 720}],
            Posting(20, "paper", "honour"),
            "",
            True,
            False,
        ),
        (
            Served("roll", posted_today=720),
            [{"code": "over_cap", "minutes": 60, "cap": 720}],
            None,
            "",
            True,
            True,
        ),
    ],
)
def test_what_becomes_of_approved_minutes(
    served: Served, said: list[dict[str, Any]], post: Posting | None, tell: str, settled: bool, full: bool
) -> None:
    found = rules.settle_approved(60, served, GIVEN, tier="honour", reasons=SAID)
    assert found == rules.Settlement((*SAID, *said), post, None, tell, settled, full)


def test_the_cap_of_an_activity_holds_in_both_ways_of_settling() -> None:
    capped = HourRules(activity_cap_minutes=100)
    served = Served("code", posted_in_activity=70)
    assert rules.settle(counted(60), served, capped).post == Posting(30, "code", "credit")
    assert rules.settle_approved(60, served, capped, tier="credit").post == Posting(30, "code", "credit")


ALL_OVER = [("over_cap", 30), ("activity_cap", 12), ("over_auto_cap", 9), ("late", 7)]


def test_only_what_the_caps_kept_out_for_good_counts_as_cut() -> None:
    said = [{"code": code, "minutes": minutes} for code, minutes in ALL_OVER]
    assert rules.cut_by_caps(said) == 42
    assert rules.cut_by_caps([{"code": "over_cap"}]) == 0
    assert rules.cut_by_caps([]) == 0


@pytest.mark.parametrize(
    ("served", "approved", "post", "propose", "back"),
    [
        # The default caps: 480 minutes by themselves, 720 with approval.
        (Served("code", posted_today=479), False, 1, 59, 60),
        (Served("code", posted_today=480), False, None, 60, 60),
        (Served("code", posted_today=420), False, 60, None, 60),
        (Served("code", posted_today=719), False, None, 1, 1),
        (Served("code", posted_today=720), False, None, None, 0),
        (Served("roll", posted_today=480), True, 60, None, 60),
        (Served("roll", posted_today=719), True, 1, None, 1),
        (Served("roll", posted_today=720), True, None, None, 0),
        (Served("code", counted=False), False, None, None, 0),
        (Served("code", counted=True, never=True), False, None, None, 0),
    ],
)
def test_what_becomes_of_minutes_for_which_there_is_room_again(
    served: Served, approved: bool, post: int | None, propose: int | None, back: int
) -> None:
    tier = "credit" if served.source == "code" else "honour"
    assert rules.give_back(60, served, GIVEN, approved=approved) == rules.Settlement(
        ({"code": "room_again", "minutes": back},) if back else (),
        Posting(post, served.source, tier) if post else None,
        Proposing(propose, served.source, tier, "over_cap") if propose else None,
    )
    capped = HourRules(activity_cap_minutes=100)
    assert rules.give_back(60, Served("code", posted_in_activity=70), capped, approved=False).post == Posting(
        30, "code", "credit"
    )
