"""Guardians of one child who do not say the same: what each said, whose withdrawal stands, which consent waits for it.

Father and mother answer for a child with equal rights (Civil Code art. 27, 1058), so nobody's word goes unsaid to the
other, and no withdrawal is overruled in silence (RegistrationRules.withdrawal_holds).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import identity, rules
from baiying.people.models import ClosedWhy, Guardianship, Registration
from baiying.people.queries.catalogues import registration_rules
from baiying.people.queries.guardians import IN_FORCE, WAITS, GuardianAddress, address_of_account, guardian_phone
from baiying.places import queries as places

NO, WITHDREW, AGREED = "no", "withdrew", "agreed"


def standing_withdrawal(ward_id: int, account_id: int | None) -> Guardianship | None:
    """The newest withdrawal by another guardian than the account that nobody has settled: its guardian has not agreed
    again, and no office has decided since."""
    rows = Guardianship.objects.filter(ward_id=ward_id, agreed_at__isnull=False, withdrawn_at__isnull=False)
    rows = rows.exclude(guardian_account_id=account_id) if account_id is not None else rows
    later = Guardianship.objects.filter(
        ward_id=ward_id,
        guardian_account_id=OuterRef("guardian_account_id"),
        agreed_at__isnull=False,
        pk__gt=OuterRef("pk"),
    )
    settled = Guardianship.objects.filter(
        ward_id=ward_id, settled_by_id__isnull=False, in_force_at__gte=OuterRef("withdrawn_at")
    )
    return rows.filter(~Exists(later), ~Exists(settled)).order_by("-withdrawn_at", "-id").first()


def waits_for(row: Guardianship, at: datetime) -> Guardianship | None:
    """The withdrawal for which a consent of this guardian waits, or would wait if it were given now."""
    withdrawal = standing_withdrawal(row.ward_id, row.guardian_account_id)
    given = registration_rules(row.ward.residence.path, clock.local_date(at))
    return withdrawal if rules.waits_for_another(withdrawn=withdrawal is not None, rules=given) else None


def may_agree_again(row: Guardianship, at: datetime) -> bool:
    """Whether the ward's registration waits for this guardian, who agreed once before.

    Not for whose own consent stands and waits for another guardian: agreeing once more would change nothing. Where the
    dated rule lets none wait any more, it would.
    """
    waiting = Registration.objects.filter(person_id=row.ward_id, ended_at__isnull=True, needs_guardian=True)
    own = Guardianship.objects.filter(WAITS, ward_id=row.ward_id, guardian_account_id=row.guardian_account_id)
    if row.agreed_at is None or not waiting.filter(guardian_ok_at__isnull=True).exists():
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
    """What another guardian of the child last said: `who` by surname only; no, withdrew or agreed; when."""

    who: str
    said: str
    at: datetime
    waits: bool = False


def said_by_others(row: Guardianship) -> list[Said]:
    """What other guardians of the ward last said, the newest first; who gave no answer said nothing."""
    found = []
    for other in _last_words_of_others(row):
        who = identifiers.mask_name(other.guardian_name)
        if other.withdrawn_at is not None:
            found.append(Said(who, WITHDREW, other.withdrawn_at))
        elif other.declined_at is not None:
            found.append(Said(who, NO, other.declined_at))
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


def others_to_tell(row: Guardianship) -> list[tuple[Guardianship, GuardianAddress]]:
    """The other guardians who answered for the ward, with where each is told: by the account's phone of today, else by
    the number that was asked and answered; nobody by a number that is somebody else's now."""
    found = []
    for other in _last_words_of_others(row):
        if (account_id := other.guardian_account_id) is not None:
            found.append((other, address_of_account(account_id)))
        elif other.phone_lost_at is None:
            found.append((other, GuardianAddress(0, guardian_phone(other), "")))
    return found


def answers_by_number(phone: str) -> QuerySet[Guardianship]:
    """What was answered with no by a number alone: whoever did so has no account, and is told by that number."""
    rows = Guardianship.objects.filter(
        declined_at__isnull=False, guardian_account__isnull=True, closed_why=ClosedWhy.NO
    )
    return rows.filter(phone_hash=identity.phone_hash(phone))
