"""The machine room and its three other doors: what is wrong shows everywhere, failed jobs are tried again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app

from baiying.demo.cast import Member
from baiying.kit import audit, clock, gauges, jobs, queue
from baiying.kit.models import AuditEvent, JobFault
from baiying.kit.values.actor import system


def _fail(name: str = "hours.warn_late") -> int:
    jobs.enqueue(name)
    with connection.cursor() as cursor:
        doing = "UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = %s AND status = 'todo' RETURNING id"
        cursor.execute(doing, [name])
        (job,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
    return int(job)


@pytest.mark.django_db
def test_a_failed_job_shows_in_words_and_is_tried_again(cast: dict[str, Member], client_as: Any) -> None:
    job = _fail()
    JobFault.objects.create(
        job="hours.close_forgotten", subject_id=7, error="ValueError", first_at=clock.now(), last_at=clock.now()
    )
    client = client_as("sysadmin")
    page = client.get("/desk/machine/").content.decode()
    assert "提醒还没有完成的记录" in page
    assert "关闭忘了签退的记录" in page
    assert "要处理" in page
    assert client.post(f"/desk/machine/jobs/{job}/retry/").status_code == 302
    assert not queue.failed()
    assert AuditEvent.objects.filter(action="JobRetried", subject_id=job).exists()
    assert client.post(f"/desk/machine/jobs/{job}/retry/").status_code == 302
    assert client_as("clerk").get("/desk/machine/").status_code == 403


@pytest.mark.django_db
def test_probes_and_scrapers_read_the_same(client: Client, settings: Any) -> None:
    _fail()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    body = answer.json()
    assert body["ready"] is True
    assert body["gauges"]["jobs_failed"] == {"value": 1, "good": False}
    assert {"messages_waiting", "roll_up_lag", "figures_drift", "partitions_left_days"} <= set(body["gauges"])
    assert client.get("/metrics").status_code == 404
    settings.BAIYING_METRICS_TOKEN = "s3cret"
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    text = client.get("/metrics", headers={"Authorization": "Bearer s3cret"}).content.decode()
    assert "baiying_jobs_failed 1\n" in text
    assert 'baiying_good{gauge="jobs_failed"} 0' in text


def test_without_a_database_requests_should_go_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "_database_answers", lambda: False)
    found = gauges.read(clock.now())
    assert not gauges.is_ready(found)


@pytest.mark.django_db
def test_what_failed_long_ago_is_cleared_away() -> None:
    _fail()
    assert queue.clear(at=clock.now()) == 0
    assert queue.clear(at=clock.now() + timedelta(days=queue.KEPT_DAYS + 1)) == 1


@pytest.mark.django_db
def test_recurring_work_that_always_fails_buries_nothing() -> None:
    """C8: what runs every few seconds left 17,000 failures a day."""
    other = _fail("activities.tell_signups")
    for _ in range(3):
        last = _fail("figures.roll_up")
    assert queue.clear(at=clock.now()) == 2
    assert {job.id for job in queue.failed()} == {other, last}


def test_no_recurring_job_waits_twice() -> None:
    for task in app.periodic_registry.periodic_tasks.values():
        assert task.configure_kwargs.get("queueing_lock") == task.task.name


@pytest.mark.django_db
def test_what_is_not_sealed_shows() -> None:
    at = clock.now()
    (before,) = queue.unsealed(at)
    audit.record("JobRetried", actor=system("test"), at=at - timedelta(minutes=30), subject=("job", 1))
    (gauge,) = queue.unsealed(at)
    assert (before.good, gauge.good) == (True, False)
    assert gauge.value >= 1700
