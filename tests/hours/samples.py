"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from baiying.hours.models import DecisionBatch, PaperSheet
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    attendance = builders.attendance(stage.rows["shift"], stage.volunteer)
    proposal = builders.proposal(attendance, leader=stage.cast["leader"].account)
    entry = builders.entry(stage.volunteer)
    batch = DecisionBatch.objects.create(
        approve=True, rows=1, minutes=60, made_at=builders.NOW, made_by_id=stage.cast["reviewer"].account.pk,
        takes_effect_at=builders.NOW,
    )  # fmt: skip
    objection = builders.objection(stage.volunteer)
    sheet = PaperSheet.objects.create(
        shift=stage.rows["shift"], words="第 1 页", rows=0, typed_at=builders.NOW,
        typed_by_id=stage.cast["leader"].account.pk,
    )  # fmt: skip
    return {
        "sheet_pid": sheet.public_id,
        "attendance_pid": attendance.public_id,
        "batch_pid": batch.public_id,
        "proposal_pid": proposal.public_id,
        "entry_pid": entry.public_id,
        "objection_pid": objection.public_id,
    }
