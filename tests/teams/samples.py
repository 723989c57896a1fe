"""One row of everything in this room, so that every address can be tried by everybody."""

from io import BytesIO

from PIL import Image

from baiying.demo import builders
from baiying.kit.values.actor import Actor
from baiying.teams import actions, queries
from baiying.teams.models import Application, Change, Exit, HandOver, Office, Team, TeamMerge
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    membership = queries.members_of(stage.team.pk).get(person_id=stage.volunteer.pk)
    office = queries.offices_of(stage.cast["leader"].account.pk, builders.NOW)[0]
    admin = queries.admins_of_body(stage.team.body_id, builders.NOW)[0]
    own = queries.own_admin_office(admin, stage.team.body_id, builders.NOW)
    assert own is not None
    coming = Office.objects.create(
        kind="unit_admin", body=own.body, account=builders.account(), starts_at=builders.NOW, appointed_by_id=admin
    )
    handed = HandOver.objects.create(
        body=own.body, leaving=own, coming=coming, signed_at=builders.NOW,
        listed=[{"what": "申请加入队伍", "count": 2, "holder": "successor"}],
    )  # fmt: skip
    change = Change.objects.create(
        body=own.body, team=stage.team, before={"name": stage.team.name}, after={"name": "新名字队"},
        asked_at=builders.NOW, asked_by_id=admin, due_on=builders.NOW.date(),
    )  # fmt: skip
    application = Application.objects.create(
        form_id="sampleform01", account=stage.cast["volunteer"].account, area=own.body.area, asked_at=builders.NOW,
        sent_at=builders.NOW, due_on=builders.NOW.date(),
        said={"kind": "registered", "name": "样例协会", "credit_code": "91350100M000100Y43", "competent_unit": "局"},
    )  # fmt: skip
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    scan = actions.add_scan(
        application_id=application.pk, data=picture.getvalue(), actor=Actor(account_id=application.account_id),
        at=builders.NOW,
    )  # fmt: skip
    idle = Exit.objects.create(
        body=own.body, idle_since=builders.NOW.date(), warned_at=builders.NOW, suspend_on=builders.NOW.date()
    )
    other = Team.objects.create(
        body=own.body, name="样例二队", category=stage.team.category, area=stage.team.area, created_at=builders.NOW
    )
    merge = TeamMerge.objects.create(
        survivor=stage.team, loser=other, area=own.body.area, words="一起办", proposed_at=builders.NOW,
        proposed_by_id=admin, proposed_for=["loser", "survivor"], due_on=builders.NOW.date(),
    )  # fmt: skip
    return {
        "team_merge_pid": merge.public_id,
        "exit_pid": idle.public_id,
        "application_pid": application.public_id,
        "scan_pid": scan.public_id,
        "category_code": stage.team.category.code,
        "change_pid": change.public_id,
        "hand_over_pid": handed.public_id,
        "team_pid": stage.team.public_id,
        "body_pid": stage.team.body.public_id,
        "membership_pid": membership.public_id,
        "office_pid": office.public_id,
    }
