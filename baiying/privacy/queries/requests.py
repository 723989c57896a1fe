"""The register of requests: of a person, of an area, what waits for whom, what is due and overdue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope, acts_with
from baiying.kit import clock
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import Actor
from baiying.people import queries as people
from baiying.privacy import rules
from baiying.privacy.queries.holds import kept_sources
from baiying.privacy.request_models import DataRequest as DataRequest
from baiying.privacy.request_models import RequestKind, RequestWay
from baiying.privacy.rights import Right

# A withdrawal that was not entered is sought so far back; the job runs every hour.
_BACK = timedelta(days=30)
_SAID = {
    RequestKind.LOOK: gettext_noop("查询"),
    RequestKind.COPY: gettext_noop("复制"),
    RequestKind.CORRECT: gettext_noop("更正"),
    RequestKind.DELETE: gettext_noop("删除"),
    RequestKind.CLOSE: gettext_noop("注销"),
    RequestKind.WITHDRAW: gettext_noop("撤回同意"),
    RequestKind.EXPLAIN: gettext_noop("解释"),
}


def requests() -> QuerySet[DataRequest]:
    return DataRequest.objects.select_related("person__residence", "area")


def requests_within(scope: Scope) -> QuerySet[DataRequest]:
    return requests().filter(scope.areas("area"))


def request_of_source(source: str) -> DataRequest | None:
    return requests().filter(source=source).first()


def requests_of(person_id: int) -> QuerySet[DataRequest]:
    """Of a person, the newest first."""
    return requests().filter(person_id=person_id).order_by("-id")


def requests_seen(person_id: int, *, guardian: bool) -> QuerySet[DataRequest]:
    """What a person reads of the own ones; a guardian what guardians asked: what a child said stays the child's."""
    rows = requests_of(person_id)
    return rows.filter(way=RequestWay.GUARDIAN) if guardian else rows


def kind_said(kind: str) -> Kept:
    """What a message calls it, in the reader's own language."""
    return translate(_SAID[RequestKind(kind)])


def waiting_requests(actor: Actor, scope: Scope) -> QuerySet[DataRequest]:
    """What waits for the one who acts: a county's own, and above it what has risen; never about oneself."""
    rows = requests_within(scope).filter(ended_at__isnull=True).order_by("due_on", "id")
    if actor.role == "city_office":
        rows = rows.filter(risen_at__isnull=False)
    own = people.own_person_ids(*acts_with(actor))
    return rows.exclude(person_id__in=own)


def is_answered_below(area_path: Sequence[int], at: datetime) -> bool:
    """Whether a county's office in force answers for an area."""
    rows = accounts.holders(Right.ANSWER_REQUESTS, at).filter(role="county_office")
    return rows.filter(area_id__in=list(area_path)).exists()


def who_answers_request(row: DataRequest, at: datetime) -> list[int]:
    """Accounts that have it before them: the county's, and the city's once it has risen."""
    rows = accounts.holders(Right.ANSWER_REQUESTS, at).filter(area_id__in=row.area.path)
    if row.risen_at is None:
        rows = rows.filter(role="county_office")
    return sorted(set(rows.values_list("account_id", flat=True)))


def _open() -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(ended_at__isnull=True)


def to_remind(at: datetime) -> list[int]:
    """Those whose last days have begun and of which nobody was reminded."""
    last = clock.local_date(at) + timedelta(days=rules.REMIND_DAYS)
    rows = _open().filter(reminded_at__isnull=True, due_on__lte=last).order_by("due_on", "id")
    return list(rows.exclude(source__in=kept_sources(at)).values_list("pk", flat=True))


def to_raise(at: datetime) -> list[int]:
    """Overdue ones; a closing that a legal hold keeps is nobody's delay."""
    rows = _open().filter(risen_at__isnull=True, due_on__lt=clock.local_date(at)).order_by("due_on", "id")
    return list(rows.exclude(source__in=kept_sources(at)).values_list("pk", flat=True))


def withdrawals_not_entered(at: datetime) -> list[int]:
    """Withdrawn consents of the last weeks that the register does not hold yet."""
    ids = list(people.withdrawn_consents().filter(withdrawn_at__gte=at - _BACK).values_list("pk", flat=True))
    known = set(
        DataRequest.objects.filter(source__in=[f"withdrawal:{pk}" for pk in ids]).values_list("source", flat=True)
    )
    return [pk for pk in ids if f"withdrawal:{pk}" not in known]
