"""One press: what it makes is what is true then, once, whoever presses; and taking it back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people.models import Consent, Person, Registration
from baiying.rosters import actions, queries
from baiying.rosters.actions import sending
from baiying.rosters.models import Invitation, Roster
from tests.hours.conftest import actor_of
from tests.rosters.makers import School, number_of, pasted, pupil
from tests.rosters.test_preview import _known

pytestmark = pytest.mark.django_db


def _office(school: School) -> Actor:
    return actor_of(school.cast["county"])


def test_u06_what_changed_between_preview_and_press_is_said_and_all_adds_up(school: School) -> None:
    team = school.cast["leader"].team
    rows = [pupil(n) for n in range(1, 101)]
    row = school.brought(rows, school.county)
    Roster.objects.filter(pk=row.pk).update(team=team)
    assert row.summary["fates"]["invited"] == 100
    for n in range(1, 13):
        _known(school, f"王小{chr(0x4E00 + n)}", n)
    school.sent([rows[20]], school.county)
    page = school.send(row, school.county)
    assert page.status_code == 303
    row.refresh_from_db()
    assert row.outcome["fates"] == {"invited": 87, "asked_to_join": 12, "known": 0, "already": 1}
    shown = school.page(row, school.county)
    assert "核对以后有变化" in shown
    assert "已注册，改为邀请入队" in shown
    # The clerk again, and a colleague in another window: the same roster, and nothing more of it.
    for client in (school.county, school.clerk):
        assert school.send(row, client)["Location"] == page["Location"]
    assert Invitation.objects.filter(roster=row).count() == 99
    actions.text(roster_id=row.pk, at=clock.now())
    actions.text(roster_id=row.pk, at=clock.now())
    assert Message.objects.filter(kind="rosters.invited", channel="sms").count() == 99


@pytest.mark.parametrize(("choice", "fate"), [("area", "asked_to_join"), ("own", "asked_to_join"), ("nobody", "known")])
def test_r012_a_unit_asks_its_own_only_as_they_chose(school: School, choice: str, fate: str) -> None:
    school.sent([pupil(1, name="王小丁")])
    person = _known(school, "王小丁", 1)
    Person.objects.filter(pk=person.pk).update(invited_by=choice)
    Invitation.objects.update(accepted_at=clock.now(), person=person)
    row = school.brought([pupil(1, name="王小丁")])
    Roster.objects.filter(pk=row.pk).update(team=school.cast["leader"].team)
    school.send(row)
    row.refresh_from_db()
    assert row.outcome["fates"][fate] == 1


@pytest.mark.parametrize("choice", ["own", "nobody"])
def test_r012_a_body_misses_no_slip_for_whoever_is_not_to_be_asked(school: School, choice: str) -> None:
    person = _known(school, "王小丁", 1)
    Person.objects.filter(pk=person.pk).update(invited_by=choice)
    row = school.brought([pupil(1, name="王小丁"), pupil(2)], school.county)
    Roster.objects.filter(pk=row.pk).update(team=school.cast["leader"].team)
    school.send(row, school.county)
    row.refresh_from_db()
    assert row.outcome["fates"] == {"invited": 2, "asked_to_join": 0, "known": 0, "already": 0}


def test_u04_one_text_for_a_phone_with_a_line_for_each_child(school: School, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://by.example"
    twins = [["王梓涵", number_of(1), "1班", "13900000001"], ["王梓萱", "", "1班", "13900000001"]]
    row = school.sent(twins)
    assert actions.text(roster_id=row.pk, at=clock.now()) == 1
    text = Message.objects.get(kind="rosters.invited").text
    assert "王*涵：" in text
    assert "王*萱：" in text
    assert "王梓涵" not in text
    for one in Invitation.objects.all():
        assert f"https://by.example/invitations/{one.public_id}/" in text


def test_r001_a_roster_makes_no_person_no_registration_no_consent(school: School) -> None:
    before = [model.objects.count() for model in (Person, Registration, Consent)]
    school.sent([pupil(n) for n in range(1, 21)])
    assert [model.objects.count() for model in (Person, Registration, Consent)] == before


def test_undoing_withdraws_what_is_open_and_touches_nobody_who_came(school: School) -> None:
    row = school.sent([pupil(1), pupil(2), pupil(3)])
    first, second, _third = Invitation.objects.order_by("line")
    person = _known(school, "王小丁", 1)
    first.accepted_at, first.person = clock.now(), person
    first.save()
    actions.decline(invitation=second, at=clock.now())
    here = f"/desk/rosters/{row.public_id}/undoing/"
    assert "收回这批邀请？" in school.clerk.get(here).content.decode()
    assert school.clerk.post(here).status_code == 303
    assert "还没有接受的邀请都已收回" in school.page(row)
    assert school.clerk.post(here).status_code == 303
    assert [one.withdrawn_at is not None for one in Invitation.objects.order_by("line")] == [False, True, True]
    first.refresh_from_db()
    assert first.person_id == person.pk
    # What was taken back may be sent again.
    again = school.sent([pupil(2)])
    assert again.outcome["fates"]["invited"] == 1


def test_a_long_roster_is_made_in_parts_and_a_job_that_died_goes_on(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "IN_ONE", 10)
    row = school.sent([pupil(n) for n in range(1, 36)])
    assert (row.done, row.finished_at) == (0, None)
    assert actions.make_more(roster_id=row.pk, at=clock.now())
    assert "35 行里做好了 10 行" in school.page(row)
    actions.finish(roster_id=row.pk, at=clock.now())
    actions.finish(roster_id=row.pk, at=clock.now())
    row.refresh_from_db()
    assert (row.done, row.lines_sealed) == (35, None)
    assert Invitation.objects.count() == 35


def test_a_long_roster_that_was_taken_back_makes_no_more(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "IN_ONE", 10)
    row = school.sent([pupil(n) for n in range(1, 36)])
    actions.make_more(roster_id=row.pk, at=clock.now())
    assert actions.undo(roster=row, actor=_office(school), at=clock.now()) == 10
    actions.finish(roster_id=row.pk, at=clock.now())
    assert Invitation.objects.filter(withdrawn_at__isnull=True).count() == 0
    assert Invitation.objects.count() == 10


def test_no_text_where_the_clerk_wants_paper_alone(school: School) -> None:
    row = school.brought([pupil(1)])
    school.clerk.post(f"/desk/rosters/{row.public_id}/sendings/", {"without_faults": "on"})
    row.refresh_from_db()
    assert row.outcome["by_text"] is False
    assert "没有发短信" in school.page(row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'rosters.text'")
        assert cursor.fetchone() == (0,)


def test_nobody_tells_a_no_from_silence(school: School) -> None:
    """Half of them say no: every page, count, slip and text of the clerk is as before."""
    rows = [pupil(n) for n in range(1, 13)]
    silent = school.sent(rows)
    pages = [_bare(school, silent)]
    for one in list(Invitation.objects.all())[:6]:
        actions.decline(invitation=one, at=clock.now())
    pages.append(_bare(school, silent))
    assert pages[0] == pages[1]
    again = school.brought(rows)
    assert again.summary["fates"]["already"] == 12
    assert actions.text(roster_id=silent.pk, at=clock.now()) == 12
    assert actions.undo(roster=silent, actor=_office(school), at=clock.now()) == 12


def _bare(school: School, row: Roster) -> list[str]:
    found = []
    for address in ("", "slips/", "undoing/"):
        page = school.clerk.get(f"/desk/rosters/{row.public_id}/{address}").content.decode()
        found.append(re.sub(r'value="[^"]{40,}"|nonce="[^"]+"', "", page))
    return found


def test_r111_expected_against_accepted_leaders_first_and_no_single_person(school: School) -> None:
    heads = ("姓名", "证件号码", "部门", "手机号", "是否领导")
    rows = [[*pupil(n, group="二科" if n > 12 else "十科"), ""] for n in range(1, 25)]
    for n in range(6):
        rows[n][4] = "是"
    rows.append(["李独", number_of(77), "一科", "13900000077", ""])
    answer = school.bring(pasted=pasted(rows, heads))
    row = Roster.objects.get(public_id=answer["Location"].rstrip("/").rpartition("/")[2])
    school.send(row)
    row.refresh_from_db()
    for n, one in enumerate(Invitation.objects.order_by("line")[:7]):
        one.accepted_at, one.person = clock.now(), _known(school, f"李小{chr(0x4E00 + n + 1)}", n + 1)
        one.save()
    told = queries.progress_of(row, clock.now())
    assert told.leaders is not None
    assert (told.leaders.expected, told.leaders.accepted) == (6, 5)
    assert (told.together.expected, told.together.accepted) == (25, 5)
    assert [(one.name, one.expected, one.accepted) for one in told.groups] == [
        ("一科", 1, None), ("二科", 12, 0), ("十科", 12, 5),
    ]  # fmt: skip
    page = school.page(row)
    assert page.index("领导干部") < page.index("一科") < page.index("二科") < page.index("十科")
    assert "人少，不显示" in page
    assert "李独" not in page


def test_when_its_days_are_over_names_and_numbers_go_and_the_count_stays(school: School) -> None:
    row = school.sent([pupil(n) for n in range(1, 7)])
    actions.clear_old(at=clock.now() + timedelta(days=60, minutes=1))
    for one in Invitation.objects.all():
        assert (one.who_sealed, one.phone_hash, one.number_hash, one.name_mask) == (None, None, None, "")
    assert queries.progress_of(row, clock.now()).together.expected == 6
