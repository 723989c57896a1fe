"""Whether a team serves where it may: a group inside a community or unit serves inside of it (R020)."""

from django.utils.translation import gettext as _

from baiying.teams import queries as teams


def outside(team_id: int, area_id: int) -> str:
    """What is said where an inner group plans outside of its community or unit, which stops nobody; else nothing."""
    body = teams.serves_outside(team_id, area_id)
    if body is None:
        return ""
    words = {"body": body.name, "who": body.consenting_name, "area": body.area.name}
    return (
        _("%(body)s是经%(who)s同意成立的团体，在%(area)s以内服务。这个活动在范围以外，请改地点，或者由别的单位来办。")
        % words
    )
