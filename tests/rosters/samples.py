"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    body = builders.body(area=stage.city.counties[0])
    invitation, drive = builders.invitation(body), builders.drive(body)
    return {
        "roster_pid": invitation.roster.public_id,
        "invitation_pid": invitation.public_id,
        "paper_pid": builders.paper(invitation).public_id,
        "drive_pid": drive.public_id,
        "source_pid": drive.sources.get().public_id,
    }
