"""Idle bodies are warned, suspended, closed, with notice, appeal and undo; never by surprise (R026)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from baiying.kit import clock
from baiying.notices.models import Message
from baiying.teams import actions, jobs, queries, rules
from baiying.teams.models import Body, Exit, ExitRun, Keeping, Team
from tests.activities.makers import LONG_AGO, Town, actor, log_in, office
from tests.own_database import at_once

LIST = "/desk/teams/idle/"
DAY = timedelta(days=1)


def moved_to(monkeypatch: Any, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def begun(town: Town) -> Any:
    """The county looks at the preview and begins; its browser."""
    county = log_in(office("county_office", town.county))
    page = county.get(LIST)
    answer = county.post(f"{LIST}start/", {"foreseen": str(page.context["count"])})
    assert answer.status_code == 303
    return county


def warned(town: Town) -> Exit:
    begun(town)
    jobs.exit_steps()
    return Exit.objects.get(body=town.body)


@pytest.mark.parametrize(
    ("today", "months", "said"),
    [
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 3, date(2026, 9, 30)),
    ],
)
def test_so_many_months_ago(today: date, months: int, said: date) -> None:
    assert rules.idle_before(today, months) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"suspend_on": date(2026, 12, 10)}, "suspend"),
        ({"suspend_on": date(2026, 12, 11)}, ""),
        ({"suspend_on": date(2026, 12, 1), "appealed": True}, ""),
        ({"suspend_on": date(2026, 12, 1), "kept": True}, ""),
        ({"last_active": date(2026, 11, 1), "appealed": True}, "lift"),
        ({"last_active": date(2026, 10, 31)}, ""),
        ({"step": "suspended", "close_on": date(2026, 12, 10)}, "close"),
        ({"step": "suspended", "close_on": date(2026, 12, 11)}, ""),
        ({"step": "suspended", "close_on": date(2026, 12, 1), "last_active": date(2026, 12, 24)}, "lift"),
        ({"step": "closed", "last_active": date(2026, 12, 24)}, ""),
    ],
)
def test_what_is_due(changed: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {
        "step": "warned", "warned_on": date(2026, 11, 1), "suspend_on": date(2027, 1, 1), "close_on": None,
        "last_active": None,
    }  # fmt: skip
    assert rules.exit_step(rules.ExitFacts(**(given | changed)), date(2026, 12, 10)) == said


@pytest.mark.django_db
def test_r026_nothing_happens_before_the_office_has_seen_the_numbers_and_begins(town: Town) -> None:
    jobs.exit_steps()
    assert not Exit.objects.exists()
    county = log_in(office("county_office", town.county))
    page = county.get(LIST)
    assert page.context["count"] == 1
    assert "开始以后会提醒下面这 1 家" in page.content.decode()
    assert town.body.name in page.content.decode()
    wrong = county.post(f"{LIST}start/", {"foreseen": "7"}, follow=True)
    assert "与您看到的数目不同" in wrong.content.decode()
    assert not ExitRun.objects.exists()
    for _twice in range(2):
        assert county.post(f"{LIST}start/", {"foreseen": "1"}).status_code == 303
    assert ExitRun.objects.count() == 1
    # Another county has begun nothing.
    other = Body.objects.create(
        kind="legal_entity", name="西区的单位", credit_code="91110000600037341L", area=town.other_county,
        created_at=LONG_AGO,
    )  # fmt: skip
    jobs.exit_steps()
    jobs.exit_steps()
    assert [row.body_id for row in Exit.objects.all()] == [town.body.pk]
    assert not actions.warn_idle(body_id=other.pk, at=clock.now())
    assert not Exit.objects.filter(body=other).exists()
    assert Message.objects.filter(kind="body_exit", inbox=town.admin_person.public_id).count() == 1
    assert county.post(f"{LIST}stop/").status_code == 303
    assert queries.exit_run_of(town.county.path) is None


@pytest.mark.django_db
def test_r026_who_is_active_or_new_or_kept_is_not_warned(town: Town) -> None:
    at = clock.now()
    assert [one.body.pk for one in queries.idle_bodies(town.county.pk, at)] == [town.body.pk]
    row = town.activity("还在办")
    town.shift(row)
    assert queries.idle_bodies(town.county.pk, at) == []
    row.shifts.update(called_off_at=at, call_off_reason="下雨", closed_at=at)
    assert len(queries.idle_bodies(town.county.pk, at)) == 1
    kept = Keeping.objects.create(body=town.body, why="gone", since=at)
    assert queries.idle_bodies(town.county.pk, at) == []
    kept.delete()
    assert len(queries.idle_bodies(town.county.pk, at)) == 1
    Body.objects.filter(pk=town.body.pk).update(created_at=at - 30 * DAY)
    assert queries.idle_bodies(town.county.pk, at) == []


@pytest.mark.django_db
def test_r026_in_slices_no_more_in_a_night_than_the_rules_say(town: Town) -> None:
    for number in range(24):
        Body.objects.create(
            kind="internal_group", name=f"团体{number}", consenting_name="居委会", consenting_credit_code="x",
            area=town.village, created_at=LONG_AGO,
        )  # fmt: skip
    county = begun(town)
    assert county.get(LIST).context["nights"] == 2
    for said in (20, 25, 25):
        jobs.exit_steps()
        assert Exit.objects.count() == said


@pytest.mark.django_db
def test_r026_warned_then_suspended_publishes_nothing_then_closed_and_its_history_stays(
    town: Town, monkeypatch: Any
) -> None:
    row = warned(town)
    at = clock.now()
    assert (row.step, row.suspend_on) == ("warned", clock.local_date(at) + 30 * DAY)
    admin = log_in(town.admin, town.admin_person)
    assert "看怎么办，或者申诉" in admin.get(f"/desk/teams/bodies/{town.body.public_id}/").content.decode()
    assert queries.may_publish(town.team.pk)
    plan = town.activity("等着发布", "submitted")
    town.member(town.leader_person)
    moved_to(monkeypatch, at + 29 * DAY)
    jobs.exit_steps()
    row.refresh_from_db()
    assert row.step == "warned"
    moved_to(monkeypatch, at + 30 * DAY)
    jobs.exit_steps()
    row.refresh_from_db()
    assert row.step == "suspended"
    assert not queries.may_publish(town.team.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        plan.__class__.objects.filter(pk=plan.pk).update(state="published")
    # Everything else goes on: the pages, the members, the team.
    assert admin.get(f"/desk/teams/{town.team.public_id}/").status_code == 200
    moved_to(monkeypatch, at + 120 * DAY)
    jobs.exit_steps()
    row.refresh_from_db()
    town.body.refresh_from_db()
    assert row.step == "closed"
    assert town.body.closed_at == row.closed_at
    assert Team.objects.get(pk=town.team.pk).closed_at == row.closed_at
    assert queries.members_of(town.team.pk).count() == 1
    assert Message.objects.filter(kind="body_exit", inbox=town.admin_person.public_id).count() == 3


@pytest.mark.django_db
def test_r026_an_activity_lifts_it(town: Town) -> None:
    row = warned(town)
    town.shift(town.activity("又办起来了"))
    jobs.exit_steps()
    row.refresh_from_db()
    assert (row.lifted_why, row.step) == ("active", "warned")
    jobs.exit_steps()
    assert Exit.objects.count() == 1


@pytest.mark.django_db
def test_r026_an_appeal_stops_the_steps_and_is_answered_within_a_clock(town: Town, monkeypatch: Any) -> None:
    row, at = warned(town), clock.now()
    url = f"{LIST}{row.public_id}/"
    admin, county = log_in(town.admin, town.admin_person), log_in(office("county_office", town.county))
    assert admin.post(f"{url}appeal/", {"words": ""}).status_code == 422
    for _twice in range(2):
        assert admin.post(f"{url}appeal/", {"words": "场地装修，春天再办"}).status_code == 303
    assert "已经申诉过了" in admin.post(f"{url}appeal/", {"words": "别的话"}).content.decode()
    assert "等答复的单位申诉" in county.get("/desk/").content.decode()
    moved_to(monkeypatch, at + 31 * DAY)
    jobs.exit_steps()
    row.refresh_from_db()
    assert row.step == "warned"
    assert admin.get(f"{url}answer/").status_code == 404
    assert county.post(f"{url}answer/", {"upheld": "no", "answer": ""}).status_code == 422
    for _twice in range(2):
        assert county.post(f"{url}answer/", {"upheld": "no", "answer": "装修只用了一个月"}).status_code == 303
    row.refresh_from_db()
    # Some days are left after an answer.
    assert row.suspend_on == clock.local_date(at + 38 * DAY)
    assert "装修只用了一个月" in admin.get(url).content.decode()
    jobs.exit_steps()
    assert Exit.objects.get(pk=row.pk).step == "warned"
    moved_to(monkeypatch, at + 38 * DAY)
    jobs.exit_steps()
    assert Exit.objects.get(pk=row.pk).step == "suspended"
    # The next step may be appealed anew; upheld, everything is as before.
    assert admin.post(f"{url}appeal/", {"words": "下个月有三场"}).status_code == 303
    assert county.post(f"{url}answer/", {"upheld": "yes", "answer": "情况属实"}).status_code == 303
    row.refresh_from_db()
    assert row.lifted_why == "upheld"
    assert queries.may_publish(town.team.pk)


@pytest.mark.django_db
def test_r026_days_are_left_before_the_closing_too_after_an_appeal_was_not_upheld(town: Town, monkeypatch: Any) -> None:
    row, at = warned(town), clock.now()
    url = f"{LIST}{row.public_id}/"
    moved_to(monkeypatch, at + 30 * DAY)
    jobs.exit_steps()
    assert log_in(town.admin, town.admin_person).post(f"{url}appeal/", {"words": "换届，过完年再办"}).status_code == 303
    # The day of the closing is long past when the office answers: not that same night.
    moved_to(monkeypatch, at + 125 * DAY)
    county = log_in(office("county_office", town.county))
    assert county.post(f"{url}answer/", {"upheld": "no", "answer": "换届已经完成"}).status_code == 303
    for days, step in ((125, "suspended"), (131, "suspended"), (132, "closed")):
        moved_to(monkeypatch, at + days * DAY)
        jobs.exit_steps()
        assert Exit.objects.get(pk=row.pk).step == step, days


@pytest.mark.django_db
def test_r026_what_was_closed_is_undone_with_its_teams(town: Town, monkeypatch: Any) -> None:
    row, at = warned(town), clock.now()
    gone_before = town.a_team("早就关闭的队", closed_at=LONG_AGO)
    for days in (30, 120):
        moved_to(monkeypatch, at + days * DAY)
        jobs.exit_steps()
    monkeypatch.undo()
    admin = log_in(town.admin, town.admin_person)
    url = f"{LIST}{row.public_id}/"
    assert "以前的记录都在" in admin.get(url).content.decode()
    county = log_in(office("county_office", town.county))
    assert county.post(f"{url}undoing/", {"reason": ""}).status_code == 422
    for _twice in range(2):
        assert county.post(f"{url}undoing/", {"reason": "单位来说明了情况"}).status_code == 303
    town.body.refresh_from_db()
    assert town.body.closed_at is None
    assert Team.objects.get(pk=town.team.pk).closed_at is None
    assert Team.objects.get(pk=gone_before.pk).closed_at == LONG_AGO
    assert queries.administered_body_ids(town.admin.pk, clock.now()) == [town.body.pk]
    # The months count anew.
    jobs.exit_steps()
    assert Exit.objects.filter(lifted_at=None).count() == 0


@pytest.mark.django_db
def test_r026_nobody_decides_about_the_own_unit_and_strangers_find_nothing(town: Town) -> None:
    row = warned(town)
    url = f"{LIST}{row.public_id}/"
    for stranger in (log_in(office("county_office", town.other_county)), log_in(town.leader, town.leader_person)):
        for path in ("", "appeal/", "answer/", "undoing/"):
            assert stranger.get(url + path).status_code == 404
    with pytest.raises(actions.OwnExit):
        actions.undo_exit(exit_id=row.pk, words="自己撤销", actor=actor(town.admin), at=clock.now())
    for bad in ({"closed_at": clock.now()}, {"lifted_at": clock.now()}, {"suspended_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exit.objects.filter(pk=row.pk).update(**bad)


@pytest.mark.race
def test_two_workers_in_one_second_warn_once(own_database: str) -> None:
    town = Town()
    begun(town)
    at = clock.now()
    said = at_once(
        lambda: actions.warn_idle(body_id=town.body.pk, at=at), lambda: actions.warn_idle(body_id=town.body.pk, at=at)
    )
    assert said == ["done", "done"]
    assert Exit.objects.count() == 1
