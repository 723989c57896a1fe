"""One row of everything in this room, so that every address can be tried by everybody."""

from baiying.desk.queries import audited
from baiying.kit import audit, clock, taking
from baiying.kit.values.actor import Actor, system
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from tests.walks.doors import Stage


def samples(stage: Stage) -> dict[str, str]:
    audit.record("AccountMade", actor=system("tests"), at=clock.now())
    taken = taking.File(key="tests", title="名单", rows=1, path="/desk/people/", query="")
    file = taking.take(taken, actor=Actor(account_id=1, label="tests"), at=clock.now())
    notices.write(kind="signup_made", text="您已报名成功。", at=clock.now(), inbox="nobody")
    message = messages.outbox(None)[0]
    return {
        "event_place": audited.place_of(audit.newest()[0]),
        "message_place": messages.place_of(message),
        "export_pid": file.public_id, "job_id": "1",
        "reader": "office", "topic_key": "find",
    }  # fmt: skip
