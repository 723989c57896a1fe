"""Complaints and suggestions."""

from datetime import datetime, timedelta
from typing import Any

from baiying.accounts import bulk as accounts
from baiying.complaints import bulk as complaints
from baiying.demo.builders.when import NOW
from baiying.kit import clock
from baiying.places import bulk as places


def complaint(
    area: places.Division,
    words: str = "站里说好九点开门，等到十点也没有人。",
    *,
    kind: str = "complaint",
    account: accounts.Account | None = None,
    filed_at: datetime = NOW,
    name: str = "",
    phone: str = "",
    **columns: Any,
) -> complaints.Complaint:
    """One that nobody has taken up; anonymous without an account."""
    day = clock.local_date(filed_at)
    row = complaints.ComplaintRow(
        kind=kind, words=words, area_id=area.pk, filed_at=filed_at, first_due_on=day + timedelta(days=7),
        due_on=day + timedelta(days=21), account_id=account.pk if account else None, **columns,
    )  # fmt: skip
    complaints.add_complaints([complaints.sealed_contact(row, name=name, phone=phone)])
    return complaints.Complaint.objects.select_related("area", "person").get(pk=row.id)
