"""The leader's list: marked in place and without scripts, searched, called, all leave at once, all undone (P6)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.hours import actions, queries
from baiying.hours.models import Attendance, HourEntry, Proposal
from baiying.kit import audit, clock
from baiying.kit.errors import Refused
from baiying.notices import queries as notices
from baiying.notices.models import Message
from tests.hours.conftest import Morning

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str | None], Client]
IN_PLACE = {"In-Place": "1"}


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def person(morning: Morning, key: str) -> int:
    found = morning.cast[key].person
    assert found is not None
    return found.pk


def signup_of(morning: Morning, key: str) -> str:
    return str(morning.shift.signups.get(person_id=person(morning, key)).public_id)


def url(morning: Morning, noun: str) -> str:
    return f"/shifts/{morning.shift.public_id}/{noun}/"


def came(morning: Morning, key: str, minute: int = 0, source: str = "roll") -> Attendance:
    return actions.tick_in(
        shift=morning.shift, person_id=person(morning, key), source=source, actor=morning.actor("leader"),
        at=morning.at(minute),
    )  # fmt: skip


def test_a_tick_in_place_answers_with_the_row_and_the_count_alone(now: Morning, client_as: ClientAs) -> None:
    key = signup_of(now, "volunteer")
    answer = client_as("leader").post(url(now, "ticks"), {"signup": key}, headers=IN_PLACE)
    part = text(answer)
    assert answer.status_code == 200
    assert "<html" not in part
    assert part.count("<li") == 1
    assert f'id="p-{key}"' in part
    assert re.findall(r"<b>(\d+)</b>", part) == ["2", "1", "1", "0"]
    assert "撤销" in part
    assert "离开" in part


def test_a_second_tap_where_here_was_is_no_leaving(
    now: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button under the finger says “left” a moment after “here” was tapped."""
    leader = client_as("leader")
    leader.post(url(now, "ticks"), {"signup": signup_of(now, "volunteer")}, headers=IN_PLACE)
    person = now.cast["volunteer"].person
    row = Attendance.objects.get(person=person)
    for seconds, left in ((2, False), (59, False), (61, True)):
        monkeypatch.setattr(clock, "now", lambda seconds=seconds: row.checked_in_at + timedelta(seconds=seconds))
        said = text(leader.post(url(now, "ticks"), {"attendance": row.public_id}, headers=IN_PLACE))
        row.refresh_from_db()
        assert ((row.checked_out_at is not None), "刚刚记了到" in said) == (left, not left)
        # Not only read out: it stands in the row, under the finger.
        line = said.split('class="by-person-who"')[1].split("</div>")[0]
        assert ("刚刚记了到" in line) == (not left)


def test_a_leaving_that_comes_to_nothing_says_so_in_the_row(
    now: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, person = client_as("leader"), now.cast["volunteer"].person
    monkeypatch.setattr(clock, "now", lambda: now.at(-20))
    leader.post(url(now, "ticks"), {"signup": signup_of(now, "volunteer")}, headers=IN_PLACE)
    row = Attendance.objects.get(person=person)
    monkeypatch.setattr(clock, "now", lambda: now.at(-17))
    said = text(leader.post(url(now, "ticks"), {"attendance": row.public_id}, headers=IN_PLACE))
    line = said.split('class="by-person-who"')[1].split("</div>")[0]
    assert "已签退，这次不计时长。点错了请撤销。" in line
    # The coming of who has left is not taken back under the leaving, and that is the reason that is given.
    undone = leader.post(url(now, "undone-ticks"), {"attendance": row.public_id}, headers=IN_PLACE)
    assert "先撤销离开" in text(undone)
    row.refresh_from_db()
    assert (row.undone_at, row.checked_out_at is None) == (None, False)


def test_what_a_reviewer_decided_offers_a_correction_at_once(
    now: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = came(now, "volunteer")
    actions.check_out(attendance=row, source="roll", actor=now.actor("leader"), at=now.at(25))
    monkeypatch.setattr(clock, "now", lambda: now.at(26))
    assert "undone-leavings" in text(client_as("leader").get(url(now, "field")))
    actions.approve(proposal=Proposal.objects.get(), actor=now.actor("reviewer"), at=now.at(26))
    leader = client_as("leader")
    refused = text(leader.post(url(now, "undone-leavings"), {"attendance": row.public_id}, headers=IN_PLACE))
    for page in (refused, text(leader.get(url(now, "field")))):
        assert f"/attendances/{row.public_id}/correction/" in page
        assert "undone-leavings" not in page
    assert "由另一个人复核，离开不能撤销了" in refused


def test_who_came_twice_stands_there_twice(now: Morning, client_as: ClientAs) -> None:
    """What was typed from paper is seen where it was typed, though the person came again afterwards."""
    first = came(now, "volunteer")
    actions.check_out(attendance=first, source="roll", actor=now.actor("leader"), at=now.at(15))
    second = came(now, "volunteer", 18)
    page = text(client_as("leader").get(url(now, "field")))
    rows = re.findall(r'id="p-(\w+)"', page)
    assert {signup_of(now, "volunteer"), first.public_id} <= set(rows)
    assert "同一人，另一次：" in page
    assert second.public_id in page
    assert re.findall(r"<b>(\d+)</b>", page.split('id="count"')[1].split("</p>")[0]) == ["2", "1", "1", "0"]


def test_after_the_end_one_and_all_leave_at_the_same_time(
    now: Morning, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = came(now, "volunteer"), came(now, "minor")
    monkeypatch.setattr(clock, "now", lambda: now.shift.ends_at + timedelta(minutes=4))
    leader = client_as("leader")
    end = f"{clock.local(now.shift.ends_at):%H:%M}"
    assert f"林晓雨：{end} 离开" in text(leader.get(url(now, "field"))), "the button says what it notes"
    leader.post(url(now, "ticks"), {"attendance": first.public_id}, headers=IN_PLACE)
    leader.post(url(now, "leavings"))
    for row in (first, second):
        row.refresh_from_db()
        assert row.checked_out_at == now.shift.ends_at


def test_without_scripts_the_answer_leads_back_to_the_row_which_keeps_its_place(
    now: Morning, client_as: ClientAs
) -> None:
    client, key = client_as("leader"), signup_of(now, "volunteer")
    answer = client.post(url(now, "ticks"), {"signup": key})
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"?kept={key}#p-{key}")
    kept = re.findall(r'id="p-(\w+)"', text(client.get(answer["Location"])))
    assert kept == [key, signup_of(now, "minor")]
    assert re.findall(r'id="p-(\w+)"', text(client.get(url(now, "field")))) == kept[::-1], "the missing come first"


def test_a_name_is_searched_by_what_the_leader_may_read(now: Morning, client_as: ClientAs) -> None:
    client = client_as("leader")
    page = text(client.get(url(now, "field"), {"q": "林 晓"}))
    assert re.findall(r'id="p-(\w+)"', page) == [signup_of(now, "volunteer")]
    stranger = now.cast["stranger"].person
    assert stranger is not None
    client.post(url(now, "walk-ins"), {"number": builders.registration_of(stranger).volunteer_no})
    assert 'id="p-' not in text(client.get(url(now, "field"), {"q": stranger.name[-1]})), "not by what is masked"
    assert "没有这个姓名" in text(client.get(url(now, "field"), {"q": "查无此人"}))


def test_a_refused_tick_says_why_in_the_row(now: Morning, client_as: ClientAs) -> None:
    elsewhere = builders.shift(now.shift.activity, now.at(0), now.at(60))
    builders.attendance(elsewhere, now.cast["volunteer"].person)  # type: ignore[arg-type]
    answer = client_as("leader").post(url(now, "ticks"), {"signup": signup_of(now, "volunteer")}, headers=IN_PLACE)
    assert answer.status_code == 409
    assert 'role="alert"' in text(answer)
    assert "另一个班次还没有签退" in text(answer)


def test_rows_of_another_shift_are_not_marked_here(now: Morning, client_as: ClientAs) -> None:
    other = builders.shift(now.shift.activity, now.at(0), now.at(60))
    row = came(now, "volunteer", 20)
    path = f"/shifts/{other.public_id}"
    client = client_as("leader")
    assert client.post(f"{path}/ticks/", {"signup": signup_of(now, "minor")}).status_code == 404
    for noun in ("ticks", "undone-ticks", "undone-leavings"):
        assert client.post(f"{path}/{noun}/", {"attendance": row.public_id}).status_code == 404
    assert client.post(f"{path}/calls/", {"signup": signup_of(now, "minor")}).status_code == 404


# Undo ----------------------------------------------------------------------------------------------------------


def test_a_leaving_is_taken_back_with_the_minutes_that_waited(now: Morning, client_as: ClientAs) -> None:
    row = came(now, "volunteer")
    client = client_as("leader")
    client.post(url(now, "ticks"), {"attendance": row.public_id})
    assert Proposal.objects.count() == 1
    answer = client.post(url(now, "undone-leavings"), {"attendance": row.public_id}, headers=IN_PLACE)
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.checked_out_at, row.out_source, row.end_before, row.settled_at) == (None, "", None, None)
    assert not Proposal.objects.exists()
    assert audit.story_of("attendance", row.pk).last().action == "LeavingUndone"  # type: ignore[union-attr]
    assert not notices.inbox_of(row.person.public_id), "who was told nothing is told nothing of taking it back"
    client.post(url(now, "ticks"), {"attendance": row.public_id})
    assert Proposal.objects.count() == 1, "and may leave again"


@pytest.mark.parametrize(
    "why", ["late", "another hand", "decided", "decided with others", "refused", "posted", "elsewhere", "twice"]
)
def test_what_is_too_late_or_not_ones_own_is_not_taken_back(now: Morning, why: str) -> None:
    row = came(now, "volunteer", source="scan" if why == "posted" else "roll")
    source = "scan" if why == "posted" else "roll"
    actions.check_out(attendance=row, source=source, actor=now.actor("leader"), at=now.at(25))
    actor, at = now.actor("leader"), now.at(26)
    if why == "late":
        at = now.at(36)
    elif why == "another hand":
        actor = now.actor("unit_admin")
    elif why == "decided":
        actions.approve(proposal=Proposal.objects.get(), actor=now.actor("reviewer"), at=now.at(25))
    elif why == "decided with others":
        # Held for some minutes: nothing is posted, and nothing leaves it unseen.
        actions.decide_together(
            proposals=[Proposal.objects.get()], approve=True, actor=now.actor("reviewer"), at=now.at(25)
        )  # fmt: skip
    elif why == "refused":
        actions.refuse(
            proposal=Proposal.objects.get(), words="不在场", actor=now.actor("reviewer"), at=now.at(25)
        )  # fmt: skip
    elif why == "elsewhere":
        came(now, "volunteer", 26)
    elif why == "twice":
        actions.undo_leaving(attendance=row, actor=actor, at=at)
    before = Proposal.objects.count(), HourEntry.objects.count()
    with pytest.raises(Refused) as refused:
        actions.undo_leaving(attendance=row, actor=actor, at=at)
    decided = why in {"decided", "decided with others", "refused", "posted"}
    assert refused.value.code == ("leaving_decided" if decided else "cannot_undo_leaving")
    assert (Proposal.objects.count(), HourEntry.objects.count()) == before


def test_what_the_volunteer_had_said_stands_again(over: Morning) -> None:
    row = came(over, "volunteer")
    actions.say_end(attendance=row, ends_at=over.at(100), words="先走", actor=over.actor("volunteer"), at=over.at(155))
    actions.confirm_end(attendance=row, ends_at=over.at(90), actor=over.actor("leader"), at=over.at(156))
    actions.undo_leaving(attendance=row, actor=over.actor("leader"), at=over.at(157))
    row.refresh_from_db()
    assert (row.checked_out_at, row.out_by_id) == (over.at(100), over.actor("volunteer").account_id)
    assert {"code": "said", "words": "先走"} in row.reason
    assert queries.waits_for_end(row, over.at(158))


# All at once ---------------------------------------------------------------------------------------------------


def test_all_leave_at_the_planned_end_in_one_act_and_are_taken_back_in_one(over: Morning, client_as: ClientAs) -> None:
    for key in ("volunteer", "minor", "stranger"):
        came(over, key)
    client = client_as("leader")
    assert "还在的 3 人都在" in text(client.get(url(over, "field")))
    page = text(client.post(url(over, "leavings"), follow=True))
    assert "已记 3 人" in page
    rows = list(queries.attendances_of(over.shift.pk))
    assert {row.checked_out_at for row in rows} == {over.shift.ends_at}
    assert Proposal.objects.count() == 3
    assert not HourEntry.objects.exists(), "another person confirms"
    [undo] = re.findall(r'action="([^"]+undone-leavings[^"]+said[^"]+)"', page)
    assert "已撤销 3 人" in text(client.post(undo.replace("&amp;", "&"), follow=True))
    assert Attendance.objects.filter(checked_out_at__isnull=True).count() == 3
    assert not Proposal.objects.exists()


def test_before_the_end_all_leave_now(now: Morning) -> None:
    came(now, "volunteer")
    done = actions.leave_all(shift=now.shift, actor=now.actor("leader"), at=now.at(40))
    assert [row.checked_out_at for row in done.done] == [now.at(40)]


def test_the_code_is_offered_after_the_end_only_while_somebody_is_here(over: Morning, client_as: ClientAs) -> None:
    words = "还有人要签退"
    assert words not in text(client_as("leader").get(url(over, "field"))), "nobody came"
    came(over, "volunteer")
    assert words in text(client_as("leader").get(url(over, "field")))
    actions.leave_all(shift=over.shift, actor=over.actor("leader"), at=clock.now())
    assert words not in text(client_as("leader").get(url(over, "field")))


# Forgotten check-outs ------------------------------------------------------------------------------------------


def test_who_has_not_checked_out_is_told_in_time_once_and_may_say_when(over: Morning, client_as: ClientAs) -> None:
    row = came(over, "volunteer")
    assert actions.warn_open(at=over.at(150 + 14)) == 0
    assert actions.warn_open(at=over.at(150 + 15)) == 1
    actions.warn_open(at=over.at(150 + 20))
    told = Message.objects.filter(kind="hours.still_open")
    assert sorted(told.values_list("channel", flat=True)) == ["inapp", "sms"]
    link = told.filter(channel="inapp").get().link
    assert "几点离开" in text(client_as("volunteer").get(link))
    actions.check_out(attendance=row, actor=over.actor("volunteer"), at=over.at(170))
    assert actions.warn_open(at=over.at(171)) == 0


def test_the_leader_confirms_all_on_one_page(over: Morning, client_as: ClientAs) -> None:
    for key in ("volunteer", "minor", "stranger"):
        came(over, key)
    keys = {one.person_id: one for one in queries.attendances_of(over.shift.pk)}
    walked_in = keys[person(over, "stranger")].public_id
    client, path = client_as("leader"), url(over, "ends")
    page = text(client.get(path))
    assert page.count("confirm_") > 3
    assert f'value="{clock.local(over.shift.ends_at):%H:%M}"' in page
    early = f"{clock.local(over.at(100)):%H:%M}"
    given = {
        "all_at": f"{clock.local(over.at(140)):%H%M}",
        f"confirm_{signup_of(over, 'volunteer')}": "on",
        f"confirm_{walked_in}": "on",
        f"ends_{walked_in}": early,
    }
    wrong = client.post(path, given | {"all_at": "25:00"})
    assert wrong.status_code == 422
    assert early in text(wrong), "what was typed stays"
    assert client.post(path, given).status_code == 303
    ends = {row.person_id: row.checked_out_at for row in queries.attendances_of(over.shift.pk)}
    assert ends[person(over, "volunteer")] == over.at(140)
    assert ends[person(over, "stranger")] == over.at(100)
    assert ends[person(over, "minor")] is None, "who was not ticked is left out"
    assert Proposal.objects.count() == 2


def test_one_who_cannot_be_confirmed_keeps_nobody_else(over: Morning) -> None:
    rows = [came(over, "volunteer", 30), came(over, "minor")]
    done = actions.confirm_ends(ends=[(row, over.at(20)) for row in rows], actor=over.actor("leader"), at=over.at(160))
    assert [row.person_id for row in done.done] == [person(over, "minor")]
    assert [str(code.code) for _row, code in done.refused] == ["wrong_times"]
