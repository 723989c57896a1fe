"""Telling both sides of two teams that become one: who is to sign, and the members of both."""

from datetime import datetime

from django.urls import reverse

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.kit.kept import Kept, translate
from baiying.notices import actions as notices
from baiying.teams import queries
from baiying.teams.models import Team, TeamMerge


def proposed(row: TeamMerge, at: datetime) -> None:
    """The administrators of both hear that somebody is to sign; whoever proposed it knows."""
    text = translate("有人提出把队伍“%(loser)s”并入“%(survivor)s”。请看清数字，再签字或者不同意。")
    _tell_units(row, "team_merge_proposed", text, at, but=row.proposed_by_id)


def ended(row: TeamMerge, at: datetime) -> None:
    text = translate("队伍“%(loser)s”并入“%(survivor)s”的事不办了，两支队伍都没有变化。原因：%(words)s")
    _tell_units(row, "team_merge_ended", text, at, but=row.ended_by_id, words=row.end_words)


def done(row: TeamMerge, at: datetime) -> None:
    """Members, leaders and administrators of both hear it; the letter leads to the team that goes on."""
    days = queries.merge_rules_at(row.area.path, clock.local_date(at)).undo_days
    text = translate(
        "队伍“%(loser)s”已经并入“%(survivor)s”，队员、没办完的活动都在一起，时长一分不少。"
        "弄错了的，%(days)s 天内可以请主管部门分开。"
    )
    _tell_units(row, "team_merge_done", text, at, but=None, days=str(days))
    words = translate(
        "您的队伍“%(loser)s”和“%(survivor)s”合并为“%(survivor)s”。您还是队员，时长和报名都不变；不想继续可以随时退出。"
    )
    _tell_members(row, [row.survivor_id], "team_merge_member", words, at)


def parted(row: TeamMerge, at: datetime) -> None:
    text = translate("队伍“%(loser)s”和“%(survivor)s”已经分开，合并以前的各归各的。")
    _tell_units(row, "team_merge_parted", text, at, but=None)
    words = translate("队伍“%(loser)s”和“%(survivor)s”又分成两支了，您回到合并以前的队伍。时长和报名都不变。")
    _tell_members(row, [row.survivor_id, row.loser_id], "team_merge_parted_member", words, at)


def _names(row: TeamMerge) -> dict[str, str]:
    return {"survivor": row.survivor.name, "loser": row.loser.name}


def _tell_units(row: TeamMerge, kind: str, text: Kept, at: datetime, *, but: int | None, **more: str) -> None:
    bodies = {row.survivor.body_id, row.loser.body_id}
    told = {one for who in queries.admins_of_bodies(bodies, at).values() for one in who}
    told |= {one for who in queries.leaders_of_teams([row.survivor_id, row.loser_id], at).values() for one in who}
    told |= {row.proposed_by_id}
    for account_id in sorted(told - {but}):
        accounts.tell_account(
            account_id=account_id, kind=kind, text=text % {**_names(row), **more},
            link=reverse("teams:merge", args=[row.public_id]), source=f"{kind}:{row.public_id}:{account_id}", at=at,
            area_id=row.area_id,
        )  # fmt: skip


def _tell_members(row: TeamMerge, team_ids: list[int], kind: str, text: Kept, at: datetime) -> None:
    teams = {team.pk: team for team in (row.survivor, row.loser)}
    letters: dict[int, notices.Letter] = {}
    for team_id in team_ids:
        for member in queries.members_of(team_id):
            letters[member.person_id] = notices.Letter(
                text=text % _names(row), inbox=member.person.public_id, link=_page(teams[team_id]),
                unique_source=f"{kind}:{row.public_id}:{member.person_id}", area_id=row.area_id,
            )  # fmt: skip
    notices.write_many(kind=kind, letters=list(letters.values()), at=at)


def _page(team: Team) -> str:
    return reverse("teams:team", args=[team.public_id])
