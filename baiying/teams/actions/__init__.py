"""Writes of the teams room, by noun."""

from baiying.teams.actions.bodies import amend_body, create_body
from baiying.teams.actions.following import follow_area, tell_of_claim
from baiying.teams.actions.handing import hand_over, hand_over_by_phone
from baiying.teams.actions.keeping import end_term, tell_kept
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
    CannotBringBack,
    ChangeDecided,
    ChangedSince,
    ChangeWaits,
    CreditCodeTaken,
    HandOverVoid,
    LastAdmin,
    NotMember,
    NotRegistered,
    NotYourOffice,
    OwnChange,
    OwnLastAdmin,
    OwnOffice,
    ParentCircle,
    ParentElsewhere,
    ParentTooDeep,
    ReasonMissing,
    TermOver,
    WhyMissing,
)
from baiying.teams.actions.reviewing import approve_change, refuse_change, withdraw_change
from baiying.teams.actions.teams import TeamFacts, amend_team, create_team

__all__ = [
    "AlreadyAsked", "AlreadyDecided", "AlreadyInOffice", "AreaElsewhere", "BodyIncomplete", "CannotBringBack",
    "ChangeDecided", "ChangeWaits", "ChangedSince", "CreditCodeTaken", "HandOverVoid", "LastAdmin", "NotMember",
    "NotRegistered", "NotYourOffice", "OwnChange", "OwnLastAdmin", "OwnOffice", "ParentCircle", "ParentElsewhere",
    "ParentTooDeep", "ReasonMissing", "TeamFacts", "TermOver", "WhyMissing", "accept_office", "amend_body",
    "amend_team", "appoint_admin", "appoint_admin_by_phone", "appoint_leader", "appoint_leader_by_phone", "approve",
    "approve_change", "ask_to_join", "bring_back", "create_body", "create_team", "decline_office", "end_membership",
    "end_office", "end_term", "follow_area", "hand_over", "hand_over_by_phone", "leave", "refuse", "refuse_change",
    "tell_kept", "tell_of_claim", "withdraw_change",
]  # fmt: skip
