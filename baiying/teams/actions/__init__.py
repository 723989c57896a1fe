"""Writes of the teams room, by noun."""

from baiying.teams.actions.applying import (
    Wanted,
    accept_application,
    refuse_application,
    return_application,
    send_application,
    send_application_again,
    withdraw_application,
)
from baiying.teams.actions.bodies import amend_body, create_body
from baiying.teams.actions.categories import Called, add_category, call_category, end_category
from baiying.teams.actions.exiting import (
    answer_exit_appeal,
    appeal_exit,
    start_exits,
    stop_exits,
    take_exit_step,
    undo_exit,
    warn_idle,
)
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
    AlreadyAppealed,
    AlreadyAsked,
    AlreadyDecided,
    AlreadyInOffice,
    ApplicationChanged,
    ApplicationDecided,
    ApplicationReturned,
    ApplicationWaits,
    AreaElsewhere,
    BodyIncomplete,
    CannotBringBack,
    CategoryTaken,
    ChangeDecided,
    ChangedSince,
    ChangeWaits,
    CreditCodeTaken,
    DayGone,
    ExitOver,
    ExitsChanged,
    HandOverVoid,
    LastAdmin,
    NotMember,
    NotRegistered,
    NotYourOffice,
    OwnApplication,
    OwnChange,
    OwnExit,
    OwnLastAdmin,
    OwnLiaison,
    OwnOffice,
    ParentAndLiaison,
    ParentCircle,
    ParentElsewhere,
    ParentTooDeep,
    ReasonMissing,
    RemarksMissing,
    TermOver,
    TooManyApplications,
    WhyMissing,
)
from baiying.teams.actions.reviewing import approve_change, refuse_change, withdraw_change
from baiying.teams.actions.teams import TeamFacts, amend_team, create_team

__all__ = [
    "AlreadyAppealed", "AlreadyAsked", "AlreadyDecided", "AlreadyInOffice", "ApplicationChanged",
    "ApplicationDecided", "ApplicationReturned", "ApplicationWaits", "AreaElsewhere", "BodyIncomplete", "Called",
    "CannotBringBack", "CategoryTaken", "ChangeDecided", "ChangeWaits", "ChangedSince", "CreditCodeTaken", "DayGone",
    "ExitOver", "ExitsChanged", "HandOverVoid", "LastAdmin", "NotMember", "NotRegistered", "NotYourOffice",
    "OwnApplication", "OwnChange", "OwnExit", "OwnLastAdmin", "OwnLiaison", "OwnOffice", "ParentAndLiaison",
    "ParentCircle", "ParentElsewhere", "ParentTooDeep", "ReasonMissing", "RemarksMissing", "TeamFacts", "TermOver",
    "TooManyApplications", "Wanted", "WhyMissing", "accept_application", "accept_office", "add_category",
    "amend_body", "amend_team", "answer_exit_appeal", "appeal_exit", "appoint_admin", "appoint_admin_by_phone",
    "appoint_leader", "appoint_leader_by_phone", "approve", "approve_change", "ask_to_join", "bring_back",
    "call_category", "create_body", "create_team", "decline_office", "end_category", "end_membership", "end_office",
    "end_term", "follow_area", "hand_over", "hand_over_by_phone", "leave", "refuse", "refuse_application",
    "refuse_change", "return_application", "send_application", "send_application_again", "start_exits", "stop_exits",
    "take_exit_step", "tell_kept", "tell_of_claim", "undo_exit", "warn_idle", "withdraw_application",
    "withdraw_change",
]  # fmt: skip
