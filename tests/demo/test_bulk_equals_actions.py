"""What the demo loads in bulk is what the rooms' actions would have written: the same columns, the same values."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from baiying.accounts import queries as accounts
from baiying.activities import actions as activities
from baiying.activities import bulk as activity_rows
from baiying.activities.rules import gate, plans
from baiying.demo import builders, numbers
from baiying.demo.cast import Member
from baiying.demo.loading import people as people_stage
from baiying.demo.loading import planning, texts
from baiying.demo.loading.city import Area, City
from baiying.demo.loading.crowd import Sign
from baiying.demo.loading.ledger import Ledger, Presence
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.people import Volunteer
from baiying.demo.loading.serving import _row as signup_row
from baiying.demo.loading.stage import Stage
from baiying.demo.loading.teams import Team, _membership
from baiying.hours import actions as hours
from baiying.hours import bulk as hour_rows
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.people import actions as people
from baiying.people import bulk as person_rows
from baiying.people import rules as people_rules
from baiying.teams import actions as teams
from baiying.teams import bulk as team_rows

pytestmark = pytest.mark.django_db

NOW = builders.NOW


def values(row: Model, *leave_out: str) -> dict[str, Any]:
    """Columns by name; what cannot be the same twice is only compared for being filled."""
    random = {"id", "public_id", "code", "id_no_hash", "id_no_mask", "volunteer_no", *leave_out}
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        opaque = field.attname in random or field.attname.endswith(("_sealed", "_hash", "password"))
        found[field.attname] = bool(value) if opaque else value
    return found


def actor_of(member: Member) -> Actor:
    return Actor(account_id=member.account.pk, person_id=member.person.pk if member.person else None)


class Ground:
    """The small city in the shape the stages work with."""

    def __init__(self, small: builders.SmallCity, cast: dict[str, Member]) -> None:
        divisions = [small.city, *small.counties, *small.townships, *small.villages]
        by_id = {d.pk: Area(d.pk, d.code, d.name, d.level, list(d.path), 0) for d in divisions}
        for area_id, site in small.sites.items():
            by_id[area_id].site_id = site.pk
        self.city = City(by_id[small.city.pk], by_id)
        self.stage = Stage(1, 100, NOW, lambda _stage, _done, _total: None)
        clerk, reviewer = cast["clerk"].account.pk, cast["reviewer"].account.pk
        counties = {c.pk: reviewer for c in small.counties}
        self.offices = Offices({t.pk: clerk for t in small.townships}, counties, {}, 0)
        self.village = by_id[small.villages[0].pk]
        leader = self.volunteer(cast["leader"])
        made = cast["leader"].team
        assert made is not None
        self.team = Team(
            id=made.pk, name=made.name, body_id=made.body_id, category="civility",
            area=by_id[small.townships[0].pk], county=by_id[small.counties[0].pk], leader=leader,
            admin_account_id=cast["unit_admin"].account.pk, founded_on=NOW.date(), per_week=1, weekdays=(5, 6), size=9,
            no_show=0, by_hand=0, kinds=texts.KINDS["civility"],
        )  # fmt: skip

    def volunteer(self, member: Member) -> Volunteer:
        person = member.person
        assert person is not None
        return Volunteer(
            person.pk, person.name, person.birth_date, self.city.by_id[person.residence_id], person.service_area_id,
            member.account.pk, builders.LONG_AGO, 1.0,
        )  # fmt: skip

    def shift(self) -> planning.Shift:
        activity = planning.Activity(self.team, self.team.kinds[0], self.village)
        activity.title, activity.created_at = "前柳村路口文明引导", NOW - timedelta(days=9)
        starts = NOW - timedelta(hours=3)
        made = planning.Shift(self.team, activity.kind, starts, starts + timedelta(hours=2), 10, activity=activity)
        activity.shifts.append(made)
        planning.load(self.stage.chance("x"), self.stage, [activity])
        planning.load_shifts([activity], {})
        return made


@pytest.fixture
def ground(city: builders.SmallCity, cast: dict[str, Member]) -> Ground:
    return Ground(city, cast)


@pytest.mark.parametrize("age", [30, 15, 13])
def test_a_person_loaded_is_a_person_who_registered_and_was_checked(
    ground: Ground, cast: dict[str, Member], age: int
) -> None:
    born = NOW.date() - timedelta(days=int(age * 365.3) + 40)
    new = people_stage._New(
        name="苗青", sex="female", born=born, home=ground.village, service=ground.village, serial=211,
        registered_at=NOW, channel="self", phone="19905550001", state="counted", checked_after=0,
        volunteer_no=people_rules.volunteer_no("1234567890"),
    )  # fmt: skip
    new.extras = {"skills": ["haircut"], "categories": ["community"]}
    new.availability = [15, 18]
    if age < 18:
        new.guardian = ("苗妈妈", "19905550002")
    people_stage._load([new], ground.city, ground.offices)
    loaded = person_rows.Person.objects.get(pk=new.person_id)

    written = people_rules.NewPerson(
        name="苗青", sex="female", birth_date=born, id_type="citizen",
        id_number=numbers.id_number(ground.village.code[:6], born, 212, "female"), residence_id=ground.village.id,
        service_area_id=ground.village.id, phone="19905550001", skills=("haircut",), categories=("community",),
        availability=(15, 18),
    )  # fmt: skip
    guardian = people_rules.GuardianAsked("苗妈妈", "mother", "19905550003") if age < 18 else None
    person = people.register_self(new=written, guardian=guardian, account=None, actor=Actor(), at=NOW).person
    if age < 18:
        asked = person_rows.Guardianship.objects.get(ward=person)
        people.agree_as_guardian(guardianship=asked, actor=Actor(), at=NOW)
    clerk = actor_of(cast["clerk"])
    people.pass_check(person=person, document="citizen", last_six=written.id_number[-6:], actor=clerk, at=NOW)
    person.refresh_from_db()

    assert values(loaded, "account_id", "created_by_id") == values(person, "account_id", "created_by_id") | {
        "created_by_id": True
    }
    assert values(loaded.account, "display_name") == values(person.account, "display_name")  # type: ignore[arg-type]
    for rows in (person_rows.Registration, person_rows.Consent, person_rows.Guardianship):
        key = "ward_id" if rows is person_rows.Guardianship else "person_id"
        # Which text was agreed to goes by the day in the demo (test_loading), by today's rule in the action.
        hidden = (key, "guardian_account_id", "phone_mask", "version")
        bulk, action = (
            sorted((values(r, *hidden) for r in rows.objects.filter(**{key: who.pk})), key=str)
            for who in (loaded, person)
        )
        assert bulk == action


def test_an_activity_loaded_is_an_activity_planned_and_published(ground: Ground, cast: dict[str, Member]) -> None:
    shift = ground.shift()
    assert shift.activity is not None
    loaded = activity_rows.Activity.objects.get(pk=shift.activity.id)
    kind = shift.kind
    before = shift.activity.created_at
    plan = plans.Plan(
        title=loaded.title, description=kind.description, risk_statement=loaded.risk_statement, plan=loaded.plan,
        recipients=kind.recipients, categories=kind.categories, safeguards=tuple(loaded.safeguards),
        contact_name=loaded.contact_name, contact_phone=loaded.contact_phone, contact_public=False,
        area_id=ground.village.id, address=loaded.address, approval="open", site_id=ground.village.site_id,
        posts=(plans.PlannedPost(kind.post, kind.duties, minors=not kind.adults, minors_with="leader"),),
        shifts=(plans.PlannedShift(0, shift.starts_at, shift.ends_at, 10),),
    )  # fmt: skip
    leader, admin = actor_of(cast["leader"]), actor_of(cast["unit_admin"])
    made = activities.write_plan(team_id=ground.team.id, plan=plan, actor=leader, at=before)
    activities.answer_gate(
        activity_id=made.pk, answers={c: {"answer": "no"} for c in gate.CODES}, actor=leader, at=before
    )
    activities.submit(activity_id=made.pk, actor=leader, at=loaded.submitted_at or before)
    activities.publish(activity_id=made.pk, actor=admin, at=loaded.published_at or before)
    made.refresh_from_db()
    own = ("longitude", "latitude", "leader_because")
    loaded_values, made_values = values(loaded, *own), values(made, *own)
    assert loaded_values | dict.fromkeys(own, True) == made_values | dict.fromkeys(own, True)
    for rows in (activity_rows.Post, activity_rows.Shift):
        bulk, action = (
            [values(r, "activity_id", "post_id") for r in rows.objects.filter(activity_id=pk)]
            for pk in (loaded.pk, made.pk)
        )
        assert bulk == action


def test_a_member_loaded_asked_and_was_taken_in(ground: Ground, cast: dict[str, Member]) -> None:
    stranger = ground.volunteer(cast["stranger"])
    row = _membership(ground.stage.chance("x"), ground.stage, ground.team, stranger)
    loaded = team_rows.Membership.objects.get(pk=team_rows.add_memberships([row])[0].id)
    before = values(loaded)
    loaded.delete()
    assert row.joined_at is not None
    asked = teams.ask_to_join(
        team_id=ground.team.id, person_id=stranger.id, actor=actor_of(cast["stranger"]), at=row.asked_at
    )
    made = teams.approve(membership_id=asked.pk, actor=actor_of(cast["leader"]), at=row.joined_at)
    assert values(made) == before


def _signed(ground: Ground, cast: dict[str, Member], shift: planning.Shift) -> tuple[dict[str, Any], int]:
    """The sign-up as it is loaded, and the id of the same made by the action."""
    at = shift.starts_at - timedelta(days=2)
    sign = Sign(shift, ground.volunteer(cast["volunteer"]), "accepted", at)
    row = activity_rows.add_signups([signup_row(ground.stage.chance("x"), sign, ground.stage.at)])[0]
    loaded = activity_rows.Signup.objects.get(pk=row.id)
    before = values(loaded)
    loaded.delete()
    pid = activity_rows.Shift.objects.get(pk=shift.id).public_id
    made = activities.sign_up(shift_pid=pid, person_id=sign.who.id, actor=actor_of(cast["volunteer"]), at=at)
    return before, activity_rows.Signup.objects.get(public_id=made.signup_pid).pk


def test_a_signup_loaded_is_a_signup_made(ground: Ground, cast: dict[str, Member]) -> None:
    before, pk = _signed(ground, cast, ground.shift())
    assert values(activity_rows.Signup.objects.get(pk=pk)) == before


@pytest.mark.parametrize(("source", "minutes_late"), [("code", 0), ("code", 25), ("roll", 0), ("scan", 5)])
def test_a_ledger_line_loaded_is_the_line_that_checking_out_posts(
    ground: Ground, cast: dict[str, Member], source: str, minutes_late: int
) -> None:
    shift = ground.shift()
    _, signup_id = _signed(ground, cast, shift)
    who = ground.volunteer(cast["volunteer"])
    came, left = shift.starts_at + timedelta(minutes=minutes_late), shift.ends_at + timedelta(minutes=3)
    by = cast["volunteer" if source == "code" else "leader"]
    row = hour_rows.AttendanceRow(
        who.id, shift.id, signup_id, came, source, by.account.pk, shift.team.county.id, checked_out_at=left,
        out_source=source, out_by_id=by.account.pk, led_by_id=shift.team.leader.account_id,
    )  # fmt: skip
    Ledger(ground.stage, ground.city, ground.offices).load(
        ground.stage.chance("x"), [Presence(shift, who, row)], decide=False
    )
    links = ("attendance_id", "unique_source", "proposal_id")
    bulk = _of(row.id, links)
    # The same presence twice: the loaded one steps aside.
    hour_rows.Attendance.objects.filter(pk=row.id).update(kept_overlap=True)

    pid = activity_rows.Shift.objects.get(pk=shift.id).public_id
    if source == "code":
        made = hours.check_in(shift_pid=pid, person_id=who.id, actor=actor_of(by), at=came)
        attendance = hour_rows.Attendance.objects.get(public_id=made)
    else:
        found = activity_rows.Shift.objects.select_related("activity__area", "activity__team").get(pk=shift.id)
        attendance = hours.tick_in(shift=found, person_id=who.id, source=source, actor=actor_of(by), at=came)
    hours.check_out(attendance=attendance, source=source, actor=actor_of(by), at=left)
    action = _of(attendance.pk, links, other_than=row.id)
    assert bulk == action


def test_a_series_loaded_is_a_series_that_a_plan_wrote(ground: Ground, cast: dict[str, Member]) -> None:
    activity = planning.Activity(ground.team, ground.team.kinds[0], ground.village)
    activity.title, activity.created_at = "前柳村路口文明引导", NOW - timedelta(days=1)
    first = NOW.replace(second=0, microsecond=0) + timedelta(days=3)
    shift = planning.Shift(ground.team, activity.kind, first, first + timedelta(hours=2), 10, repeats=11)
    activity.shifts.append(shift)
    planning.load(ground.stage.chance("x"), ground.stage, [activity])
    planning.load_shifts([activity], {}, NOW)
    loaded = activity_rows.Activity.objects.get(pk=activity.id)

    post = plans.PlannedPost(activity.kind.post, activity.kind.duties)
    planned = plans.PlannedShift(0, first, first + timedelta(hours=2), 10, repeats=11)
    plan = plans.Plan(
        title="又一个", description="一", risk_statement="一", plan="", recipients=("11",), safeguards=(),
        shifts=(planned,), categories=("community",), contact_name="周敏", contact_phone="19900009999",
        contact_public=False, area_id=loaded.area_id, address="路口", approval="open", posts=(post,),
    )  # fmt: skip
    leader = actor_of(cast["leader"])
    written = activities.write_plan(team_id=ground.team.id, plan=plan, actor=leader, at=NOW)
    assert (loaded.starts_on, loaded.ends_on) == (written.starts_on, written.ends_on)
    assert loaded.recruit_until == written.recruit_until

    def of(row: activity_rows.Activity) -> list[dict[str, Any]]:
        made = activity_rows.Series.objects.get(post__activity=row)
        shifts = activity_rows.Shift.objects.filter(activity=row).order_by("place_in_series")
        links = ("post_id", "activity_id", "series_id")
        return [values(made, *links), *(values(one, *links) for one in shifts)]

    assert len(of(loaded)) > 8
    assert of(loaded) == of(written)


def _of(attendance_id: int, links: tuple[str, ...], other_than: int = 0) -> dict[str, Any]:
    """Attendance, ledger lines and proposals; the first load gives its minutes back, so that the day has room."""
    found: dict[str, Any] = {
        "attendance": values(hour_rows.Attendance.objects.get(pk=attendance_id)),
        "entries": [values(e, *links) for e in hour_rows.HourEntry.objects.filter(attendance_id=attendance_id)],
        "proposals": [values(p, *links) for p in hour_rows.Proposal.objects.filter(attendance_id=attendance_id)],
    }
    # What a leader could still take back, and until when nobody is told of it, is no part of what was loaded.
    del found["attendance"]["end_before"]
    del found["attendance"]["say_after"]
    for proposal in found["proposals"]:
        del proposal["words"]  # Why the leader ticked is free text.
    if other_than == 0:
        for entry in hour_rows.HourEntry.objects.filter(attendance_id=attendance_id):
            row = hour_rows.EntryRow(
                entry.served_on, f"back:{entry.id}", entry.person_id, -entry.minutes, entry.source, entry.tier,
                entry.starts_at, entry.ends_at, entry.residence_id, entry.service_area_id, entry.area_id, NOW,
                reversal_of=entry.id,
            )  # fmt: skip
            hour_rows.add_entries([row])
    return found


def test_an_account_loaded_comes_in_by_code_like_any_other(cast: dict[str, Member]) -> None:
    member = cast["volunteer"]
    assert list(accounts.accounts_of_phone(member.phone)) == [member.account]
    assert accounts.phone_of(member.account) == member.phone
    assert not member.account.has_usable_password()
    assert clock.local_date(member.account.created_at) == clock.local_date(builders.LONG_AGO)
