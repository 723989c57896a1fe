"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    body = builders.body(area=stage.city.counties[0])
    invitation = builders.invitation(body)
    return {"roster_pid": invitation.roster.public_id, "invitation_pid": invitation.public_id}
