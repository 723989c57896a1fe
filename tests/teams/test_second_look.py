"""Forms of another, children, leaders and units that move."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from baiying.accounts.models import Account
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.privacy.actions.closings import erase_person
from baiying.teams import actions, rules
from baiying.teams.models import Application, Body, CategoryTerm, Exit, Keeping, Office, Team, TeamCategory
from tests.activities.makers import LONG_AGO, Town, actor, log_in, office, volunteer
from tests.teams.test_applying import NEW, applicant, applied, given, press
from tests.teams.test_exits import warned

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: Any) -> Town:
    return Town()


def test_a_form_that_another_account_has_sent_is_no_error(town: Town) -> None:
    client, _person = applicant(town)
    one = given(town)
    assert client.post(NEW, one).status_code == 303
    other = volunteer("另一人", town.village)
    assert other.account is not None
    second = log_in(other.account, other)
    second.raise_request_exception = False
    assert second.post(NEW, one).status_code in {303, 409, 422}


def test_a_child_administers_no_body(town: Town) -> None:
    """Civil Code art. 19; accounts refuse it (UnderAge), an applicant who is fourteen is entered as administrator."""
    today = clock.local_date(clock.now())
    child = volunteer("小申", town.village, born=date(today.year - 14, 1, 1))
    assert child.account is not None
    refused = log_in(child.account, child).post(NEW, given(town))
    assert refused.status_code in {409, 422}
    assert "未满 18 周岁" in refused.content.decode()
    assert not Application.objects.exists()
    # Who turned out to be a child after it was sent is entered as little.
    client, person = applicant(town)
    row = applied(town, client)
    type(person).objects.filter(pk=person.pk).update(birth_date=date(today.year - 14, 1, 1))
    county = log_in(office("county_office", town.county))
    press(county, row, "approval")
    row.refresh_from_db()
    assert (row.outcome, Office.objects.filter(account=row.account_id).count()) == ("", 0)


def test_whoever_leads_a_team_of_the_unit_does_not_undo_its_way_out(town: Town) -> None:
    row = warned(town)
    account = office("county_office", town.county)
    holder = account if isinstance(account, Account) else account.account
    Office.objects.create(
        kind="team_leader",
        body=town.body,
        team=town.team,
        account=holder,
        starts_at=LONG_AGO,
        accepted_at=LONG_AGO,
        accepted_because="own",
    )
    client = log_in(account)

    client.post(reverse("teams:exit_undoing", args=[row.public_id]), {"reason": "我看没问题"})
    row.refresh_from_db()
    assert row.lifted_at is None


def test_a_team_is_not_made_of_a_kind_that_has_ended_or_is_anothers(town: Town) -> None:

    own = TeamCategory.objects.create(
        code="own-other", name="西区的", lead_department="局", is_regular=False, position=200, area=town.other_county
    )
    ended = TeamCategory.objects.filter(area=None).first()
    assert ended is not None
    today = clock.local_date(clock.now())
    CategoryTerm.objects.create(
        category=ended,
        area_id=town.county.pk,
        from_on=today,
        name=ended.name,
        lead_department="局",
        ended=True,
        set_at=clock.now(),
    )
    county = log_in(office("county_office", town.county))
    n = Team.objects.count()
    for code in (own.code, ended.code):
        answer = county.post(
            f"/desk/teams/bodies/{town.body.public_id}/teams/new/",
            {
                "name": f"新队{code}",
                "category": code,
                "parent": "",
                "liaison": "",
                "introduction": "",
                "founded_on": "",
            },
        )
        assert answer.status_code in {404, 422}, (code, answer.status_code)
    assert Team.objects.count() == n


def test_the_register_counts_its_rows_whatever_happened(town: Town) -> None:
    now, today = clock.now(), clock.local_date(clock.now())
    for number, (area, more) in enumerate(
        [
            (town.county, {"closed_at": now}),
            (town.village, {}),
            (town.village, {"closed_at": now}),
            (town.county, {}),
            (town.other_county, {}),
        ]
    ):
        body = Body.objects.create(
            kind="legal_entity",
            name=f"单位{number}",
            area=area,
            created_at=LONG_AGO,
            credit_code=f"C{number}",
            competent_unit="局",
            **more,
        )
        Exit.objects.create(
            body=body,
            idle_since=today,
            warned_at=now,
            suspend_on=today,
            suspended_at=now,
            close_on=today,
            closed_at=now if more else None,
        )
    for role, area in (("county_office", town.county), ("city_office", town.city), ("place_staff", town.village)):
        client = log_in(office(role, area))
        page = client.get("/desk/teams/register/")
        if page.status_code != 200:
            continue
        for row in page.context["list"].rows:
            for cell in row.cells[1:]:
                opened = client.get(cell.link)
                assert len(opened.context["list"].rows) == cell.value, (role, cell.link)


def test_a_unit_that_moves_away_takes_no_team_out_of_its_area(town: Town) -> None:
    """R023: the office lets a unit move to another village; its team goes on serving outside of the unit's area."""
    away = town.other_county
    body = town.body
    names = [one.name for one in fields(rules.BodyFacts)]
    facts = rules.BodyFacts(**{name: getattr(body, name) for name in names})
    city = actor(office("city_office", town.city))
    with pytest.raises(Refused) as refused:
        actions.amend_body(body_id=body.pk, body=facts, area_id=away.pk, actor=city, at=clock.now())
    assert (refused.value.code, refused.value.field) == ("teams_elsewhere", "area")
    body.refresh_from_db()
    assert body.area_id in town.team.area.path


def test_an_exit_undone_after_its_administrator_was_erased_is_kept(town: Town, monkeypatch: Any) -> None:

    row = warned(town)
    now = clock.now()
    Exit.objects.filter(pk=row.pk).update(suspended_at=now, suspend_on=date(2020, 1, 1), close_on=date(2020, 1, 1))
    assert actions.take_exit_step(exit_id=row.pk, at=now) == "close"
    erase_person(person=town.admin_person, at=clock.now())
    for _twice in range(2):
        actions.undo_exit(
            exit_id=row.pk, words="还在", actor=actor(office("county_office", town.county)), at=clock.now()
        )
    town.body.refresh_from_db()
    assert town.body.closed_at is None
    assert Keeping.objects.filter(body=town.body, ended_at__isnull=True).count() == 1
