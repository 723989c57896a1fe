"""The leader's page with 200 expected: how long until it is there, how heavy it is, how long one mark takes."""

from datetime import timedelta
from urllib.parse import urlencode

from baiying.activities.models import Activity, Shift, Signup
from baiying.kit import clock
from bench import load, pages, people, report, system

EXPECTED = 200
READS = 40


def measure(running: system.System) -> None:
    """Page and mark, as a leader on the spot: nobody has come yet, then one after the other."""
    at = clock.now()
    leader, *comers = people.pressers(EXPECTED + 1, at)
    shift = _full(leader, comers)
    path = f"/shifts/{shift.public_id}/field/"
    page = load.fire(running.port, [load.get(path, cookies=leader.cookies)] * READS, connections=1)
    assert set(page.statuses) == {200}, dict(page.statuses)
    whole, sent = pages.fetch(f"http://127.0.0.1:{running.port}{path}", leader.cookies)
    report.line(
        f"leader's page, {EXPECTED} expected", page.quantile_ms(0.5), "ms", "mark: 300 ms", 300,
        p99_ms=round(page.quantile_ms(0.99), 1), html_kb=round(len(whole) / 1000, 1),
        on_the_wire_kb=round(sent / 1000, 1),
    )  # fmt: skip
    signups = Signup.objects.filter(shift=shift, state="accepted").order_by("id").values_list("public_id", flat=True)
    marks = [
        load.post(
            f"/shifts/{shift.public_id}/ticks/", urlencode({"signup": pid}),
            cookies=f"{leader.cookies}\r\nIn-Place: 1", csrf=people.CSRF,
        )
        for pid in signups
    ]  # fmt: skip
    marked = load.fire(running.port, marks, connections=1)
    assert set(marked.statuses) == {200}, dict(marked.statuses)
    report.line(
        f"marking one of {EXPECTED} in place", marked.quantile_ms(0.5), "ms", "the whole page",
        page.quantile_ms(0.5), p99_ms=round(marked.quantile_ms(0.99), 1),
    )  # fmt: skip


def _full(leader: people.Presser, comers: list[people.Presser]) -> Shift:
    at = clock.now()
    activity = people.activity("点名测量", at)
    Activity.objects.filter(pk=activity.pk).update(leader_id=leader.account_id)
    (shift,) = people.shifts(activity, 1, places=len(comers), starts_at=at - timedelta(minutes=10))
    Signup.objects.bulk_create(
        Signup(
            shift=shift, person_id=one.person_id, state="accepted", period=(shift.starts_at, shift.ends_at),
            signed_up_at=at, accepted_at=at,
        )
        for one in comers
    )  # fmt: skip
    Shift.objects.filter(pk=shift.pk).update(taken=len(comers))
    return shift
