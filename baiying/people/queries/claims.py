"""Claims: "already registered" on the way to an answer."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as translate

from baiying.accounts import queries as accounts
from baiying.accounts.access import Scope
from baiying.kit import clock, sealed
from baiying.kit.values import identifiers
from baiying.people.models import Claim
from baiying.people.queries import catalogues, merged, offices, persons, standings
from baiying.people.rights import Right
from baiying.people.rules import claiming
from baiying.people.rules.claiming import ClaimRules
from baiying.places import queries as places
from baiying.ui import formats

# So long the office reads of a claim that nobody had to decide any more.
_SHOWN = timedelta(days=30)


def waiting_claims(scope: Scope) -> QuerySet[Claim]:
    """Undecided claims in the scope, the oldest first."""
    rows = Claim.objects.filter(scope.areas("area"), decided_at__isnull=True)
    return rows.select_related("person", "area").order_by("filed_at", "id")


def open_claim_of(person_id: int, phone: str) -> Claim | None:
    """The undecided claim of a record that this phone has filed."""
    return next((one for one in open_claims_of_phone(phone) if one.person_id == person_id), None)


def open_claim_of_phone(phone: str) -> Claim | None:
    """The claim that a proven phone has filed and nobody has decided."""
    return next(iter(open_claims_of_phone(phone)), None)


def open_claims_of_phone(phone: str) -> list[Claim]:
    """All that a proven phone has claimed and nobody has decided, the newest first."""
    # The mask is not the number.
    rows = Claim.objects.filter(decided_at__isnull=True, phone_mask=identifiers.mask_phone(phone))
    return [one for one in rows.select_related("person", "area").order_by("-filed_at") if claimant_phone(one) == phone]


def claims_under_way(person_id: int, account_id: int) -> tuple[list[Claim], list[Claim]]:
    """Undecided claims of a record, and those of other records that its own account filed; the newest first."""
    waiting = Claim.objects.filter(decided_at__isnull=True).order_by("-filed_at")
    return list(waiting.filter(person_id=person_id)[:3]), list(waiting.filter(account_id=account_id)[:3])


def voided_claims(scope: Scope, at: datetime) -> QuerySet[Claim]:
    """Claims in the scope that became void of late, because the number that filed them changed hands; newest first."""
    rows = Claim.objects.filter(scope.areas("area"), decided_by_id=0, decided_at__gt=at - _SHOWN)
    return rows.select_related("person", "area").order_by("-decided_at", "-id")


def claim_rules_at(area_path: list[int], at: datetime) -> ClaimRules:
    """What holds for claims of an area at a moment."""
    return places.rule_set(ClaimRules, area_path=area_path, on=clock.local_date(at)).rules


def claim_needs_second(row: Claim, at: datetime) -> bool:
    """Whether a second person confirms before the record is handed back."""
    rules = claim_rules_at(row.person.residence.path, at)
    return claiming.needs_second(persons.phone_of(row.person), claimant_phone(row), rules)


def claim_due_on(area_path: list[int], at: datetime) -> date:
    """By which working day a claim filed now is answered."""
    day = clock.local_date(at)
    due_on, _known = places.working_day_after(day, catalogues.registration_rules(area_path, day).claim_answer_days)
    return due_on


def claim(claim_id: int) -> Claim | None:
    return Claim.objects.select_related("person", "area").filter(pk=claim_id).first()


def is_claimants(account_id: int, row: Claim) -> bool:
    """Whether an account filed the claim, or comes in by the number that did."""
    phone = claimant_phone(row)
    return row.account_id == account_id or accounts.comes_in_by(account_id, accounts.phone_hash(phone))


def open_claim_ids() -> list[int]:
    """Every undecided claim, wherever it is."""
    return list(Claim.objects.filter(decided_at__isnull=True).order_by("id").values_list("pk", flat=True))


def claim_ids_due(at: datetime) -> list[int]:
    """Those that two have decided and whose hours are over."""
    rows = Claim.objects.filter(decided_at__isnull=True, cools_until__lte=at)
    return list(rows.order_by("cools_until", "id").values_list("pk", flat=True))


def claim_ids_late(at: datetime) -> list[int]:
    """Those whose day is over without an answer, and that the office above was not told of."""
    rows = Claim.objects.filter(decided_at__isnull=True, risen_at__isnull=True, due_on__lt=clock.local_date(at))
    return list(rows.order_by("due_on", "id").values_list("pk", flat=True))


def claimed_by_another(account_id: int, at: datetime) -> Claim | None:
    """The undecided claim, by another number, of the record by which an account comes in (U23).

    None where nobody entitled has agreed to the document's number: then nothing could be asked for.
    """
    # Also by the second log-in of a human whose two records became one: who holds its number is asked as well.
    own_id = merged.person_id_of_account(account_id)
    rows = Claim.objects.filter(Q(person__account_id=account_id) | Q(person_id=own_id), decided_at__isnull=True)
    rows = rows.filter(objected_at__isnull=True)
    for one in rows.select_related("person").order_by("id"):
        own = persons.phone_of(one.person)
        registration = standings.registration_of(one.person_id)
        asked = registration is None or not standings.number_waits_for(registration, at)
        is_own = accounts.comes_in_by(account_id, accounts.phone_hash(claimant_phone(one)))
        if own and claimant_phone(one) != own and not is_own and asked:
            return one
    return None


def claimant_phone(claim: Claim) -> str:
    """The claimant's proven phone in the clear, to compare with and to send to; never to show."""
    return sealed.open_sealed(claim.phone_sealed, at=sealed.Place.of(claim, "phone_sealed"))


def what_waits(phone: str, at: datetime) -> str:
    """In a sentence: which claim of this phone waits, for whom, until when; empty if none does."""
    claim = open_claim_of_phone(phone)
    if claim is None:
        return ""
    due_on = claim.due_on or claim_due_on(claim.area.path, claim.filed_at)
    office = offices.office_of_county(claim.area_id, at, right=Right.DECIDE_CLAIMS)
    who = office.human or office.site_name or translate("当地实践中心（所、站）")
    return translate("%(filed)s 提交的认领申请由%(who)s核对，最晚 %(due)s 答复。请带证件当面核对，不用重新注册。") % {
        "filed": formats.date_text(claim.filed_at),
        "who": who,
        "due": formats.date_text(due_on),
    }
