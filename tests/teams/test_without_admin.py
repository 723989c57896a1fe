"""A body is never without somebody: who stands above keeps it from the instant the last administrator is gone (U30)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from baiying.accounts.models import Account
from baiying.activities import actions as activities
from baiying.activities.actions.refusals import UnitPublishesNothing
from baiying.activities.models import Activity
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.erasing import Erased
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.places.models import Division
from baiying.teams import actions, jobs, queries
from baiying.teams.actions.erasing import erase
from baiying.teams.models import Body, Keeping, Office
from tests.activities.makers import CREDIT_CODE, LONG_AGO, Town, account, actor, log_in, office
from tests.own_database import at_once

WHYS = ["erased", "died", "suspended", "gone", "term"]


def _only(town: Town) -> Office:
    return Office.objects.get(body=town.body, kind="unit_admin")


def lose(town: Town, why: str) -> None:
    """The last administrator of the town's body is gone."""
    row, at = _only(town), clock.now()
    county = Actor(account_id=office("county_office", town.county).pk)
    if why == "erased":
        erase(Erased(0, row.account_id, (), (), (), ()), at)
    elif why == "term":
        Office.objects.filter(pk=row.pk).update(until=at - timedelta(seconds=30))
        jobs.end_terms()
    else:
        actions.end_office(office_id=row.pk, actor=county, at=at, why=why)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.race
def test_u30_both_leave_in_one_second_and_one_reads_to_be_the_last(own_database: str) -> None:
    township = Division.objects.filter(level="township").first() or builders.small_city().townships[0]
    for _ in range(3):
        body = builders.body(area=township)
        one, other = (builders.office(builders.account(name=name), body) for name in ("甲", "乙"))
        said = at_once(
            *(
                lambda row=row: actions.end_office(  # type: ignore[misc]
                    office_id=row.pk, actor=Actor(account_id=row.account_id), at=clock.now()
                )
                for row in (one, other)
            )
        )
        assert sorted(said) == ["done", "last_admin"]
        assert len(queries.admins_of_body(body.pk)) == 1
        assert not queries.is_kept(body.pk)


@pytest.mark.django_db
def test_u30_the_last_one_reads_so_and_where_the_hand_over_is(town: Town) -> None:
    admin = log_in(town.admin, town.admin_person)
    answer = admin.post(f"/offices/{_only(town).public_id}/end/", {"why": "died"})
    assert answer.status_code == 409
    assert "您是最后一位" in answer.content.decode()
    assert queries.admins_of_body(town.body.pk) == [town.admin.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("why", WHYS)
def test_u30_the_one_above_keeps_it_that_minute_with_a_case_and_a_clock(town: Town, why: str) -> None:
    lose(town, why)
    row = Keeping.objects.get(body=town.body)
    assert row.why == why
    assert row.since == Office.objects.get(account=town.admin, kind="unit_admin").ends_at
    county = log_in(Account.objects.get(display_name="county_office") if why not in {"erased", "term"} else
                    office("county_office", town.county))  # fmt: skip
    desk = county.get("/desk/").content.decode()
    assert "没有管理员、由您代管的单位" in desk
    page = county.get(f"/desk/teams/bodies/{town.body.public_id}/").content.decode()
    assert "由上级代管" in page
    assert "任命新的管理员" in page
    # Another county knows nothing of it.
    strange = log_in(office("county_office", town.other_county))
    assert "由您代管" not in strange.get("/desk/").content.decode()
    assert strange.get(f"/desk/teams/bodies/{town.body.public_id}/").status_code == 404
    jobs.tell_kept()
    jobs.tell_kept()
    assert AuditEvent.objects.filter(action="BodyKept", subject_id=town.body.pk).count() == 1
    assert Message.objects.filter(kind="office_kept").count() == 1


@pytest.mark.django_db
def test_u30_what_goes_on_goes_on_and_nothing_new_is_published(town: Town) -> None:
    running = town.activity()
    waiting = town.activity(state="submitted")
    lose(town, "gone")
    county = Account.objects.get(display_name="county_office")
    # The keeper works where the missing administrator did, but for the new.
    assert log_in(county).get(f"/desk/activities/{running.public_id}/").status_code == 200
    assert log_in(county).post(f"/desk/activities/{waiting.public_id}/publication/").status_code == 404
    assert log_in(town.leader).get(f"/desk/activities/{running.public_id}/").status_code == 200
    with pytest.raises(UnitPublishesNothing):
        activities.publish(activity_id=waiting.pk, actor=actor(town.admin), at=clock.now())
    with pytest.raises(IntegrityError, match="publishes nothing now"), transaction.atomic():
        Activity.objects.filter(pk=waiting.pk).update(state="published")
    # The keeper appoints; asked is not yet accepted, and nothing is published before.
    new = account("接任的人")
    made = actions.appoint_admin(body_id=town.body.pk, account_id=new.pk, actor=actor(county), at=clock.now())
    assert queries.is_kept(town.body.pk)
    assert not queries.may_publish(town.team.pk)
    actions.accept_office(office_id=made.pk, actor=actor(new), at=clock.now())
    assert queries.may_publish(town.team.pk)
    row = Keeping.objects.get(body=town.body)
    assert (row.ended_by_id, row.ended_at is not None) == (new.pk, True)
    assert "由您代管" not in log_in(county).get("/desk/").content.decode()


@pytest.mark.django_db
def test_u30_a_group_is_kept_by_the_unit_that_consented(town: Town) -> None:
    group = Body.objects.create(
        kind="internal_group", name="柳树村互助组", area=town.village, created_at=LONG_AGO,
        consenting_name=town.body.name, consenting_credit_code=CREDIT_CODE, consenting_contact="周敏",
    )  # fmt: skip
    own = builders.office(account("组长"), group)
    consenting = log_in(town.admin, town.admin_person)
    page = f"/desk/teams/bodies/{group.public_id}/"
    assert consenting.get(page).status_code == 404
    county = actor(office("county_office", town.county))
    actions.end_office(office_id=own.pk, actor=county, at=clock.now(), why="died")
    assert "由上级代管" in consenting.get(page).content.decode()
    assert "由您代管" in consenting.get("/desk/").content.decode()
    assert consenting.get(f"{page}offices/").status_code == 200
    jobs.tell_kept()
    assert Message.objects.filter(kind="office_kept", inbox=town.admin_person.public_id).count() == 1


@pytest.mark.django_db
def test_u30_an_end_by_its_date_holds_to_the_instant_without_any_job(town: Town) -> None:
    last = clock.midnight(clock.local_date(clock.now())) + timedelta(days=1)
    Office.objects.filter(pk=_only(town).pk).update(until=last)
    before, after = last - timedelta(seconds=1), last
    assert queries.administered_body_ids(town.admin.pk, before) == [town.body.pk]
    assert queries.administered_body_ids(town.admin.pk, after) == []
    assert actions.end_term(office_id=_only(town).pk, at=before) is False
    assert actions.end_term(office_id=_only(town).pk, at=after + timedelta(seconds=50)) is True
    assert actions.end_term(office_id=Office.objects.get(account=town.admin).pk, at=after + timedelta(days=1)) is True
    assert Office.objects.get(account=town.admin).ends_at == last
    assert Keeping.objects.get(body=town.body).since == last


@pytest.mark.django_db
def test_an_administrator_is_appointed_until_a_day(town: Town) -> None:
    admin, today = log_in(town.admin, town.admin_person), clock.local_date(clock.now())
    url = f"/desk/teams/bodies/{town.body.public_id}/offices/"
    given = {"phone": "13600000077", "name": "暂代的人", "last_day": (today - timedelta(days=1)).isoformat()}
    late = admin.post(url, given)
    assert late.status_code == 422
    assert "任期的最后一天已经过去" in late.content.decode()
    assert "13600000077" in late.content.decode()
    day = today + timedelta(days=30)
    assert admin.post(url, {**given, "last_day": day.isoformat()}).status_code == 303
    row = Office.objects.get(account__display_name="暂代的人")
    assert (row.until, row.last_day) == (clock.end_of(day), day)
    # Who has not answered by then can accept no more, and is asked no more.
    assert not queries.offices_offered(row.account_id, clock.end_of(day)).exists()
    with pytest.raises(offered.Gone):
        actions.accept_office(office_id=row.pk, actor=Actor(account_id=row.account_id), at=clock.end_of(day))


@pytest.mark.django_db
def test_u30_by_sql_there_is_neither_nobody_nor_an_end_of_the_keeping(town: Town) -> None:
    """(4): what pages refuse, statements refuse too; with a closed account the keeping begins in one transaction."""
    own = Office.objects.filter(pk=_only(town).pk)
    with pytest.raises(IntegrityError, match="stays until another"):
        _at_once(lambda: own.update(ends_at=clock.now()))
    Account.objects.filter(pk=town.admin.pk).update(closed_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Keeping.objects.get(body=town.body).why == "erased"
    rows = Keeping.objects.filter(body=town.body)
    for end in (lambda: rows.update(ended_at=clock.now()), rows.delete):
        with pytest.raises(IntegrityError, match="stays until another"):
            _at_once(end)


def _at_once(end: Callable[[], object]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        end()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_the_office_says_why_before_it_ends_the_last_one(town: Town) -> None:
    county = log_in(office("county_office", town.county))
    url = f"/offices/{_only(town).public_id}/end/"
    assert "最后一位管理员" in county.get(url).content.decode()
    assert county.post(url, {}).status_code == 422
    assert county.post(url, {"why": "term"}).status_code == 422
    assert not queries.is_kept(town.body.pk)
    assert county.post(url, {"why": "suspended"}).status_code == 303
    assert queries.is_kept(town.body.pk)
    # A second press, and an administrator who is not the last, ask for nothing.
    assert county.post(url, {"why": "suspended"}).status_code == 303
    assert Keeping.objects.count() == 1
