"""Two records of one human become one: what hung on both (U12, L31)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps

from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.hours import queries as hours
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.people import queries
from baiying.people.models import Consent, Guardianship, Person
from baiying.teams.models import Membership
from tests.people.merging import DAY, NOW, Pair, at, minutes

MARCH = date(2026, 3, 7)


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair(builders.small_city().villages[0])


def test_l31_thirty_and_twelve_hours_with_two_of_them_twice_are_forty(pair: Pair) -> None:
    pair.served(pair.a, at(MARCH, 8), 1680)
    shift = pair.shift(at(MARCH + 2 * DAY, 9))
    pair.served(pair.a, at(MARCH + 2 * DAY, 9), 120, shift=shift)
    pair.served(pair.b, at(MARCH + 2 * DAY, 9), 120, shift=shift)
    pair.served(pair.b, at(MARCH + 5 * DAY, 9), 600)
    assert (minutes(pair.a), minutes(pair.b)) == (30 * 60, 12 * 60)
    assert queries.double_minutes(pair.a.pk, pair.b.pk) == 120
    row = pair.merge()
    assert row.state == "done"
    assert row.survivor_id == pair.a.pk
    assert minutes(pair.a) == 40 * 60


def test_u12_an_evening_of_both_counts_three_hours(pair: Pair) -> None:
    pair.served(pair.a, at(MARCH, 19), 120)
    pair.served(pair.b, at(MARCH, 20), 120)
    pair.merge()
    assert minutes(pair.a) == 180
    rows = Attendance.objects.filter(person=pair.a)
    assert rows.count() == 2
    assert not Attendance.objects.filter(person=pair.b).exists()
    lines = hours.entries_of(pair.a.pk).filter(minutes__gt=0, reversal_of=None)
    assert sorted(line.minutes for line in lines) == [60, 120, 120]


def test_credit_time_is_not_lost_to_honour_time(pair: Pair) -> None:
    pair.served(pair.a, at(MARCH, 19), 120, tier="honour")
    pair.served(pair.b, at(MARCH, 19), 120, tier="credit")
    pair.merge()
    total = hours.totals_ever(pair.a.pk)
    assert (total.credit_minutes, total.all_minutes) == (120, 120)


def test_u12_one_sign_up_the_earlier_and_who_waits_gets_the_other_place(pair: Pair) -> None:
    shift = pair.shift(NOW + 7 * DAY)
    later = builders.signup(shift, pair.a, signed_up_at=NOW - DAY)
    earlier = builders.signup(shift, pair.b, signed_up_at=NOW - 2 * DAY)
    third = builders.person("第三人", residence=pair.area, account=builders.account())
    type(shift).objects.filter(pk=shift.pk).update(places=2)
    waits = builders.signup(shift, third, state="waitlisted")
    pair.merge()
    for row in (later, earlier, waits):
        row.refresh_from_db()
    assert (later.state, earlier.state, waits.state) == ("cancelled", "accepted", "accepted")
    assert earlier.person_id == pair.a.pk
    assert waits.person_id == third.pk
    shift.refresh_from_db()
    assert shift.taken == 2
    assert Signup.objects.filter(shift=shift, person=pair.a, state="accepted").count() == 1


def test_a_place_is_kept_before_a_wait(pair: Pair) -> None:
    shift = pair.shift(NOW + 7 * DAY)
    waits = builders.signup(shift, pair.a, state="waitlisted", signed_up_at=NOW - 9 * DAY)
    has = builders.signup(shift, pair.b, signed_up_at=NOW - DAY)
    pair.merge()
    waits.refresh_from_db()
    has.refresh_from_db()
    assert (waits.state, has.state, has.person_id) == ("cancelled", "accepted", pair.a.pk)


def test_u12_one_membership_since_the_earlier_year(pair: Pair) -> None:
    for person, joined in ((pair.a, NOW - 30 * DAY), (pair.b, NOW - 800 * DAY)):
        Membership.objects.create(
            team=pair.team, person=person, asked_at=joined, joined_at=joined, decided_by_id=pair.leader.pk
        )
    pair.merge()
    live = Membership.objects.get(person=pair.a, left_at__isnull=True)
    assert live.joined_at == NOW - 800 * DAY
    assert Membership.objects.filter(person=pair.b).count() == 0


def consent(person: Person, purpose: str, given: Any, withdrawn: Any = None) -> Consent:
    return Consent.objects.create(
        person=person, purpose=purpose, version="1", given_at=given, given_by="self", channel="web",
        withdrawn_at=withdrawn,
    )  # fmt: skip


def test_u12_a_withdrawn_consent_stays_withdrawn(pair: Pair) -> None:
    consent(pair.a, "photo", NOW - 9 * DAY, NOW - 3 * DAY)
    given = consent(pair.b, "photo", NOW - DAY)
    pair.merge()
    given.refresh_from_db()
    assert given.withdrawn_at == NOW
    assert not Consent.objects.filter(person__in=[pair.a, pair.b], purpose="photo", withdrawn_at=None).exists()
    assert Consent.objects.filter(person=pair.a, purpose="volunteer_service", withdrawn_at=None).count() == 1


def test_u12_both_log_ins_lead_to_the_one_who_goes_on(pair: Pair) -> None:
    pair.merge()
    assert pair.a.account_id
    assert pair.b.account_id
    for account_id in (pair.a.account_id, pair.b.account_id):
        assert queries.person_id_of_account(account_id) == pair.a.pk
        assert queries.may_act_for(account_id, pair.a.pk, clock.local_date(NOW))
    assert not queries.may_act_for(pair.b.account_id, pair.b.pk, clock.local_date(NOW))
    assert queries.inboxes_of_accounts([pair.b.account_id]) == {pair.b.account_id: pair.a.public_id}
    assert {pair.a.pk, pair.b.pk} <= queries.own_person_ids(pair.b.account_id)


def test_numbers_and_cards_of_the_other_find_the_one_who_goes_on(pair: Pair) -> None:
    number = builders.registration_of(pair.b).volunteer_no
    row = pair.merge()
    assert row.done_at is not None
    card = queries.card_of(pair.b.pk)
    assert card is not None
    for found in (queries.person_by_card(card.code), queries.person_by_volunteer_no(number)):
        assert found is not None
        assert found.pk == pair.a.pk


def test_u12_who_was_a_guardian_stays_one(pair: Pair) -> None:
    assert pair.b.account is not None
    ward = builders.person("孩子", residence=pair.area, born=date(2014, 1, 1), guardian=pair.b.account, at=NOW)
    pair.merge()
    assert queries.may_act_for(pair.b.account_id or 0, ward.pk, clock.local_date(NOW))
    assert Guardianship.objects.get(ward=ward).guardian_account_id == pair.b.account_id


def test_the_ledger_verifies_after_a_merge_and_its_undoing(pair: Pair) -> None:
    pair.served(pair.a, at(MARCH, 19), 120)
    pair.served(pair.b, at(MARCH, 20), 120)
    row = pair.merge()
    pair.undo(row, NOW + timedelta(days=29))
    assert (minutes(pair.a), minutes(pair.b)) == (120, 120)


def test_every_column_that_moves_is_moved(pair: Pair) -> None:
    """Rows of every plain column are planted by their own rooms' tests; here the list itself is held."""
    plain = queries.plain_columns()
    for table, column in plain:
        model = apps.get_model(table)
        assert model._meta.get_field(column) is not None
    assert ("complaints.Complaint", "person") in plain
    assert ("notices.Message", "inbox") in plain
