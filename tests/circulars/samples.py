"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.demo import builders
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    row = builders.circular(stage.city.city, stage.cast["city"].account, boxes=[stage.city.townships[0]])
    box = row.boxes.get()
    return {
        "circular_pid": row.public_id,
        "box_pid": box.public_id,
        "file_pid": builders.circular_file(row).public_id,
        "number": "1",
    }
