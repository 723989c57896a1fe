"""Four true numbers at a shift (P4): the pure rule."""

import pytest

from baiying.hours import rules
from baiying.hours.rules import HeadCount, Seen

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("seen", "count"),
    [
        ([], HeadCount()),
        ([Seen(True, False)], HeadCount(1, 0, 1)),
        ([Seen(False, True, True)], HeadCount(0, 0, 0, 1, 1, 0)),
        ([Seen(True, True), Seen(True, True, True), Seen(False, True)], HeadCount(2, 2, 0, 1, 1, 2)),
        ([Seen(True, False, absent=True), Seen(True, False)], HeadCount(2, 0, 2, absent=1)),
        # Came again, after all: the record that was wrong counts no more.
        ([Seen(True, True, absent=True)], HeadCount(1, 1, 0, 0, 0, 1)),
        ([Seen(False, False, absent=True)], HeadCount()),
    ],
)
def test_the_rule(seen: list[Seen], count: HeadCount) -> None:
    assert rules.head_count(seen) == count
    assert count.expected == count.come + count.missing
    assert count.here + count.left == count.come + count.walked_in
