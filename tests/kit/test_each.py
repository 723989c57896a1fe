"""One bad row never stops the rows behind it, and it does not get lost."""

from datetime import UTC, datetime

import pytest

from baiying.kit import each
from baiying.kit.models import JobFault
from baiying.places.models import CalendarDay

AT = datetime(2026, 11, 28, 3, tzinfo=UTC)


@pytest.mark.django_db
def test_a_bad_row_is_kept_and_the_others_are_done_until_it_is_done_too() -> None:
    bad, did = {2}, []

    def one(pk: int) -> bool:
        if pk in bad:
            raise ValueError("wang@example.cn typed this")
        did.append(pk)
        return True

    found = each.each("test.job", [1, 2, 3], one, at=AT)
    assert (found.seen, found.done, found.failed, did) == (3, 2, 1, [1, 3])
    [fault] = JobFault.objects.all()
    assert (fault.job, fault.subject_id, fault.error, fault.times) == ("test.job", 2, "ValueError", 1)
    each.each("test.job", [2], one, at=AT)
    assert JobFault.objects.get().times == 2
    bad.clear()
    assert each.each("test.job", [1, 2], one, at=AT).failed == 0
    assert not JobFault.objects.exists()


@pytest.mark.django_db
def test_keys_come_page_by_page_to_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(each, "_PAGE", 2)
    for day in range(1, 6):
        CalendarDay.objects.create(day=f"2031-01-0{day}", is_working=True, name="x", source="x")
    assert len(list(each.keys(CalendarDay.objects.all()))) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("bad", [0, 2, 3, 6])
def test_a_bad_row_of_a_piece_keeps_none_of_those_beside_it(bad: int) -> None:
    did: list[int] = []

    def many(ids: list[int]) -> int:
        if bad in ids:
            raise ValueError("no")
        did.extend(ids)
        return len(ids)

    found = each.pieces("test.job", range(7), many, at=AT, size=5)
    assert (found.seen, found.done, found.failed) == (7, 6, 1)
    assert did == [pk for pk in range(7) if pk != bad]
    assert list(JobFault.objects.values_list("subject_id", flat=True)) == [bad]
