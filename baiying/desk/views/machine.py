"""The machine room: how the machine is, for the system administrator; and the same for probes and scrapers."""

import hmac

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts.access import Asking, needs, public
from baiying.desk import actions
from baiying.desk.rights import Right
from baiying.kit import clock, gauges, queue, rooms
from baiying.kit.values import numbers
from baiying.ui import flash, formats

_PAGE = 50


@needs(Right.SEE_MACHINES)
@require_safe
def machine(request: Asking) -> HttpResponse:
    """Every gauge with what to do about it, the jobs that failed, the rows that recurring work could not do."""
    at = clock.now()
    before = request.GET.get("before", "")
    jobs = queue.failed(before=numbers.whole(before), limit=_PAGE)
    names = rooms.job_words()
    found = gauges.read(at)
    return render(
        request,
        "desk/machine.html",
        {
            "gauges": [(gauge, _value(gauge)) for gauge in found],
            "all_good": all(gauge.good for gauge in found),
            "jobs": [(job, names.get(job.name, job.name)) for job in jobs],
            "older": jobs[-1].id if len(jobs) == _PAGE else None,
            "faults": [(fault, names.get(fault.job, fault.job)) for fault in queue.faults()],
            "kept_days": queue.KEPT_DAYS,
        },
    )


def _value(gauge: gauges.Gauge) -> str:
    if gauge.kind == "seconds":
        return formats.minutes_text(int(gauge.value // 60))
    return f"{gauge.value:,.0f}"


@needs(Right.SEE_MACHINES)
@require_POST
def retry(request: Asking, job_id: int) -> HttpResponse:
    """Try a failed job again."""
    if actions.retry_job(job_id=job_id, actor=request.actor, at=clock.now()):
        flash.done(request, _("已重新排队，很快会再试。"))
    else:
        flash.note(request, _("这个任务已经不在失败的任务里了。"))
    return redirect("desk:machine")


@public
@require_safe
def ready(request: Asking) -> HttpResponse:
    """For a load balancer: 200 where requests may come, 503 where they should not; every gauge by its name."""
    found = gauges.read(clock.now())
    good = gauges.is_ready(found)
    body = {"ready": good, "gauges": {g.name: {"value": g.value, "good": g.good} for g in found}}
    return JsonResponse(body, status=200 if good else 503, headers={"Cache-Control": "no-store"})


@public
@require_safe
def metrics(request: Asking) -> HttpResponse:
    """The gauges for Prometheus: to whoever brings the token of BAIYING_METRICS_TOKEN, without one to nobody."""
    wanted = settings.BAIYING_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    text = gauges.prometheus(gauges.read(clock.now()))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")
