"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    return {"complaint_pid": builders.complaint(stage.city.counties[0]).public_id}
