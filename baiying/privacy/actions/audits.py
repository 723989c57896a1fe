"""Each year the program says what its records hold (PIPL art. 54; Minors Online Regulation art. 37)."""

from datetime import datetime

from baiying.kit import audit, clock, each
from baiying.kit.db import transaction
from baiying.kit.values.actor import system
from baiying.privacy import queries
from baiying.privacy.assessment_models import AuditReport

JOB = "privacy.make_audits"


def make_audits(*, at: datetime) -> int:
    """Make the reports of last year that are not there, area by area; how many."""
    today = clock.local_date(at)
    return each.each(
        JOB, queries.to_report(today), lambda pk: make_audit(area_id=pk, year=today.year - 1, at=at), at=at
    ).done


@transaction.atomic
def make_audit(*, area_id: int, year: int, at: datetime) -> bool:
    """One area's report of a year that is over; whether it was made. It is made once, and stands as it was."""
    row, made = AuditReport.objects.get_or_create(
        area_id=area_id, year=year, defaults={"made_at": at, "content": queries.count_year(area_id, year)}
    )
    if made:
        audit.record(
            "YearAudited", actor=system(JOB), at=at, subject=("audit_report", row.pk), area_id=area_id,
            detail={"year": year},
        )  # fmt: skip
    return made
