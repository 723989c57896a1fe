"""The jobs about somebody's own data."""

from collections.abc import Callable
from datetime import timedelta

from baiying.places.models import Division
from baiying.privacy.models import AuditReport, Breach, BreachPerson, Closing, Copy, DataRequest, Hold, Way
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now, some_persons


def _copies(cast: Cast) -> Planted:
    """Copies whose days are over."""
    long_ago = now() - timedelta(days=40)
    rows = [
        Copy.objects.create(
            person=person, way=Way.SELF, asked_at=long_ago, asked_by_id=1, made_at=long_ago, until=long_ago,
            content_sealed=b"x",
        ).pk
        for person in some_persons(cast)
    ]  # fmt: skip
    return Planted(
        "privacy_copy", "id", rows[BAD], rows,
        lambda: set(Copy.objects.filter(pk__in=rows, emptied_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _closings(cast: Cast) -> Planted:
    """Accounts whose days to think again are over."""
    long_ago = now() - timedelta(days=40)
    rows = [
        Closing.objects.create(person=person, way=Way.SELF, asked_at=long_ago, asked_by_id=1, due_at=long_ago).pk
        for person in some_persons(cast)
    ]
    return Planted(
        "privacy_closing", "id", rows[BAD], rows,
        lambda: set(Closing.objects.filter(pk__in=rows, closed_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _requests(cast: Cast) -> Planted:
    """Wishes that nobody answered in time."""
    long_ago = now() - timedelta(days=40)
    rows = [
        DataRequest.objects.create(
            source=f"late{person.pk}", person=person, area=person.residence, kind="correct", way="self",
            asked_at=long_ago, due_on=long_ago.date(), reminded_at=long_ago,
        ).pk
        for person in some_persons(cast)
    ]  # fmt: skip
    return Planted(
        "privacy_datarequest", "id", rows[BAD], rows,
        lambda: set(DataRequest.objects.filter(pk__in=rows, risen_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _case(cast: Cast, source: str) -> Breach:
    long_ago = now() - timedelta(days=4)
    return Breach.objects.create(
        source=source, area=cast["leader"].team.area, kind="leak", found_at=long_ago, what="姓名",  # type: ignore[union-attr]
        cause="传错了", harm="骚扰电话", advice="先核实", opened_at=long_ago, opened_by_id=1,
    )  # fmt: skip


def _told(cast: Cast) -> Planted:
    """Those of a decided case whom nobody has told."""
    case = _case(cast, "told")
    case.told_at = now()
    case.save(update_fields=["told_at"])
    rows = [BreachPerson.objects.create(breach=case, person=person, found_at=now()).pk for person in some_persons(cast)]
    return Planted(
        "privacy_breachperson", "id", rows[BAD], rows,
        lambda: set(BreachPerson.objects.filter(pk__in=rows, way="").values_list("pk", flat=True)),
    )  # fmt: skip


def _late(cast: Cast) -> Planted:
    """Cases whose report is late."""
    rows = [_case(cast, f"late{number}").pk for number in range(ROWS)]
    return Planted(
        "privacy_breach", "id", rows[BAD], rows,
        lambda: set(Breach.objects.filter(pk__in=rows, reminded_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _audits(cast: Cast) -> Planted:
    """Areas without the audit of last year."""
    rows = list(Division.objects.filter(level__in=["city", "county"]).order_by("id").values_list("pk", flat=True))
    return Planted(
        "privacy_auditreport", "area_id", rows[-1], rows,
        lambda: set(rows) - set(AuditReport.objects.values_list("area_id", flat=True)),
    )  # fmt: skip


def _holds(cast: Cast) -> Planted:
    """Legal holds whose last day is over."""
    long_ago = now() - timedelta(days=40)
    rows = [
        Hold.objects.create(
            source=f"over{number}", area=cast["leader"].team.area, ground="dispute", statute="《民事诉讼法》",  # type: ignore[union-attr]
            case_no=str(number), tells=True, until_on=long_ago.date(), asked_at=long_ago, asked_by_id=1,
            decided_at=long_ago, decided_by_id=2,
        ).pk
        for number in range(ROWS)
    ]  # fmt: skip
    return Planted(
        "privacy_hold", "id", rows[BAD], rows,
        lambda: set(Hold.objects.filter(pk__in=rows, ended_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "privacy.close_due": _closings,
    "privacy.make_audits": _audits,
    "privacy.remind_breaches": _late,
    "privacy.tell_breaches": _told,
    "privacy.tend_holds": _holds,
    "privacy.tend_requests": _requests,
    "privacy.tidy_copies": _copies,
}
