"""The audit, read by the auditor alone."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from baiying.accounts.access import Asking, needs
from baiying.accounts.rights import Right
from baiying.kit import audit

_PAGE = 50


@needs(Right.READ_AUDIT)
def events(request: Asking) -> HttpResponse:
    """Who did what when, the newest first; narrowed by action or account."""
    action = request.GET.get("action", "").strip()[:64]
    rows = audit.newest(action=action)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/audit.html", {"page": page, "action": action})
