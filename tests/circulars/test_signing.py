"""Boxes, signatures and versions: who may open, who signs for what, and what a correction asks anew."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baiying.circulars import actions, queries
from baiying.circulars.models import Box, Signature
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor
from baiying.notices.models import Message
from tests.circulars.conftest import Office, words

pytestmark = pytest.mark.django_db


def box_of(row: Any, area: Any) -> Box:
    return Box.objects.get(circular=row, area=area, body__isnull=True)


def sign(box: Box, actor: Any, *, number: int | None = None, **more: Any) -> Signature:
    at = more.pop("at", clock.now())
    number = number or Box.objects.get(pk=box.pk).told_number
    return actions.sign(box=box, number=number, read_at=at, deputy=more.pop("deputy", False), actor=actor, at=at)


def test_n38_signatures_belong_to_versions_and_a_typing_error_asks_nobody_again(office: Office, city: Any) -> None:
    row = office.sent()
    town = box_of(row, city.townships[0])
    clerk = office.actor("clerk")
    sign(town, clerk)
    office.corrected(row, "今晚二十点到岗。\n集合地点：东门。", "集合地点改到东门")
    town.refresh_from_db()
    assert (town.told_number, town.asked_number, town.signed_number) == (2, 2, 1)
    assert queries.progress(row).signed == 0
    assert queries.signed_by_version(row.pk) == {1: 1}, "the signature stands for the first version"
    with pytest.raises(actions.AnotherVersion):
        sign(box_of(row, city.counties[0]), office.actor("county"), number=1)
    sign(town, clerk)
    office.corrected(row, "今晚二十点到岗！\n集合地点：东门。", "标点", signs_anew=False)
    town.refresh_from_db()
    assert (town.told_number, town.asked_number, town.signed_number) == (3, 2, 2)
    assert town not in queries.waiting(queries.mine(clerk, clock.now()))
    assert queries.signed_by_version(row.pk) == {1: 1, 2: 1}


def test_n38_a_new_place_has_a_clock_of_its_own_and_an_empty_one_goes_to_the_level_above(
    office: Office, city: Any
) -> None:
    at = datetime(2026, 11, 20, 10, tzinfo=UTC)
    row = office.sent(at=at)
    empty = box_of(row, city.villages[0])
    assert empty.above_id == city.townships[0].pk, "nobody at the village: the township where somebody is"
    assert empty in queries.mine(office.actor("clerk"), at)
    late = builders.division("新村", "village", "419902001099", city.townships[0])
    builders.site(late)
    assert actions.add_all_new_boxes(at=at + timedelta(hours=1)) == 1
    assert actions.add_all_new_boxes(at=at + timedelta(hours=1)) == 0
    new = box_of(row, late)
    assert new.sign_by == at + timedelta(hours=3)
    assert empty.sign_by == at + timedelta(hours=2)


def test_the_box_stays_with_the_place_and_a_deputy_signs_in_the_own_name(office: Office, city: Any, cast: Any) -> None:
    row = office.sent()
    town = box_of(row, city.townships[0])
    deputy = builders.account("19900007001", name="代班的人")
    other = builders.appointment(deputy, "place_staff", city.townships[0])
    acting = Acting(other.pk, other.public_id, other.role, city.townships[0].pk, tuple(city.townships[0].path))
    made = sign(town, Actor(account_id=deputy.pk, acting=acting, label="代班的人"), deputy=True)
    assert (made.name, made.deputy) == ("代班的人", True)
    with pytest.raises(actions.SignedByAnother):
        sign(town, office.actor("clerk"))
    village = box_of(row, city.villages[0])
    assert sign(village, office.actor("clerk")).deputy, "whoever signs for an empty box below does so in its place"
    # Moved to another township: the box of the old one is not to be seen any more.
    moved = Acting(other.pk, other.public_id, other.role, city.townships[1].pk, tuple(city.townships[1].path))
    mine = queries.mine(Actor(account_id=deputy.pk, acting=moved, label="代班的人"), clock.now())
    assert town not in mine


def test_only_duty_and_emergency_are_signed_and_nobody_answers_twice(office: Office, city: Any) -> None:
    row = office.sent(says=words("填表", sort="task", asks_answer=True, working_days=2))
    town, clerk = box_of(row, city.townships[0]), office.actor("clerk")
    with pytest.raises(actions.NoSignature):
        sign(town, clerk)
    given: dict[str, Any] = {"done": True, "done_on": date(2026, 11, 20), "remark": "已报"}
    first = actions.answer(box=town, actor=clerk, at=clock.now(), **given)
    again = actions.answer(box=town, actor=clerk, at=clock.now() + timedelta(hours=1), **given)
    assert again.answered_at == first.answered_at
    with pytest.raises(actions.AnsweredOnce):
        actions.answer(box=town, actor=clerk, at=clock.now(), done=False, done_on=None, remark="")
    office.corrected(row, "改了。", "改了")
    assert town not in queries.waiting(queries.mine(clerk, clock.now())), "a correction does not ask again"


def test_n41_due_by_the_calendar_of_working_days(office: Office, city: Any) -> None:
    """Saturday, the Sunday is made up, Monday to Wednesday are a holiday: two working days end on Thursday."""
    for day, works in (("2026-11-29", True), ("2026-11-30", False), ("2026-12-01", False), ("2026-12-02", False)):
        builders.calendar_day(date.fromisoformat(day), is_working=works)
    row = office.sent(
        says=words("报表", sort="task", working_days=2, asks_answer=True), at=datetime(2026, 11, 28, 2, tzinfo=UTC)
    )
    assert row.due_on == date(2026, 12, 3)
    assert box_of(row, city.townships[0]).due_on == date(2026, 12, 3)
    draft = office.draft(says=words("报表", sort="task", working_days=2))
    preview = queries.preview(draft, datetime(2027, 12, 31, 2, tzinfo=UTC))
    assert not preview.calendar_known, "the table of 2028 is not there, and the page says so"


def test_reminding_only_who_has_not_signed_at_a_press_and_once_by_the_clock(office: Office, city: Any) -> None:
    at, boss = datetime(2026, 11, 20, 10, tzinfo=UTC), office.actor()
    row = office.sent(at=at)
    sign(box_of(row, city.townships[0]), office.actor("clerk"))
    waiting = queries.unsigned(row.pk).count()
    assert actions.remind(circular=row, actor=boss, at=at) == waiting
    assert actions.remind(circular=row, actor=boss, at=at + timedelta(minutes=29)) == 0, "not twice in half an hour"
    assert actions.remind(circular=row, actor=boss, at=at + timedelta(minutes=31)) == waiting
    other = office.sent(at=at)
    assert actions.remind_all_late(at=at + timedelta(minutes=119)) == 0
    assert actions.remind_all_late(at=at + timedelta(hours=2)) == 2, "also the one that was reminded by a press"
    assert actions.remind_all_late(at=at + timedelta(hours=2)) == 0
    ids = list(queries.unsigned(other.pk).values_list("pk", flat=True))
    actions.remind_late_boxes(circular_id=other.pk, box_ids=ids, at=at + timedelta(hours=2))
    told = Message.objects.filter(kind="circulars.reminded").count()
    actions.remind_late_boxes(circular_id=other.pk, box_ids=ids, at=at + timedelta(hours=3))
    assert told
    assert Message.objects.filter(kind="circulars.reminded").count() == told


def test_a_press_before_the_deadline_leaves_the_late_reminder_its_own(office: Office) -> None:
    at, boss = datetime(2026, 11, 20, 2, tzinfo=UTC), office.actor()
    row = office.sent(at=at)
    ids = list(queries.unsigned(row.pk).values_list("pk", flat=True))
    assert actions.remind(circular=row, actor=boss, at=at + timedelta(minutes=80)) == len(ids)
    actions.remind_boxes(circular_id=row.pk, box_ids=ids, at=at + timedelta(minutes=80))
    told = Message.objects.filter(kind="circulars.reminded").count()
    late = at + timedelta(hours=2)
    assert actions.remind_late(circular_id=row.pk, at=late)
    assert not actions.remind_late(circular_id=row.pk, at=late), "once by the clock"
    actions.remind_late_boxes(circular_id=row.pk, box_ids=ids, at=late)
    assert Message.objects.filter(kind="circulars.reminded").count() == 2 * told
    again = actions.remind(circular=row, actor=boss, at=late + timedelta(minutes=29))
    assert again == 0, "nor by a press within half an hour of the clock's"
    assert actions.remind(circular=row, actor=boss, at=late + timedelta(minutes=31)) == len(ids)


def test_a_township_signs_for_its_empty_villages_at_one_press(office: Office, city: Any, client_as: Any) -> None:
    row = office.sent()
    empty = list(Box.objects.filter(circular=row, above=city.townships[0]).order_by("id"))
    assert len(empty) > 1
    town = box_of(row, city.townships[0])
    clerk, url = client_as("clerk"), f"/desk/received/{town.public_id}/"
    page = clerk.get(url).content.decode()
    assert all(f'value="{one.public_id}"' in page for one in empty)
    elsewhere = box_of(row, city.counties[0])
    given = {"number": 1, "together": [empty[0].public_id, elsewhere.public_id]}
    for _ in range(2):
        assert clerk.post(f"{url}signatures/", given).status_code == 303
    signed = set(Signature.objects.values_list("box_id", "deputy"))
    assert signed == {(town.pk, False), (empty[0].pk, True)}, "ticked and one's own, nothing else"


def test_what_another_signed_meanwhile_leaves_the_rest_standing(office: Office, city: Any) -> None:
    row = office.sent()
    one, two = Box.objects.filter(circular=row, above=city.townships[0]).order_by("id")[:2]
    sign(one, office.actor("county"))
    act: dict[str, Any] = {
        "number": 1,
        "read_at": clock.now(),
        "deputy": False,
        "actor": office.actor("clerk"),
        "at": clock.now(),
    }
    assert actions.sign_together(boxes=[one, two], **act) == (1, [one.name])
    assert Signature.objects.get(box=two).account_id == office.actor("clerk").account_id
