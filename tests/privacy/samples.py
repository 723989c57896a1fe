"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from baiying.privacy.models import Copy, Way
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    volunteer = stage.cast["volunteer"]
    row = Copy.objects.create(
        person=volunteer.person, way=Way.SELF, asked_at=builders.NOW, asked_by_id=volunteer.account.pk
    )
    return {"copy_pid": row.public_id}
