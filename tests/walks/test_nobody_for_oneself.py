"""Nobody decides about oneself: every deciding action of every room, with the decider as the one it is about."""

import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.activities import actions as activities
from baiying.activities.models import Signup, SignupState
from baiying.circulars import actions as circulars
from baiying.complaints import actions as complaints
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours import queries as hour_rows
from baiying.kit import clock, rooms
from baiying.kit.errors import Refused
from baiying.people import actions as people
from baiying.people.actions.guardians import agree_on_site
from baiying.people.models import Registration
from baiying.people.rules import GuardianAsked
from baiying.people.rules.ending import End
from baiying.privacy import actions as privacy
from baiying.teams import actions as teams
from tests.hours.conftest import Morning, morning_at
from tests.walks import matters
from tests.walks.matters import Scene

pytestmark = pytest.mark.django_db

# By these names an action decides about somebody. A new one of such a name stands in one of the two lists below.
_DECIDES = re.compile(
    r"(approve|refuse|decide|confirm|answer|appoint|accept|decline|pass|fail|agree|set_aside|tick|reverse|unlock"
    r"|record_paper|correct|hear)(_|$)"
)
_NOT_FOR_ONESELF = {
    "notices.confirm_instance": "about a copy of the city, not about anybody",
    "activities.answer_gate": "questions about a plan",
    "privacy.decide_telling": "all whom a leak concerns are told, whoever they are",
    "circulars.answer": "for a box, whoever holds it",
    "circulars.correct": "what an office wrote itself",
    "hours.decide_together": "leaves out what the actor may not decide: tests/hours/test_decided_together.py",
    "hours.confirm_ends": "calls confirm_end for each",
    "accounts.confirm_passkey": "one's own key in doubt, after another proof; of vouching: accounts/test_vouching.py",
    "accounts.appoint_by_phone": "is asked by its own test in tests/accounts/test_appointments.py",
    "teams.approve_change": "about a unit; who asked, and the own unit, are refused: teams/test_changes.py",
    "teams.refuse_change": "as approve_change",
    "teams.answer_exit_appeal": "about a unit; its own administrators are refused: teams/test_exits.py",
    "teams.sign_team_merge": "about two units; who proposed it is refused: teams/test_merging_teams.py",
    "teams.end_team_merge": "about two units; nothing is moved by it, and who proposed it may take it back",
    "teams.undo_team_merge": "about two units; their own administrators are refused: teams/test_parting_teams.py",
    "teams.accept_application": "about a unit; who applied is refused: teams/test_applying.py",
    "teams.refuse_application": "as accept_application",
    "accounts.answer_list": "digits of phones for lines of a list; who is meant is asked of each by appoint",
    "teams.appoint_admin_by_phone": "calls appoint_admin for who is meant",
    "teams.appoint_leader_by_phone": "calls appoint_leader for who is meant",
    "people.agree_on_site": "is asked with register_on_site",
    "people.agree_as_guardian": "the guardian is the one to answer; the page proves the phone",
    "people.agree_again": "as agree_as_guardian",
    "activities.agree_to_time": "one's own sign-up, or a ward's: the page admits nobody else",
    "people.agree_to_number": "one's own to give; a witness of the family is refused: people/test_number_of_a_child.py",
    "activities.refuse_as_guardian": "the guardian is the one to say no; none else is admitted",
    "people.decline_as_guardian": "as agree_as_guardian",
    "people.reconsider_as_guardian": "as agree_as_guardian",
    "people.not_the_guardian": "as agree_as_guardian",
    "rosters.accept_as_volunteer": "the own answer to an invitation, which no office gives",
    "rosters.decline": "as accept_as_volunteer",
    "places.appoint_staff": "a record of who heads a site: no right comes of it",
    "places.confirm_import": "divisions",
    "places.correct_since": "a date of a site",
    "places.fail_import": "divisions",
    "places.answer_successors": "divisions",
    "places.confirm_rule_set": "rules; the proposer is refused by tests of places",
}


Act = Callable[[Scene, dict[str, Any]], object]
# Each with the refusal's code, how to do it, and (where it is about an account) that a ward is not meant.
ABOUT_PERSONS: dict[str, tuple[str, Act]] = {
    "teams.approve": ("own_matter", lambda s, by: teams.approve(membership_id=matters.membership(s), **by)),
    "teams.refuse": (
        "own_matter",
        lambda s, by: teams.refuse(membership_id=matters.membership(s), reason="满员", **by),
    ),
    "activities.decide_signup": (
        "own_matter",
        lambda s, by: activities.decide_signup(signup_id=s.signup(SignupState.APPLIED), accept=True, **by),
    ),
    "activities.set_aside": (
        "own_matter",
        lambda s, by: activities.set_aside(signup_id=s.signup(SignupState.ACCEPTED), reason="不来", **by),
    ),
    "people.pass_check": (
        "own_check",
        lambda s, by: people.pass_check(person=matters.check(s), document="citizen", last_six="000000", **by),
    ),
    "people.correct_document": (
        "own_matter",
        lambda s, by: people.correct_document(
            person=s.person, id_type="passport", document="passport", reason="登记错了", **by
        ),
    ),
    "people.withdraw_on_site": ("own_matter", lambda s, by: people.withdraw_on_site(person=s.person, **by)),
    "people.rejoin_on_site": ("own_matter", lambda s, by: people.rejoin_on_site(person=s.person, **by)),
    "people.fail_check": ("own_check", lambda s, by: people.fail_check(person=matters.check(s), reason="不清楚", **by)),
    "people.answer_on_paper": (
        "own_matter",
        lambda s, by: people.answer_on_paper(ward=s.person, paper=matters.signed(s), typed={}, **by),
    ),
    "people.answer_spot_check": ("own_matter", matters.answer_spot_check),
    "people.propose_finding": (
        "own_matter",
        lambda s, by: people.propose_finding(doubt=matters.doubt(s), finding="right", words="属实", **by),
    ),
    "people.confirm_finding": (
        "own_matter",
        lambda s, by: people.confirm_finding(doubt=matters.doubt(s, "right"), finding="right", **by),
    ),
    "people.send_back_finding": (
        "own_matter",
        lambda s, by: people.send_back_finding(doubt=matters.doubt(s, "right"), words="不", **by),
    ),
    "people.number_to_call": (
        "own_matter",
        lambda s, by: people.number_to_call(check=matters.spot_check(s), **by),
    ),
    "people.decide_between_guardians": (
        "own_matter",
        lambda s, by: people.decide_between_guardians(
            guardianship=matters.consent(s), document="法院民事调解书", why="判决", **by
        ),
    ),
    "people.end_guardianship": (
        "own_matter",
        lambda s, by: people.end_guardianship(
            guardianship=matters.consent(s), end=End(clock.local_date(by["at"]), "changed", "法院民事判决书"), **by
        ),
    ),
    "people.lift_end": (
        "own_matter",
        lambda s, by: people.lift_end(guardianship=matters.consent(s), document="法院民事裁定书", **by),
    ),
    "people.decide_unproven": (
        "own_matter",
        lambda s, by: people.decide_unproven(guardianship=matters.consent(s), document="聊天记录截屏", **by),
    ),
    "people.give_file_leave": (
        "second_manager",
        lambda s, by: people.give_file_leave(leave_id=matters.file_leave(s), **by),
    ),
    "people.refuse_file_leave": (
        "second_manager",
        lambda s, by: people.refuse_file_leave(leave_id=matters.file_leave(s), why="不清楚", **by),
    ),
    "people.give_minor_leave": (
        "own_matter",
        lambda s, by: people.give_minor_leave(leave_id=matters.minor_leave(s), **by),
    ),
    "people.refuse_minor_leave": (
        "own_matter",
        lambda s, by: people.refuse_minor_leave(leave_id=matters.minor_leave(s), why="不清楚", **by),
    ),
    "people.confirm_merge": (
        "own_matter",
        lambda s, by: people.confirm_merge(merge=matters.merge(s), **by),
    ),
    "people.decide_claim": (
        "own_check",
        lambda s, by: people.decide_claim(claim=matters.claim(s), granted=True, answer="", last_six="000000", **by),
    ),
    "people.hear_sleeper": (
        "own_matter",
        lambda s, by: people.hear_sleeper(dormancy_id=matters.asleep(s), stays=False, words="问过", **by),
    ),
    "people.confirm_claim": (
        "own_check",
        lambda s, by: people.confirm_claim(claim=matters.claim(s), **by),
    ),
    "complaints.answer_complaint": (
        "own_matter",
        lambda s, by: complaints.answer_complaint(
            complaint=matters.complaint(s), outcome="unfounded", answer="没有这回事", **by
        ),
    ),
    "circulars.approve": ("own_circular", lambda s, by: circulars.approve(circular=matters.notice(s), **by)),
    "circulars.approve_difference": (
        "own_circular",
        lambda s, by: circulars.approve_difference(circular=matters.notice(s), number=1, **by),
    ),
    "privacy.answer_request": (
        "own_matter",
        lambda s, by: privacy.answer_request(request_id=matters.wish(s), outcome="done", answer="已办", **by),
    ),
    "privacy.agree_hold": ("own_matter", lambda s, by: privacy.agree_hold(hold_id=matters.hold(s), **by)),
    "privacy.refuse_hold": (
        "own_matter",
        lambda s, by: privacy.refuse_hold(hold_id=matters.hold(s), why="不清楚", **by),
    ),
    "privacy.agree_opening": (
        "own_matter",
        lambda s, by: privacy.agree_opening(opening_id=matters.opening(s), **by),
    ),
    "privacy.refuse_opening": (
        "own_matter",
        lambda s, by: privacy.refuse_opening(opening_id=matters.opening(s), why="不清楚", **by),
    ),
    "hours.tick_in": (
        "own_matter",
        lambda s, by: hours.tick_in(shift=s.morning.shift, person_id=s.person.pk, **by),
    ),
    "hours.check_out": ("own_matter", lambda s, by: hours.check_out(attendance=s.attendance(), source="roll", **by)),
    "hours.confirm_end": (
        "own_matter",
        lambda s, by: hours.confirm_end(attendance=s.attendance(), ends_at=s.morning.at(30), **by),
    ),
    "hours.correct_record": (
        "own_matter",
        lambda s, by: hours.correct_record(attendance=s.attendance(), times=None, words="不在场", **by),
    ),
    "hours.record_paper": (
        "own_matter",
        lambda s, by: hours.record_paper(shift=s.morning.shift, rows=matters.paper(s), words="", **by),
    ),
    "hours.approve": ("second_person_needed", lambda s, by: hours.approve(proposal=matters.proposal(s), **by)),
    "hours.refuse": (
        "second_person_needed",
        lambda s, by: hours.refuse(proposal=matters.proposal(s), words="不符", **by),
    ),
    "hours.answer_objection": (
        "second_person_needed",
        lambda s, by: hours.answer_objection(objection=matters.objection(s), upheld=True, answer="属实", **by),
    ),
    "hours.propose_reversal": (
        "second_person_needed",
        lambda s, by: hours.propose_reversal(
            entry=builders.entry(s.person, 60, area=s.morning.shift.activity.area), words="不在场", **by
        ),
    ),
}
ABOUT_ACCOUNTS: dict[str, tuple[str, Act]] = {
    "accounts.appoint": (
        "own_appointment",
        lambda s, by: accounts.appoint(account=s.account, role="auditor", area_id=None, **by),
    ),
    "accounts.unlock": ("own_lock", lambda s, by: accounts.unlock(phone=s.leader.phone, reason="看了证件", **by)),
    "teams.appoint_admin": (
        "own_office",
        lambda s, by: teams.appoint_admin(body_id=s.leader.team.body_id, account_id=s.account.pk, **by),  # type: ignore[union-attr]
    ),
    "teams.appoint_leader": (
        "own_office",
        lambda s, by: teams.appoint_leader(team_id=s.leader.team.pk, account_id=s.account.pk, **by),  # type: ignore[union-attr]
    ),
}


# What only its own account may answer: whoever gave it, whatever their rights, may not.
Given = Callable[[Scene, dict[str, Any]], int]
OWN_ANSWERS: dict[str, tuple[Given, Callable[..., object]]] = {
    "accounts.accept_appointment": (
        matters.appointment,
        lambda pk, by: accounts.accept_appointment(appointment_id=pk, **by),
    ),
    "accounts.decline_appointment": (
        matters.appointment,
        lambda pk, by: accounts.decline_appointment(appointment_id=pk, **by),
    ),
    "activities.accept_lead": (matters.lead, lambda pk, by: activities.accept_lead(lead_id=pk, **by)),
    "activities.decline_lead": (matters.lead, lambda pk, by: activities.decline_lead(lead_id=pk, **by)),
    "teams.accept_office": (matters.office, lambda pk, by: teams.accept_office(office_id=pk, **by)),
    "teams.decline_office": (matters.office, lambda pk, by: teams.decline_office(office_id=pk, **by)),
}


@pytest.fixture
def morning(cast: Any) -> Morning:
    return morning_at(cast, builders.NOW)


def _refused(scene: Scene, code: str, act: Act) -> None:
    with pytest.raises(Refused) as refused:
        act(scene, {"actor": scene.actor, "at": scene.morning.at(60)})
    met = refused.value
    if isinstance(met, hours.RowsRefused):
        (met,) = met.by_key.values()
    assert met.code == code
    # The sentence says who else can.
    assert "另" in str(met)


@pytest.mark.parametrize("name", sorted(ABOUT_PERSONS))
@pytest.mark.parametrize("as_who", ["oneself", "ward", "same phone"])
def test_nobody_decides_about_oneself_a_ward_or_who_shares_the_phone(morning: Morning, name: str, as_who: str) -> None:
    _refused(Scene(morning, as_who), *ABOUT_PERSONS[name])


@pytest.mark.parametrize("name", sorted(ABOUT_ACCOUNTS))
@pytest.mark.parametrize("as_who", ["oneself", "same phone"])
def test_nobody_decides_about_the_own_account_or_one_of_the_same_phone(
    morning: Morning, name: str, as_who: str
) -> None:
    _refused(Scene(morning, as_who), *ABOUT_ACCOUNTS[name])


@pytest.mark.parametrize("name", sorted(OWN_ANSWERS))
def test_nobody_answers_what_was_given_to_somebody_else(morning: Morning, name: str) -> None:
    scene = Scene(morning, "oneself")
    give, answer = OWN_ANSWERS[name]
    by = {"actor": scene.actor, "at": morning.at(0)}
    with pytest.raises(Refused) as refused:
        answer(give(scene, by), by)
    assert refused.value.code == "not_your_offer"


def test_a_clerk_is_no_witness_to_the_own_consent_as_a_guardian(morning: Morning) -> None:
    minor, clerk = morning.cast["minor"].person, morning.cast["clerk"]
    assert minor is not None
    with pytest.raises(Refused) as refused:
        agree_on_site(
            Registration.objects.get(person=minor), GuardianAsked("某人", "mother", clerk.phone),
            purposes=("guardian",), version="1", actor=morning.actor("clerk"), at=morning.at(0),
        )  # fmt: skip
    assert refused.value.code == "own_matter"
    assert "另一位" in str(refused.value)


def test_every_action_that_decides_stands_in_the_table() -> None:
    """Whoever adds one finds out here that nobody may do it to oneself."""
    known = {*ABOUT_PERSONS, *ABOUT_ACCOUNTS, *OWN_ANSWERS, *_NOT_FOR_ONESELF}
    found = set()
    for room in rooms.brought():
        try:
            module = importlib.import_module(f"baiying.{room}.actions")
        except ModuleNotFoundError:
            continue
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and "actor" in inspect.signature(thing).parameters and _DECIDES.match(name):
                found.add(f"{room}.{name}")
    assert found - known == set()


def test_a_leader_meets_a_sentence_on_the_page_and_another_leader_decides(morning: Morning, client_as: Any) -> None:
    scene = Scene(morning, "oneself")
    signup = Signup.objects.get(pk=scene.signup(SignupState.ACCEPTED))
    leader: Client = client_as("leader")
    url = f"/shifts/{morning.shift.public_id}/ticks/"
    page = leader.post(url, {"signup": signup.public_id}, follow=True).content.decode()
    assert "扫签到码" in page
    assert hour_rows.open_attendance_of(scene.person.pk) is None
    row = hours.tick_in(
        shift=morning.shift, person_id=scene.person.pk, actor=morning.actor("unit_admin"), at=morning.at(0)
    )
    assert row.in_by_id == morning.cast["unit_admin"].account.pk
