"""Reminders: at their moment, of what holds when they are sent, once, and one text message a phone (P10)."""

from datetime import datetime

import psycopg
import pytest
from django.db import connection

from baiying.activities import queries
from baiying.activities.models import Shift, Signup
from baiying.activities.reminded import Reminder
from baiying.demo import builders
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Preference
from tests.activities.makers import Town, log_in
from tests.activities.reminding import (
    MOTHER,
    a_shift,
    at,
    deliver,
    outcomes,
    run,
    sent_to,
    signed_up,
    somebody,
    texts_to,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def test_n01_whoever_signs_up_after_the_moment_is_not_reminded_minutes_later(town: Town) -> None:
    shift = a_shift(town, at(5, 20))
    when = {"甲": at(4, 12), "乙": at(4, 18, 59), "丙": at(5, 10), "丁": at(5, 19, 20)}
    rows = {}
    for number, (name, signed) in enumerate(when.items()):
        person = somebody(town, name, f"1990000081{number}")
        run(
            *(
                now
                for now in (at(4, 18, 58), at(4, 19), at(4, 19, 1), at(5, 18, 59), at(5, 19), at(5, 19, 1))
                if now < signed
            )
        )
        rows[name] = signed_up(shift, person, signed)
    # The others were made before their minutes; whoever came between is looked at now.
    run(at(5, 19, 21), at(5, 19, 59), at(5, 20))
    assert outcomes(rows["丁"]) == {"evening": "late", "soon": "late"}
    assert outcomes(rows["丙"])["evening"] == "late"
    assert sent_to("19900000813") == []


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        (at(4, 12), [("evening", at(4, 19)), ("soon", at(5, 19))]),
        (at(4, 17, 59, 59), [("evening", at(4, 19)), ("soon", at(5, 19))]),
        (at(4, 18, 0, 1), [("soon", at(5, 19))]),
        (at(4, 18, 59), [("soon", at(5, 19))]),
        (at(4, 19), [("soon", at(5, 19))]),
        (at(5, 10), [("soon", at(5, 19))]),
        (at(5, 18, 0, 1), []),
        (at(5, 19, 20), []),
    ],
)
def test_n01_each_by_the_moment_of_the_sign_up(
    town: Town, signed: datetime, expected: list[tuple[str, datetime]]
) -> None:
    shift = a_shift(town, at(5, 20))
    person = somebody(town, "甲", MOTHER)
    made = None
    for now in (at(4, 18, 59), at(4, 19), at(4, 19, 1), at(4, 20), at(5, 18, 59), at(5, 19), at(5, 19, 21), at(5, 20)):
        if made is None and signed <= now:
            made = signed_up(shift, person, signed)
        run(now)
    assert sent_to(MOTHER) == expected
    # The inbox says the same, once.
    assert [one.kind for one in notices.inbox_of(person.public_id)][::-1] == [
        f"reminder_{kind}" for kind, _ in expected
    ]


def test_n02_the_hour_before_lies_in_the_quiet_hours(town: Town) -> None:
    shift = a_shift(town, at(6, 6))
    usual, early = somebody(town, "甲", "19900000821"), somebody(town, "乙", "19900000822")
    rows = [signed_up(shift, person, at(1, 9)) for person in (usual, early)]
    sending.prefer(inbox=early.public_id, kind="reminder_evening", by_text=True, any_hour=True, at=at(1, 9))
    assert not Preference.objects.get().any_hour, "the evening's never rings at night"
    sending.prefer(inbox=early.public_id, kind="reminder_soon", by_text=True, any_hour=True, at=at(1, 9))
    run(at(5, 19))
    deliver(at(5, 19))
    [text] = texts_to("19900000821")
    assert "12月6日 周日 06:00" in text.text
    assert text.text.endswith("当天不再发短信提醒。")
    run(at(6, 5))
    deliver(at(6, 5))
    deliver(at(6, 7))
    deliver(at(6, 8))
    assert [kind for kind, _ in sent_to("19900000821")] == ["evening"]
    assert [outcomes(row)["soon"] for row in rows] == ["quiet", "sent"]
    [_, soon] = texts_to("19900000822")
    assert soon.delivered_at == at(6, 5)


def test_n04_the_text_is_made_when_it_leaves_and_names_day_and_weekday(town: Town) -> None:
    shift = a_shift(town, at(6, 8))
    signed_up(shift, somebody(town, "甲", MOTHER), at(1, 9))
    run(at(5, 19))
    [text] = texts_to(MOTHER)
    assert "12月6日 周日 08:00" in text.text
    assert not any(word in text.text for word in ("今天", "明天"))


def test_l11_who_gives_the_place_back_before_it_is_sent_is_not_reminded(town: Town) -> None:
    shift = a_shift(town, at(5, 9))
    _stays, goes = (signed_up(shift, somebody(town, n, f"1990000083{i}"), at(1, 9)) for i, n in enumerate("甲乙"))
    run(at(4, 19))
    Signup.objects.filter(pk=goes.pk).update(state="cancelled", ended_at=at(4, 19, 0, 30))
    deliver(at(4, 19, 1))
    [kept], [dropped] = texts_to("19900000830"), texts_to("19900000831")
    assert kept.delivered_at
    assert not dropped.delivered_at
    assert dropped.dropped
    assert "没有再提醒" in dropped.failure
    assert notices.given_up_since(at(4, 0)).count() == 0, "nothing to mend"


def test_l11_a_shift_that_moved_is_reminded_of_its_new_time_alone(town: Town) -> None:
    shift = a_shift(town, at(5, 9))
    row = signed_up(shift, somebody(town, "甲", MOTHER), at(1, 9))
    run(at(4, 19))
    Shift.objects.filter(pk=shift.pk).update(starts_at=at(6, 9), ends_at=at(6, 11))
    deliver(at(4, 19, 1))
    [old] = texts_to(MOTHER)
    assert old.dropped
    run(at(5, 8), at(5, 18, 59))
    assert len(texts_to(MOTHER)) == 1
    run(at(5, 19))
    deliver(at(5, 19, 1))
    assert "12月6日 周日 09:00" in texts_to(MOTHER)[-1].text
    assert Reminder.objects.filter(signup=row, kind="evening").count() == 2


@pytest.mark.parametrize("change", ["withdrawn", "called_off"])
def test_nobody_is_reminded_of_what_was_called_off(town: Town, change: str) -> None:
    shift = a_shift(town, at(5, 9))
    signed_up(shift, somebody(town, "甲", MOTHER), at(1, 9))
    run(at(4, 19))
    if change == "withdrawn":
        activity = shift.activity
        activity.state, activity.ended_at, activity.ended_by_id = "cancelled", at(4, 19), town.leader.pk
        activity.end_reason = "天气原因"
        activity.save()
    else:
        Signup.objects.update(state="cancelled", ended_at=at(4, 19))
        Shift.objects.update(called_off_at=at(4, 19), closed_at=at(4, 19), call_off_reason="天气原因", taken=0)
    deliver(at(4, 19, 1))
    run(at(5, 8))
    assert [one.dropped for one in texts_to(MOTHER)] == [True]


def test_who_waits_or_applied_is_not_reminded(town: Town) -> None:
    shift = a_shift(town, at(5, 9))
    signed_up(shift, somebody(town, "甲", MOTHER), at(1, 9))
    for number, state in enumerate(("applied", "waitlisted")):
        signed_up(shift, somebody(town, "乙", f"1990000084{number}"), at(1, 9), state=state)
    run(at(4, 19))
    assert [texts_to(f"1990000084{number}") for number in (0, 1)] == [[], []]
    assert len(texts_to(MOTHER)) == 1


def test_n05_what_a_dead_gateway_kept_is_sent_while_it_helps_and_dropped_after(town: Town) -> None:
    soon, tomorrow = a_shift(town, at(5, 9)), a_shift(town, at(6, 10), title="敬老饭桌")
    signed_up(soon, somebody(town, "甲", "19900000851"), at(1, 9))
    signed_up(tomorrow, somebody(town, "乙", "19900000852"), at(1, 9))
    run(at(5, 8), at(5, 19))
    # The gateway comes back at eight on Sunday.
    deliver(at(6, 8))
    [late] = [one for one in texts_to("19900000851") if one.kind == "reminder_soon"]
    assert late.dropped
    assert "没有用" in late.failure
    [useful] = texts_to("19900000852")
    assert useful.delivered_at == at(6, 8)
    assert "12月6日 周日 10:00" in useful.text


def test_a_worker_that_stood_still_reminds_late_and_never_after_the_next_one_is_due(town: Town) -> None:
    rows = [
        signed_up(a_shift(town, start), somebody(town, "甲", f"1990000086{n}"), at(1, 9))
        for n, start in enumerate((at(5, 12), at(5, 9)))
    ]
    run(at(5, 8, 30))
    assert outcomes(rows[0]) == {"evening": "sent"}
    assert outcomes(rows[1]) == {"evening": "missed", "soon": "sent"}


def test_who_wants_no_text_message_has_it_in_the_inbox(town: Town) -> None:
    person = somebody(town, "甲", MOTHER)
    row = signed_up(a_shift(town, at(6, 9)), person, at(1, 9))
    sending.prefer(inbox=person.public_id, kind="reminder_evening", by_text=False, any_hour=False, at=at(1, 9))
    run(at(5, 19), at(6, 8))
    assert [kind for kind, _ in sent_to(MOTHER)] == ["soon"]
    assert outcomes(row) == {"evening": "inbox", "soon": "sent"}
    assert len(notices.inbox_of(person.public_id)) == 2


def test_n32_the_leader_reads_how_many_were_reminded_of_those_who_come(town: Town) -> None:
    shift = a_shift(town, at(6, 9))
    rows = [signed_up(shift, somebody(town, f"人{n}", f"199000008{90 + n}"), at(1, 9)) for n in range(4)]
    Signup.objects.filter(pk=rows[0].pk).update(state="cancelled", ended_at=at(5, 18, 59, 58))
    signed_up(shift, somebody(town, "后来", "19900000899"), at(5, 18, 30))
    run(at(5, 19))
    [evening] = queries.reminded(shift.activity_id)[shift.pk]
    assert (evening.kind, evening.told, evening.of, evening.others) == ("evening", 3, 4, {"fresh": 1})
    page = log_in(town.leader, town.leader_person).get(f"/desk/activities/{shift.activity.public_id}/").content.decode()
    assert "前一天晚上提醒了 3 / 4 人（刚确认过 1 人）" in page


def test_the_hours_are_the_areas_own(town: Town) -> None:
    builders.rule_set("reminders", area=town.county, evening_hour=18, minutes_before=0)
    row = signed_up(a_shift(town, at(6, 9)), somebody(town, "甲", MOTHER), at(1, 9))
    run(at(5, 17, 59))
    assert texts_to(MOTHER) == []
    run(at(5, 18), at(6, 8, 30))
    assert outcomes(row) == {"evening": "sent"}
    assert texts_to(MOTHER)[0].text.endswith("当天不再发短信提醒。")


def test_whom_the_next_may_wake_is_not_told_that_it_is_the_last(town: Town) -> None:
    early = somebody(town, "甲", MOTHER)
    sending.prefer(inbox=early.public_id, kind="reminder_soon", by_text=True, any_hour=True, at=at(1, 9))
    signed_up(a_shift(town, at(6, 6)), early, at(1, 9))
    run(at(5, 19), at(6, 5))
    assert [kind for kind, _ in sent_to(MOTHER)] == ["evening", "soon"]
    assert "不再发短信" not in texts_to(MOTHER)[0].text


def test_a_second_run_waits_for_the_first(town: Town) -> None:
    signed_up(a_shift(town, at(6, 9)), somebody(town, "甲", MOTHER), at(1, 9))
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('activities.remind', 0))")
        run(at(5, 19))
        assert texts_to(MOTHER) == []
        # Said, not left to the end of the session, which the server notices when it comes to it.
        other.execute("SELECT pg_advisory_unlock_all()")
    run(at(5, 19, 1))
    assert len(texts_to(MOTHER)) == 1


def test_the_quiet_hours_keep_nothing_out_of_the_inbox(town: Town) -> None:
    person = somebody(town, "甲", MOTHER)
    builders.rule_set("notices", quiet_from_hour=18)
    row = signed_up(a_shift(town, at(6, 9)), person, at(1, 9))
    run(at(5, 19))
    assert outcomes(row) == {"evening": "quiet"}
    assert texts_to(MOTHER) == []
    assert len(notices.inbox_of(person.public_id)) == 1
