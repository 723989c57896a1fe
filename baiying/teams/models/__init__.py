"""Bodies that recruit volunteers, their teams, who belongs to them and who holds an office in them."""

from baiying.teams.models.applications import MOST_SCANS, Application, ApplicationOutcome, Scan
from baiying.teams.models.bodies import Body, BodyKind, CategoryTerm, Membership, Team, TeamCategory
from baiying.teams.models.changes import Change, ChangeOutcome, Past
from baiying.teams.models.exits import Exit, ExitAppeal, ExitRun, Lifted
from baiying.teams.models.merges import TeamMerge, TeamMoved
from baiying.teams.models.offices import HandOver, Keeping, KeptWhy, Office, OfficeKind

__all__ = [
    "MOST_SCANS", "Application", "ApplicationOutcome", "Body", "BodyKind", "CategoryTerm", "Change", "ChangeOutcome",
    "Exit", "ExitAppeal", "ExitRun", "HandOver", "Keeping", "KeptWhy", "Lifted", "Membership", "Office", "OfficeKind",
    "Past", "Scan", "Team", "TeamCategory", "TeamMerge", "TeamMoved",
]  # fmt: skip
