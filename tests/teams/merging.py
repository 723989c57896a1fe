"""Two teams of two units, each with its administrator and leader, that are to become one."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connection

from baiying.accounts.models import Account
from baiying.demo import builders
from baiying.kit.values.actor import Actor
from baiying.teams import actions, queries
from baiying.teams.models import Body, Team, TeamMerge
from tests.activities.makers import LONG_AGO, OTHER_CREDIT_CODE, Town, account, actor, log_in, office, volunteer

DAY = timedelta(days=1)
# What only grows, and what says when somebody was told or who has seen what; offices are compared by themselves.
GROWS = frozenset(
    {
        "kit_auditevent", "notices_message", "notices_messagesource", "teams_teammerge", "teams_teammoved",
        "accounts_account", "accounts_session", "django_session",
    }
)  # fmt: skip


class Two(Town):
    """`team` of `body` stays; `other` of `other_body` goes into it. The office of the county is above both."""

    def __init__(self) -> None:
        super().__init__()
        self.other_body = Body.objects.create(
            kind="registered", name="柳树志愿服务社", credit_code=OTHER_CREDIT_CODE, competent_unit="东区社会工作部",
            area=self.township, created_at=LONG_AGO,
        )  # fmt: skip
        self.other = self.a_team("柳树村夜巡队", body=self.other_body)
        self.other_admin, self.other_leader = account("另一位管理员"), account("另一位领队")
        self.other_admin_person = volunteer("另一位管理员", self.village, account=self.other_admin)
        self.other_leader_person = volunteer("另一位领队", self.village, account=self.other_leader)
        builders.office(self.other_admin, self.other_body, starts_at=LONG_AGO)
        builders.office(self.other_leader, self.other_body, self.other, starts_at=LONG_AGO)
        self.office = office("county_office", self.county)

    def by_office(self) -> Actor:
        return acting(self.office)

    def propose(self, at: Any, *, survivor: Team | None = None, loser: Team | None = None) -> TeamMerge:
        return actions.propose_team_merge(
            survivor_id=(survivor or self.team).pk, loser_id=(loser or self.other).pk, words="一起巡村",
            actor=actor(self.admin, self.admin_person), at=at,
        )  # fmt: skip

    def sign(self, row: TeamMerge, at: Any, who: Actor | None = None) -> TeamMerge:
        fresh = queries.team_merge(row.public_id)
        assert fresh is not None
        seen = queries.preview(fresh.survivor, fresh.loser, at).mark
        by = who or actor(self.other_admin, self.other_admin_person)
        return actions.sign_team_merge(merge_id=row.pk, seen=seen, actor=by, at=at)

    def merge(self, at: Any) -> TeamMerge:
        return self.sign(self.propose(at), at)

    def undo(self, row: TeamMerge, at: Any, theirs: dict[str, list[int]] | None = None) -> TeamMerge:
        said = queries.newer_rows(TeamMerge.objects.get(pk=row.pk))
        return actions.undo_team_merge(
            merge_id=row.pk, said=said, chosen=theirs or {}, words="弄错了", actor=self.by_office(), at=at
        )


def acting(who: Account) -> Actor:
    """The office with its appointment, as its browser would act."""
    client = log_in(who)
    answer = client.get("/desk/teams/")
    found: Actor = answer.wsgi_request.actor  # type: ignore[attr-defined]
    return found


def everything() -> dict[str, list[Any]]:
    """Every row of every table of ours, to the byte."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if model.__module__.startswith("baiying.") and table not in GROWS and not table.startswith("kit_"):
                cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
                found[table] = cursor.fetchall()
    return found
