"""R152: two areas become one, and what is open in the one that is gone goes on in the other, in every room."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from baiying.accounts.models import Appointment
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.figures import actions as figures
from baiying.figures import queries as figure_rows
from baiying.kit import clock, facts
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import system
from baiying.people.models import Move, Person
from baiying.places import actions, queries
from baiying.places.actions import import_report
from baiying.places.facts import DivisionMerged
from baiying.places.models import Division, DivisionImport

pytestmark = pytest.mark.django_db
ROOMS = ("people", "teams", "accounts", "activities", "complaints")
TABLES = (
    ("people_person", "residence_id", "closed_at IS NULL"),
    ("people_person", "service_area_id", "closed_at IS NULL"),
    ("people_claim", "area_id", "decided_at IS NULL"),
    ("teams_team", "area_id", "closed_at IS NULL"),
    ("teams_body", "area_id", "closed_at IS NULL"),
    ("accounts_appointment", "area_id", "ends_at IS NULL"),
    ("activities_activity", "area_id", "state = 'published' AND ends_on >= current_date"),
    ("complaints_complaint", "area_id", "ended_at IS NULL"),
    ("places_site", "division_id", "true"),
)


def hanging() -> dict[str, int]:
    """Open rows of every room that name a closed area which has a successor."""
    found = {}
    with connection.cursor() as cursor:
        for table, column, still in TABLES:
            cursor.execute(
                f"SELECT count(*) FROM {table} r JOIN places_division d ON d.id = r.{column}"
                f" WHERE d.closed_on IS NOT NULL AND d.successor_id IS NOT NULL AND r.{still}"
                if still != "true"
                else f"SELECT count(*) FROM {table} r JOIN places_division d ON d.id = r.{column}"
                " WHERE d.closed_on IS NOT NULL AND d.successor_id IS NOT NULL"
            )
            found[f"{table}.{column}"] = cursor.fetchone()[0]
    return {where: n for where, n in found.items() if n}


def merge(old: Division, into: Division, tmp_path: Path) -> DivisionImport:
    """Take over a whole table that no longer names `old`, with `into` as its successor."""
    rows = [
        f"{one.code},{one.name},{one.level},{one.parent.code if one.parent else ''}"
        for one in queries.divisions().select_related("parent").order_by("code")
        if old.pk not in one.path
    ]
    (actions.uploads() / "table").write_text("\n".join(["code,name,level,parent_code", *rows]), encoding="utf-8")
    row = DivisionImport(
        as_of=clock.local_date(clock.now()), sha256="table", file_name="表.csv",
        successors=[[old.code, into.code, "chosen"]],
    )  # fmt: skip
    import_report.note_again(row)
    return actions.confirm_import(
        import_id=row.pk, without_refused=False, close_missing=True, actor=system("test"), at=clock.now()
    )


def hear(old: Division, into: Division) -> None:
    for room in ROOMS:
        app.tasks[f"{room}.follow_merged"].func(**facts.plain(DivisionMerged(old.pk, into.pk)))


@pytest.fixture
def two(city: builders.SmallCity, settings: Any, tmp_path: Path) -> tuple[Division, Division]:
    """前柳村 with one of everything, and 槐树社区 in another township of the same county."""
    settings.VAR = tmp_path
    old, into = city.villages[2], city.villages[0]
    body = builders.body("前柳总队", area=old)
    team = builders.team(body, "前柳护河队", area=old)
    leader = builders.account()
    for n in range(3):
        builders.person(f"柳{n}", residence=old)
    builders.person("林里", residence=into)
    for title, days in (("河道清洁", 2), ("去年的事", -400)):
        start = clock.now() + timedelta(days=days)
        day = clock.local_date(start)
        activity = builders.activity(team, leader, title=title, area=old, starts_on=day, ends_on=day)
        shift = builders.shift(activity, start, start + timedelta(hours=2))
        builders.signup(shift, Person.objects.get(name="柳0"))
    builders.appointment(leader, "place_staff", old)
    builders.appointment(leader, "place_staff", into)
    builders.appointment(builders.account(), "place_staff", old)
    builders.complaint(old, account=None)
    return old, into


def test_r152_what_is_open_follows_and_what_is_over_stays(two: tuple[Division, Division], tmp_path: Path) -> None:
    old, into = two
    figures.rebuild(at=clock.now())
    county = old.path[1]
    year = clock.local_date(clock.now()).year
    before = figure_rows.front(county, year, 20, at=clock.now(), population_kind="permanent").cell.registered
    merge(old, into, tmp_path)
    hear(old, into)
    assert set(hanging()) <= {"places_site.division_id"}, "only its site, where the other has one"
    assert Person.objects.filter(residence=into).count() == 4
    assert Move.objects.filter(residence=old).count() == 3, "past days keep where they lived"
    titles = dict(Shift.objects.values_list("activity__title", "activity__area_id"))
    assert titles == {"河道清洁": into.pk, "去年的事": old.pk}
    figures.rebuild(at=clock.now())
    after = figure_rows.front(county, year, 20, at=clock.now(), population_kind="permanent").cell.registered
    assert after == before == 4
    told = set(AuditEvent.objects.filter(action__endswith="Followed").values_list("action", flat=True))
    assert told == {
        "ResidenceFollowed", "BodyFollowed", "TeamFollowed", "AppointmentFollowed", "ActivityFollowed",
        "ComplaintFollowed",
    }  # fmt: skip


def test_r152_who_has_the_same_office_there_already_does_not_get_it_twice(
    two: tuple[Division, Division], tmp_path: Path
) -> None:
    old, into = two
    merge(old, into, tmp_path)
    hear(old, into)
    held = Appointment.objects.filter(area=into, role="place_staff", ends_at__isnull=True)
    assert held.count() == 2
    assert Appointment.objects.filter(area=old, ends_at__isnull=False).count() == 1


def test_r152_hearing_of_it_again_changes_nothing_and_the_night_finds_what_was_missed(
    two: tuple[Division, Division], tmp_path: Path
) -> None:
    old, into = two
    merge(old, into, tmp_path)
    hear(old, into)
    rows = (AuditEvent.objects.count(), Move.objects.count())
    hear(old, into)
    assert (AuditEvent.objects.count(), Move.objects.count()) == rows
    late = builders.person("晚来", residence=old)
    app.tasks["places.tell_merged"].func()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'people.follow_merged' AND status = 'todo'"
        )
        assert cursor.fetchone()[0] >= 1
    hear(old, into)
    late.refresh_from_db()
    assert late.residence == into


def test_r152_a_merge_across_counties_takes_the_county_of_coming_shifts_along(
    two: tuple[Division, Division], city: builders.SmallCity, tmp_path: Path
) -> None:
    old, _into = two
    away = city.villages[-1]
    merge(old, away, tmp_path)
    hear(old, away)
    county = queries.county_id_of(away.path)
    coming = Shift.objects.get(activity__title="河道清洁")
    past = Shift.objects.get(activity__title="去年的事")
    assert coming.county_id == county != past.county_id
    assert set(Signup.objects.filter(shift=coming).values_list("county_id", flat=True)) == {county}


def test_r152_past_years_read_as_before(two: tuple[Division, Division], tmp_path: Path) -> None:
    old, into = two
    long_ago = date(2024, 6, 1)
    assert old.pk in {one.pk for one in queries.children_on(old.parent_id or 0, long_ago)}
    merge(old, into, tmp_path)
    hear(old, into)
    assert old.pk in {one.pk for one in queries.children_on(old.parent_id or 0, long_ago)}
    assert old.pk not in {one.pk for one in queries.children_on(old.parent_id or 0, None)}


def test_r152_whoever_was_registering_meanwhile_is_registered_where_the_area_went(
    two: tuple[Division, Division], tmp_path: Path
) -> None:
    old, into = two
    merge(old, into, tmp_path)
    assert queries.goes_on_as(old.pk) == into.pk
    assert queries.goes_on_as(into.pk) == into.pk
