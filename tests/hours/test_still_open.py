"""Please check out: of whoever still is here, one text message a phone, said as it holds when it is sent (P23)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, Source
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Message
from baiying.people.models import Guardianship, Person
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
END = 150
DUE = END + 15


def family(morning: Morning) -> list[Person]:
    """A mother, and two children of hers without a phone."""
    residence = morning.shift.activity.area
    account = builders.account("19900000801", name="王芳")
    mother = builders.person("王芳", residence=residence, phone="19900000801", account=account)
    born = date(2014, 3, 1)
    children = [
        builders.person(name, residence=residence, born=born, guardian=account) for name in ("周小一", "周小二")
    ]
    return [mother, *children]


def here(morning: Morning, *persons: Person) -> list[Attendance]:
    return [builders.attendance(morning.shift, one) for one in persons]


def texts() -> list[Message]:
    return list(Message.objects.filter(kind="hours.still_open", channel="sms").order_by("id"))


def in_app(inbox: str) -> list[str]:
    return [one.text for one in notices.inbox_of(inbox) if one.kind == "hours.still_open"]


def leave(row: Attendance, morning: Morning, minute: int) -> None:
    actions.check_out(attendance=row, actor=morning.actor("leader"), source=Source.ROLL, at=morning.at(minute))


def test_a_mother_with_two_children_reads_one_text(morning: Morning) -> None:
    mother, first, second = family(morning)
    here(morning, mother, first, second)
    assert actions.warn_open(at=morning.at(DUE)) == 3
    [told] = texts()
    assert told.text.count("还没有签退") == 3
    assert told.text.index("您还没有签退") < told.text.index("周**（您监护的孩子）")
    assert "周小一" not in told.text
    assert told.text.count("请说明几点离开") == told.text.count("告诉领队几点离开") == 1
    # Each has the own copy; the mother's speak of the children by half a name.
    assert [len(in_app(one.public_id)) for one in (mother, first, second)] == [3, 1, 1]
    assert not any("周小" in one for one in in_app(mother.public_id))


def test_neighbours_with_one_phone_read_of_their_own_child_in_the_app(morning: Morning) -> None:
    mother, child, _other = family(morning)
    account = builders.account("19900000801", name="李秀")
    area = morning.shift.activity.area
    neighbour = builders.person("李秀", residence=area, account=account, phone="19900000801")
    hers = builders.person("赵小红", residence=area, born=date(2014, 3, 1), guardian=account)
    here(morning, child, hers)
    actions.warn_open(at=morning.at(DUE))
    [told] = texts()
    assert ("周**" in told.text, "赵**" in told.text) == (True, True)
    assert [("周**" in one, "赵**" in one) for one in in_app(mother.public_id)] == [(True, False)]
    assert [("周**" in one, "赵**" in one) for one in in_app(neighbour.public_id)] == [(False, True)]


def test_again_writes_nothing_though_others_left_meanwhile(morning: Morning) -> None:
    mother, first, second = family(morning)
    rows = here(morning, mother, first, second)
    actions.warn_open(at=morning.at(DUE))
    leave(rows[0], morning, DUE + 1)
    assert actions.warn_open(at=morning.at(DUE + 5)) == 0
    assert len(texts()) == 1


@pytest.mark.parametrize(("left", "sent"), [(0, 3), (1, 2), (3, 0)])
def test_it_is_said_as_it_holds_when_it_is_sent(morning: Morning, left: int, sent: int) -> None:
    rows = here(morning, *family(morning))
    actions.warn_open(at=morning.at(DUE))
    for row in rows[:left]:
        leave(row, morning, DUE + 1)
    sending.deliver_waiting(at=morning.at(DUE + 2))
    [told] = texts()
    assert bool(told.delivered_at) == bool(sent)
    assert told.dropped == (not sent)
    if sent:
        assert told.text.count("还没有签退") == sent
        assert ("您还没有签退" in told.text) == (left == 0)
    else:
        assert told.failure == "已经签退，没有再提醒。"


def test_nobody_reads_of_a_child_whose_guardian_one_is_no_more(morning: Morning) -> None:
    _mother, child, _other = family(morning)
    here(morning, child)
    actions.warn_open(at=morning.at(DUE))
    Guardianship.objects.filter(ward=child).update(withdrawn_at=morning.at(DUE))
    sending.deliver_waiting(at=morning.at(DUE + 1))
    [told] = texts()
    assert told.delivered_at is None
    assert "监护关系" in told.failure


def evening(cast: dict[str, the_cast.Member], morning: Morning) -> Morning:
    """Ends at 21:30 in China, half an hour into the quiet hours."""
    return morning_at(cast, morning.shift.starts_at + timedelta(hours=10))


def sent_at(at: datetime) -> bool:
    sending.deliver_waiting(at=at)
    return texts()[0].delivered_at is not None


@pytest.mark.parametrize("any_hour", [False, True])
def test_in_the_quiet_hours_it_waits_unless_its_reader_lets_it_ring(
    cast: dict[str, the_cast.Member], morning: Morning, any_hour: bool
) -> None:
    late = evening(cast, morning)
    person = late.cast["volunteer"].person
    assert person is not None
    at = late.at(0)
    sending.prefer(inbox=person.public_id, kind="hours.still_open", by_text=True, any_hour=any_hour, at=at)
    here(late, person)
    actions.warn_open(at=late.at(DUE))
    assert sent_at(late.at(DUE + 1)) == any_hour
    # In the morning whoever did not say when still may; a day after the end it helps nobody.
    assert sent_at(late.at(END + 11 * 60)) is True


def test_a_day_after_the_end_nothing_is_sent(morning: Morning) -> None:
    here(morning, *family(morning))
    actions.warn_open(at=morning.at(DUE))
    sending.deliver_waiting(at=morning.at(END + 24 * 60))
    [told] = texts()
    assert (told.delivered_at, told.dropped) == (None, True)


def test_who_wants_no_text_has_it_in_the_inbox(morning: Morning) -> None:
    mother, *_children = family(morning)
    sending.prefer(inbox=mother.public_id, kind="hours.still_open", by_text=False, any_hour=False, at=morning.at(0))
    here(morning, mother)
    actions.warn_open(at=morning.at(DUE))
    assert (texts(), len(in_app(mother.public_id))) == ([], 1)


@pytest.mark.parametrize(("minute", "told"), [(DUE - 1, 0), (DUE, 1), (END + 24 * 60 - 1, 1), (END + 24 * 60, 0)])
def test_only_while_it_can_be_mended(morning: Morning, minute: int, told: int) -> None:
    mother, *_children = family(morning)
    here(morning, mother)
    assert actions.warn_open(at=morning.at(minute)) == told


def test_as_many_statements_for_twenty_as_for_two(
    morning: Morning, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    area = morning.shift.activity.area
    persons = [builders.person(f"王{n}", residence=area, phone=f"199000007{n:02}") for n in range(20)]
    here(morning, *persons)
    with django_assert_max_num_queries(25):
        assert actions.warn_open(at=morning.at(DUE)) == 20
    assert len(texts()) == 20
    assert queries.attendances_of(morning.shift.pk).count() == 20
