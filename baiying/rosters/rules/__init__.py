"""Pure decisions of the rosters room: what a sheet says, whom it invites, what is shown of the answers."""

from baiying.rosters.rules.limits import RosterRules as RosterRules
