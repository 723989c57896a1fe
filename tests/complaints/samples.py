"""One row of everything in this room, so that every address can be tried by everybody."""

from io import BytesIO

from PIL import Image

from baiying.complaints.models import Hearing, Photo
from baiying.demo import builders
from baiying.kit import sealed
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    row = builders.complaint(stage.city.counties[0])
    photo = Photo(complaint=row, number=1, width=8, height=8)
    picture = BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "JPEG")
    photo.content_sealed = sealed.seal_bytes(picture.getvalue(), at=sealed.Place.of(photo, "content_sealed"))
    photo.save()
    account = stage.cast["clerk"].account
    asked = Hearing.objects.create(
        complaint=row, account=account, words="11 月 20 日收费的事。", asked_at=builders.NOW, asked_by_id=1,
        due_on=builders.NOW.date(),
    )  # fmt: skip
    return {"hearing_pid": asked.public_id, "complaint_pid": row.public_id, "photo_pid": photo.public_id}
