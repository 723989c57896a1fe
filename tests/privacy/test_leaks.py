"""R159, PIPL 57, Minors 35: a leak is contained, those concerned are found in minutes and they alone are told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.demo.cast import Member
from baiying.kit import clock, taking
from baiying.kit.models import AuditEvent, Taken
from baiying.notices.models import Message
from baiying.people import actions as people_actions
from baiying.people import queries as people
from baiying.people.models import Person
from baiying.places.models import Division, RuleSet
from baiying.privacy import actions, jobs, queries, rules
from baiying.privacy.actions.closings import erase_person
from baiying.privacy.models import Breach, BreachPerson, BreachStep
from tests.hours.conftest import actor_of
from tests.people.test_at_once import at_once
from tests.people.world import rule_set

As = Callable[[str], Client]
LEAKS = "/desk/data/leaks/"


def said(**more: Any) -> dict[str, Any]:
    return {
        "source": "abcdefghijkl", "kind": "leak", "found_at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}",
        "what": "姓名、手机号", "cause": "名单被传到了公开网盘", "harm": "可能接到诈骗电话", "advice": "先打电话核实",
        **more,
    }  # fmt: skip


def step(kind: str, words: str, source: str) -> dict[str, str]:
    moment = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    return {"kind": kind, "words": words, "done_at": moment, "source": source}


def begun(client: Client) -> tuple[Breach, str]:
    answer = client.post(f"{LEAKS}new/", said())
    assert answer.status_code == 303, answer.content.decode()
    row = Breach.objects.latest("id")
    assert answer["Location"] == f"{LEAKS}{row.public_id}/"
    return row, answer["Location"]


def person_of(member: Member) -> Person:
    assert member.person is not None
    return member.person


def exported(client: Client) -> Taken:
    """A list of an area that lets masked lists go without a leave."""
    if not RuleSet.objects.filter(kind="minor_access").exists():
        rule_set("minor_access", files_by_leave=False)
    answer = client.post("/desk/people/", {"file": "1", "reason": "核对社区名册"})
    assert answer.status_code == 200
    answer.getvalue()
    return Taken.objects.latest("id")


@pytest.mark.parametrize("hours", [1, 2, 24])
def test_the_clocks_run_from_when_it_was_found(hours: int) -> None:
    at = builders.NOW
    found = rules.breach_clocks(at, rules.BreachRules(authority_hours=hours))
    assert (found.authority, found.people) == (at + timedelta(hours=hours), at + timedelta(hours=72))


@pytest.mark.parametrize(
    ("contained", "reported", "decided", "untold", "lacks"),
    [
        (True, True, True, 0, []),
        (False, True, True, 0, ["contain"]),
        (True, False, True, 0, ["authority"]),
        (True, True, False, 0, ["decide"]),
        (True, True, True, 1, ["tell"]),
        (False, False, False, 2, ["contain", "authority", "decide", "tell"]),
    ],
)
def test_what_a_case_lacks_is_named_in_order(
    contained: bool, reported: bool, decided: bool, untold: int, lacks: list[str]
) -> None:
    found = rules.missing_before_end(contained=contained, reported=reported, decided=decided, untold=untold)
    assert found == lacks


@pytest.mark.django_db
@pytest.mark.law("PIPL-57", "MIN-35")
def test_r159_they_alone_are_told_the_guardian_for_the_child_paper_without_a_phone(
    client_as: As, cast: dict[str, Member]
) -> None:
    county = client_as("county")
    mark = exported(county)
    away = builders.person("没手机的", residence=person_of(cast["volunteer"]).residence)
    stranger = builders.person("不在名单的", residence=away.residence, phone="19900000777")
    in_file = set(taking.people_in(mark))
    assert {person_of(cast["volunteer"]).pk, person_of(cast["minor"]).pk} <= in_file
    row, page = begun(county)
    # Who was in this file, and who took it for what, in one press.
    assert county.post(f"{page}files/", {"mark": "zzzzzzzzzzzz"}).status_code == 422
    assert county.post(f"{page}files/", {"mark": mark.public_id.upper()}).status_code == 303
    shown = county.get(page).content.decode()
    assert "核对社区名册" in shown
    assert mark.public_id in shown
    log = county.get("/desk/data/exports/").content.decode()
    assert mark.public_id in log
    assert "核对社区名册" in log
    number = people.last_volunteer_no(away.pk)
    answer = county.post(f"{page}numbers/", {"numbers": f"{number}\n{number}，V99999999"}, follow=True)
    assert "V99999999" in answer.content.decode()
    assert queries.people_of(row) == in_file | {away.pk}
    # Nobody is told before it is stopped, because the law wants said what was done.
    assert county.post(f"{page}telling/").status_code == 409
    assert county.post(f"{page}steps/", step("contain", "已要求网盘下架", "s1")).status_code == 303
    for _ in range(2):
        assert county.post(f"{page}telling/").status_code == 303
    jobs.tell_breaches()
    jobs.tell_breaches()
    told = Message.objects.filter(kind="privacy.breach")
    own = told.filter(inbox=person_of(cast["volunteer"]).public_id, channel="inapp").get()
    assert all(word in own.text for word in ("姓名、手机号", "公开网盘", "诈骗电话", "已要求网盘下架", "先打电话核实"))
    assert not told.filter(inbox__in=[person_of(cast["minor"]).public_id, stranger.public_id, away.public_id]).exists()
    guardian = people.inbox_of_account(cast["guardian"].account.pk)
    assert "您监护的孩子" in told.get(inbox=guardian, channel="inapp").text
    found = queries.concerned(row)
    assert (found.guardian, found.paper, found.all) == (1, found.waiting, len(in_file) + 1)
    # On paper for whom no phone reaches; each name shown is a look.
    paper = county.get(f"{page}papers/").content.decode()
    assert "没手机的" in paper
    assert "先打电话核实" in paper
    assert AuditEvent.objects.filter(action="RecordSeen", subject_id=away.pk, detail__page="breach").exists()
    assert county.post(f"{page}end/", {"conclusion": "查清了"}).status_code == 409
    letters = list(row.people.filter(way="paper").values_list("pk", flat=True))
    for _ in range(2):
        assert county.post(f"{page}handed/", {"row": letters}).status_code == 303
    assert county.post(f"{page}steps/", step("authority", "已报县网信办", "s2")).status_code == 303
    for _ in range(2):
        assert county.post(f"{page}end/", {"conclusion": "经办人传错了，已培训"}).status_code == 303
    assert county.post(f"{page}steps/", step("note", "又想起来", "s3")).status_code == 409
    report = county.get(f"{page}report/").content.decode()
    assert all(word in report for word in ("经办人传错了", "已报县网信办", "核对社区名册", "名单被传到了公开网盘"))
    assert person_of(cast["volunteer"]).name not in report
    assert "V99999999" not in report
    acts = AuditEvent.objects.filter(subject_type="breach").order_by("id").values_list("action", flat=True)
    assert list(acts) == [
        "BreachOpened", "BreachPeopleFound", "BreachPeopleFound", "BreachStepTaken", "BreachTold", "BreachStepTaken",
        "BreachEnded",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_file_fetched_again_names_who_came_onto_the_list_since(client_as: As, cast: dict[str, Member]) -> None:
    county = client_as("county")
    row = exported(county)
    new = builders.person("新来的", residence=person_of(cast["volunteer"]).residence)
    assert new.pk not in taking.people_in(row)
    answer = county.post("/desk/people/", {"file": "1", "again": row.public_id})
    answer.getvalue()
    row.refresh_from_db()
    assert row.opened == 2
    assert {new.pk, person_of(cast["volunteer"]).pk} <= set(taking.people_in(row))


@pytest.mark.django_db
def test_a_county_gathers_its_own_people_and_no_others_files(client_as: As, cast: dict[str, Member]) -> None:
    city, county = client_as("city"), client_as("county")
    elsewhere = builders.person("外县的", residence=_other_county(cast), phone="19900000778")
    theirs = exported(city)
    assert elsewhere.pk in taking.people_in(theirs)
    row, page = begun(county)
    # What the city took is the city's case.
    assert county.post(f"{page}files/", {"mark": theirs.public_id}).status_code == 422
    answer = county.post(f"{page}numbers/", {"numbers": people.last_volunteer_no(elsewhere.pk)}, follow=True)
    assert "1 人不在本地区" in answer.content.decode()
    assert not row.people.exists()
    assert county.post(f"{page}telling/").status_code == 409
    again = city.post(f"{LEAKS}new/", said(source="othersource1"))
    assert county.get(again["Location"]).status_code == 404
    assert city.get(page).status_code == 200


def _other_county(cast: dict[str, Member]) -> Any:
    own = cast["county"].appointment
    assert own is not None
    return Division.objects.filter(level="village").exclude(path__contains=[own.area_id]).earliest("id")


@pytest.mark.django_db
def test_whoever_withdrew_is_told_and_whoever_is_erased_is_counted(client_as: As, cast: dict[str, Member]) -> None:
    me = person_of(cast["volunteer"])
    county = client_as("county")
    mark = exported(county)
    people_actions.withdraw_consent(
        person=me, purpose="volunteer_service", actor=actor_of(cast["volunteer"]), at=clock.now()
    )
    gone = builders.person("要走的", residence=me.residence, phone="19900000779")
    row, page = begun(county)
    county.post(f"{page}files/", {"mark": mark.public_id})
    BreachPerson.objects.create(breach=row, person_id=gone.pk, found_at=clock.now())
    erase_person(person=gone, at=clock.now())
    county.post(f"{page}steps/", step("contain", "已下架", "s1"))
    county.post(f"{page}telling/")
    jobs.tell_breaches()
    assert Message.objects.filter(kind="privacy.breach", inbox=me.public_id).exists()
    assert not Message.objects.filter(kind="privacy.breach", inbox=gone.public_id).exists()
    assert queries.concerned(row).nobody == 1


@pytest.mark.django_db
def test_nobody_need_be_told_where_the_harm_was_kept_off_and_the_reason_stands(client_as: As) -> None:
    county = client_as("county")
    row, page = begun(county)
    county.post(f"{page}steps/", step("contain", "U 盘当场找回，没有打开过", "s1"))
    county.post(f"{page}steps/", step("authority", "已报县网信办", "s2"))
    assert county.post(f"{page}end/", {"conclusion": "没有外泄"}).status_code == 409
    assert county.post(f"{page}sparing/", {"why": ""}).status_code == 422
    assert county.post(f"{page}sparing/", {"why": "封条完好"}).status_code == 303
    assert county.post(f"{page}end/", {"conclusion": "没有外泄"}).status_code == 303
    jobs.tell_breaches()
    assert not Message.objects.filter(kind="privacy.breach").exists()
    assert "封条完好" in county.get(f"{page}report/").content.decode()
    row.refresh_from_db()
    assert row.told_at is None


@pytest.mark.django_db
def test_the_offices_above_hear_of_it_and_of_a_report_that_is_late(client_as: As, cast: dict[str, Member]) -> None:
    rule_set("breach", authority_hours=2)
    row, page = begun(client_as("county"))
    told = Message.objects.filter(kind="privacy.breach_open", inbox=people.inbox_of_account(cast["city"].account.pk))
    assert told.filter(link=page).count() == 1
    assert page in client_as("city").get("/desk/").content.decode()
    due = row.found_at + timedelta(hours=2)
    assert actions.remind_breaches(at=due - timedelta(seconds=1)) == 0
    assert actions.remind_breaches(at=due) == 1
    assert actions.remind_breaches(at=due + timedelta(hours=1)) == 0
    assert told.count() == 2
    for who in ("volunteer", "clerk", "leader", "auditor"):
        assert client_as(who).get(page).status_code in {302, 303, 403, 404}, who


@pytest.mark.django_db
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client_as: As) -> None:
    county = client_as("county")
    later = f"{clock.local(clock.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"
    wrong = county.post(f"{LEAKS}new/", said(found_at=later))
    assert wrong.status_code == 422
    assert "名单被传到了公开网盘" in wrong.content.decode()
    assert county.post(f"{LEAKS}new/", said(cause="是 19900000002 传的")).status_code == 422
    assert not Breach.objects.exists()
    row, page = begun(county)
    bad = county.post(f"{page}steps/", {**step("note", "打过电话", "s9"), "done_at": later})
    assert bad.status_code == 422
    assert "打过电话" in bad.content.decode()
    for _ in range(2):
        county.post(f"{page}steps/", step("note", "打过电话", "s9"))
    assert BreachStep.objects.filter(breach=row).count() == 1
    assert county.post(f"{page}handed/", {"row": ["x"]}).status_code == 404


@pytest.mark.race
def test_two_workers_tell_each_once(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    actor, at = actor_of(cast["county"]), clock.now()
    area = cast["county"].appointment.area_id  # type: ignore[union-attr]
    given = actions.BreachGiven("leak", at, "姓名", "传错了", "骚扰", "核实")
    row = actions.open_breach(given=given, area_id=area or 0, source="r", actor=actor, at=at)
    actions.add_step(breach_id=row.pk, kind="contain", words="下架", done_at=at, source="r1", actor=actor, at=at)
    BreachPerson.objects.create(breach=row, person=person_of(cast["volunteer"]), found_at=at)
    actions.decide_telling(breach_id=row.pk, actor=actor, at=at)
    pk = row.people.get().pk

    assert sorted(at_once(2, lambda _which: str(actions.tell_one(row_id=pk, at=at)))) == ["False", "True"]
    assert Message.objects.filter(kind="privacy.breach", channel="inapp").count() == 1
