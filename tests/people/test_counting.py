"""Counting is rows from-to: what is done today leaves closed years alone, and the database holds it."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from baiying.figures import actions as figures
from baiying.figures import reconcile
from baiying.figures.models import AreaYear
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import actions, queries, rules
from baiying.people.models import Counting, Guardianship, Move, Person, Registration
from baiying.people.rules.showing import Showing
from tests.activities.makers import LONG_AGO, Town, volunteer
from tests.figures import rows
from tests.people import world
from tests.people.test_acting_for import family, years_ago
from tests.people.world import ACTOR

NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)


def child(town: Town, born: date = date(2012, 5, 1)) -> tuple[Registration, Guardianship]:
    """A ward whose guardian agreed and who counts since last year."""
    bond = family(town, born)
    row = Registration.objects.get(person=bond.ward)
    Registration.objects.filter(pk=row.pk).update(needs_guardian=True, guardian_ok_at=LONG_AGO)
    return row, bond.bond


def year_of(area_id: int, year: int) -> tuple[int, int]:
    row = AreaYear.objects.get(area_id=area_id, year=year)
    return row.registered, row.all_minutes


@pytest.mark.django_db
def test_a_guardian_who_withdraws_today_changes_no_closed_year(town: Town) -> None:
    row, bond = child(town)
    rows.entry(row.person, 600, day=date(2025, 7, 1), area_id=town.village.pk)
    rows.entry(row.person, 60, day=date(2026, 7, 1), area_id=town.village.pk)
    figures.roll_up(at=NOW)
    assert [year_of(town.city.pk, year)[1] for year in (2025, 2026)] == [600, 60]
    before = year_of(town.city.pk, 2025)
    actions.withdraw_as_guardian(guardianship=bond, actor=ACTOR, at=NOW)
    figures.roll_up(at=NOW + timedelta(minutes=1))
    assert year_of(town.city.pk, 2025) == before
    assert year_of(town.city.pk, 2026)[1] == 0
    assert reconcile.check(at=NOW + timedelta(minutes=1)).drift == 0
    counting = Counting.objects.get(person=row.person)
    assert (counting.from_at, counting.to_at, counting.end_why) == (LONG_AGO, NOW, "guardian_withdrew")


@pytest.mark.django_db
def test_ending_the_registration_closes_its_counting_and_coming_back_opens_another(town: Town) -> None:
    person = volunteer("回来的人", town.village)
    actions_of = {"person": person, "actor": ACTOR}
    person.consents.create(purpose="volunteer_service", version="1", given_at=LONG_AGO, given_by="self", channel="web")
    actions.withdraw_consent(purpose="volunteer_service", at=NOW, **actions_of)  # type: ignore[arg-type]
    actions.rejoin(at=NOW + timedelta(days=40), **actions_of)  # type: ignore[arg-type]
    found = Counting.objects.filter(person=person).order_by("id").values_list("from_at", "to_at", "end_why")
    assert list(found) == [(LONG_AGO, NOW, "registration_ended"), (NOW + timedelta(days=40), None, "")]
    figures.roll_up(at=NOW + timedelta(days=60))
    assert year_of(town.village.pk, 2025)[0] == year_of(town.village.pk, 2027)[0] == 3
    assert year_of(town.village.pk, 2026)[0] == 2


@pytest.mark.django_db
def test_the_guardian_of_a_grown_up_cannot_leave_and_nothing_stops(town: Town) -> None:
    row, bond = child(town, years_ago(19))
    with pytest.raises(actions.WardOfAge):
        actions.withdraw_as_guardian(guardianship=bond, actor=ACTOR, at=clock.now())
    assert Counting.objects.get(person=row.person).to_at is None
    assert queries.standing_of(row.person_id, clock.now()).counted  # type: ignore[union-attr]
    assert actions.come_of_age(at=clock.now()) == 1
    row.refresh_from_db()
    assert not row.needs_guardian


@pytest.mark.django_db
def test_who_moves_keeps_the_area_of_the_day_served(town: Town) -> None:
    person = volunteer("搬家的人", town.village)
    actions.change_profile(
        person=person, residence_id=town.other_village.pk, service_area_id=town.village.pk, skills=[], categories=[],
        availability=[], showing=Showing(), actor=ACTOR, at=NOW,
    )  # fmt: skip
    assert list(Move.objects.values_list("residence_id", "moved_at")) == [(town.village.pk, NOW)]
    later = NOW + timedelta(days=60)
    areas = [
        queries.standing_on(person.pk, day, later).residence_id  # type: ignore[union-attr]
        for day in (date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 1))
    ]
    assert areas == [town.village.pk, town.other_village.pk, town.other_village.pk]


BREAKS: dict[str, Any] = {
    "a counting for somebody unverified": lambda r: (
        Registration.objects.filter(pk=r.pk).update(verified_at=None),
        Counting.objects.create(person=r.person, registration=r, from_at=NOW, why="ready"),
    ),
    "a counting before the check": lambda r: Counting.objects.create(
        person=r.person, registration=r, from_at=LONG_AGO - timedelta(days=1), to_at=LONG_AGO, why="ready", end_why="x"
    ),
    "a counting without the guardian": lambda r: (
        Registration.objects.filter(pk=r.pk).update(needs_guardian=True),
        Counting.objects.create(person=r.person, registration=r, from_at=NOW, why="ready"),
    ),
    "a counting of an ended registration": lambda r: (
        Registration.objects.filter(pk=r.pk).update(ended_at=NOW),
        Counting.objects.create(person=r.person, registration=r, from_at=NOW, why="ready"),
    ),
    "two at once": lambda r: [
        Counting.objects.create(person=r.person, registration=r, from_at=at, why="ready")
        for at in (NOW, NOW + timedelta(days=1))
    ],
    "one inside another": lambda r: [
        Counting.objects.create(
            person=r.person, registration=r, from_at=NOW + timedelta(days=a), to_at=NOW + timedelta(days=b),
            why="ready", end_why="registration_ended",
        )
        for a, b in ((0, 9), (8, 12))
    ],
    "an end before the beginning": lambda r: Counting.objects.create(
        person=r.person, registration=r, from_at=NOW, to_at=NOW - timedelta(days=1), why="ready", end_why="x"
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(town: Town, name: str) -> None:
    person = volunteer("试验人", town.village, counting=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        BREAKS[name](Registration.objects.get(person=person))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM people_counting",
        "UPDATE people_counting SET from_at = from_at - interval '1 year'",
        "UPDATE people_counting SET to_at = now(), from_at = now(), end_why = 'x'",
        "UPDATE people_registration SET verified_at = NULL",
        "UPDATE people_registration SET ended_at = now()",
        "UPDATE people_registration SET needs_guardian = true",
        "UPDATE people_person SET residence_id = (SELECT max(id) FROM places_division)",
        "DELETE FROM people_move",
    ],
)
def test_no_statement_takes_the_past_away(town: Town, statement: str) -> None:
    person = volunteer("试验人", town.village)
    Person.objects.filter(pk=person.pk).update(service_area=town.township, areas_since=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_closed_counting_is_not_opened_again(town: Town) -> None:
    volunteer("试验人", town.village)
    Counting.objects.update(to_at=NOW, end_why="registration_ended")
    with pytest.raises(IntegrityError), transaction.atomic():
        Counting.objects.update(to_at=None, end_why="")


@pytest.mark.django_db
def test_coming_of_age_looks_at_nobody_under_18_and_asks_each_area_once(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    for number, years in enumerate((17, 17, 18, 18, 19)):
        ward = volunteer(f"孩子{number}", town.village, born=years_ago(years))
        Registration.objects.filter(person=ward).update(needs_guardian=True, guardian_ok_at=LONG_AGO)
    with django_assert_max_num_queries(1):
        found = queries.coming_of_age(clock.local_date(clock.now()))
    assert len(found) == 3


@pytest.mark.race
def test_asking_anew_against_agreeing_neither_deadlocks_nor_leaves_two_requests(own_database: str) -> None:
    area = world.make_area()
    for round_ in range(6):
        client = Client()
        phone, number = f"199000009{round_:02}", world.id_number(world.born_years_ago(16), round_ + 1)
        assert world.register(client, area, phone=phone, number=number, guardian_phone=f"199000007{round_:02}")
        person = Person.objects.latest("id")
        asked = Guardianship.objects.get(ward=person)
        other = rules.GuardianAsked(name="李大山", relation="father", phone=f"199000008{round_:02}")
        barrier, said = threading.Barrier(3), []

        def one(work: Any, given: dict[str, Any], start: threading.Barrier = barrier, out: list[Any] = said) -> None:
            try:
                connection.ensure_connection()
                start.wait(timeout=60)
                work(**given, actor=ACTOR, at=clock.now())
            except Refused as refusal:
                out.append(refusal.code)
            except BaseException as error:
                out.append(error)
            finally:
                connection.close()

        ask = {"person": person, "guardian": other}
        threads = [
            threading.Thread(target=one, args=given)
            for given in (
                (actions.ask_guardian, ask),
                (actions.ask_guardian, ask),
                (actions.agree_as_guardian, {"guardianship": asked}),
            )
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(said) <= {"guardian_request_closed"}
        rows_of = Guardianship.objects.filter(ward=person, declined_at=None)
        assert rows_of.filter(agreed_at=None).count() + rows_of.exclude(agreed_at=None).count() == 1
