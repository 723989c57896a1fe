"""The presses of whatever ends, closes, withdraws or decides: tests/walks/test_ending_twice.py presses each twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.models import Lock
from baiying.activities import actions as activities
from baiying.circulars import actions as circulars
from baiying.complaints import actions as complaints
from baiying.hours import actions as hours
from baiying.kit.values.actor import Actor
from baiying.people import actions as people
from baiying.places import actions as places
from baiying.places.models import HandbookPage, PopulationImport, SiteExemption, SiteImport
from baiying.teams import actions as teams
from baiying.teams.models import Office
from tests.activities.repeating import BEFORE
from tests.walks.world import World

Press = Callable[[datetime], object]


def _reversal_asked(w: World) -> Press:
    asked = hours.propose_reversal(entry=w.entry(), words="查实", actor=w.actor("county"), at=w.morning.at(200))
    return lambda at: hours.withdraw_reversal(proposal=asked, actor=w.actor("county"), at=at)


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


def _withdraw_plan(w: World) -> Press:
    _, row, leads, _ = w.draft("submitted")
    return lambda at: activities.withdraw_plan(activity_id=row.pk, actor=leads, at=at)


def _drop_plan(w: World) -> Press:
    _, row, leads, _ = w.draft("written")
    return lambda at: activities.drop_plan(activity_id=row.pk, actor=leads, at=at)


def _undo_drop(w: World) -> Press:
    _, row, leads, _ = w.draft("written")
    activities.drop_plan(activity_id=row.pk, actor=leads, at=BEFORE)
    return lambda at: activities.undo_drop(activity_id=row.pk, actor=leads, at=at)


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


def _end_page(w: World) -> Press:
    row = HandbookPage.objects.create(
        area_id=w.morning.shift.activity.area_id, topic="work", title="试", text="试",
        valid_from=BEFORE.date(), written_at=BEFORE,
    )  # fmt: skip
    return lambda at: places.end_page(page_id=row.pk, actor=w.actor("county"), at=at)


def _confirm_import(w: World) -> Press:
    row = w.upload()
    return lambda at: places.confirm_import(
        import_id=row.pk, without_refused=False, close_missing=False, actor=Actor(w.id_of("city")), at=at
    )


def _drop_import(w: World) -> Press:
    row = w.upload()
    return lambda at: places.drop_import(import_id=row.pk, actor=w.actor("city"), at=at)


def _undo_import(w: World) -> Press:
    row = w.upload()
    actor = Actor(w.id_of("city"))
    places.confirm_import(import_id=row.pk, without_refused=False, close_missing=False, actor=actor, at=BEFORE)
    return lambda at: places.undo_import(import_id=row.pk, actor=actor, at=at)


def _undo_populations(w: World) -> Press:
    actor = Actor(w.id_of("city"))
    row = PopulationImport.objects.create(file_name="人口.csv", source="年鉴", entered_at=BEFORE)
    return lambda at: places.undo_populations(import_id=row.pk, actor=actor, at=at)


def _undo_sites(w: World) -> Press:
    actor = Actor(w.id_of("city"))
    row = SiteImport.objects.create(file_name="阵地.csv", entered_at=BEFORE)
    return lambda at: places.undo_sites(import_id=row.pk, actor=actor, at=at)


def _undo_exemption(w: World) -> Press:
    actor = Actor(w.id_of("city"))
    row = SiteExemption.objects.create(reason="虚拟", since=BEFORE.date(), said_at=BEFORE)
    return lambda at: places.undo_exemption(exemption_id=row.pk, actor=actor, at=at)


def _answered(upheld: bool) -> Callable[[World], Press]:
    def made(w: World) -> Press:
        case = w.objection()
        times = hours.Times(w.morning.at(0), w.morning.at(130)) if upheld else None
        return lambda at: hours.answer_objection(
            objection=case, upheld=upheld, answer="核实过", times=times, actor=w.actor("county"), at=at
        )

    return made


@dataclass(frozen=True, slots=True)
class On:
    """What is pressed, made once; `press` alone presses on a thing that is there."""

    make: Callable[[World], Any]
    press: Callable[[World, Any, datetime], object]

    def __call__(self, w: World) -> Press:
        thing = self.make(w)
        return lambda at: self.press(w, thing, at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "accounts.accept_appointment": On(
        World.offer,
        lambda w, row, at: accounts.accept_appointment(appointment_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "accounts.decline_appointment": On(
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
    "activities.withdraw_plan": _withdraw_plan,
    "activities.drop_plan": _drop_plan,
    "activities.undo_drop": _undo_drop,
    "activities.cancel": _cancel,
    "activities.call_off": _call_off("one"),
    "activities.call_off later": _call_off("later"),
    "activities.call_off all": _call_off("all"),
    "activities.cancel_signup": On(
        World.signup,
        lambda w, row, at: activities.cancel_signup(signup_id=row.pk, reason="病", actor=w.actor("leader"), at=at),
    ),
    "activities.close_shift": On(
        World.coming,
        lambda w, row, at: activities.close_shift(shift_id=row.pk, closed=True, actor=w.actor("leader"), at=at),
    ),
    "activities.decide_signup": On(
        lambda w: w.signup("applied"),
        lambda w, row, at: activities.decide_signup(signup_id=row.pk, accept=True, actor=w.actor("leader"), at=at),
    ),
    "activities.decide_signup no": On(
        lambda w: w.signup("applied"),
        lambda w, row, at: activities.decide_signup(
            signup_id=row.pk, accept=False, reason="满员", actor=w.actor("leader"), at=at
        ),
    ),
    "activities.refuse_as_guardian": On(
        World.signup,
        lambda w, row, at: activities.refuse_as_guardian(signup_id=row.pk, actor=w.actor("guardian"), at=at),
    ),
    "activities.set_aside": On(
        World.signup,
        lambda w, row, at: activities.set_aside(signup_id=row.pk, reason="不来", actor=w.actor("leader"), at=at),
    ),
    "hours.approve": On(
        World.proposal, lambda w, row, at: hours.approve(proposal=row, actor=w.actor("reviewer"), at=at)
    ),
    "hours.refuse": On(
        World.proposal, lambda w, row, at: hours.refuse(proposal=row, words="不符", actor=w.actor("reviewer"), at=at)
    ),
    "hours.answer_objection": _answered(True),
    "hours.answer_objection no": _answered(False),
    "hours.withdraw_reversal": _reversal_asked,
    "hours.withdraw_objection": On(
        World.objection,
        lambda w, row, at: hours.withdraw_objection(objection=row, actor=w.actor("volunteer"), at=at),
    ),
    "hours.undo_tick": On(
        World.rolled, lambda w, row, at: hours.undo_tick(attendance=row, actor=w.actor("leader"), at=w.morning.at(3))
    ),
    "hours.check_out": On(
        World.rolled,
        lambda w, row, at: hours.check_out(attendance=row, source="roll", actor=w.actor("leader"), at=w.morning.at(90)),
    ),
    "hours.say_end": On(
        World.forgotten,
        lambda w, row, at: hours.say_end(
            attendance=row, ends_at=w.morning.at(60), words="有事", actor=w.actor("volunteer"), at=at
        ),
    ),
    "hours.confirm_end": On(
        World.forgotten,
        lambda w, row, at: hours.confirm_end(attendance=row, ends_at=w.morning.at(60), actor=w.actor("leader"), at=at),
    ),
    "hours.complete_record": On(
        lambda w: w.morning.shift,
        lambda w, row, at: hours.complete_record(shift=row, actor=w.actor("leader"), at=at + timedelta(days=1)),
    ),
    "complaints.answer_complaint": On(
        World.complaint,
        lambda w, row, at: complaints.answer_complaint(
            complaint=row, outcome="referred", answer="已转交", referred_to="民政局", actor=w.actor("county"), at=at
        ),
    ),
    "complaints.withdraw_complaint": On(
        World.complaint,
        lambda w, row, at: complaints.withdraw_complaint(complaint=row, actor=w.actor("volunteer"), at=at),
    ),
    "circulars.approve": On(
        lambda w: w.notice("asked"),
        lambda w, row, at: circulars.approve(circular=row, actor=w.actor("deputy"), at=at),
    ),
    "circulars.approve_difference": On(
        lambda w: w.notice("held"),
        lambda w, row, at: circulars.approve_difference(circular=row, number=1, actor=w.actor("deputy"), at=at),
    ),
    "circulars.send_back": On(
        lambda w: w.notice("asked"),
        lambda w, row, at: circulars.send_back(circular=row, actor=w.actor("deputy"), at=at),
    ),
    "circulars.answer": On(
        lambda w: w.notice("sent").boxes.get(),
        lambda w, row, at: circulars.answer(
            box=row, done=False, done_on=None, remark="没有人手", actor=w.actor("clerk"), at=at
        ),
    ),
    "circulars.stop": On(
        lambda w: w.notice("going"),
        lambda w, row, at: circulars.stop(circular=row, number=1, actor=w.actor("city"), at=at),
    ),
    "circulars.withdraw": On(
        lambda w: w.notice("sent"),
        lambda w, row, at: circulars.withdraw(circular=row, why="改期", actor=w.actor("city"), at=at),
    ),
    "people.pass_check": On(
        World.unchecked,
        lambda w, row, at: people.pass_check(
            person=row, document="id_card", last_six=w.number(), actor=w.actor("clerk"), at=at
        ),
    ),
    "people.fail_check": On(
        World.unchecked,
        lambda w, row, at: people.fail_check(person=row, reason="看不清", actor=w.actor("clerk"), at=at),
    ),
    "people.decide_claim": On(
        World.claim,
        lambda w, row, at: people.decide_claim(
            claim=row, granted=True, answer="", last_six=w.number(), actor=w.actor("clerk"), at=at
        ),
    ),
    "people.decide_claim no": On(
        World.claim,
        lambda w, row, at: people.decide_claim(
            claim=row, granted=False, answer="不是本人", actor=w.actor("clerk"), at=at
        ),
    ),
    "people.agree_as_guardian": On(
        lambda w: w.guardianship(agreed_at=None, guardian_account_id=None),
        lambda w, row, at: people.agree_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.agree_again": On(
        lambda w: w.guardianship(withdrawn_at=w.at),
        lambda w, row, at: people.agree_again(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.decline_as_guardian": On(
        lambda w: w.guardianship(agreed_at=None, guardian_account_id=None),
        lambda w, row, at: people.decline_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.withdraw_as_guardian": On(
        World.guardianship,
        lambda w, row, at: people.withdraw_as_guardian(guardianship=row, actor=w.actor("guardian"), at=at),
    ),
    "people.withdraw_consent": On(
        lambda w: w.person,
        lambda w, row, at: people.withdraw_consent(
            person=row, purpose="volunteer_service", actor=w.actor("volunteer"), at=at
        ),
    ),
    "people.withdraw_on_site": On(
        lambda w: w.person,
        lambda w, row, at: people.withdraw_on_site(person=row, actor=w.actor("clerk"), at=at),
    ),
    "people.answer_spot_check": On(
        World.spot_check,
        lambda w, row, at: people.answer_spot_check(
            check=row, outcome="false", way="phone", words="本人说没有注册过", actor=w.actor("county"), at=at
        ),
    ),
    "people.revoke_card": On(
        lambda w: people.issue_card(person=w.person, actor=w.actor("clerk"), at=w.at).person,
        lambda w, row, at: people.revoke_card(person=row, reason="丢了", actor=w.actor("clerk"), at=at),
    ),
    "activities.release_person": On(
        World.signup,
        lambda w, row, at: activities.release_person(person_id=row.person_id, reason="注册结束", at=at) * 0,
    ),
    "places.confirm_rule_set": _confirm_rules,
    "places.withdraw_rule_set": _withdraw_rules,
    "places.end_page": _end_page,
    "places.confirm_import": _confirm_import,
    "places.drop_import": _drop_import,
    "places.undo_import": _undo_import,
    "places.undo_populations": _undo_populations,
    "places.undo_exemption": _undo_exemption,
    "places.undo_sites": _undo_sites,
    "teams.approve": On(
        World.membership, lambda w, row, at: teams.approve(membership_id=row.pk, actor=w.actor("leader"), at=at)
    ),
    "teams.refuse": On(
        World.membership,
        lambda w, row, at: teams.refuse(membership_id=row.pk, reason="满员", actor=w.actor("leader"), at=at),
    ),
    "teams.leave": On(
        lambda w: w.membership(joined=True),
        lambda w, row, at: teams.leave(membership_id=row.pk, reason="搬家", actor=w.actor("leader"), at=at),
    ),
    "activities.withdraw_lead": On(
        World.lead, lambda w, pk, at: activities.withdraw_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.end_lead": On(
        World.lead_held, lambda w, pk, at: activities.end_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.accept_lead": On(
        World.lead, lambda w, pk, at: activities.accept_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "activities.decline_lead": On(
        World.lead, lambda w, pk, at: activities.decline_lead(lead_id=pk, actor=w.actor("unit_admin"), at=at)
    ),
    "teams.end_office": _end_office,
    "teams.accept_office": On(
        World.office, lambda w, row, at: teams.accept_office(office_id=row.pk, actor=w.actor("stranger"), at=at)
    ),
    "teams.decline_office": On(
        World.office, lambda w, row, at: teams.decline_office(office_id=row.pk, actor=w.actor("stranger"), at=at)
    ),
}
