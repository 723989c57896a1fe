"""The invented city, loaded small: complete, consistent, the same from the same seed, and never over real data."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count

from baiying.accounts.models import Account, Appointment
from baiying.activities.models import Activity, Shift, Signup
from baiying.demo import actions, builders, cast, load, queries
from baiying.demo.models import DemoMark
from baiying.figures import reconcile
from baiying.hours.models import Attendance, HourEntry, Objection, Proposal
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.notices.models import Message
from baiying.people.models import Claim, Consent, Guardianship, Person, Registration
from baiying.places.models import Division, Population, Site
from baiying.teams.models import Membership, Office, Team

VOLUNTEERS = 300
AT = builders.NOW


def _load(seed: int = 7) -> dict[str, Any]:
    told: list[str] = []
    load.load_demo(volunteers=VOLUNTEERS, progress=lambda stage, _d, _t: told.append(stage), at=AT, seed=seed)
    return {"told": told}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """One load for all tests of this module, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _load()
        transaction.set_rollback(True)
    queries.forget_answer()


def _none(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.fetchall() == []


def test_the_structure_is_the_real_one_with_sites_and_invented_people_counts(loaded: dict[str, Any]) -> None:
    found = Division.objects.values_list("level").annotate(n=Count("id")).order_by()
    levels = {level: n for level, n in found if level != "province"}
    assert levels == {"city": 1, "county": 7, "township": 105, "village": 2505}
    assert Site.objects.filter(state="exempt", exempt_reason="拆迁").count() == 23
    assert Site.objects.filter(state="not_built").exists()
    city = Division.objects.get(level="city")
    below = Population.objects.filter(division__parent=city, kind="permanent", year=2025)
    assert Population.objects.get(division=city, kind="permanent", year=2025).persons == sum(p.persons for p in below)


def test_everybody_asked_for_is_there_and_the_load_told_how_far_it_was(loaded: dict[str, Any]) -> None:
    with_cast = sum(1 for part in cast.PARTS if part.age)
    assert Person.objects.count() == VOLUNTEERS + with_cast
    assert {"区划", "志愿者", "队伍", "活动与时长", "统计"} <= set(loaded["told"])
    mark = DemoMark.objects.get()
    assert (mark.seed, mark.volunteers, mark.anchor) == (7, VOLUNTEERS, clock.local_date(AT))
    assert queries.is_demo()


def test_no_shift_holds_more_than_its_places_and_counts_agree_with_signups(loaded: dict[str, Any]) -> None:
    _none(
        "SELECT s.id FROM activities_shift s LEFT JOIN activities_signup u ON u.shift_id = s.id GROUP BY s.id"
        " HAVING s.taken <> count(*) FILTER (WHERE u.state = 'accepted')"
    )


def test_every_line_of_the_ledger_stands_on_an_attendance_and_keeps_the_rules(loaded: dict[str, Any]) -> None:
    assert HourEntry.objects.exists()
    _none(
        "SELECT e.id FROM hours_hourentry e JOIN hours_attendance a ON a.id = e.attendance_id"
        " JOIN people_counting c ON c.person_id = e.person_id"
        " WHERE c.from_at > a.checked_in_at OR a.shift_id <> e.shift_id OR a.checked_out_at IS NULL"
    )
    _none(
        "SELECT person_id FROM hours_hourentry GROUP BY person_id, served_on"
        " HAVING sum(minutes) > 720 OR sum(minutes) FILTER (WHERE proposal_id IS NULL) > 480 OR sum(minutes) < 0"
    )
    _none("SELECT id FROM hours_hourentry WHERE (tier = 'credit') <> (source IN ('code', 'digits', 'scan'))")
    _none(
        "SELECT p.id FROM hours_proposal p LEFT JOIN hours_hourentry e ON e.proposal_id = p.id"
        " AND e.unique_source = 'proposal:' || p.id WHERE (p.approved_at IS NULL) <> (e.id IS NULL)"
    )


def test_nothing_happened_later_than_now_and_nobody_was_in_two_places(loaded: dict[str, Any]) -> None:
    assert not HourEntry.objects.filter(posted_at__gt=AT).exists()
    assert not Attendance.objects.filter(checked_in_at__gt=AT).exists()
    assert not Attendance.objects.filter(checked_out_at__gt=AT).exists()
    assert not Signup.objects.filter(signed_up_at__gt=AT).exists()
    assert not Registration.objects.filter(registered_at__gt=AT).exists()
    assert not Activity.objects.filter(published_at__gt=AT).exists()
    _none(
        "SELECT a.id FROM hours_attendance a JOIN hours_attendance b ON b.person_id = a.person_id AND b.id > a.id"
        " AND b.checked_in_at < a.checked_out_at AND b.checked_out_at > a.checked_in_at"
    )


# Columns of instants that may well lie ahead: plans, deadlines, what is kept until then.
_AHEAD = (
    "starts_at",
    "ends_at",
    "due_at",
    "until",
    "expires_at",
    "recruit_until",
    "used_until",
    "next_at",
    "recorded_at",
)


def test_no_act_on_record_lies_ahead(loaded: dict[str, Any]) -> None:
    """Whoever "left in three weeks" is counted today and not counted today, by which figure one asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type = 'timestamp with time zone' AND column_name LIKE '%%\\_at'"
            " AND table_name !~ '^(django|procrastinate)' AND NOT column_name = ANY(%s)",
            [list(_AHEAD)],
        )
        found = []
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" > %s', [AT])
            if (number := cursor.fetchone()[0]) > 0:
                found.append((table, column, number))
    assert not found, found


def test_the_figures_equal_a_recount(loaded: dict[str, Any]) -> None:
    report = reconcile.check(at=AT)
    assert report.lines[0].cells > VOLUNTEERS
    assert report.drift == 0


def test_desks_have_something_on_them(loaded: dict[str, Any]) -> None:
    assert Registration.objects.filter(verified_at__isnull=True, failed_at__isnull=True, ended_at__isnull=True).exists()
    assert Membership.objects.filter(joined_at__isnull=True, refused_at__isnull=True, left_at__isnull=True).exists()
    assert Proposal.objects.filter(approved_at__isnull=True, refused_at__isnull=True).exists()
    assert Objection.objects.filter(answered_at__isnull=True).exists()
    assert Claim.objects.filter(decided_at__isnull=True).exists()


def test_the_clerk_of_the_cast_has_people_to_check(loaded: dict[str, Any]) -> None:
    clerk = next(member for member in queries.members() if member.part.key == "clerk")
    area_id = Appointment.objects.get(account=clerk.account).area_id
    waiting = Registration.objects.filter(verified_at__isnull=True, failed_at__isnull=True, ended_at__isnull=True)
    assert waiting.filter(person__residence__path__contains=[area_id]).count() >= 2


def test_guardians_and_consents_are_such_as_could_be(loaded: dict[str, Any]) -> None:
    """A man is nobody's mother, mothers have a surname of their own, nobody agreed to a text not written yet."""
    assert Guardianship.objects.get(guardian_name="陈建国").relation == "father"
    mothers = Guardianship.objects.filter(relation="mother").select_related("ward")
    assert any(one.guardian_name[0] != one.ward.name[0] for one in mothers)
    second, third = clock.midnight(date(2026, 11, 1)), clock.midnight(date(2026, 11, 30))
    assert not Consent.objects.filter(given_at__lt=second).exclude(version="1").exists()
    assert not Consent.objects.filter(given_at__gte=second, given_at__lt=third).exclude(version="2").exists()
    assert not Consent.objects.filter(given_at__gte=third).exclude(version="3").exists()


def test_the_leader_of_the_cast_has_a_shift_running_now_where_the_volunteer_is_expected(
    loaded: dict[str, Any],
) -> None:
    people = {member.part.key: member.account for member in queries.members()}
    assert len(people) == len(cast.PARTS)
    running = Shift.objects.get(activity__leader=people["leader"], starts_at__lte=AT, ends_at__gt=AT)
    volunteer = Person.objects.get(account=people["volunteer"])
    assert Signup.objects.filter(shift=running, person=volunteer, state="accepted").exists()
    assert not Attendance.objects.filter(shift=running, person=volunteer).exists()
    assert Attendance.objects.filter(shift=running, checked_out_at__isnull=True).exists()
    team = Office.objects.get(account=people["leader"], kind="team_leader").team
    assert Activity.objects.filter(team=team, state="submitted").count() >= 2
    assert Shift.objects.filter(
        activity__team=team, starts_at__gt=AT + timedelta(days=2), signups__state="waitlisted"
    ).exists()


def test_a_second_load_over_the_first_is_refused(loaded: dict[str, Any]) -> None:
    with pytest.raises(actions.DataPresent):
        _load()


def _content() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(minutes), md5(string_agg(minutes || source || served_on, ',' ORDER BY served_on, id))"
            " FROM hours_hourentry"
        )
        hours = cursor.fetchone()
        cursor.execute("SELECT md5(string_agg(name || birth_date || residence_id, ',' ORDER BY id)) FROM people_person")
        return [hours, cursor.fetchone(), Team.objects.count(), Shift.objects.count()]


@pytest.mark.django_db
def test_the_same_seed_and_instant_give_the_same_city() -> None:
    found = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("ALTER SEQUENCE places_division_id_seq RESTART WITH 900000")
            _load(seed)
            found.append(_content())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


@pytest.mark.django_db
def test_a_database_with_data_of_its_own_is_left_alone(city: builders.SmallCity) -> None:
    with pytest.raises(actions.DataPresent):
        _load()
    with pytest.raises(actions.NotDemoData):
        load.reset()
    assert Division.objects.filter(pk=city.city.pk).exists()
    assert Account.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("volunteers", [30, 100])
def test_a_small_city_loads_as_well(volunteers: int) -> None:
    load.load_demo(volunteers=volunteers, progress=lambda *_: None, at=AT, seed=3)
    assert Person.objects.count() >= volunteers


@pytest.mark.django_db
def test_whoever_loads_it_at_night_finds_nobody_at_work_who_should_be_asleep() -> None:
    at = clock.midnight(clock.local_date(AT)) + timedelta(hours=1)
    load.load_demo(volunteers=60, progress=lambda *_: None, at=at, seed=5)
    people = {member.part.key: member.account for member in queries.members()}
    running = Shift.objects.get(activity__leader=people["leader"], starts_at__lte=at, ends_at__gt=at)
    assert "夜间" in running.activity.title
    for signup in Signup.objects.filter(shift=running).select_related("person"):
        assert identifiers.age_on(signup.person.birth_date, clock.local_date(at)) >= 18


def test_p31_messages_of_the_cast_name_what_they_are_about(loaded: dict[str, Any]) -> None:
    """As the product writes them: which activity, which team; "you are signed up" alone tells nobody anything."""
    people = Person.objects.filter(account__in=[member.account for member in queries.members()])
    told = Message.objects.filter(inbox__in=people.values_list("public_id", flat=True))
    assert {"signup", "posted"} <= set(told.values_list("kind", flat=True))
    teams = [*Team.objects.values_list("name", flat=True)]
    for one in told.exclude(kind__in=("welcome", "guardian")):
        assert "“" in one.text or any(name in one.text for name in teams), one.text
