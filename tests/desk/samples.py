"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.desk.queries import audited
from baiying.kit import audit, clock
from baiying.kit.values.actor import system
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    audit.record("AccountMade", actor=system("tests"), at=clock.now())
    return {"job_id": "1", "topic_key": "find", "reader": "office", "event_place": audited.place_of(audit.newest()[0])}
