"""Two at one moment: two officers answer, or one form is pressed twice; real connections."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from baiying.complaints import actions
from baiying.complaints.models import Complaint
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from tests.hours.conftest import actor_of


def both(*acts: Callable[[], Any]) -> list[Any]:
    """What each came to, begun at one moment."""
    barrier, came = threading.Barrier(len(acts)), list[Any]()

    def press(act: Callable[[], Any]) -> None:
        barrier.wait(timeout=60)
        try:
            came.append(act())
        except Refused as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.mark.race
def test_two_officers_answer_at_one_moment_and_one_answer_stands(own_database: str) -> None:
    small = builders.small_city()
    cast = the_cast.build(small)
    row = builders.complaint(small.counties[0])
    came = both(
        *(
            lambda key=key: actions.answer_complaint(  # type: ignore[misc]
                complaint=row, outcome="resolved", answer=f"{key}答复", actor=actor_of(cast[key]), at=builders.NOW
            )
            for key in ("county", "city")
        )
    )
    assert came.count("already_ended") == 1
    assert AuditEvent.objects.filter(action="ComplaintAnswered").count() == 1


@pytest.mark.race
def test_one_form_pressed_twice_at_one_moment_is_one_complaint(own_database: str) -> None:
    small = builders.small_city()
    new = actions.NewComplaint("23456789abcd", "complaint", "没有人开门。", small.counties[0].pk)
    one, other = both(*[lambda: actions.file_complaint(new=new, thing=None, actor=Actor(), at=builders.NOW)] * 2)
    assert one.pk == other.pk
    assert Complaint.objects.count() == 1
    assert AuditEvent.objects.filter(action="ComplaintFiled").count() == 1
