"""Two at one moment: two officers answer, or one form is pressed twice; real connections."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from baiying.complaints import actions
from baiying.complaints.models import Complaint, Hearing, Step
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import Actor
from tests.hours.conftest import actor_of
from tests.own_database import at_once


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


@pytest.mark.race
def test_answering_the_complaint_and_speaking_at_one_moment_leaves_both_whole(own_database: str) -> None:
    small = builders.small_city()
    members = the_cast.build(small)
    clerk = builders.account("19900000671", name="贾上任")
    builders.appointment(clerk, "place_staff", small.townships[0])
    row = builders.complaint(small.counties[0], "贾上任收了钱。")
    county = actor_of(members["county"])

    def put() -> Hearing:
        return actions.ask_to_speak(
            complaint=row, who=clerk.public_id, words="请说明收没收。", actor=county, at=builders.NOW
        )

    assert at_once(put, put, put) == ["done"] * 3
    hearing = Hearing.objects.get()
    assert Step.objects.count() == 1
    said, _ended = at_once(
        lambda: actions.speak(hearing=hearing, words="没有收。", actor=Actor(account_id=clerk.pk), at=builders.NOW),
        lambda: actions.answer_complaint(
            complaint=row, outcome="explained", answer="已核实。", actor=county, at=builders.NOW
        ),
    )
    row.refresh_from_db()
    hearing.refresh_from_db()
    assert row.outcome == "explained"
    assert (hearing.answer, said) in {("没有收。", "done"), ("", "already_ended")}
