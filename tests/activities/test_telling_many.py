"""What concerns hundreds is done and told in a few statements, each sign-up with its own audit row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.activities import actions, jobs
from baiying.activities.models import Signup
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.activities.makers import Town, actor, volunteer

MANY, STATEMENTS, BATCH = 2000, 20, 500


def _crowd(town: Town, number: int) -> list[Person]:
    """Persons enough, copies of one: only their phone is missing."""
    one = volunteer("众", town.village)
    assert one.pk
    copies = [
        Person(
            name=f"众{n}", sex=one.sex, birth_date=one.birth_date, residence_id=one.residence_id,
            service_area_id=one.service_area_id, created_at=one.created_at, channel=one.channel,
            id_type=one.id_type, id_no_hash=n.to_bytes(32, "big"), id_no_sealed=one.id_no_sealed,
            id_no_mask=one.id_no_mask, data_key_sealed=one.data_key_sealed,
        )
        for n in range(number)
    ]  # fmt: skip
    return Person.objects.bulk_create(copies)


def _run(name: str) -> int:
    found = list(ProcrastinateJob.objects.filter(task_name=name, status="todo"))
    for job in found:
        jobs.tell_signups(**job.args)
    return len(found)


@pytest.mark.django_db
def test_calling_off_an_activity_of_two_thousand_takes_few_statements_and_tells_everybody_once(town: Town) -> None:
    shift = town.shift(places=MANY)
    Signup.objects.bulk_create(
        Signup(
            shift=shift, person=person, state="accepted", period=(shift.starts_at, shift.ends_at),
            signed_up_at=clock.now(), accepted_at=clock.now(),
        )
        for person in _crowd(town, MANY)
    )  # fmt: skip
    who = actor(town.admin, town.leader_person)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        actions.cancel(activity_id=shift.activity_id, reason="暴雨", actor=who, at=clock.now())
    assert len(seen) <= STATEMENTS, [q["sql"][:90] for q in seen.captured_queries]
    assert AuditEvent.objects.filter(action="SignupCancelled").count() == MANY
    assert not Signup.objects.filter(shift=shift).exclude(state="cancelled").exists()
    with CaptureQueriesContext(connection) as telling:
        assert _run("activities.tell_signups") == MANY // BATCH
    assert len(telling) <= STATEMENTS * MANY // BATCH
    _run("activities.tell_signups")
    assert Message.objects.filter(kind="signup_activity_cancelled").count() == MANY
    assert "暴雨" in Message.objects.filter(kind="signup_activity_cancelled").first().text  # type: ignore[union-attr]
