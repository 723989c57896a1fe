"""The presses about memberships and offices."""

from collections.abc import Callable
from datetime import datetime

from baiying.kit import clock
from baiying.teams import actions as teams
from baiying.teams import queries
from baiying.teams.models import Application, Change, Exit, ExitAppeal, Office, Team, TeamMerge
from tests.walks.presses.press import On, Press
from tests.walks.world import World


def _end_office(w: World) -> Press:
    office = Office.objects.get(kind="team_leader")
    return lambda at: teams.end_office(office_id=office.pk, actor=w.actor("unit_admin"), at=at)


def _term_over(w: World) -> Office:
    row = Office.objects.get(kind="team_leader")
    Office.objects.filter(pk=row.pk).update(until=w.at)
    return row


def _change(w: World) -> Change:
    team = w.morning.cast["leader"].team
    assert team is not None
    return Change.objects.create(
        body=team.body, team=team, before={"name": team.name}, after={"name": "新名字队"}, asked_at=w.at,
        asked_by_id=w.id_of("unit_admin"), due_on=w.at.date(),
    )  # fmt: skip


def _application(w: World) -> Application:
    area = w.morning.cast["leader"].team.area  # type: ignore[union-attr]
    said = {
        "kind": "internal_group", "name": "老年互助队", "credit_code": "", "competent_unit": "",
        "consenting_name": "村委会", "consenting_credit_code": "9144030071526726XG", "consenting_contact": "周敏",
        "credit_code_note": "",
    }  # fmt: skip
    return Application.objects.create(
        form_id="presspress01", account_id=w.id_of("stranger"), area=area, said=said, asked_at=w.at, sent_at=w.at,
        due_on=w.at.date(),
    )  # fmt: skip


def _exit(w: World) -> Exit:
    body = w.morning.cast["leader"].team.body  # type: ignore[union-attr]
    day = w.at.date()
    return Exit.objects.create(body=body, idle_since=day, warned_at=w.at, suspend_on=day)


def _appeal(w: World) -> ExitAppeal:
    return ExitAppeal.objects.create(
        exit=_exit(w), step="warned", words="场地装修", filed_at=w.at, filed_by_id=w.id_of("unit_admin"),
        due_on=w.at.date(),
    )  # fmt: skip


def _merge(w: World) -> TeamMerge:
    """Two teams of one unit: its administrator has proposed it, the office above is to sign."""
    team = w.morning.cast["leader"].team
    assert team is not None
    other = Team.objects.create(
        body=team.body, name="要并入的队", category=team.category, area=team.area, created_at=w.at
    )
    return teams.propose_team_merge(
        survivor_id=team.pk, loser_id=other.pk, words="一起办", actor=w.actor("unit_admin"), at=w.at
    )


def _signed(w: World, row: TeamMerge, at: datetime) -> TeamMerge:
    seen = queries.preview(row.survivor, row.loser, at).mark
    return teams.sign_team_merge(merge_id=row.pk, seen=seen, actor=w.actor("county"), at=at)


PRESSES: dict[str, Callable[[World], Press]] = {
    "teams.approve": On(
        World.membership, lambda w, row, at: teams.approve(membership_id=row.pk, actor=w.actor("leader"), at=at)
    ),
    "teams.refuse": On(
        World.membership,
        lambda w, row, at: teams.refuse(membership_id=row.pk, reason="满员", actor=w.actor("leader"), at=at),
    ),
    "teams.leave": On(
        lambda w: w.membership(joined=True),
        lambda w, row, at: teams.leave(membership_id=row.pk, reason="搬家", actor=w.actor("leader"), at=at),
    ),
    "teams.end_membership": On(
        lambda w: w.membership(joined=True),
        lambda w, row, at: teams.end_membership(
            membership_id=row.pk, reason="一年没有来了", actor=w.actor("leader"), at=at
        ),
    ),
    "teams.end_office": _end_office,
    "teams.end_term": On(_term_over, lambda w, row, at: teams.end_term(office_id=row.pk, at=at)),
    "teams.approve_change": On(
        _change,
        lambda w, row, at: teams.approve_change(
            change_id=row.pk, seen=queries.mark_of(row, row.team), actor=w.actor("county"), at=at
        ),
    ),
    "teams.refuse_change": On(
        _change,
        lambda w, row, at: teams.refuse_change(change_id=row.pk, reason="证书上不是", actor=w.actor("county"), at=at),
    ),
    "teams.withdraw_change": On(
        _change, lambda w, row, at: teams.withdraw_change(change_id=row.pk, actor=w.actor("unit_admin"), at=at)
    ),
    "teams.accept_application": On(
        _application,
        lambda w, row, at: teams.accept_application(
            application_id=row.pk, shown_round=1, actor=w.actor("county"), at=at
        ),
    ),
    "teams.refuse_application": On(
        _application,
        lambda w, row, at: teams.refuse_application(
            application_id=row.pk, shown_round=1, reason="村委会没有同意", actor=w.actor("county"), at=at
        ),
    ),
    "teams.withdraw_application": On(
        _application,
        lambda w, row, at: teams.withdraw_application(application_id=row.pk, actor=w.actor("stranger"), at=at),
    ),
    "teams.sign_team_merge": On(_merge, _signed),
    "teams.end_team_merge": On(
        _merge,
        lambda w, row, at: teams.end_team_merge(merge_id=row.pk, words="先不合", actor=w.actor("county"), at=at),
    ),
    "teams.undo_team_merge": On(
        lambda w: _signed(w, _merge(w), w.at),
        lambda w, row, at: teams.undo_team_merge(
            merge_id=row.pk, said={}, chosen={}, words="弄错了", actor=w.actor("county"), at=at
        ),
    ),
    "teams.answer_exit_appeal": On(
        _appeal,
        lambda w, row, at: teams.answer_exit_appeal(
            appeal_id=row.pk, upheld=False, answer="装修只用了一个月", actor=w.actor("county"), at=at
        ),
    ),
    "teams.undo_exit": On(
        _exit,
        lambda w, row, at: teams.undo_exit(exit_id=row.pk, words="说明了情况", actor=w.actor("county"), at=at),
    ),
    "teams.stop_exits": On(
        lambda w: teams.start_exits(
            area_id=w.morning.cast["leader"].team.area_id,  # type: ignore[union-attr]
            foreseen=len(queries.idle_bodies(w.morning.cast["leader"].team.area_id, w.at)),  # type: ignore[union-attr]
            actor=w.actor("county"),
            at=w.at,
        ),
        lambda w, row, at: teams.stop_exits(area_id=row.area_id, actor=w.actor("county"), at=at),
    ),
    "teams.end_category": On(
        lambda w: w.morning.cast["leader"].team.category,  # type: ignore[union-attr]
        lambda w, row, at: teams.end_category(
            category_id=row.pk,
            area_id=w.morning.cast["leader"].team.area_id,  # type: ignore[union-attr]
            from_on=clock.local_date(at),
            actor=w.actor("county"),
            at=at,
        ),
    ),
    "teams.accept_office": On(
        World.office, lambda w, row, at: teams.accept_office(office_id=row.pk, actor=w.actor("stranger"), at=at)
    ),
    "teams.decline_office": On(
        World.office, lambda w, row, at: teams.decline_office(office_id=row.pk, actor=w.actor("stranger"), at=at)
    ),
}
