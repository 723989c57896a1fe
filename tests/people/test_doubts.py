"""What a spot check finds untrue: held, decided by two, told (O4)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from baiying.activities import actions as activities
from baiying.activities.models import Signup
from baiying.hours import actions as hours
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor, system
from baiying.people import actions, queries, rules
from baiying.people.models import Counting, Doubt, Registration, SpotCheck
from baiying.places import queries as places
from tests.people import world
from tests.people.doubting import PAGE, Office, coming, decide, out, served, shown, the, told
from tests.people.test_spot_checks import check_of
from tests.people.world import Area

pytestmark = pytest.mark.django_db


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
    shift = coming(area)
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
    decide(check, first, Office(area, "19900000602", "牛主管"), "right")
    activities.sign_up(shift_pid=shift.public_id, person_id=check.person_id, actor=actor, at=clock.now())
    assert Signup.objects.get().state == "accepted"


@pytest.mark.parametrize(("finding", "minutes"), [("right", 60), ("untrue", 0)])
def test_hours_wait_and_count_only_where_it_is_right(
    finding: str,
    minutes: int,
    check: SpotCheck,
    first: Office,
    second: Office,
    area: Area,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The next noon: what is served an hour after the look is served on the day on which it is decided, and nothing ends
    # before the registration of a moment ago.
    noon = clock.midnight(clock.local_date(clock.now())) + timedelta(hours=36)
    monkeypatch.setattr(clock, "now", lambda: noon)
    long_ago = clock.now() - timedelta(days=2)
    Registration.objects.filter(person=check.person).update(registered_at=long_ago, verified_at=long_ago)
    before = served(check, area, hours_ago=6)
    out(before)
    assert HourEntry.objects.filter(attendance_id=before.pk).exists()
    first.answer(check)
    while_held = served(check, area, hours_ago=-1)
    out(while_held)
    assert not HourEntry.objects.filter(attendance_id=while_held.pk).exists()
    hours.sweep_waiting(actor=system("test"), at=clock.now() + timedelta(days=200))
    while_held.refresh_from_db()
    assert while_held.settled_at is None, "no time that an office takes is the volunteer's loss"
    decide(check, first, second, finding)
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
    decide(check, first, second, "untrue")
    with pytest.raises(Refused) as refusal:
        first.answer(check, "true")
    assert refusal.value.code == "check_decided"


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
