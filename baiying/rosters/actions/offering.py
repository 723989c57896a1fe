"""Whoever came is shown the team that was chosen for them; joining is their own application."""

from datetime import datetime

from baiying.kit.kept import translate
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.teams import queries as teams


def offer_team(team_id: int | None, person_id: int, at: datetime) -> None:
    """Tell somebody who has just registered which team awaits them; nothing where none was chosen."""
    team = teams.team_by_id(team_id) if team_id is not None else None
    person = people.person_by_id(person_id)
    if team is None or person is None:
        return
    text = translate("欢迎。邀请您的单位有一支队伍：%(team)s。想加入的话，打开看看，自己申请。") % {"team": team.name}
    letter = notices.Letter(
        text=text, inbox=person.public_id, link=f"/teams/{team.public_id}/", area_id=person.residence_id
    )
    notices.write_many(kind="rosters.team", letters=[letter], at=at)
