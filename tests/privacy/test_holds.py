"""A legal hold keeps what it names and nothing else; when it ends, the rest goes by itself and is reported."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.models import LogInAttempt
from baiying.complaints import actions as complaints
from baiying.complaints.actions.refusals import KeptByLaw
from baiying.complaints.models import Complaint
from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock, keeping
from baiying.kit.backups import erasures
from baiying.kit.backups import holds as beside
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people import queries as persons
from baiying.people.models import Person
from baiying.privacy import actions, queries
from baiying.privacy.models import Closing, DataRequest, Hold, HoldThing
from baiying.rosters import actions as rosters
from baiying.rosters.actions import clearing
from baiying.rosters.models import Invitation
from tests.hours.conftest import actor_of
from tests.people.world import rule_set
from tests.rosters.conftest import school
from tests.rosters.makers import School
from tests.rosters.makers import number_of as document_no

__all__ = ["school"]
pytestmark = pytest.mark.django_db
HOLDS = "/desk/data/holds/"
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def elsewhere(settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any) -> None:
    settings.BAIYING_ERASURES = str(tmp_path / "erased.log")


def person_of(member: Member) -> Person:
    assert member.person is not None
    return Person.objects.get(pk=member.person.pk)


def said(*numbers: str, **more: Any) -> dict[str, Any]:
    day = clock.local_date(clock.now()) + timedelta(days=60)
    return {
        "source": f"x{Hold.objects.count()}", "ground": "dispute", "statute": "《民事诉讼法》第70条",
        "case_no": "（2026）某民初 12 号", "things": "\n".join(numbers), "until_on": day.isoformat(),
        "tells": "yes", **more,
    }  # fmt: skip


def number_of(person: Person) -> str:
    return persons.last_volunteer_no(person.pk)


def kept(client_as: As, *numbers: str, **more: Any) -> Hold:
    """Asked by the county, confirmed by the city."""
    answer = client_as("county").post(f"{HOLDS}new/", said(*numbers, **more))
    assert answer.status_code == 303, answer.content.decode()
    answer2 = client_as("city").post(f"{answer['Location']}consent/")
    assert answer2.status_code == 303, answer2.content.decode()
    return Hold.objects.latest("id")


def leaving(person: Person, at: datetime) -> Closing:
    return Closing.objects.create(
        person=person, account_id=person.account_id, way="self", asked_at=at, asked_by_id=1, due_at=at
    )


def after(row: Hold) -> datetime:
    assert row.until_on is not None
    return clock.midnight(row.until_on + timedelta(days=1))


@pytest.mark.law("PIPL-47")
def test_it_keeps_whom_it_names_and_nobody_else_and_lets_go_by_itself(client_as: As, cast: dict[str, Member]) -> None:
    held, at = person_of(cast["volunteer"]), clock.now()
    other = builders.person("不在里面的人", residence=held.residence, phone="19900000791")
    row = kept(client_as, number_of(held))
    own, others = leaving(held, at), leaving(other, at)
    # On its last day, to the last second, it holds.
    last = after(row) - timedelta(seconds=1)
    assert actions.tend_holds(at=last) == 0
    assert actions.close_due(at=last) == 1
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.closed_at, others.closed_at) == (None, last)
    assert Person.objects.get(pk=held.pk).name == held.name
    # At midnight it is over: the job ends it, the closing goes on, and the next hour says what went.
    end = after(row)
    assert actions.tend_holds(at=end) == 1
    assert actions.close_due(at=end) == 1
    assert persons.is_erased(Person.objects.get(pk=held.pk))
    actions.tend_holds(at=end + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.ended_at, row.reported_at, row.gone) == (end, end + timedelta(hours=1), 1)
    office = Message.objects.filter(kind="privacy.hold_office")
    assert office.count() == 2
    assert all("已清除 1 项" in one.text and "没有清除 0 项" in one.text for one in office)
    assert actions.tend_holds(at=end + timedelta(hours=2)) == 0


def test_what_still_waits_after_some_days_is_said_too(
    client_as: As, cast: dict[str, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = person_of(cast["volunteer"])
    row = kept(client_as, number_of(held))
    leaving(held, clock.now())
    end = after(row)
    actions.tend_holds(at=end)
    actions.tend_holds(at=end + timedelta(hours=1))
    row.refresh_from_db()
    assert row.reported_at is None
    actions.tend_holds(at=end + timedelta(days=3))
    row.refresh_from_db()
    assert (row.gone, row.reported_at) == (0, end + timedelta(days=3))
    assert "没有清除 1 项" in Message.objects.filter(kind="privacy.hold_office").latest("written_at").text


def test_it_takes_two_and_holds_nothing_before(client_as: As, cast: dict[str, Member]) -> None:
    held, at = person_of(cast["volunteer"]), clock.now()
    county, city = client_as("county"), client_as("city")
    page = county.post(f"{HOLDS}new/", said(number_of(held)))["Location"]
    assert keeping.held("person", at) == frozenset()
    own = county.post(f"{page}consent/")
    assert own.status_code == 409
    assert "另一位有权的人" in own.content.decode()
    twin = builders.account(phone=cast["county"].phone, name="另一个账号")
    row = Hold.objects.get()
    with pytest.raises(actions.SecondOfficer):
        actions.agree_hold(hold_id=row.pk, actor=type(actor_of(cast["county"]))(account_id=twin.pk), at=at)
    assert page in city.get("/desk/").content.decode()
    assert page not in county.get("/desk/").content.decode()
    assert city.post(f"{page}consent/").status_code == 303
    assert city.post(f"{page}consent/").status_code == 303
    assert held.pk in keeping.held("person", at)
    assert city.post(f"{page}refusal/", {"why": "来函没有盖章"}).status_code == 409
    acts = AuditEvent.objects.filter(subject_type="hold").order_by("id").values_list("action", flat=True)
    assert list(acts) == ["HoldAsked", "HoldAgreed"]
    assert client_as("volunteer").get(HOLDS).status_code == 403
    assert county.get(HOLDS).content.decode().count(page) == 1
    assert "（2026）某民初 12 号" in county.get("/desk/data/terms/").content.decode()


def test_a_no_or_a_wish_taken_back_keeps_nothing(client_as: As, cast: dict[str, Member]) -> None:
    held, county, city = person_of(cast["volunteer"]), client_as("county"), client_as("city")
    first = county.post(f"{HOLDS}new/", said(number_of(held)))["Location"]
    assert city.post(f"{first}removal/").status_code == 404
    assert city.post(f"{first}refusal/", {"why": "来函没有盖章"}).status_code == 303
    assert "来函没有盖章" in county.get(first).content.decode()
    second = county.post(f"{HOLDS}new/", said(number_of(held)))["Location"]
    assert county.post(f"{second}removal/").status_code == 303
    assert county.post(f"{second}removal/").status_code == 303
    assert city.post(f"{second}consent/").status_code == 409
    assert keeping.held("person", clock.now()) == frozenset()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"things": "没有这个编号"}, "没有这些编号"),
        ({"things": " "}, "必填|填|编号"),
        ({"until_on": ""}, "最后一天和复查的日子填一个"),
        ({"until_on": "2020-01-01"}, "最后一天和复查的日子填一个"),
        ({"until_on": "", "review_on": "2099-01-01"}, "天内复查"),
        ({"tells": "no"}, "哪一条法律不许告诉"),
        ({"case_no": "找 19900000002"}, "号码"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client_as: As, cast: dict[str, Member], wrong: dict[str, str], words: str
) -> None:
    number = number_of(person_of(cast["volunteer"]))
    answer = client_as("county").post(f"{HOLDS}new/", {**said(number), **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert any(one in page for one in words.split("|"))
    assert "第70条" in page
    assert not Hold.objects.exists()


def test_the_missing_day_is_said_with_all_that_is_missing(client_as: As) -> None:
    form = client_as("county").get(f"{HOLDS}new/").context["form"]
    answer = client_as("county").post(f"{HOLDS}new/", {"source": form["source"].value(), "tells": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {"ground", "statute", "case_no", "things", "until_on"} <= set(answer.context["form"].errors)
    assert "最后一天和复查的日子填一个" in page
    assert f'href="{HOLDS}"' in page


def test_one_press_is_one_wish(client_as: As, cast: dict[str, Member]) -> None:
    county, form = client_as("county"), said(number_of(person_of(cast["volunteer"])))
    assert county.post(f"{HOLDS}new/", form)["Location"] == county.post(f"{HOLDS}new/", form)["Location"]
    assert Hold.objects.count() == 1


def test_nobody_sets_or_sees_one_on_oneself(client_as: As, cast: dict[str, Member]) -> None:
    county = cast["county"]
    own = county.person or builders.person(
        "主管自己", residence=person_of(cast["volunteer"]).residence, account=county.account, phone=county.phone
    )
    number = number_of(own)
    assert client_as("county").post(f"{HOLDS}new/", said(number)).status_code == 409
    page = client_as("city").post(f"{HOLDS}new/", said(number))["Location"]
    assert client_as("county").get(page).status_code == 404
    assert page not in client_as("county").get(HOLDS).content.decode()


def test_the_person_is_told_and_reads_it_before_closing(client_as: As, cast: dict[str, Member]) -> None:
    held = person_of(cast["volunteer"])
    kept(client_as, number_of(held))
    told = Message.objects.filter(kind="privacy.held").latest("id")
    assert {one.inbox for one in Message.objects.filter(kind="privacy.held")} <= {held.public_id, ""}
    assert "《民事诉讼法》第70条" in told.text
    assert "只保存、不使用" in told.text
    volunteer = client_as("volunteer")
    assert "第70条" in volunteer.get("/mine/data/").content.decode()
    page = volunteer.get("/mine/data/closing/").content.decode()
    assert "您的记录依法保存" in page
    late = leaving(held, clock.now() - timedelta(days=1))
    page = volunteer.get("/mine/data/closing/").content.decode()
    assert "注销还没有办完" in page
    assert "结束后自动清除" in page
    # It is nobody's delay: the register neither reminds nor rises.
    DataRequest.objects.create(
        source=f"closing:{late.pk}", person=held, area=held.residence, kind="close", way="self",
        asked_at=clock.now(), due_on=date(2020, 1, 1),
    )  # fmt: skip
    actions.tend_requests(at=clock.now())
    assert not Message.objects.filter(kind__startswith="privacy.request").exists()


def test_whom_a_law_forbids_to_tell_reads_nothing_of_it(client_as: As, cast: dict[str, Member]) -> None:
    held = person_of(cast["volunteer"])
    kept(client_as, number_of(held), tells="no", untold_why="《监察法》第49条")
    leaving(held, clock.now() - timedelta(days=1))
    volunteer = client_as("volunteer")
    for page in ("/mine/data/", "/mine/data/closing/", "/mine/notices/", "/mine/profile/"):
        body = volunteer.get(page).content.decode()
        assert "依法保存" not in body
        assert "第70条" not in body
    assert not Message.objects.filter(kind="privacy.held").exists()
    whose = queries.whose(held.pk)
    copy = json.dumps(queries.gather(whose, guardian=False, at=clock.now()), ensure_ascii=False, default=str)
    assert "privacy.holds" in copy
    assert "监察法" not in copy
    assert "民初" not in copy


def test_a_childs_guardians_are_told(client_as: As, cast: dict[str, Member]) -> None:
    ward = next(one for one in Person.objects.all() if persons.guardians_to_tell(one.pk))
    kept(client_as, number_of(ward))
    told = Message.objects.filter(kind="privacy.held")
    guardians = {to.inbox for to in persons.guardians_to_tell(ward.pk)}
    assert guardians
    assert {one.inbox for one in told} - {""} == {ward.public_id, *guardians}
    assert any("您监护的孩子" in one.text and ward.name not in one.text for one in told)


def test_a_complaint_outlives_its_term_and_its_person_until_the_hold_ends(
    client_as: As, cast: dict[str, Member]
) -> None:
    county, at = actor_of(cast["county"]), clock.now()
    own = person_of(cast["volunteer"])
    held, other = (
        builders.complaint(area=own.residence, words=words, account=cast["volunteer"].account, person_id=own.pk)
        for words in ("要保存的这一件", "不在里面的那一件")
    )
    row = kept(client_as, held.public_id)
    for one in (held, other):
        Complaint.objects.filter(pk=one.pk).update(
            ended_at=at, outcome="explained", answer="答复了", ended_by_id=county.account_id, contact_until=at,
            name_mask="王*", phone_mask="199****0000",
        )  # fmt: skip
    assert complaints.forget_contacts(at=at) == 1
    assert [Complaint.objects.get(pk=one.pk).name_mask for one in (held, other)] == ["王*", ""]
    # The person is not named: the account closes, and of all that was written only this one stays.
    closing = leaving(own, at)
    assert actions.close_account(closing_id=closing.pk, at=at)
    assert Complaint.objects.get(pk=held.pk).words == "要保存的这一件"
    assert Complaint.objects.get(pk=other.pk).words == ""
    end = after(row)
    actions.tend_holds(at=end)
    held.refresh_from_db()
    assert (held.words, held.name_mask) == ("", "")
    assert HoldThing.objects.get().gone_at == end


def test_a_roster_keeps_its_names_and_may_be_sent_anew(client_as: As, school: School) -> None:
    line = ["刘小宝", document_no(5, date(1990, 5, 4)), "三年级1班", "13900000001"]
    school.sent([line])
    invitation = Invitation.objects.get()
    row = kept(client_as, invitation.roster.public_id)
    over = invitation.ends_at + timedelta(days=1)
    Hold.objects.update(until_on=clock.local_date(over) + timedelta(days=1))
    row.refresh_from_db()
    rosters.clear_old(at=over)
    invitation.refresh_from_db()
    assert (invitation.emptied_at, invitation.name_mask) == (None, "刘*宝")
    # The same line may be invited again: the held one only makes room.
    clearing.empty_over(invitation.owner, [bytes(invitation.line_hash)], over)
    invitation.refresh_from_db()
    assert (invitation.withdrawn_at, invitation.emptied_at) == (over, None)
    end = after(row)
    actions.tend_holds(at=end)
    rosters.clear_old(at=end)
    invitation.refresh_from_db()
    assert (invitation.emptied_at, invitation.name_mask, invitation.who_sealed) == (end, "", None)
    actions.tend_holds(at=end + timedelta(hours=1))
    row.refresh_from_db()
    assert row.gone == 1


def test_a_roster_that_was_never_sent_keeps_its_lines(client_as: As, school: School) -> None:
    waiting = school.brought([["刘小宝", document_no(5, date(1990, 5, 4)), "三年级1班", "13900000001"]])
    kept(client_as, waiting.public_id)
    rosters.clear_old(at=clock.now() + timedelta(days=20))
    waiting.refresh_from_db()
    assert waiting.lines_sealed is not None


def test_a_photo_of_a_complaint_that_is_held_stays(client_as: As, cast: dict[str, Member]) -> None:
    own = person_of(cast["volunteer"])
    row = builders.complaint(area=own.residence, account=cast["volunteer"].account, person_id=own.pk)
    kept(client_as, row.public_id, tells="no", untold_why="《监察法》")
    with pytest.raises(KeptByLaw):
        complaints.remove_photo(complaint=row, photo_pid="x", actor=actor_of(cast["volunteer"]), at=clock.now())


def test_the_accused_of_a_complaint_sees_no_hold_on_it(client_as: As, cast: dict[str, Member]) -> None:
    own = person_of(cast["volunteer"])
    about = builders.complaint(
        area=own.residence, words="主管办得不对", account=cast["volunteer"].account, person_id=own.pk
    )
    Complaint.objects.filter(pk=about.pk).update(about_office=True)
    city = client_as("city")
    answer = city.post(f"{HOLDS}new/", said(about.public_id))
    assert answer.status_code == 303, answer.content.decode()
    county = client_as("county")
    assert county.get(answer["Location"]).status_code == 404
    assert "民初" not in county.get(HOLDS).content.decode()
    # Nor is it found by its number: the same sentence as for none at all.
    assert "没有这些编号" in county.post(f"{HOLDS}new/", said(about.public_id)).content.decode()


def test_the_log_ins_of_whom_it_names_stay_and_no_others(client_as: As, cast: dict[str, Member]) -> None:
    held, old = person_of(cast["volunteer"]), clock.now() - timedelta(days=400)
    kept(client_as, number_of(held))
    tries = []
    for member in (cast["volunteer"], cast["leader"]):
        hashes = account_rows.phone_hashes(member.account.pk)
        tries.append(LogInAttempt.objects.create(at=old, phone_hash=hashes[0], method="code", ok=True).pk)
    accounts.clear_old_tries(at=clock.now())
    assert list(LogInAttempt.objects.filter(pk__in=tries).values_list("pk", flat=True)) == tries[:1]


def test_a_last_day_comes_tomorrow_at_the_earliest_and_may_be_renewed_by_two(
    client_as: As, cast: dict[str, Member]
) -> None:
    held = person_of(cast["volunteer"])
    row = kept(client_as, number_of(held))
    page, county = f"{HOLDS}{row.public_id}/", client_as("county")
    today = clock.local_date(clock.now())
    for wrong in (today, row.until_on):
        assert county.post(f"{page}end/", {"until_on": str(wrong), "why": "解除"}).status_code == 422
    tomorrow = today + timedelta(days=1)
    assert county.post(f"{page}end/", {"until_on": str(tomorrow), "why": "来函解除"}).status_code == 303
    assert county.post(f"{page}end/", {"until_on": str(tomorrow), "why": "来函解除"}).status_code == 303
    row.refresh_from_db()
    assert (row.until_on, row.review_on) == (tomorrow, None)
    # Who confirmed it hears of it, in time to renew it.
    assert Message.objects.filter(kind="privacy.hold_office").count() == 1
    again = county.get(f"{HOLDS}new/?like={row.public_id}").content.decode()
    assert number_of(held) in again
    assert "第70条" in again
    kept(client_as, number_of(held))
    end = after(row)
    actions.tend_holds(at=end)
    leaving(held, clock.now())
    assert actions.close_due(at=end) == 0, "the other one holds"


def test_without_a_last_day_it_goes_on_and_asks_to_be_looked_at(client_as: As, cast: dict[str, Member]) -> None:
    rule_set("own_data", hold_review_days=30)
    held, today = person_of(cast["volunteer"]), clock.local_date(clock.now())
    review = today + timedelta(days=30)
    over = {"until_on": "", "review_on": str(review + timedelta(days=1))}
    assert client_as("county").post(f"{HOLDS}new/", said(number_of(held), **over)).status_code == 422
    kept(client_as, number_of(held), until_on="", review_on=str(review))
    assert actions.tend_holds(at=clock.midnight(review) - timedelta(seconds=1)) == 0
    due = clock.midnight(review) + timedelta(hours=1)
    actions.tend_holds(at=due)
    actions.tend_holds(at=due + timedelta(hours=1))
    reminded = Message.objects.filter(kind="privacy.hold_office", text__contains="复查")
    assert reminded.values("inbox").distinct().count() == reminded.count() >= 2
    leaving(held, clock.now())
    assert actions.close_due(at=due + timedelta(days=300)) == 0


def test_it_is_held_again_in_a_city_restored_from_before(
    client_as: As, cast: dict[str, Member], django_capture_on_commit_callbacks: Any
) -> None:
    held = person_of(cast["volunteer"])
    with django_capture_on_commit_callbacks(execute=True):
        row = kept(client_as, number_of(held))
    noted = beside.path().read_text()
    assert held.public_id in noted
    assert held.name not in noted
    assert number_of(held) not in noted
    # The backup knows neither the hold nor its wish; the account was closing.
    HoldThing.objects.all().delete()
    Hold.objects.all().delete()
    leaving(held, clock.now())
    assert (actions.hold_again(at=clock.now()), actions.hold_again(at=clock.now())) == (1, 0)
    found = Hold.objects.get()
    assert (found.public_id, found.case_no, found.until_on, found.asked_by_id, found.decided_by_id) == (
        row.public_id, row.case_no, row.until_on, row.asked_by_id, row.decided_by_id,
    )  # fmt: skip
    assert actions.close_due(at=clock.now()) == 0
    assert AuditEvent.objects.filter(action="HoldAgain").count() == 1


def test_a_backup_with_the_wish_alone_and_one_with_an_older_day_are_put_right(
    client_as: As, cast: dict[str, Member], django_capture_on_commit_callbacks: Any
) -> None:
    held, today = person_of(cast["volunteer"]), clock.local_date(clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        row = kept(client_as, number_of(held))
        tomorrow = today + timedelta(days=1)
        end = {"until_on": str(tomorrow), "why": "来函解除"}
        assert client_as("county").post(f"{HOLDS}{row.public_id}/end/", end).status_code == 303
    Hold.objects.update(until_on=row.until_on, cut_why="")
    assert actions.hold_again(at=clock.now()) == 1
    assert Hold.objects.get().until_on == tomorrow
    Hold.objects.update(decided_at=None, decided_by_id=None)
    assert actions.hold_again(at=clock.now()) == 1
    assert Hold.objects.get().decided_by_id == cast["city"].account.pk
    assert HoldThing.objects.count() == 1
    # One that is over by now is not held anew, and what nobody can read is passed over.
    HoldThing.objects.all().delete()
    Hold.objects.all().delete()
    with beside.path().open("a") as file:
        file.write("not json\n[1]\n")
    assert actions.hold_again(at=clock.midnight(tomorrow + timedelta(days=1))) == 0
    assert erasures.path().parent == beside.path().parent


def test_a_note_that_was_cut_off_is_made_by_the_job(client_as: As, cast: dict[str, Member]) -> None:
    row = kept(client_as, number_of(person_of(cast["volunteer"])))
    assert beside.noted() == {}
    actions.tend_holds(at=clock.now())
    assert set(beside.noted()) == {row.public_id}


def test_who_left_while_it_was_waited_for_is_not_confirmed(client_as: As, cast: dict[str, Member]) -> None:
    held = person_of(cast["volunteer"])
    page = client_as("county").post(f"{HOLDS}new/", said(number_of(held)))["Location"]
    closing = leaving(held, clock.now())
    assert actions.close_account(closing_id=closing.pk, at=clock.now())
    assert client_as("city").post(f"{page}consent/").status_code == 409
    assert keeping.held("person", clock.now()) == frozenset()


def test_a_person_merged_into_another_stays_held(client_as: As, cast: dict[str, Member]) -> None:
    held = person_of(cast["volunteer"])
    kept(client_as, number_of(held))
    into = builders.person("合并后的人", residence=held.residence, phone="19900000792")
    Person.objects.filter(pk=held.pk).update(merged_into=into, closed_at=clock.now())
    assert {held.pk, into.pk} <= keeping.held("person", clock.now())
    closing = leaving(into, clock.now())
    assert not actions.close_account(closing_id=closing.pk, at=clock.now())
