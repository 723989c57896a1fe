"""An administrator hands over: the successor signs first, then the own rights end, in one instant (U30, R015)."""

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.places.models import Division
from baiying.teams import actions, queries
from baiying.teams.models import HandOver, Keeping, Office
from tests.activities.makers import Town, account, actor, log_in, office
from tests.own_database import at_once


def _hand(town: Town, name: str, phone: str) -> HandOver:
    admin = log_in(town.admin, town.admin_person)
    answer = admin.post(f"/desk/teams/bodies/{town.body.public_id}/hand-over/", {"phone": phone, "name": name})
    assert answer.status_code == 303, answer.content.decode()
    made = HandOver.objects.latest("id")
    assert answer["Location"] == f"/desk/hand-overs/{made.public_id}/"
    return made


def _answer(row: HandOver) -> tuple[Client, str]:
    return log_in(row.coming.account), f"/mine/offices/{row.coming.public_id}/acceptance/"


@pytest.mark.django_db
def test_u30_an_open_hand_over_is_void_once_another_was_accepted(town: Town) -> None:
    """(2): A hands over to C (open), then to D who accepts; C accepts later and reads that it is void."""
    to_c, to_d = _hand(town, "丙", "13600000031"), _hand(town, "丁", "13600000032")
    # Neither has any right, and A goes on.
    assert queries.admins_of_body(town.body.pk) == [town.admin.pk]
    client, url = _answer(to_d)
    assert client.post(url)["Location"] == "/desk/"
    assert queries.admins_of_body(town.body.pk) == [to_d.coming.account_id]
    old = Office.objects.get(account=town.admin, kind="unit_admin")
    new = Office.objects.get(pk=to_d.coming_id)
    # Neither a gap nor both: the one ends in the instant in which the other begins.
    assert old.ends_at == new.accepted_at
    to_c.refresh_from_db()
    assert (to_c.void_at, to_c.taken_at) == (new.accepted_at, None)
    late, url = _answer(to_c)
    page = late.post(url, follow=True).content.decode()
    assert "这次交接已失效" in page
    assert queries.admins_of_body(town.body.pk) == [to_d.coming.account_id]
    assert Message.objects.filter(kind="office_ended").count() == 2
    # Accepting again is harmless for the one who took it.
    assert client.post(_answer(to_d)[1]).status_code == 303
    assert HandOver.objects.filter(taken_at__isnull=False).count() == 1


@pytest.mark.django_db
def test_u30_what_was_left_open_by_who_is_gone_is_void_once_another_took_over(town: Town) -> None:
    to_c = _hand(town, "丙", "13600000031")
    county = actor(office("county_office", town.county))
    own = Office.objects.get(account=town.admin, kind="unit_admin")
    actions.end_office(office_id=own.pk, actor=county, at=clock.now(), why="died")
    new = account("戊")
    made = actions.appoint_admin(body_id=town.body.pk, account_id=new.pk, actor=county, at=clock.now())
    actions.accept_office(office_id=made.pk, actor=actor(new), at=clock.now())
    with pytest.raises(actions.HandOverVoid):
        actions.accept_office(office_id=to_c.coming_id, actor=actor(to_c.coming.account), at=clock.now())


@pytest.mark.django_db
def test_a_second_administrator_beside_leaves_an_open_hand_over_open(town: Town) -> None:
    to_c = _hand(town, "丙", "13600000031")
    second = account("己")
    made = actions.appoint_admin(body_id=town.body.pk, account_id=second.pk, actor=actor(town.admin), at=clock.now())
    actions.accept_office(office_id=made.pk, actor=actor(second), at=clock.now())
    actions.accept_office(office_id=to_c.coming_id, actor=actor(to_c.coming.account), at=clock.now())
    assert set(queries.admins_of_body(town.body.pk)) == {second.pk, to_c.coming.account_id}


@pytest.mark.django_db
def test_the_leaving_one_sees_all_that_is_open_with_a_holder_and_both_sign(town: Town) -> None:
    """The worst day, 1: a list of all that is open, a holder for each; the record says who signed when, and prints."""
    town.activity(state="submitted")
    url = f"/desk/teams/bodies/{town.body.public_id}/hand-over/"
    admin = log_in(town.admin, town.admin_person)
    page = admin.get(url).content.decode()
    for words in ("还没有办完的", "之后归谁", "接任的管理员", "您是最后一位管理员"):
        assert words in page
    # A wrong phone loses nothing typed.
    wrong = admin.post(url, {"phone": "136", "name": "丙"})
    assert wrong.status_code == 422
    assert "丙" in wrong.content.decode()
    row = _hand(town, "丙", "13600000031")
    assert row.listed
    assert {one["holder"] for one in row.listed} <= {"successor", "self"}
    record = f"/desk/hand-overs/{row.public_id}/"
    assert "还没有签字" in admin.get(record).content.decode()
    assert "丙" in admin.get(url).content.decode()
    successor, answer = _answer(row)
    assert successor.get(record).status_code == 200
    successor.post(answer)
    said = successor.get(record).content.decode()
    assert "从这一刻起接任" in said
    assert "已接任" in said
    # Who has left still reads what was signed, and no more.
    assert admin.get(record).status_code == 200
    assert admin.get(url).status_code == 404
    assert admin.get(f"/desk/teams/bodies/{town.body.public_id}/").status_code == 404
    assert log_in(account("外人")).get(record).status_code == 404
    assert log_in(office("county_office", town.county)).get(record).status_code == 200
    assert log_in(office("county_office", town.other_county)).get(record).status_code == 404


@pytest.mark.django_db
def test_only_the_holder_hands_over_and_not_to_oneself(town: Town) -> None:
    own = Office.objects.get(account=town.admin, kind="unit_admin")
    with pytest.raises(actions.NotYourOffice):
        actions.hand_over(office_id=own.pk, account_id=account("丙").pk, actor=actor(town.leader), at=clock.now())
    with pytest.raises(actions.OwnOffice):
        actions.hand_over(office_id=own.pk, account_id=town.admin.pk, actor=actor(town.admin), at=clock.now())
    assert log_in(town.leader).get(f"/desk/teams/bodies/{town.body.public_id}/hand-over/").status_code == 404
    assert not HandOver.objects.exists()


@pytest.mark.django_db
def test_a_hand_over_that_is_withdrawn_or_declined_leaves_everything(town: Town) -> None:
    row = _hand(town, "丙", "13600000031")
    client, _url = _answer(row)
    client.post(f"/mine/offices/{row.coming.public_id}/refusal/")
    admin = log_in(town.admin, town.admin_person)
    assert "没有接受" in admin.get(f"/desk/hand-overs/{row.public_id}/").content.decode()
    again = _hand(town, "丁", "13600000032")
    actions.end_office(office_id=again.coming_id, actor=actor(town.admin), at=clock.now())
    assert "已收回" in admin.get(f"/desk/hand-overs/{again.public_id}/").content.decode()
    assert queries.admins_of_body(town.body.pk) == [town.admin.pk]


@pytest.mark.race
def test_u30_two_successors_accept_in_one_second(own_database: str) -> None:
    township = Division.objects.filter(level="township").first() or builders.small_city().townships[0]
    for _ in range(3):
        body = builders.body(area=township)
        leaving = builders.office(builders.account(name="甲"), body)
        giver = Actor(account_id=leaving.account_id)
        given = [
            actions.hand_over(
                office_id=leaving.pk, account_id=builders.account(name=name).pk, actor=giver, at=clock.now()
            )
            for name in ("丙", "丁")
        ]
        said = at_once(
            *(
                lambda row=row: actions.accept_office(  # type: ignore[misc]
                    office_id=row.coming_id, actor=Actor(account_id=row.coming.account_id), at=clock.now()
                )
                for row in given
            )
        )
        assert sorted(said) == ["done", "hand_over_void"]
        assert len(queries.admins_of_body(body.pk)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("why", "takes"), [("suspended", False), ("gone", False), ("died", True)])
def test_what_was_signed_over_by_who_is_suspended_gives_nobody_the_unit(town: Town, why: str, takes: bool) -> None:
    """A signs it over to a friend, is suspended by the county, which keeps the body; the friend presses accept."""
    to_c = _hand(town, "丙", "13600000031")
    county = actor(office("county_office", town.county))
    own = Office.objects.get(account=town.admin, kind="unit_admin")
    actions.end_office(office_id=own.pk, actor=county, at=clock.now(), why=why)
    client, url = _answer(to_c)
    client.post(url)
    assert (queries.admins_of_body(town.body.pk) == [to_c.coming.account_id]) is takes
    assert Keeping.objects.filter(body=town.body, ended_at=None).exists() is not takes
