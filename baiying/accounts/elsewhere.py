"""Reads: who comes in by an account of another system, and whether an account has other ways in."""

from django.db.models import QuerySet

from baiying.accounts.models import Factor, FactorKind, Identity, IdentityKind
from baiying.kit import sealed


def subject_hash(issuer: str, subject: str) -> bytes:
    """The keyed hash by which a subject is found. The issuer is part of it: no provider speaks for another's."""
    return sealed.lookup("oidc", f"{issuer}\0{subject}")


def identity_elsewhere(issuer: str, subject: str) -> Identity | None:
    """The live tie of a subject to an open account, with it."""
    rows = Identity.objects.filter(kind=IdentityKind.OIDC, subject_hash=subject_hash(issuer, subject))
    return rows.filter(ended_at__isnull=True, account__closed_at__isnull=True).select_related("account").first()


def tied_elsewhere(account_id: int) -> QuerySet[Identity]:
    """The log-ins of other systems that open an account now, oldest first."""
    rows = Identity.objects.filter(account_id=account_id, kind=IdentityKind.OIDC, ended_at__isnull=True)
    return rows.order_by("id")


def has_other_way_in(account_id: int, *, but: int) -> bool:
    """Whether an account can be entered without one of its identities: by another, or by a passkey not in doubt.

    A password opens nothing without the phone, and a code on paper nothing without a first proof.
    """
    if Identity.objects.filter(account_id=account_id, ended_at__isnull=True).exclude(pk=but).exists():
        return True
    keys = Factor.objects.filter(account_id=account_id, kind=FactorKind.PASSKEY, ended_at__isnull=True)
    return keys.filter(doubted_at__isnull=True).exists()
