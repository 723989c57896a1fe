"""Notices that went down the levels: signed, corrected, answered, with empty places; and one that waits for a hand."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from baiying.accounts import queries as accounts
from baiying.circulars import bulk
from baiying.demo.loading.city import Area, City
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.scenes import Story
from baiying.demo.loading.stage import Stage
from baiying.kit import clock
from baiying.places import queries as places

_DUTY = "今晚二十点到明早八点值守，雨量大时开放避雨点。\n集合地点：{place}。\n联系市文明实践服务中心 0374-0123456。"
_TASK = "请核对本站开门时间、电话和地址，不对的在平台上改好。\n不用报照片。"
_EMERGENCY = "河道水位上涨，请通知低洼处住户，按预案转移。\n在岗的站所一小时内签收。"
_REMARKS = ("已核对，没有变化。", "电话换过，已改。", "")


def load(stage: Stage, city: City, staff: Offices, story: Story) -> None:
    """Written by the city's office, so that each role of the cast finds something of its own."""
    chance = stage.chance("circulars")
    cast_home = story.team.area
    # Each place of the audience: whoever was left out would be told by the clock as a new one.
    where = list({one.id: one for one in (cast_home, *city.townships)}.values())
    _duty(stage, chance, city, staff, where)
    _task(stage, chance, city, staff, where)
    _emergency(stage, city, staff, story, cast_home)
    _asked(stage, city, story)


def _notice(stage: Stage, city: City, sort: str, days: float, by: int, **columns: object) -> bulk.CircularRow:
    at = stage.at - timedelta(days=days)
    row = bulk.CircularRow(city.root.id, sort, at, by, {}, sent_at=at)
    for name, value in columns.items():
        setattr(row, name, value)
    if row.approved_by_id is not None:
        # Only what a second person looked at was asked for and approved.
        row.asked_at = row.approved_at = at
    return row


def _boxes(row: bulk.CircularRow, where: Sequence[Area], at: datetime, hours: int) -> list[bulk.BoxRow]:
    signs = hours > 0
    return [
        bulk.BoxRow(
            row.id, one.id, one.name, at, at, asked_number=1 if signs else 0,
            sign_by=bulk.sign_by(at, hours) if signs else None, due_on=row.due_on,
        )
        for one in where
    ]  # fmt: skip


def _told(staff: Offices, sent: Sequence[bulk.MailingRow], where: Sequence[Area]) -> None:
    """Whoever is in office at the places, once a mailing."""
    who = [staff.clerks[one.id] for one in where if one.id in staff.clerks]
    bulk.add_recipients([bulk.RecipientRow(one.id, pk, None, one.ended_at) for one in sent for pk in who])


def _duty(stage: Stage, chance: random.Random, city: City, staff: Offices, where: Sequence[Area]) -> None:
    """Signed by most, then corrected: the first signatures stand for the first version."""
    row = _notice(stage, city, "duty", 2, staff.city, sign_hours=2, approved_by_id=staff.city_second)
    row.audience = bulk.audience(area_ids=(city.root.id,), levels=("township",))
    bulk.add_circulars([row])
    first, second = row.written_at, row.written_at + timedelta(hours=3)
    title = "夜间防汛值守"
    bulk.add_wordings(
        [
            bulk.WordingRow(row.id, 1, title, _DUTY.format(place="西门广场"), first, staff.city),
            bulk.WordingRow(
                row.id, 2, title, _DUTY.format(place="东门广场"), second, staff.city, "集合地点改到东门广场"
            ),
        ]
    )  # fmt: skip
    sent = [
        bulk.MailingRow(row.id, 1, first, first, first, len(where), ended_at=first),
        bulk.MailingRow(row.id, 2, second, second, second, len(where), to_told=True, ended_at=second),
    ]
    bulk.add_mailings(sent)
    _told(staff, sent, where)
    boxes = _boxes(row, where, first, 2)
    names = accounts.names_of(staff.clerks.values())
    signed: list[tuple[bulk.BoxRow, int]] = []
    for n, box in enumerate(boxes):
        box.told_number = box.asked_number = 2
        box.sign_by = bulk.sign_by(second, 2)
        # Where the cast's own clerk sits nobody has signed yet.
        for number in (1, 2) if n and n % 5 else (1,) if n else ():
            box.signed_number = number
            signed.append((box, number))
    bulk.add_boxes(boxes)
    rows = []
    for box, number in signed:
        who = staff.clerks.get(box.area_id)
        if who is None:
            continue
        at = (first if number == 1 else second) + timedelta(minutes=chance.randrange(3, 110))
        rows.append(bulk.SignatureRow(box.id, number, at, at - timedelta(minutes=1), who, names[who]))
    bulk.add_signatures(rows)


def _task(stage: Stage, chance: random.Random, city: City, staff: Offices, where: Sequence[Area]) -> None:
    """Has to be done within days of the calendar; some have answered."""
    row = _notice(stage, city, "task", 3, staff.city, asks_answer=True, working_days=5)
    row.due_on = places.working_day_after(clock.local_date(row.written_at), 5)[0]
    row.audience = bulk.audience(area_ids=(city.root.id,), levels=("township",))
    bulk.add_circulars([row])
    bulk.add_wordings([bulk.WordingRow(row.id, 1, "核对站所开门时间和电话", _TASK, row.written_at, staff.city)])
    at = row.written_at
    sent = [bulk.MailingRow(row.id, 1, at, at, at, len(where), ended_at=at)]
    bulk.add_mailings(sent)
    _told(staff, sent, where)
    boxes = _boxes(row, where, at, 0)
    for n, box in enumerate(boxes):
        who = staff.clerks.get(box.area_id)
        if who is not None and n and n % 3:
            box.answered_at = at + timedelta(hours=chance.randrange(2, 48))
            box.answered_by_id, box.done = who, True
            box.done_on = clock.local_date(box.answered_at)
            box.remark = chance.choice(_REMARKS)
    bulk.add_boxes(boxes)


def _emergency(stage: Stage, city: City, staff: Offices, story: Story, home: Area) -> None:
    """To villages: nobody is in office there, so each went to the township too."""
    row = _notice(
        stage, city, "emergency", 0.02, staff.city, urgent=True, sign_hours=1, approved_by_id=staff.city_second
    )
    row.audience = bulk.audience(area_ids=(home.id,), levels=("village",))
    bulk.add_circulars([row])
    at = row.written_at
    bulk.add_wordings([bulk.WordingRow(row.id, 1, "河道水位上涨，做好转移准备", _EMERGENCY, at, staff.city)])
    sent = [bulk.MailingRow(row.id, 1, at, at, at, 1, ended_at=at)]
    bulk.add_mailings(sent)
    _told(staff, sent, [home])
    boxes = _boxes(row, home.children, at, 1)
    for box in boxes:
        box.above_id = home.id
    bulk.add_boxes(boxes)


def _asked(stage: Stage, city: City, story: Story) -> None:
    """Written by the city's office of the cast, handed in, before the second person."""
    writer = story.members["city"].account.pk
    at = stage.at - timedelta(hours=2)
    row = bulk.CircularRow(
        city.root.id, "emergency", at, writer, bulk.audience(area_ids=(city.root.id,), levels=("township", "village")),
        urgent=True, sign_hours=2, asked_at=at,
    )  # fmt: skip
    bulk.add_circulars([row])
    text = "明天午后有雷雨大风，室外活动改期，站所开放避雨。"
    bulk.add_wordings([bulk.WordingRow(row.id, 1, "雷雨大风预警，室外活动改期", text, at, writer)])
