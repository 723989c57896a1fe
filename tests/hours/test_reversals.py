"""Taking a line back: found by clicks, asked for with a reason, decided by another, taken back until then (O6)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries
from baiying.hours.actions.refusals import CorrectionWaits, DecidedTogether, NoRecordOfIt, NotYourDecision
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices import queries as notices
from tests.hours.conftest import Morning, morning_at, serve

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


@pytest.fixture
def over(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, clock.now() - timedelta(hours=5))


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def entry_of(row: Attendance) -> HourEntry:
    return HourEntry.objects.get(attendance_id=row.pk, reversal_of=None)


def test_record_and_shift_lead_to_the_line_by_clicks(over: Morning, client_as: ClientAs) -> None:
    entry = entry_of(serve(over))
    county, person = client_as("county"), over.cast["volunteer"].person
    assert person is not None
    address = f"/desk/hours/entries/{entry.public_id}/"
    for path in (
        f"/desk/people/{person.public_id}/",
        f"/desk/hours/shifts/{over.shift.public_id}/",
    ):
        assert f'href="{address}"' in page(county, path), path
    line = page(county, address)
    assert f'href="/desk/hours/shifts/{over.shift.public_id}/"' in line
    assert f'action="{address}reversal/"' in line


def test_it_says_what_it_does_and_is_decided_by_another(over: Morning, client_as: ClientAs) -> None:
    row = serve(over)
    entry, county = entry_of(row), client_as("county")
    address = f"/desk/hours/entries/{entry.public_id}/"
    before = Attendance.objects.values().get(pk=row.pk)
    assert "减去 2 小时 30 分钟" in page(county, address)
    county.post(f"{address}reversal/", {"words": "查实不在场"})
    asked = Proposal.objects.get(part="reversal")
    assert Attendance.objects.values().get(pk=row.pk) == before
    assert queries.reversal_of(entry) is None
    assert "查实不在场" in notices.inbox_of(row.person.public_id)[0].text
    assert "收回申请" in page(county, address)
    reviewer = client_as("reviewer")
    assert f'href="/desk/hours/reviews/{asked.public_id}/"' in page(reviewer, address)
    assert "通过后是 <b>0 分钟</b>" in page(reviewer, f"/desk/hours/reviews/{asked.public_id}/")
    reviewer.post(f"/desk/hours/reviews/{asked.public_id}/", {"decision": "approve"})
    negative = queries.reversal_of(entry)
    assert negative is not None
    assert negative.minutes == -entry.minutes
    hands = (negative.recorded_by_id, negative.approved_by_id)
    assert hands == (over.cast["county"].account.pk, over.cast["reviewer"].account.pk)
    # Somebody was there: a wrong line is no absence.
    row.refresh_from_db()
    assert queries.state_of(row, queries.entries_of_attendance(row.pk), clock.now()) == "reversed"
    assert "冲销" in notices.inbox_of(row.person.public_id)[0].text


def test_until_then_it_is_taken_back_and_nothing_is_left_but_the_audit(over: Morning, client_as: ClientAs) -> None:
    row = serve(over)
    entry, county = entry_of(row), client_as("county")
    address = f"/desk/hours/entries/{entry.public_id}/"
    before = Attendance.objects.values().get(pk=row.pk)
    county.post(f"{address}reversal/", {"words": "查实不在场"})
    asked = Proposal.objects.get(part="reversal")
    with pytest.raises(NotYourDecision):
        actions.withdraw_reversal(proposal=asked, actor=over.actor("reviewer"), at=clock.now())
    shown = county.post(f"{address}reversal/withdrawal/", follow=True).content.decode()
    assert "已收回冲销申请" in shown
    assert Attendance.objects.values().get(pk=row.pk) == before
    assert not Proposal.objects.exists()
    acts = AuditEvent.objects.filter(action__startswith="Reversal").order_by("id")
    assert list(acts.values_list("action", flat=True)) == ["ReversalProposed", "ReversalWithdrawn"]
    assert "没有等着复核的冲销申请" in county.post(f"{address}reversal/withdrawal/", follow=True).content.decode()


def test_what_others_decide_together_is_taken_back_only_once_they_took_back_theirs(over: Morning) -> None:
    entry = entry_of(serve(over))
    asked = actions.propose_reversal(entry=entry, words="查实", actor=over.actor("county"), at=over.at(200))
    decided = actions.decide_together(proposals=[asked], approve=True, actor=over.actor("reviewer"), at=over.at(201))
    assert decided.batch is not None
    with pytest.raises(DecidedTogether):
        actions.withdraw_reversal(proposal=asked, actor=over.actor("county"), at=over.at(202))
    assert Proposal.objects.filter(pk=asked.pk).exists()
    actions.take_back_together(batch=decided.batch, actor=over.actor("reviewer"), at=over.at(203))
    actions.withdraw_reversal(proposal=asked, actor=over.actor("county"), at=over.at(204))
    assert not Proposal.objects.filter(pk=asked.pk).exists()


def test_a_refused_request_leaves_the_line_and_may_be_asked_again(over: Morning) -> None:
    entry = entry_of(serve(over))
    for n in range(2):
        asked = actions.propose_reversal(
            entry=entry, words="查实", actor=over.actor("county"), at=over.at(200 + n * 10)
        )
        actions.refuse(proposal=asked, words="在场", actor=over.actor("reviewer"), at=over.at(205 + n * 10))
    assert queries.standing_entries_of(entry.attendance_id or 0) == [entry]


def test_two_do_not_ask_for_the_same_line_and_what_has_no_record_here_is_not_taken_back_here(over: Morning) -> None:
    entry = entry_of(serve(over))
    actions.propose_reversal(entry=entry, words="查实", actor=over.actor("county"), at=over.at(200))
    with pytest.raises(CorrectionWaits):
        actions.propose_reversal(entry=entry, words="查实", actor=over.actor("reviewer"), at=over.at(201))
    person = over.cast["volunteer"].person
    assert person is not None
    loose = builders.entry(person, 60, area=over.shift.activity.area)
    with pytest.raises(NoRecordOfIt):
        actions.propose_reversal(entry=loose, words="查实", actor=over.actor("county"), at=over.at(201))


def test_the_office_reads_a_shift_and_reminds_its_leader_once_a_day(over: Morning, client_as: ClientAs) -> None:
    county, path = client_as("county"), f"/desk/hours/shifts/{over.shift.public_id}/"
    shown = page(county, path)
    assert "记录没有完成" in shown
    assert "提醒领队" in shown
    leader = over.cast["leader"].person
    assert leader is not None
    county.post(f"{path}reminders/")
    assert over.shift.activity.title in notices.inbox_of(leader.public_id)[0].text
    assert "提醒过" in page(county, path)
    again = county.post(f"{path}reminders/", follow=True).content.decode()
    assert "今天已经提醒过" in again
    assert AuditEvent.objects.filter(action="LeaderReminded").count() == 1
    actions.remind_leader(shift=over.shift, actor=over.actor("county"), at=clock.now() + timedelta(days=1))
    assert AuditEvent.objects.filter(action="LeaderReminded").count() == 2
    actions.complete_record(shift=over.shift, actor=over.actor("leader"), at=clock.now())
    assert "没有要提醒领队的" in county.post(f"{path}reminders/", follow=True).content.decode()


def test_a_shift_of_another_county_is_nobodys_and_names_are_whole_only_for_who_opens_records(
    over: Morning, client_as: ClientAs, city: builders.SmallCity
) -> None:
    path = f"/desk/hours/shifts/{over.shift.public_id}/"
    assert client_as("volunteer").get(path).status_code == 403
    serve(over)
    assert "林晓雨" in page(client_as("reviewer"), path)
    assert re.search(r"/desk/people/[^\"]+/\">林晓雨", page(client_as("county"), path))


def test_the_list_and_the_decision_say_how_much_goes_and_the_volunteer_what_is_asked(
    over: Morning, client_as: ClientAs
) -> None:
    row = serve(over)
    client_as("county").post(f"/desk/hours/entries/{entry_of(row).public_id}/reversal/", {"words": "查实不在场"})
    # Asked for today about what was served whenever: its days begin today.
    [asked_for] = Proposal.objects.filter(part="reversal")
    assert asked_for.due_on > clock.local_date(clock.now()) + timedelta(days=9)
    reviewer = client_as("reviewer")
    listed = page(reviewer, "/desk/hours/reviews/")
    assert "冲销" in listed
    assert "减去 2 小时 30 分钟" in listed
    assert 'data-minutes="-150"' in listed
    asked = page(reviewer, f"/desk/hours/reviews/decisions/?only={over.shift.public_id}")
    assert "通过：1 人，减去 2 小时 30 分钟" in asked
    # Not hours that are still to come: hours that somebody wants gone, and which stand until then.
    own = page(client_as("volunteer"), f"/attendances/{row.public_id}/")
    assert "有人申请冲销" in own
    assert "查实不在场" in own
    assert "在那之前原来的 2 小时 30 分钟 不动" in own
    assert "待复核" not in own
    [pid] = re.findall(r'name="proposal" value="([^"]+)"', asked)
    done = reviewer.post("/desk/hours/reviews/decisions/", {"proposal": pid, "decision": "approve"}, follow=True)
    assert "已通过 1 笔：减去 2 小时 30 分钟" in done.content.decode()
