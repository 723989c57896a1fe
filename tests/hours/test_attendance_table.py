"""What the table of attendances keeps whatever the program does; and a visit to a household, which has no shift."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, Objection, Proposal
from baiying.kit import clock
from baiying.kit.db import errors
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.places import queries as places
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]


def refused_by(make: Callable[[], object]) -> str:
    """The name of the constraint that refuses; empty if nothing does."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError as error:
        return errors.constraint_of(error)
    return ""


def test_no_time_of_a_person_is_on_record_twice(morning: Morning) -> None:
    person, other = morning.cast["volunteer"].person, morning.cast["minor"].person
    assert person is not None
    assert other is not None
    shift = morning.shift
    builders.attendance(shift, person, came_at=morning.at(0), left_at=morning.at(60))

    def make(came: int, left: int | None, who: Any = person) -> str:
        out = morning.at(left) if left is not None else None
        return refused_by(lambda: builders.attendance(shift, who, came_at=morning.at(came), left_at=out))

    assert make(30, 90) == "hours_no_time_twice"
    assert make(-30, 1) == "hours_no_time_twice"
    assert make(59, None) == "hours_no_time_twice", "an open one reaches into the future"
    assert make(30, 90, other) == ""
    assert make(60, 90) == "", "one ends where the other begins"
    assert make(30, 30) == "", "taken back, or left at once: no time at all"
    assert make(90, None) == ""
    assert make(200, 300) == "hours_no_time_twice", "while one is open, nothing is behind it"


def test_an_old_overlap_stays_and_binds_nobody(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, came_at=morning.at(0), left_at=morning.at(60))
    Attendance.objects.filter(pk=row.pk).update(kept_overlap=True)
    builders.attendance(morning.shift, person, came_at=morning.at(0), left_at=morning.at(60))


@pytest.mark.parametrize("way", ["say", "confirm"])
def test_an_end_that_reaches_into_another_attendance_is_refused_kindly(morning: Morning, way: str) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    builders.attendance(morning.shift, person, came_at=morning.at(0), left_at=morning.at(60), forced=True)
    builders.attendance(morning.shift, person, came_at=morning.at(90), left_at=morning.at(120), settled=True)
    row = queries.attendances_of_person(person.pk).get(forced_out_at__isnull=False)

    def set_end(minutes: int) -> Attendance:
        given: dict[str, Any] = {"attendance": row, "ends_at": morning.at(minutes), "at": morning.at(2000)}
        if way == "say":
            return actions.say_end(**given, actor=morning.actor("volunteer"))
        return actions.confirm_end(**given, actor=morning.actor("leader"))

    for minutes in (91, 120, 150):
        with pytest.raises(Refused) as refused:
            set_end(minutes)
        assert refused.value.code == "overlap"
    assert set_end(90).checked_out_at == morning.at(90)
    # What overlapped before the rule binds the database no more, but nobody is let into it anew.
    Attendance.objects.filter(pk=row.pk).update(settled_at=None, checked_out_at=morning.at(60))
    Proposal.objects.filter(attendance=row).update(refused_at=morning.at(1000), decided_by_id=1)
    Attendance.objects.exclude(pk=row.pk).update(kept_overlap=True)
    with pytest.raises(Refused) as refused:
        set_end(100)
    assert refused.value.code == "overlap"


def test_an_end_is_confirmed_for_a_month_and_no_longer(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, left_at=morning.at(900), forced=True)
    given: dict[str, Any] = {"attendance": row, "ends_at": morning.at(60), "actor": morning.actor("leader")}
    over = morning.shift.ends_at + timedelta(days=31)
    with pytest.raises(Refused) as refused:
        actions.confirm_end(**given, at=over + timedelta(seconds=1))
    assert refused.value.code == "too_old"
    assert actions.confirm_end(**given, at=over).checked_out_at == morning.at(60)


def test_a_sheet_is_typed_in_for_a_month_and_only_with_times_that_can_be(morning: Morning) -> None:
    person, shift = morning.cast["volunteer"].person, morning.shift
    assert person is not None
    over, second, minute = shift.ends_at + timedelta(days=31), timedelta(seconds=1), timedelta(minutes=1)

    def typed(came: datetime, left: datetime, at: datetime = over) -> str:
        line = actions.PaperRow("1", person.pk, came, left)
        try:
            actions.record_paper(shift=shift, rows=[line], words="第 1 张", actor=morning.actor("leader"), at=at)
        except actions.RowsRefused as refused:
            return refused.by_key["1"].code
        return ""

    start, end = shift.starts_at, shift.ends_at
    assert typed(start, end, over + second) == "too_old"
    assert typed(start + minute, start + minute) == "wrong_times"
    assert typed(start, end, end - second) == "in_future"
    assert typed(start - minute, start) == "outside_shift"
    assert typed(end, end + minute) == "outside_shift"
    assert typed(start - minute, start + minute) == ""
    assert typed(start, end) == "overlap"
    assert typed(start + minute, end) == ""


def test_what_a_client_claims_is_never_taken_without_the_moment_of_receipt(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, left_at=morning.at(60))
    rows = Attendance.objects.filter(pk=row.pk)
    claim = {"in_claimed_at": morning.at(-2), "out_claimed_at": morning.at(58)}
    assert refused_by(lambda: rows.update(**claim)) == "hours_claim_was_received"
    assert refused_by(lambda: rows.update(**claim, in_received_at=morning.at(300))) == "hours_claim_was_received"
    received = {"in_received_at": morning.at(300), "out_received_at": morning.at(300)}
    rows.update(**claim, **received, vouched_by_id=morning.cast["leader"].account.pk)


def test_one_open_objection_per_record(morning: Morning) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    row = builders.attendance(morning.shift, person, left_at=morning.at(60), settled=True)
    again = builders.attendance(morning.shift, person, came_at=morning.at(70), left_at=morning.at(90), settled=True)
    builders.objection(person, attendance=row)
    assert refused_by(lambda: builders.objection(person, attendance=row)) == "hours_one_open_objection"
    given: dict[str, Any] = {"person_id": person.pk, "words": "不对", "actor": morning.actor("volunteer")}
    with pytest.raises(Refused) as refused:
        actions.file_objection(**given, attendance=row, at=morning.at(500))
    assert refused.value.code == "already_filed"
    actions.file_objection(**given, attendance=again, at=morning.at(500))
    actions.file_objection(**given, shift=morning.shift, at=morning.at(500))
    with pytest.raises(Refused) as refused:
        actions.file_objection(**given, shift=morning.shift, at=morning.at(2000))
    assert refused.value.code == "already_filed"
    Objection.objects.filter(attendance=row).update(
        answered_at=morning.at(600), answered_by_id=1, upheld=False, answer="核对过"
    )
    # What was answered is appealed from; only what changed since is objected to anew.
    with pytest.raises(Refused) as refused:
        actions.file_objection(**given, attendance=row, at=morning.at(700))
    assert refused.value.code == "already_settled"


def test_the_county_is_kept_with_every_attendance(morning: Morning) -> None:
    county = places.county_id_of(morning.shift.activity.area.path)
    assert county is not None
    actor = morning.actor("volunteer")
    actions.check_in(shift_pid=morning.shift.public_id, person_id=actor.person_id, actor=actor, at=morning.at(0))
    minor = morning.cast["minor"].person
    assert minor is not None
    actions.tick_in(shift=morning.shift, person_id=minor.pk, actor=morning.actor("leader"), at=morning.at(0))
    assert set(Attendance.objects.values_list("county_id", flat=True)) == {county}
    told = AuditEvent.objects.filter(at=morning.at(0), action__in=["CheckedIn", "SignupMade"])
    assert told.count() >= 2  # The signed-up volunteer by SQL, the other by Python.
    assert set(told.values_list("county_id", flat=True)) == {county}


@pytest.fixture
def visit(morning: Morning) -> Attendance:
    """An hour and a half at somebody's home this morning, noted by the volunteer's own code; nobody led it."""
    person = morning.cast["volunteer"].person
    assert person is not None
    came = clock.midnight(clock.local_date(clock.now())) - timedelta(hours=5)
    return Attendance.objects.create(
        person=person, shift=None, area=person.residence, checked_in_at=came, in_source="code",
        in_by_id=person.account_id,
    )  # fmt: skip


def test_a_visit_without_a_shift_counts_what_it_took(morning: Morning, visit: Attendance) -> None:
    left = visit.checked_in_at + timedelta(minutes=90)
    actions.check_out(attendance=visit, actor=morning.actor("volunteer"), at=left)
    [entry] = queries.entries_of(visit.person_id)
    assert (entry.minutes, entry.shift_id, entry.activity_id, entry.team_id) == (90, None, None, None)
    assert (entry.area_id, entry.served_on) == (visit.area_id, clock.local_date(visit.checked_in_at))
    assert refused_by(lambda: Attendance.objects.filter(pk=visit.pk).update(area=None)) == "hours_attendance_somewhere"


def test_a_visit_is_forgotten_reviewed_and_objected_to_like_anything_else(
    morning: Morning, visit: Attendance, client_as: ClientAs
) -> None:
    at = clock.now()
    assert actions.close_forgotten(at=at) == 1
    volunteer, reviewer = client_as("volunteer"), client_as("reviewer")
    for page in ("/mine/", "/mine/hours/", f"/attendances/{visit.public_id}/", "/check-in/"):
        assert volunteer.get(page).status_code == 200, page
    assert "上门服务" in volunteer.get(f"/attendances/{visit.public_id}/").content.decode()
    ends = visit.checked_in_at + timedelta(minutes=60)
    actions.say_end(attendance=visit, ends_at=ends, actor=morning.actor("volunteer"), at=at)
    actions.confirm_end(attendance=visit, ends_at=ends, actor=morning.actor("leader"), at=at)
    proposal = queries.proposals().get()
    assert "上门服务" in reviewer.get("/desk/hours/reviews/").content.decode()
    assert reviewer.get(f"/desk/hours/reviews/{proposal.public_id}/").status_code == 200
    assert reviewer.get("/desk/").status_code == 200
    actions.approve(proposal=proposal, actor=morning.actor("reviewer"), at=at)
    assert [e.minutes for e in queries.entries_of(visit.person_id)] == [60]
    about = f"/mine/hours/objections/?attendance={visit.public_id}"
    assert "上门服务" in volunteer.get(about).content.decode()
    assert volunteer.post(about, {"words": "我在那里一个半小时，少了半小时。"}).status_code == 303
    assert volunteer.get("/mine/hours/").status_code == 200
    case = Objection.objects.get(attendance=visit)
    assert reviewer.get(f"/desk/hours/objections/{case.public_id}/").status_code == 200
    times = actions.Times(visit.checked_in_at, visit.checked_in_at + timedelta(minutes=90))
    actions.answer_objection(
        objection=case, upheld=True, answer="核实过", times=times, actor=morning.actor("reviewer"), at=at
    )
    more = queries.proposals().get(part="correction")
    actions.approve(proposal=more, actor=morning.actor("county"), at=at)
    assert sum(e.minutes for e in queries.entries_of(visit.person_id)) == 90
