"""Claims: "already registered" on the way to an answer."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as translate

from baiying.accounts.access import Scope
from baiying.kit import clock, sealed
from baiying.kit.values import identifiers
from baiying.people.models import Claim
from baiying.people.queries import catalogues, offices
from baiying.people.rights import Right
from baiying.places import queries as places
from baiying.ui import formats

# So long the office reads of a claim that nobody had to decide any more.
_SHOWN = timedelta(days=30)


def waiting_claims(scope: Scope) -> QuerySet[Claim]:
    """Undecided claims in the scope, the oldest first."""
    rows = Claim.objects.filter(scope.areas("area"), decided_at__isnull=True)
    return rows.select_related("person", "area").order_by("filed_at", "id")


def open_claim_of_phone(phone: str) -> Claim | None:
    """The claim that a proven phone has filed and nobody has decided."""
    return next(iter(open_claims_of_phone(phone)), None)


def open_claims_of_phone(phone: str) -> list[Claim]:
    """All that a proven phone has claimed and nobody has decided, the newest first."""
    # The mask is not the number.
    rows = Claim.objects.filter(decided_at__isnull=True, phone_mask=identifiers.mask_phone(phone))
    return [one for one in rows.select_related("person", "area").order_by("-filed_at") if claimant_phone(one) == phone]


def voided_claims(scope: Scope, at: datetime) -> QuerySet[Claim]:
    """Claims in the scope that became void of late, because the number that filed them changed hands; newest first."""
    rows = Claim.objects.filter(scope.areas("area"), decided_by_id=0, decided_at__gt=at - _SHOWN)
    return rows.select_related("person", "area").order_by("-decided_at", "-id")


def claimant_phone(claim: Claim) -> str:
    """The claimant's proven phone in the clear, to compare with and to send to; never to show."""
    return sealed.open_sealed(claim.phone_sealed, at=sealed.Place.of(claim, "phone_sealed"))


def what_waits(phone: str, at: datetime) -> str:
    """In a sentence: which claim of this phone waits, for whom, until when; empty if none does."""
    claim = open_claim_of_phone(phone)
    if claim is None:
        return ""
    given = catalogues.registration_rules(claim.area.path, clock.local_date(claim.filed_at))
    due_on, _known = places.working_day_after(clock.local_date(claim.filed_at), given.claim_answer_days)
    office = offices.office_of_county(claim.area_id, at, right=Right.DECIDE_CLAIMS)
    who = office.human or office.site_name or translate("当地实践中心（所、站）")
    return translate("%(filed)s 提交的认领申请由%(who)s核对，最晚 %(due)s 答复。请带证件当面核对，不用重新注册。") % {
        "filed": formats.date_text(claim.filed_at),
        "who": who,
        "due": formats.date_text(due_on),
    }
