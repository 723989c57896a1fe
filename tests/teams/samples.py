"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from baiying.teams import queries
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    membership = queries.members_of(stage.team.pk).get(person_id=stage.volunteer.pk)
    office = queries.offices_of(stage.cast["leader"].account.pk, builders.NOW)[0]
    return {
        "team_pid": stage.team.public_id,
        "body_pid": stage.team.body.public_id,
        "membership_pid": membership.public_id,
        "office_pid": office.public_id,
    }
