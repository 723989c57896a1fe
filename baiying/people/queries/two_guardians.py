"""Guardians of one child who do not say the same: what each said, whose no stands, which consent waits for it.

Father and mother answer for a child with equal rights (Civil Code art. 27, 1058), so nobody's word goes unsaid to the
other, and no withdrawal, nor a no given on being asked, is overruled in silence (RegistrationRules.withdrawal_holds).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import rules
from baiying.people.models import ClosedWhy, Guardianship, Registration
from baiying.people.queries.catalogues import registration_rules
from baiying.people.queries.guardians import (
    IN_FORCE,
    SAID_NO,
    WAITS,
    GuardianAddress,
    address_of_account,
    guardian_phone,
    said_no,
)
from baiying.places import queries as places

NO, WITHDREW, AGREED, ENDED = "no", "withdrew", "agreed", "ended"


def standing_refusal(row: Guardianship) -> Guardianship | None:
    """The newest withdrawal or no of another guardian than this consent's that nobody has settled: who said it has not
    agreed since, and no office has decided since. One guardian is one account, else one phone. Who is no guardian any
    more holds nothing up.
    """
    withdrew = Q(agreed_at__isnull=False, withdrawn_at__isnull=False, ended_at__isnull=True)
    rows = Guardianship.objects.filter(withdrew | SAID_NO, ward_id=row.ward_id)
    rows = rows.annotate(since=Coalesce("withdrawn_at", "declined_at"))
    nameless = Q() if row.guardian_account_id is None else Q(guardian_account__isnull=True)
    rows = rows.exclude(nameless, phone_hash=row.phone_hash)
    if row.guardian_account_id is not None:
        rows = rows.exclude(guardian_account_id=row.guardian_account_id)
    later = Guardianship.objects.filter(ward_id=row.ward_id, agreed_at__isnull=False, pk__gt=OuterRef("pk"))
    by_account = later.filter(guardian_account_id=OuterRef("guardian_account_id"))
    by_phone = later.filter(phone_hash=OuterRef("phone_hash"))
    settled = Guardianship.objects.filter(ward_id=row.ward_id, settled_at__gte=OuterRef("since"))
    rows = rows.filter(~Exists(by_account), ~Exists(settled))
    rows = rows.exclude(Q(guardian_account__isnull=True) & Exists(by_phone))
    return rows.order_by("-since", "-id").first()


def may_still_refuse(row: Guardianship) -> bool:
    """Whether a request that was laid aside, because the child asked another guardian meanwhile, may still be answered
    with a no: any guardian's no counts. Not where this one was asked anew since: the newer request is there for it."""
    if row.closed_why != ClosedWhy.LAID_ASIDE or row.ended_at is not None:
        return False
    newer = Guardianship.objects.filter(ward_id=row.ward_id, phone_hash=row.phone_hash, pk__gt=row.pk)
    return not newer.exists()


def waits_for(row: Guardianship, at: datetime) -> Guardianship | None:
    """The withdrawal or no for which a consent of this guardian waits, or would wait if it were given now."""
    refusal = standing_refusal(row)
    given = registration_rules(row.ward.residence.path, clock.local_date(at))
    return refusal if rules.waits_for_another(refused=refusal is not None, rules=given) else None


def may_agree_again(row: Guardianship, at: datetime) -> bool:
    """Whether the ward's registration waits for this guardian, who agreed once before or said no.

    Not for whose own consent stands and waits for another guardian: agreeing once more would change nothing. Where the
    dated rule lets none wait any more, it would.
    """
    waiting = Registration.objects.filter(person_id=row.ward_id, ended_at__isnull=True, needs_guardian=True)
    own = Guardianship.objects.filter(WAITS, ward_id=row.ward_id, guardian_account_id=row.guardian_account_id)
    answered = row.agreed_at is not None or row.closed_why == ClosedWhy.NO
    if not answered or row.ended_at is not None or not waiting.filter(guardian_ok_at__isnull=True).exists():
        return False
    return not own.exists() or waits_for(row, at) is None


def waiting_consents(ward_id: int) -> QuerySet[Guardianship]:
    """Consents for a ward that are given and not in force, the oldest first."""
    return Guardianship.objects.filter(WAITS, ward_id=ward_id).order_by("id")


def differing(scope: accounts.Scope) -> list[Guardianship]:
    """Of each child whose guardians do not say the same and whose registration waits for that, the consent that waits
    the longest, the longest first; but those where an office has looked and found nothing proven."""
    waits = Registration.objects.filter(
        person_id=OuterRef("ward_id"), ended_at__isnull=True, needs_guardian=True, guardian_ok_at__isnull=True
    )
    rows = Guardianship.objects.filter(
        WAITS, Exists(waits), scope.areas("ward__residence"), ward__closed_at__isnull=True, unproven_at__isnull=True
    )
    first = rows.order_by("ward_id", "waits_since", "id").distinct("ward_id").select_related("ward__residence")
    return sorted(first, key=lambda row: (row.waits_since or row.asked_at, row.pk))


def differ_until(row: Guardianship) -> date:
    """The last day by which an office sees to a consent that waits."""
    day = clock.local_date(row.waits_since or row.asked_at)
    days = registration_rules(row.ward.residence.path, day).differ_days
    return places.working_day_after(day, days)[0]


def others_in_force(row: Guardianship) -> QuerySet[Guardianship]:
    """The consents of other guardians of the same ward that are in force."""
    rows = Guardianship.objects.filter(IN_FORCE, ward_id=row.ward_id).exclude(pk=row.pk)
    return rows.exclude(guardian_account_id=row.guardian_account_id)


@dataclass(frozen=True, slots=True)
class Said:
    """What another guardian of the child last said: `who` by surname only; no, withdrew or agreed; when. `settled`: an
    office has decided since, so that it holds nothing up. `said` is "ended" of who is no guardian any more."""

    who: str
    said: str
    at: datetime
    waits: bool = False
    settled: bool = False


def said_by_others(row: Guardianship) -> list[Said]:
    """What other guardians of the ward last said, the newest first; who gave no answer said nothing."""
    found = []
    decided = Guardianship.objects.filter(ward_id=row.ward_id).aggregate(last=Max("settled_at"))["last"]

    def is_settled(said_at: datetime) -> bool:
        return decided is not None and said_at <= decided

    for other in _last_words_of_others(row):
        who = identifiers.mask_name(other.guardian_name)
        if other.ended_at is not None:
            found.append(Said(who, ENDED, other.ended_at))
        elif other.withdrawn_at is not None:
            found.append(Said(who, WITHDREW, other.withdrawn_at, settled=is_settled(other.withdrawn_at)))
        elif other.declined_at is not None:
            found.append(Said(who, NO, other.declined_at, settled=is_settled(other.declined_at)))
        elif other.agreed_at is not None:
            waits = other.waits_since is not None and other.in_force_at is None
            found.append(Said(who, AGREED, other.agreed_at, waits))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _last_words_of_others(row: Guardianship) -> list[Guardianship]:
    """The newest answer of each other guardian of the ward. One guardian is one account, else one phone."""
    answered = Q(agreed_at__isnull=False) | Q(declined_at__isnull=False)
    rows = Guardianship.objects.filter(answered, ward_id=row.ward_id).exclude(
        closed_why__in=[ClosedWhy.LAID_ASIDE, ClosedWhy.NOT_THEIRS]
    )
    seen: set[object] = {bytes(row.phone_hash), *([row.guardian_account_id] if row.guardian_account_id else [])}
    found = []
    for other in rows.exclude(pk=row.pk).order_by("-id"):
        marks = {bytes(other.phone_hash), *([other.guardian_account_id] if other.guardian_account_id else [])}
        if not marks & seen:
            found.append(other)
        seen |= marks
    return found


def answers_about(ward_id: int) -> list[Guardianship]:
    """What the ward's guardians answered, the newest first: every answer, and of each guardian who gave none since the
    newest request. However often somebody was asked again, no answer drops out of it.
    """
    found, seen = [], set[bytes]()
    for row in Guardianship.objects.filter(ward_id=ward_id).order_by("-id"):
        answered = row.agreed_at is not None or (row.declined_at is not None and row.closed_why == ClosedWhy.NO)
        if answered or bytes(row.phone_hash) not in seen:
            found.append(row)
        seen.add(bytes(row.phone_hash))
    return found


def refused_last(ward_id: int, at: datetime) -> Said | None:
    """Whose no or withdrawal keeps the ward from serving now, by surname: the one for which a consent waits, else the
    last word that was said."""
    waiting = waiting_consents(ward_id).first()
    row = waits_for(waiting, at) if waiting is not None else None
    if row is None:
        last = Guardianship.objects.filter(ward_id=ward_id, ended_at__isnull=True).order_by("-id").first()
        row = last if last is not None and (last.withdrawn_at or said_no(last)) else None
    if row is None:
        return None
    said, when = (WITHDREW, row.withdrawn_at) if row.withdrawn_at is not None else (NO, row.declined_at)
    return Said(identifiers.mask_name(row.guardian_name), said, when) if when is not None else None


def others_to_tell(row: Guardianship) -> list[tuple[Guardianship, GuardianAddress]]:
    """The other guardians who answered for the ward, with where each is told: by the account's phone of today, else by
    the number that was asked and answered; nobody by a number that is somebody else's now."""
    found = []
    for other in _last_words_of_others(row):
        if other.ended_at is not None:
            continue
        if (account_id := other.guardian_account_id) is not None:
            found.append((other, address_of_account(account_id)))
        elif other.phone_lost_at is None:
            found.append((other, GuardianAddress(0, guardian_phone(other), "")))
    return found
