"""The months count where service took place, the head of the page who lives there: where they differ, both sums stand
beside each other, and never for the public, whose numbers are rounded."""

from datetime import date

from baiying.dashboards import charts
from baiying.figures.queries import Month
from baiying.kit import clock

TODAY = date(2026, 11, 30)
FOUND = [Month(2025, 12, 600, 600, 9), Month(2026, 1, 60, 90, 2), Month(2026, 2, 30, 45, 1)]


def note(whole: int | None) -> str:
    return charts.trend(FOUND, 2026, TODAY, clock.now(), whole=whole).note


def test_both_sums_stand_beside_the_months_where_they_differ() -> None:
    assert "2 小时 15 分" in note(100)
    assert "1 小时 40 分" in note(100)


def test_where_they_agree_or_are_not_told_no_sum_is_said() -> None:
    for whole in (135, None):
        assert "不同" not in note(whole)
        assert "按服务发生的地方统计" in note(whole)
