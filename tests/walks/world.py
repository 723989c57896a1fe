"""What can be ended or decided this morning, made when it is asked for."""

from datetime import date
from typing import Any

from baiying.accounts import actions as accounts
from baiying.accounts.models import Appointment
from baiying.activities import actions as activities
from baiying.activities.models import Lead, Signup
from baiying.activities.rules import plans
from baiying.circulars.models import Circular, Mailing
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours import queries as hour_rows
from baiying.hours.models import HourEntry
from baiying.kit.values.actor import Actor
from baiying.people import actions as people
from baiying.people import queries as people_rows
from baiying.people.models import (
    Claim,
    Consent,
    Counting,
    DormancyStart,
    Doubt,
    FileLeave,
    Guardianship,
    Merge,
    MinorLeave,
    Person,
    Registration,
    SpotCheck,
)
from baiying.places import actions as places
from baiying.places.models import Division
from baiying.teams import actions as teams
from baiying.teams.models import Membership, Office
from tests.activities.makers import Town
from tests.activities.makers import actor as of
from tests.activities.repeating import BEFORE, plan_of, published, weekly
from tests.hours.conftest import Morning, actor_of
from tests.people.merging import by_passport
from tests.places.tables import XUCHANG


class World:
    """The cast this morning, and its own town where an activity of one's own is needed."""

    def __init__(self, morning: Morning) -> None:
        self.morning, self.at = morning, morning.at(0)
        member = morning.cast["volunteer"].person
        assert member is not None
        self.person = member

    def actor(self, key: str) -> Actor:
        return actor_of(self.morning.cast[key])

    def id_of(self, key: str) -> int:
        return self.morning.cast[key].account.pk

    def unasked(self) -> Any:
        """Somebody whom nobody has asked yet about keeping the ID number: nothing counts before."""
        area = self.morning.shift.activity.area
        person = builders.person(residence=area, account=builders.account(), verified=False)
        Consent.objects.filter(person=person, purpose="id_number").update(withdrawn_at=self.at)
        Registration.objects.filter(person=person).update(number_waits_since=self.at)
        return person

    def stranger(self) -> Any:
        return builders.person(
            residence=self.morning.shift.activity.area, account=builders.account(), born=date(1991, 2, 3)
        )

    def rolled(self) -> Any:
        return builders.attendance(
            self.morning.shift, self.person, source="roll", by=self.morning.cast["leader"].account
        )

    def proposal(self) -> Any:
        hours.check_out(attendance=self.rolled(), source="roll", actor=self.actor("leader"), at=self.morning.at(120))
        return hour_rows.proposals().get()

    def entry(self) -> HourEntry:
        row = builders.attendance(self.morning.shift, self.person)
        hours.check_out(attendance=row, actor=self.actor("volunteer"), at=self.morning.at(100))
        return HourEntry.objects.get(attendance_id=row.pk)

    def objection(self) -> Any:
        entry = self.entry()
        row = hour_rows.attendances_of(self.morning.shift.pk).get(pk=entry.attendance_id)
        return hour_rows.objection(builders.objection(self.person, attendance=row).public_id)

    def forgotten(self) -> Any:
        return builders.attendance(
            self.morning.shift, self.person, source="roll", left_at=self.morning.at(900), forced=True,
            by=self.morning.cast["leader"].account,
        )  # fmt: skip

    def unchecked(self) -> Any:
        Counting.objects.filter(person=self.person, to_at__isnull=True).update(to_at=self.at, end_why="ended")
        Registration.objects.filter(person=self.person).update(verified_at=None, verified_by_id=None)
        return self.person

    def notice(self, state: str) -> Any:
        """A notice of the city: handed in, going out, held at a difference, or sent to one township."""
        area = self.morning.shift.activity.area
        city, town = (Division.objects.get(pk=pk) for pk in (area.path[0], area.path[2]))
        account = self.morning.cast["city"].account
        row = builders.circular(city, account, boxes=[town], sent=state != "asked")
        if state == "asked":
            Circular.objects.filter(pk=row.pk).update(asked_at=self.at)
        elif state != "sent":
            held = self.at if state == "held" else None
            Mailing.objects.filter(circular=row).update(ended_at=None, chosen_at=None, held_at=held)
        return row

    def spot_check(self) -> SpotCheck:
        return SpotCheck.objects.create(
            person=self.person, registered_by_id=self.id_of("clerk"), drawn_at=self.at, due_on=self.at.date()
        )

    def minor_leave(self) -> MinorLeave:
        """A wish of the county to look at a minor's number."""
        ward = self.guardianship().ward
        return MinorLeave.objects.create(
            person=ward, words="要联系家人", asked_at=self.at, asked_by_id=self.id_of("county")
        )

    def file_leave(self) -> FileLeave:
        """A wish of the county to take a list with children in it."""
        return FileLeave.objects.create(
            area_id=self.morning.shift.activity.area_id, title="志愿者名单", path="/desk/people/", rows=3, children=1,
            words="要买保险", asked_at=self.at, asked_by_id=self.id_of("county"),
        )  # fmt: skip

    def doubt(self, *, proposed: str = "") -> Doubt:
        """The registration of the volunteer in doubt; `proposed` by the county, for the city to confirm."""
        people.answer_spot_check(
            check=self.spot_check(),
            outcome="false",
            way="phone",
            words="没去过",
            actor=self.actor("county"),
            at=self.at,
        )
        row = Doubt.objects.get(person=self.person)
        if proposed:
            people.propose_finding(
                doubt=row, finding=proposed, words="问过了", actor=self.actor("county"), at=self.at
            )  # fmt: skip
        return row

    def number(self) -> str:
        return str(people_rows.id_number_of(self.person))[-6:]

    def merge(self, *, proposed: bool = True) -> Merge:
        """Two records of the volunteer, as a clerk proposed or asked for it, documents seen."""
        was = self.person
        twin = builders.person(
            was.name, born=was.birth_date, sex=was.sex, residence=was.residence, account=builders.account()
        )
        by_passport(twin)
        by = {"proposed_at": self.at, "proposed_by_id": self.id_of("clerk")} if proposed else {}
        return Merge.objects.create(
            survivor=self.person, loser=twin, area=self.person.residence, proof="documents", asked_at=self.at,
            asked_by_id=self.id_of("clerk"), due_on=self.at.date(), **by,
        )  # fmt: skip

    def confirmed_merge(self) -> Merge:
        return people.confirm_merge(merge=self.merge(), actor=self.actor("county"), at=self.at)

    def merged(self) -> Merge:
        return people.carry_out(merge_id=self.confirmed_merge().pk, actor=self.actor("county"), at=self.at)

    def cleaning(self) -> DormancyStart:
        return DormancyStart.objects.create(
            area=self.person.residence, found=1, without_phone=0, confirmed_at=self.at, confirmed_by_id=1
        )

    def claim(self) -> Claim:
        return people.file_claim(
            person=self.person, name="某人", phone="19900000998", account_id=None, note="",
            actor=self.actor("stranger"), at=self.at,
        )  # fmt: skip

    def claim_of_no_number(self) -> Claim:
        """The record has no number of its own: one decides alone."""
        Person.objects.filter(pk=self.person.pk).update(phone_sealed=None, phone_hash=None, phone_mask="")
        self.person.refresh_from_db()
        return self.claim()

    def seen_claim(self) -> Claim:
        """The document seen by a clerk, waiting for a second person."""
        return people.decide_claim(
            claim=self.claim(), granted=True, answer="", last_six=self.number(), actor=self.actor("clerk"), at=self.at
        )

    def complaint(self) -> Any:
        county = self.morning.cast["county"].appointment.area  # type: ignore[union-attr]
        assert county is not None
        return builders.complaint(county, account=self.morning.cast["volunteer"].account, person_id=self.person.pk)

    def guardianship(self, **columns: Any) -> Guardianship:
        minor = self.morning.cast["minor"].person
        assert minor is not None
        if columns:
            Counting.objects.filter(person=minor, to_at__isnull=True).update(to_at=self.at, end_why="ended")
            Registration.objects.filter(person=minor).update(guardian_ok_at=None)
            Guardianship.objects.filter(ward=minor).update(**columns)
        return Guardianship.objects.get(ward=minor)

    def membership(self, *, joined: bool = False) -> Membership:
        team = self.morning.cast["leader"].team
        assert team is not None
        by = {"joined_at": self.at, "decided_by_id": self.id_of("leader")} if joined else {}
        return Membership.objects.create(team=team, person=self.stranger(), asked_at=self.at, **by)

    def signup(self, state: str = "accepted") -> Signup:
        return builders.signup(self.coming(), self.stranger(), state=state)  # type: ignore[return-value]

    def coming(self) -> Any:
        return builders.shift(self.morning.shift.activity, self.morning.at(2880), self.morning.at(3000))

    def offer(self) -> Appointment:
        area = self.morning.cast["leader"].team.area  # type: ignore[union-attr]
        return accounts.appoint(
            account=self.morning.cast["stranger"].account, role="place_staff", area_id=area.pk,
            actor=self.actor("county"), at=self.at,
        )  # fmt: skip

    def office(self) -> Office:
        return teams.appoint_leader(
            team_id=self.morning.cast["leader"].team.pk,  # type: ignore[union-attr]
            account_id=self.id_of("stranger"), actor=self.actor("unit_admin"), at=self.at,
        )  # fmt: skip

    def lead(self) -> int:
        return Lead.objects.create(
            activity=self.morning.shift.activity, account_id=self.id_of("unit_admin"), starts_at=self.at,
            appointed_by_id=self.id_of("leader"),
        ).pk  # fmt: skip

    def lead_held(self) -> int:
        pk = self.lead()
        activities.accept_lead(lead_id=pk, actor=self.actor("unit_admin"), at=self.at)
        return pk

    def draft(self, upto: str) -> Any:
        """A plan of the town's leader, as far as its way goes."""
        town = Town()
        leads, decides = of(town.leader, town.leader_person), of(town.admin, town.admin_person)
        if upto == "published":
            return town, published(town), leads, decides
        row = activities.write_plan(team_id=town.team.pk, plan=plan_of(town, weekly(2)), actor=leads, at=BEFORE)
        answers = {code: {"answer": "no"} for code in plans.CODES}
        if upto == "written":
            return answers, row, leads, decides
        activities.answer_gate(activity_id=row.pk, answers=answers, actor=leads, at=BEFORE)
        if upto == "submitted":
            activities.submit(activity_id=row.pk, actor=leads, at=BEFORE)
        return town, row, leads, decides

    def rule_set(self) -> Any:
        return places.propose_rule_set(
            kind="log_in", area_id=self.morning.shift.activity.area_id, valid_from=date(2026, 12, 20), valid_to=None,
            values={"lock_after": 6}, source="测试", actor=self.actor("city"), at=self.at,
        )  # fmt: skip

    def upload(self) -> Any:
        return places.start_import(
            chunks=[XUCHANG.encode()], file_name="表.csv", as_of=date(2026, 1, 1), source="测试",
            actor=Actor(self.id_of("city")), at=self.at,
        )  # fmt: skip
