"""Writes of the teams room, by noun."""

from baiying.teams.actions.bodies import amend_body, create_body
from baiying.teams.actions.following import follow_area
from baiying.teams.actions.memberships import (
    approve,
    ask_to_join,
    bring_back,
    end_membership,
    leave,
    refuse,
)
from baiying.teams.actions.offices import (
    accept_office,
    appoint_admin,
    appoint_admin_by_phone,
    appoint_leader,
    appoint_leader_by_phone,
    decline_office,
    end_office,
)
from baiying.teams.actions.refusals import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyInOffice,
    AreaElsewhere,
    BodyIncomplete,
    CreditCodeTaken,
    LastAdmin,
    NotMember,
    NotRegistered,
    OwnOffice,
    ParentCircle,
    ParentElsewhere,
    ParentTooDeep,
    ReasonMissing,
)
from baiying.teams.actions.teams import TeamFacts, amend_team, create_team

__all__ = [
    "AlreadyAsked",
    "AlreadyDecided",
    "AlreadyInOffice",
    "AreaElsewhere",
    "BodyIncomplete",
    "CreditCodeTaken",
    "LastAdmin",
    "NotMember",
    "NotRegistered",
    "OwnOffice",
    "ParentCircle",
    "ParentElsewhere",
    "ParentTooDeep",
    "ReasonMissing",
    "TeamFacts",
    "accept_office",
    "amend_body",
    "amend_team",
    "appoint_admin",
    "appoint_admin_by_phone",
    "appoint_leader",
    "appoint_leader_by_phone",
    "approve",
    "ask_to_join",
    "bring_back",
    "create_body",
    "create_team",
    "decline_office",
    "end_membership",
    "end_office",
    "follow_area",
    "leave",
    "refuse",
]
