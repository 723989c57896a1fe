"""What came of complaints, for everybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, public
from baiying.complaints import queries, rules
from baiying.kit import clock


@public
@require_safe
def numbers(request: Asking) -> HttpResponse:
    """The numbers of a quarter that is long over, by kind and by county."""
    today = clock.local_date(clock.now())
    given = queries.complaint_rules((), today)
    offered = queries.public_quarters(today, given)
    wanted = request.GET.get("quarter")
    quarter = rules.quarter_of(wanted) if wanted else offered[0]
    if quarter is None or quarter not in offered:
        raise Http404
    kinds = queries.public_by_kind(quarter, given)
    context = {
        "quarter": quarter,
        "offered": offered,
        "rules": given,
        "counted_on": rules.public_on(quarter, given),
        "total": kinds[0],
        "kinds": kinds[1:],
        "areas": queries.public_by_area(quarter, given),
    }
    return render(request, "complaints/numbers.html", context)
