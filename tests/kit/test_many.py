"""Many rows by one statement: as they were given, nothing cut, what is there already left out."""

from datetime import UTC, datetime

import pytest
from django.db import DataError

from baiying.kit.db import many
from baiying.notices.models import Message

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


def a_message(number: int, **given: object) -> Message:
    return Message(
        channel="inapp",
        inbox=f"reader{number}",
        kind="tests.kind",
        text="同一句话，{} 和 ' 也在。",
        written_at=AT,
        **given,
    )


def test_rows_arrive_as_they_were_given_in_their_order() -> None:
    rows = [a_message(n, making={"n": n} if n else None, address_hash=bytes([n, 0, 255])) for n in range(3)]
    found = many.insert_many(rows, returning=("public_id", "id"))
    assert [public_id for public_id, _id in found] == [row.public_id for row in rows]
    assert [id for _public, id in found] == sorted(id for _public, id in found)
    for row in rows:
        kept = Message.objects.get(public_id=row.public_id)
        assert (kept.inbox, kept.making, bytes(kept.address_hash)) == (row.inbox, row.making, row.address_hash)
        assert (kept.text, kept.written_at, kept.recipe, kept.tries) == (row.text, AT, None, 0)


def test_what_is_there_already_is_left_out_and_said_by_its_absence() -> None:
    first = a_message(1, unique_source="tests:1")
    many.insert_many([first], returning=("public_id",))
    again, other = a_message(2, unique_source="tests:1"), a_message(3, unique_source="tests:3")
    assert many.insert_many([again, other], returning=("public_id",)) == [(other.public_id,)]


@pytest.mark.parametrize("sources", [("x" * 97,), ("x" * 97, "y"), ("x" * 97, "x" * 97)])
def test_a_text_that_is_too_long_is_refused_and_not_cut(sources: tuple[str, ...]) -> None:
    rows = [a_message(n, unique_source=source) for n, source in enumerate(sources)]
    with pytest.raises(DataError):
        many.insert_many(rows, returning=("id",))


def test_more_than_go_into_one_statement_are_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_IN_ONE", 2)
    assert len(many.insert_many([a_message(n) for n in range(5)], returning=("id",))) == 5
    assert many.insert_many([], returning=("id",)) == []
