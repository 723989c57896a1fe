"""Whatever ends, closes, withdraws or decides, pressed twice: the second answers as the first and does nothing."""

import importlib
import inspect
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.models import Appointment, Lock
from baiying.activities import actions as activities
from baiying.activities.models import Lead, Signup
from baiying.activities.rules import plans
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours import queries as hour_rows
from baiying.hours.models import HourEntry
from baiying.kit import rooms
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions as people
from baiying.people import queries as people_rows
from baiying.people.models import Claim, Counting, Guardianship, Registration
from baiying.places import actions as places
from baiying.teams import actions as teams
from baiying.teams.models import Membership, Office
from tests.activities.makers import Town
from tests.activities.makers import actor as of
from tests.activities.repeating import BEFORE, plan_of, published, weekly
from tests.hours.conftest import Morning, actor_of, morning_at
from tests.places.tables import XUCHANG

pytestmark = pytest.mark.django_db

_ENDS = re.compile(
    r"(accept|agree|answer|approve|call_off|cancel|check_out|close|complete|confirm|decide|decline|drop|end|fail|leave"
    r"|pass|publish|refuse|release|reverse|revoke|say_end|send_back|set_aside|submit|undo|unlock|withdraw)(_|$)"
)
_ANOTHER_WAY = {
    "accounts.end_sessions": "every press ends the sessions begun since the one before, which is an act of its own",
    "activities.close_calendar": "the second press says that there is none any more, and writes nothing",
    "notices.drop_waiting": "part of another act: gives how many texts were left to give up",
    "activities.drop_drafts": "deletes what was typed; nothing answers and nothing is written down",
    "activities.release_minors": "a sweep: tests/config/test_recurring.py runs it twice",
    "activities.release_missed": "a sweep: tests/config/test_recurring.py runs it twice",
    "hours.approve_batch": "calls approve for each",
    "hours.confirm_ends": "calls confirm_end for each",
    "hours.leave_all": "calls check_out or confirm_end for each",
    "hours.undo_leaving": "nothing is left to say who undid it: the second press is refused and writes nothing",
    "hours.undo_leavings": "calls undo_leaving for each",
    "hours.close_forgotten": "a sweep: tests/config/test_recurring.py runs it twice",
    "people.drop_draft": "deletes what was typed; nothing answers and nothing is written down",
    "places.fail_import": "the worker's note, taken from what it was doing",
}

Press = Callable[[datetime], object]


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

    def number(self) -> str:
        return str(people_rows.id_number_of(self.person))[-6:]

    def claim(self) -> Claim:
        return people.file_claim(
            person=self.person, name="某人", phone="19900000998", account_id=None, note="",
            actor=self.actor("stranger"), at=self.at,
        )  # fmt: skip

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


def _answer_gate(w: World) -> Press:
    answers, row, leads, _ = w.draft("written")
    return lambda at: activities.answer_gate(activity_id=row.pk, answers=answers, actor=leads, at=at)


def _submit(w: World) -> Press:
    _, row, leads, _ = w.draft("answered")
    return lambda at: activities.submit(activity_id=row.pk, actor=leads, at=at)


def _publish(w: World) -> Press:
    _, row, _, decides = w.draft("submitted")
    return lambda at: activities.publish(activity_id=row.pk, actor=decides, at=BEFORE)


def _send_back(w: World) -> Press:
    _, row, _, decides = w.draft("submitted")
    return lambda at: activities.send_back(activity_id=row.pk, reason="再写清楚", actor=decides, at=at)


def _withdraw(w: World) -> Press:
    _, row, _, decides = w.draft("published")
    return lambda at: activities.withdraw(activity_id=row.pk, actor=decides, at=at)


def _cancel(w: World) -> Press:
    _, row, _, decides = w.draft("published")
    return lambda at: activities.cancel(activity_id=row.pk, reason="暴雨", actor=decides, at=at)


def _call_off(which: Any) -> Callable[[World], Press]:
    def made(w: World) -> Press:
        _, row, leads, _ = w.draft("published")
        shift = row.shifts.order_by("starts_at")[3]
        return lambda at: activities.call_off(shift_id=shift.pk, which=which, reason="暴雨", actor=leads, at=at)

    return made


def _unlock(w: World) -> Press:
    phone = "19900000777"
    Lock.objects.create(
        phone_hash=account_rows.phone_hash(phone), phone_mask="199****0777", locked_at=w.at,
        until=w.at + timedelta(days=2),
    )  # fmt: skip
    return lambda at: accounts.unlock(phone=phone, reason="看了证件", actor=w.actor("secadmin"), at=at)


def _end_office(w: World) -> Press:
    office = Office.objects.get(kind="team_leader")
    return lambda at: teams.end_office(office_id=office.pk, actor=w.actor("unit_admin"), at=at)


def _end_appointment(w: World) -> Press:
    row = w.offer()
    return lambda at: accounts.end_appointment(appointment=row, actor=w.actor("county"), at=at)


def _confirm_rules(w: World) -> Press:
    row = w.rule_set()
    return lambda at: places.confirm_rule_set(rule_set_id=row.pk, actor=w.actor("deputy"), at=at)


def _withdraw_rules(w: World) -> Press:
    row = w.rule_set()
    return lambda at: places.withdraw_rule_set(rule_set_id=row.pk, why="写错了", actor=w.actor("city"), at=at)


def _confirm_import(w: World) -> Press:
    row = w.upload()
    return lambda at: places.confirm_import(
        import_id=row.pk, without_refused=False, close_missing=False, actor=Actor(w.id_of("city")), at=at
    )


def _drop_import(w: World) -> Press:
    row = w.upload()
    return lambda at: places.drop_import(import_id=row.pk, actor=w.actor("city"), at=at)


def _answered(upheld: bool) -> Callable[[World], Press]:
    def made(w: World) -> Press:
        case = w.objection()
        times = hours.Times(w.morning.at(0), w.morning.at(130)) if upheld else None
        return lambda at: hours.answer_objection(
            objection=case, upheld=upheld, answer="核实过", times=times, actor=w.actor("county"), at=at
        )

    return made


def _on(make: Callable[[World], Any], press: Callable[[World, Any, datetime], object]) -> Callable[[World], Press]:
    """What is pressed, made once."""

    def made(w: World) -> Press:
        thing = make(w)
        return lambda at: press(w, thing, at)

    return made


PRESSES: dict[str, Callable[[World], Press]] = {
    "accounts.accept_appointment": _on(
        World.offer,
        lambda w, row, at: accounts.accept_appointment(appointment_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "accounts.decline_appointment": _on(
        World.offer,
        lambda w, row, at: accounts.decline_appointment(appointment_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "accounts.end_appointment": _end_appointment,
    "accounts.unlock": _unlock,
    "activities.answer_gate": _answer_gate,
    "activities.submit": _submit,
    "activities.publish": _publish,
    "activities.send_back": _send_back,
    "activities.withdraw": _withdraw,
    "activities.cancel": _cancel,
    "activities.call_off": _call_off("one"),
    "activities.call_off later": _call_off("later"),
    "activities.call_off all": _call_off("all"),
    "activities.cancel_signup": _on(
        World.signup,
        lambda w, row, at: activities.cancel_signup(signup_id=row.pk, reason="病", actor=w.actor("leader"), at=at),
    ),
    "activities.close_shift": _on(
        World.coming,
        lambda w, row, at: activities.close_shift(shift_id=row.pk, closed=True, actor=w.actor("leader"), at=at),
    ),
    "activities.decide_signup": _on(
        lambda w: w.signup("applied"),
        lambda w, row, at: activities.decide_signup(signup_id=row.pk, accept=True, actor=w.actor("leader"), at=at),
    ),
    "activities.decide_signup no": _on(
        lambda w: w.signup("applied"),
        lambda w, row, at: activities.decide_signup(
            signup_id=row.pk, accept=False, reason="满员", actor=w.actor("leader"), at=at
        ),
    ),
    "activities.refuse_as_guardian": _on(
        World.signup,
        lambda w, row, at: activities.refuse_as_guardian(signup_id=row.pk, actor=w.actor("guardian"), at=at),
    ),
    "activities.set_aside": _on(
        World.signup,
        lambda w, row, at: activities.set_aside(signup_id=row.pk, reason="不来", actor=w.actor("leader"), at=at),
    ),
    "hours.approve": _on(
        World.proposal, lambda w, row, at: hours.approve(proposal=row, actor=w.actor("reviewer"), at=at)
    ),
    "hours.refuse": _on(
        World.proposal, lambda w, row, at: hours.refuse(proposal=row, words="不符", actor=w.actor("reviewer"), at=at)
    ),
    "hours.answer_objection": _answered(True),
    "hours.answer_objection no": _answered(False),
    "hours.withdraw_objection": _on(
        World.objection,
        lambda w, row, at: hours.withdraw_objection(objection=row, actor=w.actor("volunteer"), at=at),
    ),
    "hours.reverse": _on(
        World.entry, lambda w, row, at: hours.reverse(entry=row, words="查实", actor=w.actor("county"), at=at)
    ),
    "hours.undo_tick": _on(
        World.rolled, lambda w, row, at: hours.undo_tick(attendance=row, actor=w.actor("leader"), at=w.morning.at(3))
    ),
    "hours.check_out": _on(
        World.rolled,
        lambda w, row, at: hours.check_out(attendance=row, source="roll", actor=w.actor("leader"), at=w.morning.at(90)),
    ),
    "hours.say_end": _on(
        World.forgotten,
        lambda w, row, at: hours.say_end(
            attendance=row, ends_at=w.morning.at(60), words="有事", actor=w.actor("volunteer"), at=at
        ),
    ),
    "hours.confirm_end": _on(
        World.forgotten,
        lambda w, row, at: hours.confirm_end(attendance=row, ends_at=w.morning.at(60), actor=w.actor("leader"), at=at),
    ),
    "hours.complete_record": _on(
        lambda w: w.morning.shift,
        lambda w, row, at: hours.complete_record(shift=row, actor=w.actor("leader"), at=at + timedelta(days=1)),
    ),
    "people.pass_check": _on(
        World.unchecked,
        lambda w, row, at: people.pass_check(
            person=row, document="id_card", last_six=w.number(), actor=w.actor("clerk"), at=at
        ),
    ),
    "people.fail_check": _on(
        World.unchecked,
        lambda w, row, at: people.fail_check(person=row, reason="看不清", actor=w.actor("clerk"), at=at),
    ),
    "people.decide_claim": _on(
        World.claim,
        lambda w, row, at: people.decide_claim(
            claim=row, granted=True, answer="", last_six=w.number(), actor=w.actor("clerk"), at=at
        ),
    ),
    "people.decide_claim no": _on(
        World.claim,
        lambda w, row, at: people.decide_claim(
            claim=row, granted=False, answer="不是本人", actor=w.actor("clerk"), at=at
        ),
    ),
    "people.agree_as_guardian": _on(
        lambda w: w.guardianship(agreed_at=None, guardian_account_id=None),
        lambda w, row, at: people.agree_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.agree_again": _on(
        lambda w: w.guardianship(withdrawn_at=w.at),
        lambda w, row, at: people.agree_again(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.decline_as_guardian": _on(
        lambda w: w.guardianship(agreed_at=None, guardian_account_id=None),
        lambda w, row, at: people.decline_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.withdraw_as_guardian": _on(
        World.guardianship,
        lambda w, row, at: people.withdraw_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.withdraw_consent": _on(
        lambda w: w.person,
        lambda w, row, at: people.withdraw_consent(
            person=row, purpose="volunteer_service", actor=w.actor("volunteer"), at=at
        ),
    ),
    "people.revoke_card": _on(
        lambda w: people.issue_card(person=w.person, actor=w.actor("clerk"), at=w.at).person,
        lambda w, row, at: people.revoke_card(person=row, reason="丢了", actor=w.actor("clerk"), at=at),
    ),
    "activities.release_person": _on(
        World.signup,
        lambda w, row, at: activities.release_person(person_id=row.person_id, reason="注册结束", at=at) * 0,
    ),
    "places.confirm_rule_set": _confirm_rules,
    "places.withdraw_rule_set": _withdraw_rules,
    "places.confirm_import": _confirm_import,
    "places.drop_import": _drop_import,
    "teams.approve": _on(
        World.membership, lambda w, row, at: teams.approve(membership_id=row.pk, actor=w.actor("leader"), at=at)
    ),
    "teams.refuse": _on(
        World.membership,
        lambda w, row, at: teams.refuse(membership_id=row.pk, reason="满员", actor=w.actor("leader"), at=at),
    ),
    "teams.leave": _on(
        lambda w: w.membership(joined=True),
        lambda w, row, at: teams.leave(membership_id=row.pk, reason="搬家", actor=w.actor("leader"), at=at),
    ),
    "activities.withdraw_lead": _on(
        World.lead, lambda w, pk, at: activities.withdraw_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.accept_lead": _on(
        World.lead, lambda w, pk, at: activities.accept_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.decline_lead": _on(
        World.lead, lambda w, pk, at: activities.decline_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "teams.end_office": _end_office,
    "teams.accept_office": _on(
        World.office, lambda w, row, at: teams.accept_office(office_id=row.pk, actor=w.actor("stranger"), at=at)
    ),
    "teams.decline_office": _on(
        World.office, lambda w, row, at: teams.decline_office(office_id=row.pk, actor=w.actor("stranger"), at=at)
    ),
}


def _plain(answer: object) -> object:
    """What an answer says: a row by its columns, anything else as it is."""
    if isinstance(answer, Model):
        fresh = type(answer)._default_manager.get(pk=answer.pk)
        return {field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields}
    return answer


def _written() -> tuple[int, int, int]:
    return AuditEvent.objects.count(), Message.objects.count(), ProcrastinateJob.objects.count()


@pytest.fixture
def world(cast: Any) -> World:
    return World(morning_at(cast, builders.NOW))


@pytest.mark.parametrize("name", sorted(PRESSES))
def test_the_second_press_answers_as_the_first_and_writes_nothing(world: World, name: str) -> None:
    press = PRESSES[name](world)
    before = _written()
    first = _plain(press(world.morning.at(1000)))
    after = _written()
    assert after[0] > before[0], "the first press does something, and it is written down"
    second = _plain(press(world.morning.at(1003)))
    assert second == first
    assert _written() == after


def test_every_action_that_ends_or_decides_stands_in_the_table() -> None:
    """Whoever adds one finds out here that it is pressed twice."""
    known = {name.partition(" ")[0] for name in PRESSES} | set(_ANOTHER_WAY)
    found = set()
    for room in rooms.brought():
        try:
            module = importlib.import_module(f"baiying.{room}.actions")
        except ModuleNotFoundError:
            continue
        found |= {
            f"{room}.{name}" for name, thing in vars(module).items() if inspect.isfunction(thing) and _ENDS.match(name)
        }
    assert found - known == set()
    assert known - found == set()


def test_what_another_decided_otherwise_is_not_answered_as_if_one_had_done_it(world: World) -> None:
    proposal = world.proposal()
    hours.approve(proposal=proposal, actor=world.actor("reviewer"), at=world.morning.at(400))
    for again, actor in ((hours.approve, "county"), (hours.refuse, "reviewer")):
        words = {"words": "不符"} if again is hours.refuse else {}
        with pytest.raises(Refused) as refused:
            again(proposal=proposal, actor=world.actor(actor), at=world.morning.at(401), **words)  # type: ignore[operator]
        assert refused.value.code == "already_decided"
