"""An office in a body gives no right until it is accepted; answering and withdrawing are told; the last one stays."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from baiying.accounts.models import Appointment
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.places.models import Division
from baiying.teams import actions, queries
from baiying.teams.models import Body, Office
from tests.activities.makers import Town, account, log_in, volunteer
from tests.own_database import at_once, end_both
from tests.people import world

NEW = "13600000021"


def asked_to_lead(town: Town) -> tuple[Client, Office]:
    """The administrator asks somebody to lead the team; the one who is asked, logged in, and the office."""
    given = {"phone": NEW, "name": "新队长"}
    admin = log_in(town.admin, town.admin_person)
    assert admin.post(f"/desk/teams/{town.team.public_id}/offices/", given).status_code == 303
    row = Office.objects.get(account__display_name="新队长")
    return log_in(row.account), row


@pytest.mark.django_db
def test_an_office_gives_no_right_until_it_is_accepted(town: Town) -> None:
    leader, row = asked_to_lead(town)
    desk = f"/desk/teams/{town.team.public_id}/"
    assert leader.get(desk).status_code == 404
    assert leader.get("/desk/activities/").status_code == 403
    assert queries.offices_of(row.account_id, clock.now()) == []
    assert row.account_id not in queries.leaders_of_team(town.team.pk)
    assert leader.get("/mine/")["Location"] == "/mine/appointments/"
    page = leader.get("/mine/appointments/").content.decode()
    for word in ("队长 · 柳树村暖心队", "由单位管理员任命", "写活动方案", "不接受不用说明理由"):
        assert word in page
    admin = log_in(town.admin, town.admin_person)
    for where in (desk, f"/desk/teams/bodies/{town.body.public_id}/"):
        assert "等本人接受" in admin.get(where).content.decode()
    answer = f"/mine/offices/{row.public_id}/acceptance/"
    assert leader.post(answer)["Location"] == "/desk/"
    assert leader.get(desk).status_code == 200
    assert leader.post(answer).status_code == 303
    row.refresh_from_db()
    assert row.accepted_because == offered.ASKED
    assert AuditEvent.objects.filter(action="OfficeAccepted", account_id=row.account_id).count() == 1
    assert "等本人接受" not in admin.get(desk).content.decode()


@pytest.mark.django_db
def test_an_administrator_publishes_nothing_before_accepting(town: Town) -> None:
    activity = town.activity(state="submitted")
    given = {"phone": NEW, "name": "新管理员"}
    admin = log_in(town.admin, town.admin_person)
    assert admin.post(f"/desk/teams/bodies/{town.body.public_id}/offices/", given).status_code == 303
    row = Office.objects.get(account__display_name="新管理员")
    second = log_in(row.account)
    assert second.post(f"/activities/{activity.public_id}/publication/").status_code == 404
    assert row.account_id not in queries.admins_of_body(town.body.pk)
    second.post(f"/mine/offices/{row.public_id}/acceptance/")
    assert second.get(f"/desk/activities/{activity.public_id}/").status_code == 200
    assert row.account_id in queries.admins_of_body(town.body.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(("years", "administers"), [(17, False), (18, True)])
def test_nobody_below_eighteen_comes_to_administer_a_unit(town: Town, years: int, administers: bool) -> None:
    """Civil Code art. 19: whoever is asked may be known as a child only when the answer comes."""
    admin = log_in(town.admin, town.admin_person)
    given = {"phone": NEW, "name": "新管理员"}
    assert admin.post(f"/desk/teams/bodies/{town.body.public_id}/offices/", given).status_code == 303
    row = Office.objects.get(account__display_name="新管理员")
    person = volunteer("新管理员", town.village, account=row.account, born=world.born_years_ago(years))
    answer = log_in(row.account, person).post(f"/mine/offices/{row.public_id}/acceptance/", follow=True)
    assert ("未满 18 周岁" in answer.content.decode()) is not administers
    assert (row.account_id in queries.admins_of_body(town.body.pk)) is administers


@pytest.mark.django_db
def test_declining_asks_for_nothing_and_is_told(town: Town) -> None:
    leader, row = asked_to_lead(town)
    assert Message.objects.filter(kind="office_offered").count() == 1
    page = leader.post(f"/mine/offices/{row.public_id}/refusal/", follow=True).content.decode()
    assert "您没有接受" in page
    row.refresh_from_db()
    assert row.declined_at is not None
    assert row.ends_at is not None
    told = Message.objects.get(kind="office_answered")
    assert told.inbox == town.admin_person.public_id
    assert "新队长 没有接受" in told.text
    admin = log_in(town.admin, town.admin_person)
    assert "没有接受" in admin.get(f"/desk/teams/{town.team.public_id}/").content.decode()
    late = leader.post(f"/mine/offices/{row.public_id}/acceptance/", follow=True).content.decode()
    assert "已经收回或结束" in late
    assert leader.get(f"/desk/teams/{town.team.public_id}/").status_code == 404
    # Declined is no hindrance to asking again.
    again = {"phone": NEW, "name": "新队长"}
    assert admin.post(f"/desk/teams/{town.team.public_id}/offices/", again).status_code == 303


@pytest.mark.django_db
def test_withdrawing_and_ending_are_told(town: Town) -> None:
    leader, row = asked_to_lead(town)
    admin = log_in(town.admin, town.admin_person)
    end = f"/offices/{row.public_id}/end/"
    assert "收回任命" in admin.get(end).content.decode()
    assert admin.post(end).status_code == 303
    assert "已经收回" in Message.objects.get(kind="office_ended").text
    assert "已经收回或结束" in leader.post(
        f"/mine/offices/{row.public_id}/acceptance/", follow=True
    ).content.decode()  # fmt: skip
    held = Office.objects.get(account=town.leader)
    actions.end_office(office_id=held.pk, actor=Actor(account_id=town.admin.pk), at=clock.now())
    assert Message.objects.filter(kind="office_ended", text__contains="您不再担任柳树村暖心队的队长").count() == 1


@pytest.mark.django_db
def test_nobody_answers_for_whom_it_was_given_to(town: Town) -> None:
    leader, row = asked_to_lead(town)
    admin = log_in(town.admin, town.admin_person)
    for what in ("acceptance", "refusal"):
        assert admin.post(f"/mine/offices/{row.public_id}/{what}/").status_code == 404
    giver = {"office_id": row.pk, "actor": Actor(account_id=town.admin.pk), "at": clock.now()}
    for act in (actions.accept_office, actions.decline_office):
        with pytest.raises(offered.NotYours):
            act(**giver)
    leader.post(f"/mine/offices/{row.public_id}/acceptance/")
    page = leader.post(f"/mine/offices/{row.public_id}/refusal/", follow=True).content.decode()
    assert "您已经接受" in page
    assert leader.get(f"/desk/teams/{town.team.public_id}/").status_code == 200


@pytest.mark.django_db
def test_an_office_of_a_unit_that_was_closed_meanwhile_is_gone(town: Town) -> None:
    _leader, row = asked_to_lead(town)
    Body.objects.filter(pk=town.body.pk).update(closed_at=clock.now())
    with pytest.raises(offered.Gone):
        actions.accept_office(office_id=row.pk, actor=Actor(account_id=row.account_id), at=clock.now())
    row.refresh_from_db()
    assert row.accepted_at is None


@pytest.mark.django_db
def test_everything_that_is_offered_stands_on_one_page(town: Town) -> None:
    """An appointment and two offices: the own page has all, and after each answer leads to what is left."""
    leader, row = asked_to_lead(town)
    builders.appointment(row.account, "place_staff", town.township)
    Appointment.objects.update(accepted_at=None, accepted_because="")
    page = leader.get("/mine/appointments/").content.decode()
    assert page.index("站所工作人员 · 河畔镇") < page.index("队长 · 柳树村暖心队")
    assert leader.post(f"/mine/offices/{row.public_id}/acceptance/")["Location"] == "/mine/appointments/"
    assert "任命等您答复" in leader.get("/desk/").content.decode()


@pytest.mark.django_db
def test_the_database_keeps_who_gave_oneself_an_office_out(town: Town) -> None:
    with pytest.raises(IntegrityError, match="teams_office_not_by_oneself"), transaction.atomic():
        Office.objects.create(
            kind="unit_admin",
            body=town.body,
            account=town.leader,
            starts_at=clock.now(),
            appointed_by_id=town.leader.pk,
        )
    with pytest.raises(IntegrityError, match="teams_office_accepted_because"), transaction.atomic():
        Office.objects.filter(account=town.admin).update(accepted_because="")


def _lose(row: Office, how: str) -> None:
    rows = Office.objects.filter(pk=row.pk)
    with transaction.atomic():
        if how == "deleted":
            rows.delete()
        elif how == "unaccepted":
            rows.update(accepted_at=None, accepted_because="")
        else:
            rows.update(ends_at=clock.now())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["ended", "deleted", "unaccepted"])
def test_sql_cannot_end_the_last_administrator_either(town: Town, how: str) -> None:
    row = Office.objects.get(kind="unit_admin")
    another = account("接任的人")
    Office.objects.create(kind="unit_admin", body=town.body, account=another, starts_at=clock.now())
    with pytest.raises(IntegrityError, match="stays until another is there"):
        _lose(row, how)
    # Somebody in another body, or who leads a team, keeps nothing here; who accepts does.
    actions.accept_office(
        office_id=Office.objects.get(account=another).pk, actor=Actor(account_id=another.pk), at=clock.now()
    )
    _lose(row, how)


def _body_with(names: list[str]) -> list[Office]:
    township = Division.objects.filter(level="township").first() or builders.small_city().townships[0]
    body = builders.body(area=township)
    return [builders.office(builders.account(name=name), body) for name in names]


@pytest.mark.race
def test_two_administrators_who_end_each_other_at_once_leave_one(own_database: str) -> None:
    for _ in range(5):
        rows = _body_with(["甲", "乙"])
        one, other = rows
        said = at_once(
            lambda one=one, other=other: actions.end_office(  # type: ignore[misc]
                office_id=other.pk, actor=Actor(account_id=one.account_id), at=clock.now()
            ),
            lambda one=one, other=other: actions.end_office(  # type: ignore[misc]
                office_id=one.pk, actor=Actor(account_id=other.account_id), at=clock.now()
            ),
        )
        assert sorted(said) == ["done", "last_admin"]
        assert len(queries.admins_of_body(one.body_id)) == 1


@pytest.mark.race
def test_two_that_end_the_last_two_by_sql_leave_one(own_database: str) -> None:
    """Past the action's own lock: each transaction sees the other's office until the first has committed."""
    one, other = _body_with(["甲", "乙"])
    assert end_both(own_database, "teams_office", (one.pk, other.pk)) == ["ended", "refused"]
    assert len(queries.admins_of_body(one.body_id)) == 1


@pytest.mark.race
def test_accepting_and_withdrawing_at_once_leave_one_truth(own_database: str) -> None:
    for _ in range(5):
        (admin,) = _body_with(["甲"])
        new = builders.account(name="新人")
        giver = Actor(account_id=admin.account_id)
        row = actions.appoint_admin(body_id=admin.body_id, account_id=new.pk, actor=giver, at=clock.now())
        accepted, withdrawn = at_once(
            lambda row=row, new=new: actions.accept_office(  # type: ignore[misc]
                office_id=row.pk, actor=Actor(account_id=new.pk), at=clock.now()
            ),
            lambda row=row, giver=giver: actions.end_office(office_id=row.pk, actor=giver, at=clock.now()),  # type: ignore[misc]
        )
        row.refresh_from_db()
        assert withdrawn == "done"
        assert row.ends_at is not None
        # Accepted first and then ended, or withdrawn first: never accepted after it was withdrawn.
        assert (accepted, row.accepted_at is not None) in {("done", True), ("offer_gone", False)}
