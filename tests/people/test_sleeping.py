"""U40: the first cleaning of the sleeping, line by line, with the job of a morning on a real database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from baiying.activities.models import Shift
from baiying.demo import builders
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Counting, Dormancy, Guardianship, Person
from baiying.people.rules.sleeping import End, State
from tests.people import asleep
from tests.people.asleep import FIRST, LONG_BEFORE, morning, row_of, sleeper, with_account
from tests.people.world import Area

pytestmark = pytest.mark.django_db
RECENT = datetime(2026, 11, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def shift(area: Area) -> Shift:
    team = builders.team(builders.body(area=area.village))
    leader = builders.account()
    builders.office(leader, team.body, team)
    plan = builders.activity(team, leader, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    return builders.shift(plan, RECENT, RECENT + timedelta(hours=2))


def found(person: Person, at: datetime = FIRST) -> bool:
    actions.find_sleeping(at=at)
    return row_of(person) is not None


def test_u40_whoever_did_nothing_for_the_months_is_found_once(area: Area) -> None:
    person = sleeper(area.village)
    assert found(person)
    row = row_of(person)
    assert row is not None
    assert (row.state, row.last_act_on) == (State.FOUND, date(2023, 5, 1))
    assert actions.find_sleeping(at=FIRST + DAY) == 0
    assert Dormancy.objects.count() == 1


def test_u40_an_elder_on_paper_who_never_logged_in_is_awake(area: Area, shift: Shift) -> None:
    elder = sleeper(area.village, born=date(1948, 1, 1), phone="")
    builders.attendance(shift, elder, left_at=RECENT + timedelta(hours=2), source="paper", settled=True)
    assert elder.account_id is None
    assert not found(elder)


def test_u40_who_was_only_invited_is_no_person_yet(area: Area) -> None:
    builders.invitation(builders.body(area=area.village))
    before = Person.objects.count()
    actions.find_sleeping(at=FIRST)
    assert (Person.objects.count(), Dormancy.objects.count()) == (before, 0)


def test_u40_an_accepted_invitation_is_an_act(area: Area) -> None:
    person = sleeper(area.village)
    row = builders.invitation(builders.body(area=area.village))
    type(row).objects.filter(pk=row.pk).update(person=person, accepted_at=RECENT)
    assert not found(person)


def test_u40_a_guardian_whose_ward_is_active_is_awake(area: Area, shift: Shift) -> None:
    parent = sleeper(area.village)
    account = with_account(parent)
    child = sleeper(area.village, born=date(2014, 3, 1), guardian=account, phone="")
    assert found(parent), "the child did nothing either"
    Dormancy.objects.all().delete()
    builders.attendance(shift, child, left_at=RECENT + timedelta(hours=2), settled=True)
    assert not found(parent)
    Guardianship.objects.filter(ward=child).update(withdrawn_at=LONG_BEFORE + DAY)
    assert found(parent), "whoever withdrew lets the child do nothing"


def test_u40_the_child_itself_is_not_cleaned_away(area: Area) -> None:
    child = sleeper(area.village, born=date(2012, 3, 1), guardian=builders.account(created_at=LONG_BEFORE))
    assert not found(child)
    born = date(2009, 2, 28)
    Person.objects.filter(pk=child.pk).update(birth_date=born)
    assert found(child), "grown up on this very day"


def test_u40_29_february_and_24_months_is_28_february(area: Area, shift: Shift) -> None:
    person = sleeper(area.village)
    leap = datetime(2024, 2, 29, 2, tzinfo=UTC)
    builders.attendance(shift, person, came_at=leap, left_at=leap + timedelta(hours=1), settled=True)
    assert not found(person, datetime(2026, 2, 27, 2, tzinfo=UTC))
    assert found(person, datetime(2026, 2, 28, 2, tzinfo=UTC))


def test_u40_a_log_in_alone_is_no_act(area: Area) -> None:
    person = sleeper(area.village)
    account = with_account(person)
    account.last_login = FIRST
    account.save(update_fields=["last_login"])
    assert found(person)


def test_u40_a_leader_on_leave_and_whoever_holds_an_office_are_awake(area: Area) -> None:
    leader, clerk, gone = (sleeper(area.village, phone=f"1991234000{n}") for n in range(3))
    team = builders.team(builders.body(area=area.village))
    builders.office(with_account(leader), team.body, team, starts_at=LONG_BEFORE)
    builders.appointment(with_account(clerk), "place_staff", area.village, starts_at=LONG_BEFORE)
    ended = builders.appointment(with_account(gone), "place_staff", area.village, starts_at=LONG_BEFORE)
    type(ended).objects.filter(pk=ended.pk).update(ends_at=LONG_BEFORE + 30 * DAY)
    actions.find_sleeping(at=FIRST)
    assert (row_of(leader), row_of(clerk)) == (None, None)
    row = row_of(gone)
    assert row is not None
    assert row.last_act_on == date(2023, 5, 31), "until the office ended"


def test_u40_who_is_signed_up_for_next_week_is_awake(area: Area, shift: Shift) -> None:
    person = sleeper(area.village)
    builders.signup(shift, person, signed_up_at=LONG_BEFORE)
    assert not found(person, RECENT - 7 * DAY)
    assert found(person, RECENT + DAY), "the shift is over, and nobody came"


def test_u40_merged_records_are_one_human(area: Area, shift: Shift) -> None:
    person, other = sleeper(area.village), sleeper(area.village, phone="")
    builders.attendance(shift, other, left_at=RECENT + timedelta(hours=2), settled=True)
    Person.objects.filter(pk=other.pk).update(merged_into=person, closed_at=RECENT)
    actions.find_sleeping(at=FIRST)
    assert not Dormancy.objects.exists()


def test_u40_left_withdrawn_and_new_ones_are_not_looked_at(area: Area) -> None:
    left, rests = sleeper(area.village), sleeper(area.village, phone="19912340002")
    actions.withdraw_consent(person=left, purpose="volunteer_service", actor=asleep.own(left), at=RECENT)
    Person.objects.filter(pk=rests.pk).update(rests_since=RECENT)
    sleeper(area.village, registered_at=FIRST - 300 * DAY)
    actions.find_sleeping(at=FIRST)
    assert not Dormancy.objects.exists()


def test_u40_nothing_happens_before_an_office_lets_it_begin(area: Area) -> None:
    person = sleeper(area.village)
    morning(FIRST)
    morning(FIRST + 400 * DAY)
    row = row_of(person)
    assert row is not None
    assert row.state is State.FOUND
    person.refresh_from_db()
    assert (person.parked_at, asleep.gateway_takes(FIRST)) == (None, 0)
    asleep.let_begin(area.other_county)
    morning(FIRST + 401 * DAY)
    assert asleep.gateway_takes(FIRST) == 0, "another county's word"
    asleep.let_begin(area.city)
    morning(FIRST + 402 * DAY)
    assert asleep.gateway_takes(FIRST) == 1


def test_u40_the_days_run_from_the_real_sending(area: Area) -> None:
    person = sleeper(area.village)
    asleep.let_begin(area.county)
    morning(FIRST)
    morning(FIRST + 9 * DAY)
    row = row_of(person)
    assert row is not None
    assert (row.state, row.due_on) == (State.ASKED, None), "the gateway stands still"
    sent = FIRST + 10 * DAY
    asleep.gateway_takes(sent)
    morning(FIRST + 11 * DAY)
    row.refresh_from_db()
    assert (row.state, row.told_at, row.due_on) == (State.TOLD, sent, date(2027, 5, 9))
    morning(datetime(2027, 5, 8, 0, tzinfo=UTC))
    assert (row_of(person) or row).state is State.TOLD
    morning(datetime(2027, 5, 9, 0, tzinfo=UTC))
    assert (row_of(person) or row).state is State.PARKED


def test_u40_who_cannot_be_reached_is_on_the_stations_list_and_never_parked_by_silence(area: Area) -> None:
    silent, bounced, later = (sleeper(area.village, phone=p) for p in ("", "19912340002", "19912340003"))
    asleep.let_begin(area.county)
    morning(FIRST)
    asleep.gateway_takes(FIRST)
    morning(FIRST + DAY)
    Message.objects.filter(kind="still_here", inbox=bounced.public_id).exclude(channel="inapp").update(
        failed_at=FIRST + 2 * DAY, failure="空号"
    )
    morning(FIRST + 3 * DAY)
    for person in (silent, bounced):
        row = row_of(person)
        assert row is not None
    assert row.state is State.UNREACHED
    morning(FIRST + 400 * DAY)
    states = {pk: (row_of(p) or Dormancy()).state for pk, p in (("s", silent), ("b", bounced), ("l", later))}
    assert states == {"s": State.UNREACHED, "b": State.UNREACHED, "l": State.PARKED}


def test_u40_what_bounces_on_the_last_day_parks_nobody(area: Area) -> None:
    person = sleeper(area.village)
    asleep.told(person)
    asleep.gateway_refuses(FIRST + 59 * DAY)
    morning(FIRST + 60 * DAY)
    assert (row_of(person) or Dormancy()).state is State.UNREACHED


def test_u40_slices_that_the_station_can_bear(area: Area) -> None:
    builders.rule_set("dormancy", slice_people=2, slice_days=7)
    here = [sleeper(area.village, phone=f"199123400{n:02}") for n in range(5)]
    there = sleeper(area.other_village, phone="19912340050")
    asleep.let_begin(area.city)
    counts = []
    for days in (0, 1, 6, 7, 14, 21):
        morning(FIRST + timedelta(days=days))
        counts.append(Dormancy.objects.filter(person__in=here, asked_at__isnull=False).count())
    assert counts == [2, 2, 2, 4, 5, 5]
    assert (row_of(there) or Dormancy()).asked_at == FIRST


def test_u40_a_broken_row_stops_nobody_and_the_rest_goes_on(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [sleeper(area.village, phone=f"1991234006{n}") for n in range(3)]
    asleep.let_begin(area.city)
    real = queries.phone_of
    monkeypatch.setattr(
        queries, "phone_of", lambda p: (_ for _ in ()).throw(ValueError("x")) if p.pk == people[1].pk else real(p)
    )
    morning(FIRST)
    assert [(row_of(p) or Dormancy()).asked_at is not None for p in people] == [True, False, True]
    monkeypatch.undo()
    morning(FIRST)
    assert (row_of(people[1]) or Dormancy()).asked_at is not None


def test_u40_an_act_ends_the_question_and_wakes_the_parked(area: Area, shift: Shift) -> None:
    person = sleeper(area.village)
    asleep.parked(person)
    came = FIRST + 70 * DAY
    builders.attendance(shift, person, came_at=came, left_at=came + timedelta(hours=1), settled=True)
    morning(FIRST + 71 * DAY)
    row = row_of(person)
    assert row is not None
    assert (row.state, row.end_why) == (State.ENDED, End.ACT)
    person.refresh_from_db()
    assert (person.parked_at, person.rests_since) == (None, None)
    woken = AuditEvent.objects.filter(action="RecordWoken").order_by("id").get()
    assert (woken.detail["why"], woken.who) == ("act", "people.tend_sleeping")


def test_u40_one_tap_wakes_and_the_hours_are_untouched(area: Area, shift: Shift) -> None:
    person = sleeper(area.village)
    builders.attendance(
        shift, person, came_at=LONG_BEFORE + DAY, left_at=LONG_BEFORE + DAY + timedelta(hours=2), settled=True
    )
    registration = builders.registration_of(person)
    counting = Counting.objects.get(person=person)
    asleep.parked(person)
    actor = asleep.office(area.village, "place_staff")
    assert actions.go_on(person=person, how=End.DESK, actor=actor, at=FIRST + 90 * DAY)
    assert not actions.go_on(person=person, how=End.DESK, actor=actor, at=FIRST + 91 * DAY), "twice is once"
    person.refresh_from_db()
    registration.refresh_from_db()
    assert (person.parked_at, person.rests_since) == (None, None)
    assert registration.ended_at is None
    assert Counting.objects.get(person=person) == counting
    assert counting.to_at is None
    row = row_of(person)
    assert row is not None
    assert (row.end_why, row.ended_by_id) == (End.DESK, actor.account_id)
    assert actions.find_sleeping(at=FIRST + 790 * DAY) == 0, "the months begin anew with it"
    assert actions.find_sleeping(at=FIRST + 890 * DAY) == 1


def test_u40_whoever_parked_and_withdraws_rests_on(area: Area) -> None:
    person = sleeper(area.village)
    with_account(person)
    asleep.parked(person)
    actions.withdraw_consent(person=person, purpose="volunteer_service", actor=asleep.own(person), at=FIRST + 90 * DAY)
    morning(FIRST + 91 * DAY)
    person.refresh_from_db()
    assert person.parked_at is None
    assert person.rests_since is not None
    assert (row_of(person) or Dormancy()).end_why == End.LEFT


def test_u40_nobody_writes_an_answer_of_whom_no_question_was_put_to(area: Area) -> None:
    """Found by night is asked by nobody: a clerk who knows of it parks the record by no word of one's own."""
    person = sleeper(area.village)
    assert found(person)
    row = row_of(person)
    assert row is not None
    clerk = asleep.office(area.village, "place_staff")
    for stays in (False, True):
        with pytest.raises(actions.HeardAlready):
            actions.hear_sleeper(dormancy_id=row.pk, stays=stays, words="问过", actor=clerk, at=FIRST)
    person.refresh_from_db()
    row.refresh_from_db()
    assert (row.state, person.parked_at) == (State.FOUND, None)
