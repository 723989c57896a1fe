"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from baiying.privacy.models import Copy, DataRequest, Ground, Opening, Way
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    volunteer = stage.cast["volunteer"]
    row = Copy.objects.create(
        person=volunteer.person, way=Way.SELF, asked_at=builders.NOW, asked_by_id=volunteer.account.pk
    )
    asked = Opening.objects.create(
        person=volunteer.person, ground=Ground.DUTY, words="答复一件申诉", asked_at=builders.NOW,
        asked_by_id=stage.cast["city"].account.pk,
    )  # fmt: skip
    wish = DataRequest.objects.create(
        source="sample", person=volunteer.person, area=volunteer.person.residence, kind="correct", way="self",
        words="姓名里有一个字错了", asked_at=builders.NOW, asked_by_id=volunteer.account.pk,
        due_on=builders.NOW.date(),
    )  # fmt: skip
    return {"request_pid": wish.public_id, "copy_pid": row.public_id, "opening_pid": asked.public_id}
