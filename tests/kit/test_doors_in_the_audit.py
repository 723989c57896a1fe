"""The audit says through which door and from which device something was done."""

import pytest
from django.db import connection

from baiying.kit import audit, clock
from baiying.kit.models import AuditEvent
from baiying.kit.values import actor as actors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "door"),
    [
        (actors.Actor(account_id=1, device="Mozilla/5.0"), "browser"),
        (actors.Actor(account_id=1, via=actors.Via.TOKEN), "token"),
        (actors.system("hours.post_waiting"), "job"),
        (actors.command("admin create"), "command"),
    ],
)
def test_every_row_names_its_door(who: actors.Actor, door: str) -> None:
    audit.record("Tried", actor=who, at=clock.now())
    row = AuditEvent.objects.get(action="Tried")
    assert (row.via, row.device) == (door, who.device)


def test_what_the_hot_statements_write_came_by_a_browser() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kit_auditevent (at, action, role, label, subject_type, ok, detail, ip, device)"
            " VALUES (now(), 'CheckedIn', '', '', '', true, '{}', '', '')"
        )
    assert AuditEvent.objects.get(action="CheckedIn").via == "browser"
