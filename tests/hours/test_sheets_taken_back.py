"""A whole paper sheet, typed into the wrong shift, is taken back in one press, as far as the rules allow."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions, queries, rules
from baiying.hours.actions import refusals
from baiying.hours.models import Attendance, HourEntry, PaperSheet, Proposal, ShiftRecord
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices import queries as notices
from baiying.people.models import Person
from tests.hours.conftest import Morning, morning_at

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]
WHY = "录错了班次，应该是下午那一班"


@pytest.fixture
def over(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, clock.now() - timedelta(hours=5))


def typed(over: Morning, *names: str, who: str = "leader", verified: bool = True) -> tuple[PaperSheet, list[Person]]:
    """A sheet with the volunteer who signed up and some more."""
    more = [builders.person(name, residence=over.shift.activity.area, verified=verified) for name in names]
    first = over.cast["volunteer"].person
    assert first is not None
    rows = [actions.PaperRow(f"r{n}", person.pk, over.at(0), over.at(150)) for n, person in enumerate([first, *more])]
    actions.record_paper(shift=over.shift, rows=rows, words="第 1 页", actor=over.actor(who), at=clock.now())
    return PaperSheet.objects.latest("pk"), [first, *more]


def line_of(sheet: PaperSheet, person: Person) -> Attendance:
    return Attendance.objects.get(sheet=sheet, person=person)


def waiting(row: Attendance) -> list[Proposal]:
    return list(row.proposals.filter(decided_by_id__isnull=True))


def back(over: Morning, sheet: PaperSheet, *, words: str = WHY, who: str = "leader") -> PaperSheet:
    return actions.take_back_sheet(sheet=sheet, words=words, actor=over.actor(who), at=clock.now())


def told(person: Person) -> list[str]:
    return [str(one.text) for one in notices.inbox_of(person.public_id)]


@pytest.mark.parametrize(
    ("line", "fate"),
    [
        (rules.SheetLine(waits=1), rules.OFF), (rules.SheetLine(), rules.OFF),
        (rules.SheetLine(waits=1, refused=1), rules.OFF), (rules.SheetLine(refused=1), "refused"),
        (rules.SheetLine(approved=1, posted=60), rules.ASK), (rules.SheetLine(approved=1), rules.ASK),
        (rules.SheetLine(approved=1, posted=60, waits=1), rules.ASK), (rules.SheetLine(posted=60), rules.ASK),
        (rules.SheetLine(waits=1, own=True), "own"), (rules.SheetLine(waits=1, objected=True), "objected"),
        (rules.SheetLine(posted=60, corrected=True), "corrected"),
        (rules.SheetLine(waits=1, deciding=True), "deciding"), (rules.SheetLine(undone=True, own=True), "undone"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_line(line: rules.SheetLine, fate: str) -> None:
    assert rules.of_sheet_line(line) == fate


def test_what_nobody_decided_goes_in_one_press_and_its_time_is_free_again(over: Morning) -> None:
    sheet, persons = typed(over, "王芳", "李国强")
    done = back(over, sheet)
    assert (done.taken_back_why, done.left) == (WHY, {})
    assert not Proposal.objects.exists()
    assert list(queries.attendances_of(over.shift.pk)) == []
    for person in persons:
        assert sum("整张收回" in text and WHY in text for text in told(person)) == 1
    lines = AuditEvent.objects.filter(action="PaperUndone")
    whole = AuditEvent.objects.get(action="SheetTakenBack")
    assert {one.detail["person_id"] for one in lines} == {one.pk for one in persons}
    assert {one.at for one in lines} == {whole.at}, "one press, one moment"
    assert (whole.detail["off"], whole.detail["ask"], whole.detail["words"]) == (3, 0, WHY)
    rows = [actions.PaperRow("r", persons[1].pk, over.at(0), over.at(150))]
    actions.record_paper(shift=over.shift, rows=rows, words="第 1 页", actor=over.actor("leader"), at=clock.now())


def test_what_is_posted_stands_until_a_second_person_agrees(over: Morning) -> None:
    sheet, (first, second) = typed(over, "王芳")
    row = line_of(sheet, second)
    actions.approve(proposal=waiting(row)[0], actor=over.actor("reviewer"), at=clock.now())
    back(over, sheet)
    row.refresh_from_db()
    assert row.undone_at is None
    assert sum(one.minutes for one in HourEntry.objects.filter(attendance_id=row.pk)) == 150
    (asked,) = waiting(row)
    assert (asked.part, asked.minutes, asked.words) == ("correction", 0, WHY)
    with pytest.raises(refusals.SecondPersonNeeded):
        actions.approve(proposal=asked, actor=over.actor("leader"), at=clock.now())
    actions.approve(proposal=asked, actor=over.actor("reviewer"), at=clock.now())
    assert sum(one.minutes for one in HourEntry.objects.filter(attendance_id=row.pk)) == 0
    assert line_of(sheet, first).undone_at is not None


def test_who_does_not_count_yet_is_taken_back_too(over: Morning) -> None:
    sheet, (_first, new) = typed(over, "陈新", verified=False)
    back(over, sheet)
    assert not waiting(line_of(sheet, new))
    assert line_of(sheet, new).undone_at is not None


def test_what_was_changed_since_stays_and_is_named(over: Morning, client_as: ClientAs) -> None:
    sheet, (_first, corrected, objects, refused) = typed(over, "王芳", "李国强", "赵敏")
    times = actions.Times(over.at(0), over.at(60))
    actions.correct_record(
        attendance=line_of(sheet, corrected), times=times, words="早走", actor=over.actor("leader"), at=clock.now()
    )
    actions.file_objection(
        person_id=objects.pk, words="少了", attendance=line_of(sheet, objects), actor=over.actor("volunteer"),
        at=clock.now(),
    )  # fmt: skip
    actions.refuse(
        proposal=waiting(line_of(sheet, refused))[0], words="看不清", actor=over.actor("reviewer"), at=clock.now()
    )
    client = client_as("leader")
    url = f"/shifts/{over.shift.public_id}/sheets/{sheet.public_id}/"
    before = client.get(url).content.decode()
    assert "1 人的记录马上收回" in before
    page = client.post(url, {"words": WHY}, follow=True).content.decode()
    for name, why in (("王芳", "有人更正过"), ("李国强", "提过异议"), ("赵敏", "没有通过")):
        assert f"{name}：" in page
        assert why in page
    sheet.refresh_from_db()
    assert sheet.left == {
        str(line_of(sheet, one).pk): why
        for one, why in ((corrected, "corrected"), (objects, "objected"), (refused, "refused"))
    }
    assert {one.undone_at is None for one in Attendance.objects.filter(person__in=[corrected, objects, refused])} == {
        True
    }


def test_a_decision_about_many_that_is_not_carried_out_yet_is_nobodys_to_undo(over: Morning) -> None:
    sheet, (_first, second) = typed(over, "王芳")
    row = line_of(sheet, second)
    actions.decide_together(proposals=waiting(row), approve=True, actor=over.actor("reviewer"), at=clock.now())
    assert back(over, sheet).left == {str(row.pk): "deciding"}
    assert waiting(row)


def test_only_who_typed_it_with_a_reason_and_within_the_days(
    over: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, _persons = typed(over)
    with pytest.raises(refusals.ReasonMissing):
        back(over, sheet, words="  ")
    with pytest.raises(refusals.NotYourSheet):
        back(over, sheet, who="county")
    late = clock.now() + timedelta(days=400)
    with pytest.raises(refusals.TooOld):
        actions.take_back_sheet(sheet=sheet, words=WHY, actor=over.actor("leader"), at=late)
    assert not Attendance.objects.filter(undone_at__isnull=False).exists()
    url = f"/shifts/{over.shift.public_id}/sheets/{sheet.public_id}/"
    assert client_as("volunteer").get(url).status_code in {403, 404}
    PaperSheet.objects.filter(pk=sheet.pk).update(typed_by_id=over.cast["county"].account.pk)
    page = client_as("leader").get(url).content.decode()
    assert "只能由录入的" in page
    assert client_as("leader").post(url, {"words": WHY}).status_code == 403


def test_cut_off_on_its_way_it_goes_on_at_the_next_press(over: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, (_first, second) = typed(over, "王芳")
    row = line_of(sheet, second)
    actions.approve(proposal=waiting(row)[0], actor=over.actor("reviewer"), at=clock.now())

    def killed(**_more: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("baiying.hours.actions.sheets.correcting.correct_record", killed)
        with pytest.raises(RuntimeError):
            back(over, sheet)
    assert not waiting(row)
    assert back(over, sheet).left == {}
    assert [one.part for one in waiting(row)] == ["correction"]
    assert AuditEvent.objects.filter(action="SheetTakenBack").count() == 1


def test_a_record_completed_with_the_sheet_is_to_be_completed_again(over: Morning) -> None:
    minor = over.cast["minor"].person
    assert minor is not None
    sheet, _persons = typed(over)
    actions.complete_record(shift=over.shift, actor=over.actor("leader"), at=clock.now())
    back(over, sheet)
    assert not ShiftRecord.objects.exists(), "it never said of these that they did not come"
    assert AuditEvent.objects.get(action="SheetTakenBack").detail["reopened"] is True


def test_the_leader_finds_the_sheet_and_the_office_reads_what_became_of_it(over: Morning, client_as: ClientAs) -> None:
    sheet, _persons = typed(over)
    url = f"/shifts/{over.shift.public_id}/sheets/{sheet.public_id}/"
    client = client_as("leader")
    assert url in client.get(f"/shifts/{over.shift.public_id}/field/").content.decode()
    assert client.post(url, {"words": ""}).status_code == 422
    assert "已收回 1 人的记录" in client.post(url, {"words": WHY}, follow=True).content.decode()
    assert "已整张收回" in client.get(f"/shifts/{over.shift.public_id}/field/").content.decode()
    assert WHY in client_as("county").get(f"/desk/hours/shifts/{over.shift.public_id}/").content.decode()
