"""A merge is undone: what was there is there again, what is newer goes where somebody says (U13, L31)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from baiying.demo import builders
from baiying.figures import actions as figures
from baiying.figures.models import AreaYear
from baiying.figures.recount import Recount
from baiying.hours.models import Attendance, HourEntry, Objection
from baiying.kit import clock
from baiying.people import actions, queries
from baiying.people.models import Merge, Person
from baiying.teams.models import Membership
from tests.people.merging import DAY, NOW, TWO, Pair, at, by_passport, minutes
from tests.people.world import rule_set

MARCH = date(2026, 3, 7)
# What only grows, what says when somebody was told, the sessions that ended, and what the night looks at again.
GROWS = frozenset(
    {
        "hours_hourentry", "hours_entrysource", "hours_entryproof", "kit_auditevent", "notices_message",
        "notices_messagesource", "people_merge", "people_moved", "figures_mark", "figures_daymark", "accounts_account",
        "people_card", "hours_lackingshift",
    }
)  # fmt: skip


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair(builders.small_city().villages[0])


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, to the byte."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if model.__module__.startswith("baiying.") and table not in GROWS and not table.startswith("kit_"):
                cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
                found[table] = cursor.fetchall()
    return found


def full(pair: Pair) -> None:
    """Both have of everything."""
    pair.served(pair.a, at(MARCH, 19), 120)
    pair.served(pair.b, at(MARCH, 20), 120)
    pair.served(pair.b, at(MARCH + 3 * DAY, 20), 60, tier="honour")
    shift = pair.shift(NOW + 40 * DAY)
    for person, since in ((pair.a, NOW - DAY), (pair.b, NOW - 2 * DAY)):
        builders.signup(shift, person, signed_up_at=since)
        Membership.objects.create(
            team=pair.team, person=person, asked_at=since, joined_at=since, decided_by_id=pair.leader.pk
        )


def test_with_nothing_since_all_is_to_the_byte_what_it_was(pair: Pair) -> None:
    full(pair)
    before = everything()
    row = pair.merge()
    assert everything() != before
    pair.undo(row, NOW + 29 * DAY)
    after = everything()
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
    assert (minutes(pair.a), minutes(pair.b)) == (120, 180)


def test_u13_what_is_since_goes_where_somebody_says(pair: Pair) -> None:
    full(pair)
    row = pair.merge()
    new, _entry = pair.served(pair.a, at(date(2026, 11, 26), 9), 300)
    own, _entry = pair.served(pair.a, at(date(2026, 11, 27), 9), 60)
    newer = queries.newer_words(Merge.objects.get(pk=row.pk), NOW)
    assert {(table, pk) for table, pk, _words in newer} == {("hours.Attendance", new.pk), ("hours.Attendance", own.pk)}
    with pytest.raises(actions.NotAllSaid):
        actions.undo_merge(merge_id=row.pk, said={}, chosen={}, words="", actor=TWO, at=NOW + DAY)
    pair.undo(row, NOW + 20 * DAY, theirs={"hours.Attendance": [new.pk]})
    assert (minutes(pair.a), minutes(pair.b)) == (180, 480)
    new.refresh_from_db()
    assert new.person_id == pair.b.pk


def test_u13_what_was_decided_since_stays_decided(pair: Pair) -> None:
    """A line of the other's old record was taken back meanwhile: it stays so, under whoever it is."""
    _a, _line_a = pair.served(pair.a, at(MARCH, 8), 60)
    _b, line_b = pair.served(pair.b, at(MARCH, 12), 720)
    row = pair.merge()
    builders.entry(pair.b, -60, attendance=_b, reversal_of=line_b, unique_source=f"reversal:{line_b.id}")
    pair.undo(row, NOW + 20 * DAY)
    assert (minutes(pair.a), minutes(pair.b)) == (60, 660)
    assert HourEntry.objects.filter(unique_source__startswith="parted:").count() == 0


def test_u13_the_phone_that_was_empty_is_empty_again_and_a_newer_one_stays(db: None) -> None:
    area = builders.small_city().villages[0]
    pair = Pair(area)
    pair.a = builders.person("陈一诺", residence=area, account=pair.a.account and builders.account())
    pair.b = by_passport(builders.person("陈一诺", residence=area, phone="19900007001", verified=False))
    row = pair.merge()
    survivor = Person.objects.get(pk=pair.a.pk)
    assert queries.phone_of(survivor) == "19900007001"
    pair.undo(row, NOW + DAY)
    assert queries.phone_of(Person.objects.get(pk=pair.a.pk)) is None
    assert queries.phone_of(Person.objects.get(pk=pair.b.pk)) == "19900007001"


def test_u13_a_second_undoing_and_one_too_late_are_refused(pair: Pair) -> None:
    row = pair.merge()
    pair.undo(row, NOW + 30 * DAY)
    pair.undo(row, NOW + 30 * DAY)
    with pytest.raises(actions.AlreadyUndone, match="已撤销"):
        actions.undo_merge(merge_id=row.pk, said={}, chosen={}, words="", actor=TWO, at=NOW + 30 * DAY)
    again = pair.merge(NOW + 31 * DAY)
    with pytest.raises(actions.TooLateToUndo) as late:
        pair.undo(again, NOW + 62 * DAY)
    assert "异议" in str(late.value.sentence)


def test_u13_after_an_erasure_nothing_comes_apart(pair: Pair) -> None:
    row = pair.merge()
    Person.objects.filter(pk=pair.b.pk).update(data_key_sealed=None)
    with pytest.raises(actions.ErasedSince):
        pair.undo(row, NOW + DAY)
    assert Person.objects.get(pk=pair.b.pk).merged_into_id == pair.a.pk


def test_a_sign_up_whose_place_went_to_another_waits_after_the_undoing(pair: Pair) -> None:
    shift = pair.shift(NOW + 40 * DAY)
    builders.signup(shift, pair.a, signed_up_at=NOW - DAY)
    builders.signup(shift, pair.b, signed_up_at=NOW - 2 * DAY)
    type(shift).objects.filter(pk=shift.pk).update(places=2)
    row = pair.merge()
    builders.signup(shift, builders.person(residence=pair.area, account=builders.account()))
    pair.undo(row, NOW + DAY)
    states = sorted(shift.signups.filter(person__in=[pair.a, pair.b]).values_list("state", flat=True))
    assert states == ["accepted", "waitlisted"]


def test_figures_count_one_human_once_and_two_after_the_undoing(pair: Pair) -> None:
    full(pair)
    when = NOW + DAY
    figures.roll_up(at=when)
    registered, total = _cell(pair, 2026)
    row = pair.merge()
    figures.roll_up(at=when)
    assert _cell(pair, 2026) == (registered - 1, total - 60)
    assert _drift(when) == 0
    figures.rebuild(at=when, progress=lambda *_: None)
    assert _cell(pair, 2026) == (registered - 1, total - 60)
    assert _drift(when) == 0
    pair.undo(row, when)
    figures.roll_up(at=when)
    assert _cell(pair, 2026) == (registered, total)
    assert _drift(when) == 0


def _cell(pair: Pair, year: int) -> tuple[int, int]:
    row = AreaYear.objects.get(area_id=pair.area.pk, year=year)
    return row.registered, row.all_minutes


def _drift(when: Any) -> int:
    return sum(tally.different for tally in Recount(when).run())


def test_records_of_unsettled_time_are_not_merged(pair: Pair) -> None:
    shift = pair.shift(at(MARCH, 9))
    builders.attendance(shift, pair.a, came_at=at(MARCH, 9), left_at=at(MARCH, 10))
    builders.attendance(shift, pair.b, came_at=at(MARCH, 9), left_at=at(MARCH, 10))
    with pytest.raises(actions.MergeHindered):
        pair.merge()
    assert Attendance.objects.filter(person=pair.b).exists()


def test_cases_follow_the_record(pair: Pair) -> None:
    _row, _line = pair.served(pair.b, at(MARCH, 20), 120)
    case = builders.objection(pair.b, attendance=_row)
    pair.merge()
    case.refresh_from_db()
    assert case.person_id == pair.a.pk
    assert isinstance(case, Objection)


def test_a_record_merged_twice_leads_to_the_last(pair: Pair) -> None:
    third = builders.person("陈一诺", residence=pair.area, registered_at=NOW - 1500 * DAY, account=builders.account())
    pair.served(pair.b, at(MARCH, 20), 120)
    first = pair.merge()
    second = Pair.__new__(Pair)
    second.__dict__.update(pair.__dict__, a=by_passport(third), b=pair.a)
    last = second.merge(NOW + timedelta(hours=1))
    assert minutes(Person.objects.get(pk=last.survivor_id)) == 120
    assert queries.record_now(pair.b.pk) == last.survivor_id
    with pytest.raises(actions.LaterMergeStands):
        pair.undo(first, NOW + DAY)
    second.undo(last, NOW + DAY)
    pair.undo(first, NOW + DAY)
    assert minutes(pair.b) == 120


def test_u15_totals_before_are_totals_after_less_what_was_double(pair: Pair) -> None:
    for hour, length in ((8, 120), (13, 45), (18, 200)):
        pair.served(pair.a, at(MARCH, hour), length)
    for hour, length in ((9, 120), (12, 100), (17, 90), (20, 30)):
        pair.served(pair.b, at(MARCH, hour), length)
    before, double = minutes(pair.a) + minutes(pair.b), queries.double_minutes(pair.a.pk, pair.b.pk)
    pair.merge()
    assert minutes(pair.a) == before - double


def test_it_is_undone_for_the_days_that_both_were_told_whatever_is_set_since(pair: Pair) -> None:
    """A rule that is shortened afterwards takes nobody's days away; one that is lengthened opens nothing again."""
    row = pair.merge()
    rule_set("merging", since=clock.local_date(NOW + DAY), undo_days=2)
    pair.undo(row, NOW + 30 * DAY)
    again = pair.merge(NOW + 31 * DAY)
    rule_set("merging", since=clock.local_date(NOW + 32 * DAY), undo_days=300)
    with pytest.raises(actions.TooLateToUndo):
        pair.undo(again, NOW + 34 * DAY)
