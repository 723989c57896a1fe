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
    ],
)
def test_the_rule(seen: list[Seen], count: HeadCount) -> None:
    assert rules.head_count(seen) == count
    assert count.expected == count.come + count.missing
    assert count.here + count.left == count.come + count.walked_in
