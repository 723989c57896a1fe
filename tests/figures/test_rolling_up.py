"""Roll-ups equal a recount, whatever happened in whatever order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from baiying.figures import actions, reconcile
from baiying.figures.models import AreaDay, AreaYear, Mark, PersonYear, RollUp
from baiying.people.models import Counting, Move, Registration
from baiying.places.models import Division
from tests.figures import rows

NOW = rows.NOW
pytestmark = pytest.mark.django_db


def cell(area: Division, year: int = 2026) -> AreaYear:
    return AreaYear.objects.get(area_id=area.pk, year=year)


def drift() -> int:
    return reconcile.check(at=NOW).drift


def test_an_entry_reaches_every_level_above_the_residence(areas: dict[str, Division]) -> None:
    who = rows.person(areas["a11"])
    rows.person(areas["a12"])
    rows.entry(who, 90)
    rows.entry(who, 45, tier="honour")
    actions.roll_up(at=NOW)
    for name in ("a11", "a1", "a", "city"):
        assert (cell(areas[name]).credit_minutes, cell(areas[name]).all_minutes) == (90, 135)
    assert [cell(areas[n]).registered for n in ("a11", "a1", "a", "city")] == [1, 2, 2, 2]
    assert cell(areas["city"]).all_bins[:4] == [1, 0, 0, 1]
    assert cell(areas["city"]).credit_bins[:4] == [1, 0, 1, 0]
    assert not Mark.objects.exists()
    assert drift() == 0


def test_people_who_live_in_a_town_and_in_no_village_are_counted_once(areas: dict[str, Division]) -> None:
    rows.entry(rows.person(areas["a1"]), 60)
    rows.entry(rows.person(areas["a11"]), 60)
    actions.roll_up(at=NOW)
    assert cell(areas["a1"]).registered == 2
    assert cell(areas["a11"]).registered == 1
    assert drift() == 0


def test_a_reversal_takes_the_minutes_back(areas: dict[str, Division]) -> None:
    who = rows.person(areas["a11"])
    first = rows.entry(who, 90)
    actions.roll_up(at=NOW)
    rows.entry(who, -90, reversal_of=first.id)
    actions.roll_up(at=NOW)
    assert cell(areas["city"]).credit_minutes == 0
    assert cell(areas["city"]).credit_bins[0] == 1
    assert drift() == 0


def test_the_unverified_and_the_ended_stand_in_no_denominator(areas: dict[str, Division]) -> None:
    rows.person(areas["a11"], counted=None)
    rows.person(areas["a11"], ended=datetime(2026, 6, 1, tzinfo=UTC))
    rows.person(areas["a11"])
    actions.roll_up(at=NOW)
    assert cell(areas["a11"], 2025).registered == 2
    assert cell(areas["a11"], 2026).registered == 1
    assert drift() == 0


def test_passing_the_check_later_brings_the_person_in(areas: dict[str, Division]) -> None:
    who = rows.person(areas["b11"], counted=None)
    actions.roll_up(at=NOW)
    Registration.objects.filter(person=who).update(verified_at=NOW, verified_by_id=1)
    Counting.objects.create(person=who, registration=Registration.objects.get(person=who), from_at=NOW, why="ready")
    actions.roll_up(at=NOW)
    assert cell(areas["b"]).registered == 1
    assert drift() == 0


def test_who_moves_is_counted_anew_this_year_and_where_they_were_last_year(areas: dict[str, Division]) -> None:
    who = rows.person(areas["a11"])
    actions.roll_up(at=NOW)
    who.residence, who.areas_since = areas["b11"], NOW
    who.save()
    assert list(Move.objects.values_list("person_id", "residence_id", "moved_at")) == [(who.pk, areas["a11"].pk, NOW)]
    actions.roll_up(at=NOW)
    assert (cell(areas["a"], 2025).registered, cell(areas["b"], 2026).registered) == (1, 1)
    assert cell(areas["a"], 2026).registered == 0
    assert drift() == 0


def test_a_new_year_opens_with_everybody_in_the_denominator(areas: dict[str, Division]) -> None:
    rows.person(areas["a11"])
    actions.roll_up(at=NOW)
    later = datetime(2027, 1, 2, tzinfo=UTC)
    actions.roll_up(at=later)
    assert cell(areas["city"], 2027).registered == 1
    assert reconcile.check(at=later).drift == 0


def test_days_are_counted_by_place_of_service(areas: dict[str, Division]) -> None:
    who = rows.person(areas["a11"])
    rows.entry(who, 60, area_id=areas["b11"].pk)
    rows.entry(who, 30, area_id=areas["b12"].pk, tier="honour")
    actions.roll_up(at=NOW)
    day = AreaDay.objects.get(area_id=areas["b"].pk, day=date(2026, 5, 4))
    assert (day.credit_minutes, day.all_minutes, day.entries) == (60, 90, 2)
    assert not AreaDay.objects.filter(area_id=areas["a"].pk).exists()
    assert drift() == 0


def test_a_rebuild_gives_what_the_roll_up_gives(areas: dict[str, Division]) -> None:
    for n, name in enumerate(["a11", "a11", "a12", "a21", "b11", "b1", "city"]):
        who = rows.person(areas[name])
        for k in range(n):
            rows.entry(who, 37 * (k + 1), day=date(2025 + k % 2, 4, 1) + timedelta(days=k))
    actions.roll_up(at=NOW)
    fields = ("area_id", "year", "registered", "credit_minutes", "all_minutes", "credit_bins", "all_bins")
    rolled = sorted(AreaYear.objects.filter(registered__gt=0).values_list(*fields))
    persons = sorted(PersonYear.objects.values_list("person_id", "year", "area_id", "all_minutes"))
    actions.rebuild(at=NOW)
    assert sorted(AreaYear.objects.filter(registered__gt=0).values_list(*fields)) == rolled
    assert sorted(PersonYear.objects.values_list("person_id", "year", "area_id", "all_minutes")) == persons
    assert drift() == 0


def test_copy_marks_too(areas: dict[str, Division]) -> None:
    who = rows.person(areas["a11"])
    rows.entry(who, 60)
    columns = (
        "id, served_on, unique_source, public_id, person_id, minutes, source, tier, starts_at, ends_at,"
        " residence_id, service_area_id, area_id, category, age_band, reason, posted_at"
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM figures_mark")
        cursor.execute(f"SELECT {columns} FROM hours_hourentry")
        line = list(cursor.fetchone())
        line[0], line[2], line[3], line[5] = 999_999, "copied:1", "copied000001", 120
        with cursor.copy(f"COPY hours_hourentry ({columns}) FROM STDIN") as copy:
            copy.write_row([*line[:15], "[]", line[16]])
    assert list(Mark.objects.values_list("person_id", "year")) == [(who.pk, 2026)]
    actions.roll_up(at=NOW)
    assert cell(areas["city"]).credit_minutes == 180


def test_the_recount_finds_a_cell_that_was_tampered_with(areas: dict[str, Division]) -> None:
    rows.entry(rows.person(areas["a11"]), 60)
    actions.roll_up(at=NOW)
    AreaYear.objects.filter(area_id=areas["a"].pk).update(registered=7)
    said: list[str] = []
    assert reconcile.main(said.append) == 1
    assert "不一致" in said[0]
    actions.rebuild(at=NOW)
    assert reconcile.main(said.append) == 0
    assert RollUp.objects.get().drift == 0


TAMPERED = {
    "a person's minutes": "UPDATE figures_personyear SET credit_minutes = credit_minutes + 1",
    "a person's all minutes": "UPDATE figures_personyear SET all_minutes = all_minutes + 1",
    "whether a person counts": "UPDATE figures_personyear SET counted = NOT counted",
    "where a person lives": "UPDATE figures_personyear SET area_id = (SELECT max(id) FROM places_division)",
    "a person's cell is gone": "DELETE FROM figures_personyear",
    "an area's people": "UPDATE figures_areayear SET registered = registered + 1",
    "an area's minutes": "UPDATE figures_areayear SET credit_minutes = credit_minutes - 1",
    "an area's all minutes": "UPDATE figures_areayear SET all_minutes = all_minutes - 1",
    "the area above": "UPDATE figures_areayear SET parent_id = area_id WHERE parent_id IS NOT NULL",
    "an area's cell is gone": "DELETE FROM figures_areayear WHERE parent_id IS NULL",
    "a bar of credit time": "UPDATE figures_areayear SET credit_bins[2] = credit_bins[2] + 1",
    "a bar of all time": "UPDATE figures_areayear SET all_bins[3] = all_bins[3] + 1",
    "those without an hour": "UPDATE figures_areayear SET all_bins[1] = all_bins[1] + 1",
    "the last bar": "UPDATE figures_areayear SET credit_bins[102] = credit_bins[102] + 1",
    "bars that are missing": "UPDATE figures_areayear SET all_bins = all_bins[1:101]",
    "a day's credit": "UPDATE figures_areaday SET credit_minutes = credit_minutes + 1",
    "a day's minutes": "UPDATE figures_areaday SET all_minutes = all_minutes + 1",
    "a day's entries": "UPDATE figures_areaday SET entries = entries + 1",
    "a day is gone": "DELETE FROM figures_areaday",
    "a day too many": "INSERT INTO figures_areaday (area_id, day, credit_minutes, all_minutes, entries)"
    " SELECT area_id, day + 1, 1, 1, 1 FROM figures_areaday LIMIT 1",
    "a person nobody knows": "INSERT INTO figures_personyear"
    " (person_id, year, area_id, counted, credit_minutes, all_minutes) SELECT 1 + max(person_id), 2026, 1, true, 0, 0"
    " FROM figures_personyear",
}


@pytest.mark.parametrize("name", TAMPERED)
def test_the_recount_finds_whatever_was_tampered_with(areas: dict[str, Division], name: str) -> None:
    rows.entry(rows.person(areas["a11"]), 60)
    rows.entry(rows.person(areas["a12"]), 90, tier="honour")
    actions.roll_up(at=NOW)
    assert drift() == 0
    with connection.cursor() as cursor:
        cursor.execute(TAMPERED[name])
    assert drift() > 0
    actions.rebuild(at=NOW)
    assert drift() == 0
