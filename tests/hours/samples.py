"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    attendance = builders.attendance(stage.rows["shift"], stage.volunteer)
    proposal = builders.proposal(attendance, leader=stage.cast["leader"].account)
    entry = builders.entry(stage.volunteer)
    objection = builders.objection(stage.volunteer)
    return {
        "attendance_pid": attendance.public_id,
        "proposal_pid": proposal.public_id,
        "entry_pid": entry.public_id,
        "objection_pid": objection.public_id,
    }
