"""What a spot check finds untrue: held, decided by two, told, objected to, and taken back (O4)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from baiying.accounts import queries as account_rows
from baiying.activities import actions as activities
from baiying.activities.models import Signup
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours.models import Attendance, HourEntry
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor, system
from baiying.notices import queries as notices
from baiying.people import actions, queries, rules
from baiying.people.actions import spot_checks
from baiying.people.models import Counting, Doubt, Registration, SpotCheck
from baiying.places import queries as places
from tests.people import world
from tests.people.test_desk_signals import PAGE as SIGNALS
from tests.people.test_spot_checks import check_of, clerk_of
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PAGE = "/desk/people/doubts/"
WORDS = {"way": "phone", "words": "本人说没有去过"}


@pytest.fixture
def check(area: Area, monkeypatch: pytest.MonkeyPatch) -> SpotCheck:
    """A registration at the desk, drawn; the clerk is 赵经办."""
    monkeypatch.setattr(spot_checks, "roll", lambda: 0)
    return check_of(area, clerk_of(area))


class Office:
    """One of those who decide."""

    def __init__(self, area: Area, phone: str, name: str) -> None:
        self.client = world.staff("county_office", area.county, phone, name)
        self.actor = Actor(account_id=account_rows.accounts_of_phone(phone)[0].pk)

    def answer(self, check: SpotCheck, outcome: str = "false") -> None:
        words = "" if outcome == "true" else "本人说没有去过"
        actions.answer_spot_check(
            check=check, outcome=outcome, way="phone", words=words, actor=self.actor, at=clock.now()
        )

    def press(self, row: Doubt, what: str, **sent: str) -> Any:
        if what == "decision":
            # What the page has that is open now.
            at = Doubt.objects.get(pk=row.pk).proposed_at
            sent = {"proposed_at": (at or clock.now()).isoformat(), **sent}
        return self.client.post(f"{PAGE}{row.public_id}/{what}/", sent)


@pytest.fixture
def first(area: Area) -> Office:
    return Office(area, "19900000601", "马主管")


@pytest.fixture
def second(area: Area) -> Office:
    return Office(area, "19900000602", "牛主管")


def the(check: SpotCheck) -> Registration:
    return Registration.objects.filter(person_id=check.person_id).latest("id")


def shown(row: Doubt) -> tuple[str, str]:
    row.refresh_from_db()
    return row.proposed, row.found


def told(check: SpotCheck) -> str:
    """All that the person was told."""
    return " ".join(one.wording for one in notices.inbox_of(check.person.public_id))


def test_untrue_holds_the_registration_and_tells_whom_it_concerns(check: SpotCheck, first: Office, area: Area) -> None:
    first.answer(check)
    row = Doubt.objects.get()
    assert (row.why, row.words, row.found) == ("spot", "本人说没有去过", "")
    assert row.due_on == places.working_day_after(clock.local_date(clock.now()), 5)[0]
    assert queries.state_of(the(check)) == "held"
    standing = queries.standing_of(check.person_id, clock.now())
    assert standing is not None
    assert (standing.held, standing.counted) == (True, False)
    assert Counting.objects.filter(person=check.person, to_at=None).exists(), "it is counted until it is decided"
    assert "有工作人员核实您的志愿者注册" in told(check)
    # The same result once more opens nothing more.
    first.answer(check)
    assert Doubt.objects.count() == 1


def test_nobody_is_signed_up_while_it_is_held(check: SpotCheck, first: Office, area: Area) -> None:
    shift = _coming(area)
    account = actions.link_account(
        person=check.person, phone="19900000555", actor=system("test"), at=clock.now()
    )  # fmt: skip
    assert account is not None
    actor = Actor(account_id=account.pk, person_id=check.person_id)
    first.answer(check)
    with pytest.raises(Refused) as refusal:
        activities.sign_up(shift_pid=shift.public_id, person_id=check.person_id, actor=actor, at=clock.now())
    assert refusal.value.code == "held"
    assert not Signup.objects.exists()
    _decide(check, first, Office(area, "19900000602", "牛主管"), "right")
    activities.sign_up(shift_pid=shift.public_id, person_id=check.person_id, actor=actor, at=clock.now())
    assert Signup.objects.get().state == "accepted"


def _coming(area: Area) -> Any:
    team = builders.team(builders.body("总队", area=area.village), "队", area=area.village)
    day = clock.local_date(clock.now()) + timedelta(days=3)
    activity = builders.activity(team, builders.account(), title="清扫", area=area.village, starts_on=day, ends_on=day)
    start = clock.now() + timedelta(days=3)
    return builders.shift(activity, start, start + timedelta(hours=2))


def _served(check: SpotCheck, area: Area, *, hours_ago: int) -> Attendance:
    start = clock.now() - timedelta(hours=hours_ago)
    day = clock.local_date(start)
    team = builders.team(builders.body(f"总队{hours_ago}", area=area.village), f"队{hours_ago}", area=area.village)
    activity = builders.activity(team, builders.account(), title="清扫", area=area.village, starts_on=day, ends_on=day)
    shift = builders.shift(activity, start, start + timedelta(hours=1))
    return builders.attendance(shift, check.person)


def _out(row: Attendance) -> None:
    hours.check_out(attendance=row, actor=system("test"), at=row.checked_in_at + timedelta(minutes=60))


def _decide(check: SpotCheck, one: Office, other: Office, finding: str) -> Doubt:
    row = Doubt.objects.filter(check_row=check, decided_at=None).latest("id")
    by = {"at": clock.now()}
    actions.propose_finding(doubt=row, finding=finding, words="上门问过了", actor=one.actor, **by)
    return actions.confirm_finding(doubt=row, finding=finding, actor=other.actor, **by)


@pytest.mark.parametrize(("finding", "minutes"), [("right", 60), ("untrue", 0)])
def test_hours_wait_and_count_only_where_it_is_right(
    finding: str, minutes: int, check: SpotCheck, first: Office, second: Office, area: Area
) -> None:
    long_ago = clock.now() - timedelta(days=2)
    Registration.objects.filter(person=check.person).update(registered_at=long_ago, verified_at=long_ago)
    before = _served(check, area, hours_ago=6)
    _out(before)
    assert HourEntry.objects.filter(attendance_id=before.pk).exists()
    first.answer(check)
    while_held = _served(check, area, hours_ago=-1)
    _out(while_held)
    assert not HourEntry.objects.filter(attendance_id=while_held.pk).exists()
    hours.sweep_waiting(actor=system("test"), at=clock.now() + timedelta(days=200))
    while_held.refresh_from_db()
    assert while_held.settled_at is None, "no time that an office takes is the volunteer's loss"
    _decide(check, first, second, finding)
    hours.post_waiting(person_id=check.person_id, actor=system("test"), at=clock.now() + timedelta(hours=3))
    posted = HourEntry.objects.filter(attendance_id=while_held.pk)
    assert sum(one.minutes for one in posted) == minutes
    assert HourEntry.objects.filter(attendance_id=before.pk).exists(), "what was in the ledger stands"
    while_held.refresh_from_db()
    assert while_held.settled_at is not None


def test_one_proposes_another_confirms_on_the_pages(check: SpotCheck, first: Office, second: Office) -> None:
    first.answer(check)
    row = Doubt.objects.get()
    desk = first.client.get("/desk/").content.decode()
    assert "等核实的注册" in desk
    assert first.press(row, "finding", finding="untrue", words=" ").status_code == 422
    with_number = first.press(row, "finding", finding="untrue", words="打 13800138000 问过")
    assert with_number.status_code == 422
    assert "打 13800138000 问过" in with_number.content.decode(), "what was typed is given back"
    assert first.press(row, "finding", finding="untrue", words="上门问过了").status_code == 303
    assert "等核实的注册" not in first.client.get("/desk/").content.decode(), "it waits for another"
    own = first.press(row, "decision", finding="untrue")
    assert own.status_code == 409
    assert "要由另一位有权的人确认" in own.content.decode()
    assert "等您确认别人的意见" in second.client.get("/desk/").content.decode()
    assert second.press(row, "decision", finding="right").status_code == 409, "what the page showed, and nothing else"
    for _press in range(2):
        assert second.press(row, "decision", finding="untrue").status_code == 303
    assert shown(row) == ("untrue", "untrue")
    assert first.press(row, "decision", finding="untrue").status_code == 409
    made = the(check)
    assert (queries.state_of(made), made.end_reason) == ("ended", rules.FOUND_UNTRUE)
    assert not Counting.objects.filter(person=check.person, to_at=None).exists()
    assert "认定您的志愿者注册不属实" in told(check)
    record = first.client.get(f"/desk/people/{check.person.public_id}/").content.decode()
    assert "认定注册不属实" in record
    assert "上门问过了" in record
    acts = AuditEvent.objects.filter(action__startswith="Doubt").values_list("action", flat=True).order_by("id")
    assert list(acts) == ["DoubtOpened", "DoubtProposed", "DoubtFoundUntrue"]


def test_a_proposal_is_sent_back_and_made_anew(check: SpotCheck, first: Office, second: Office) -> None:
    first.answer(check)
    row = Doubt.objects.get()
    first.press(row, "finding", finding="untrue", words="上门问过了")
    assert second.press(row, "return", words="").status_code == 422
    for _press in range(2):
        assert second.press(row, "return", words="再去问一次").status_code == 303
    assert shown(row) == ("", "")
    assert second.press(row, "finding", finding="right", words="去过，有照片").status_code == 303
    assert first.press(row, "decision", finding="right").status_code == 303
    assert queries.state_of(the(check)) == "counted"
    assert Counting.objects.filter(person=check.person).count() == 1, "it counted all the time"
    assert "核实已经结束：属实" in told(check)


def test_other_words_for_the_same_finding_are_not_confirmed_unread(
    check: SpotCheck, first: Office, second: Office
) -> None:
    first.answer(check)
    row = Doubt.objects.get()
    first.press(row, "finding", finding="untrue", words="上门问过，没有这个人")
    page = second.client.get(f"{PAGE}{row.public_id}/").content.decode()
    [shown_at] = re.findall(r'name="proposed_at" value="([^"]+)"', page)
    first.press(row, "finding", finding="untrue", words="电话里他自己说的")
    refused = second.press(row, "decision", finding="untrue", proposed_at=shown_at)
    assert refused.status_code == 409
    text = refused.content.decode()
    assert ("电话里他自己说的" in text, "没有等您确认的意见" in text) == (True, True)
    # The page shows what holds now, and its button confirms that.
    [now] = re.findall(r'name="proposed_at" value="([^"]+)"', text)
    assert second.press(row, "decision", finding="untrue", proposed_at=now).status_code == 303
    row.refresh_from_db()
    assert row.found == "untrue"


@pytest.mark.usefixtures("check")
def test_who_registered_the_person_decides_nothing(first: Office, area: Area) -> None:
    clerk = world.staff("county_office", area.county, "19900000701", "赵经办")
    twin = world.make_account("19900000701", "赵经办二号")
    first.answer(check_of(area, twin.pk, 2))
    row = Doubt.objects.get()
    assert "等核实的注册" not in clerk.get("/desk/").content.decode()
    for what, sent in (("finding", {"finding": "right", "words": "属实"}), ("again", {"words": "再看看"})):
        assert clerk.post(f"{PAGE}{row.public_id}/{what}/", sent).status_code == 409
    assert shown(row) == ("", "")


def test_others_do_not_see_it(check: SpotCheck, first: Office, area: Area) -> None:
    first.answer(check)
    row = Doubt.objects.get()
    elsewhere = world.staff("county_office", area.other_county, "19900000603")
    assert elsewhere.get(f"{PAGE}{row.public_id}/").status_code == 404
    assert elsewhere.post(f"{PAGE}{row.public_id}/decision/", {"finding": "untrue"}).status_code == 404
    station = world.staff("place_staff", area.township, "19900000604")
    assert station.get(PAGE).status_code == 403
    auditor = world.staff("auditor", None, "19900000605")
    assert auditor.get(PAGE).status_code == 200
    assert auditor.get(f"{PAGE}{row.public_id}/").status_code == 403


def test_a_corrected_check_ends_it_and_after_a_decision_it_is_not_corrected(
    check: SpotCheck, first: Office, second: Office
) -> None:
    first.answer(check)
    first.answer(check, "true")
    row = Doubt.objects.get()
    assert shown(row) == ("", "corrected")
    assert queries.state_of(the(check)) == "counted"
    assert "抽查的结果更正了" in told(check)
    first.answer(check)
    _decide(check, first, second, "untrue")
    with pytest.raises(Refused) as refusal:
        first.answer(check, "true")
    assert refusal.value.code == "check_decided"


def test_the_person_says_something_objects_and_is_set_right_again(
    check: SpotCheck, first: Office, second: Office
) -> None:
    assert actions.link_account(person=check.person, phone="19900000555", actor=system("test"), at=clock.now())
    first.answer(check)
    own = Client()
    world.log_in(own, "19900000555")
    page = own.get("/mine/profile/").content.decode()
    assert "注册正在核实" in page
    assert own.post("/mine/profile/doubt/", {"words": ""}).status_code == 422
    for _press in range(2):
        assert own.post("/mine/profile/doubt/", {"words": "那天是女儿陪我去的"}).status_code == 303
    row = Doubt.objects.get()
    assert "那天是女儿陪我去的" in first.client.get(f"{PAGE}{row.public_id}/").content.decode()
    _decide(check, first, second, "untrue")
    page = own.get("/mine/profile/").content.decode()
    assert "提出异议" in page
    # Coming back by a press is no way past it: the document is looked at anew.
    assert own.post("/mine/profile/doubt/", {"words": "请再问问站里的小李"}).status_code == 303
    again = Doubt.objects.latest("id")
    assert (again.why, again.words) == ("objection", "请再问问站里的小李")
    assert queries.state_of(the(check)) == "ended", "an objection alone changes nothing"
    _decide(check, first, second, "right")
    made = the(check)
    assert (queries.state_of(made), made.end_reason, made.held_at) == ("counted", "", None)
    assert Counting.objects.filter(person=check.person).count() == 2
    nothing = own.post("/mine/profile/doubt/", {"words": "还有"})
    assert nothing.status_code == 422
    assert "没有可以提出异议的决定" in nothing.content.decode()


def test_an_objection_pressed_twice_is_one(
    check: SpotCheck, first: Office, second: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first.answer(check)
    decided = _decide(check, first, second, "untrue")

    def press() -> Doubt:
        return actions.say_about_doubt(
            person_id=check.person_id, words="请再问问站里的小李", actor=system("test"), at=clock.now()
        )  # fmt: skip

    made = press()
    assert press() == made
    # Both at one moment: the second has looked before the first was through.
    monkeypatch.setattr(queries, "last_doubt_of", lambda _person_id: decided)
    assert press() == made
    assert AuditEvent.objects.filter(action__in=("DoubtOpened", "DoubtAnswered")).count() == 2


def test_an_office_looks_again_and_whoever_came_back_meanwhile_keeps_the_new_registration(
    check: SpotCheck, first: Office, second: Office
) -> None:
    first.answer(check)
    row = _decide(check, first, second, "untrue")
    back = actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    assert queries.state_of(back) == "awaiting_check", "the document is looked at anew"
    assert first.press(row, "again", words="村里有新的证明").status_code == 303
    assert first.press(row, "again", words="村里有新的证明").status_code == 409, "one at a time"
    _decide(check, first, second, "right")
    old = Registration.objects.get(pk=row.registration_id)
    assert (old.ended_at is not None, old.end_reason, old.held_at) == (True, rules.SET_RIGHT, None)
    assert Registration.objects.filter(person=check.person, ended_at=None).get() == back


def _withdraw(check: SpotCheck) -> None:
    actions.withdraw_consent(
        person=check.person, purpose=rules.SERVICE, actor=system("test"), at=clock.now()
    )  # fmt: skip


@pytest.mark.parametrize(("finding", "minutes"), [("right", 60), ("untrue", 0)])
def test_leaving_and_coming_back_is_no_way_past_it(
    finding: str, minutes: int, check: SpotCheck, first: Office, second: Office, area: Area
) -> None:
    first.answer(check)
    while_held = _served(check, area, hours_ago=0)
    _out(while_held)
    _withdraw(check)
    held = the(check)
    hours.post_waiting(person_id=check.person_id, actor=system("test"), at=clock.now() + timedelta(hours=3))
    assert not HourEntry.objects.exists(), "who leaves meanwhile has not made it true"
    back = actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    assert queries.state_of(back) == "awaiting_check", "the document is looked at anew"
    assert "等核实的注册" in first.client.get("/desk/").content.decode(), "hours wait for it"
    _decide(check, first, second, finding)
    hours.post_waiting(person_id=check.person_id, actor=system("test"), at=clock.now() + timedelta(hours=3))
    assert sum(one.minutes for one in HourEntry.objects.all()) == minutes
    held.refresh_from_db()
    assert held.ended_at is not None
    assert Registration.objects.get(person=check.person, ended_at=None) == back


def test_leaving_before_the_check_is_made_is_no_way_past_it(check: SpotCheck, first: Office) -> None:
    _withdraw(check)
    first.answer(check)
    assert Doubt.objects.get().registration == the(check)
    assert "核实您的志愿者注册" not in told(check), "nobody is held up who has left"
    back = actions.rejoin(person=check.person, actor=system("test"), at=clock.now())
    assert queries.state_of(back) == "awaiting_check"


def test_nobody_who_withdrew_is_a_volunteer_again_unasked(check: SpotCheck, first: Office, second: Office) -> None:
    first.answer(check)
    row = _decide(check, first, second, "untrue")
    _withdraw(check)
    actions.look_again(doubt=row, words="村里有新的证明", actor=first.actor, at=clock.now())
    _decide(check, first, second, "right")
    made = the(check)
    assert (queries.state_of(made), made.end_reason, made.held_at) == ("ended", rules.SET_RIGHT, None)
    assert "可以照常报名" not in told(check)
    assert "想再参加可以重新注册" in told(check)


def test_the_signals_count_what_two_came_to(check: SpotCheck, first: Office, second: Office) -> None:
    first.answer(check)
    _decide(check, first, second, "untrue")
    page = first.client.get(SIGNALS).content.decode()
    assert "两人认定不属实 1" in page
    actions.look_again(doubt=Doubt.objects.get(), words="新的证明", actor=first.actor, at=clock.now())
    _decide(check, first, second, "right")
    page = first.client.get(SIGNALS).content.decode()
    assert "两人认定不属实" not in page
    assert "核实后属实 1" in page


def test_a_decision_of_one_hand_cannot_be_written(check: SpotCheck, first: Office) -> None:
    first.answer(check)
    row = Doubt.objects.get()
    alone = {
        "proposed": "untrue",
        "proposed_by_id": 7,
        "found": "untrue",
        "decided_at": clock.now(),
        "decided_by_id": 7,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Doubt.objects.filter(pk=row.pk).update(**alone)


@pytest.mark.rules
@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"held": True}, "held"),
        ({"held": True, "ended": True}, "ended"),
        ({"held": True, "verified": False}, "awaiting_check"),
        ({}, "counted"),
    ],
)
def test_what_state_a_held_registration_is_in(given: dict[str, bool], state: str) -> None:
    plain = {"ended": False, "failed": False, "verified": True, "needs_guardian": False, "guardian_ok": False}
    assert rules.registration_state(**{**plain, **given}) == state


@pytest.mark.rules
def test_hours_of_a_day_while_held_wait_and_of_what_was_untrue_never_count() -> None:
    facts: Callable[..., rules.DayFacts] = lambda **more: rules.DayFacts(registered=True, verified=True, **more)  # noqa: E731
    assert rules.standing_on_day(facts(held=True)) == rules.DayStanding("held")
    assert rules.standing_on_day(facts(untrue=True, ended=True)) == rules.DayStanding("untrue", final=True)
    assert rules.standing_on_day(facts(ended=True)).counted, "days before it was held stand"
