"""Reads: whose way in hangs on the name of the site. A passkey opens a site under the name it was made for alone."""

from dataclasses import dataclass
from datetime import datetime

from baiying.accounts import rules
from baiying.accounts.models import Appointment, Factor, FactorKind, Identity
from baiying.accounts.rules import LogInRules
from baiying.kit import clock
from baiying.kit.db import offered
from baiying.places import queries as places


@dataclass(frozen=True, slots=True)
class Bound:
    """Ids of open accounts with passkeys of other names.

    All of them; those with no other way in; those whose office roles need a second factor and have no other.
    """

    holders: frozenset[int]
    locked_out: frozenset[int]
    without_factor: frozenset[int]


def bound_to_other_sites(host: str, at: datetime) -> Bound:
    """Who would feel it if the site were called `host`. A key of which the name was not kept counts as another's."""
    live = Factor.objects.filter(ended_at__isnull=True, account__closed_at__isnull=True)
    keys = live.filter(kind=FactorKind.PASSKEY)
    holders = set(keys.exclude(site=host).values_list("account_id", flat=True))
    fine = set(keys.filter(site=host, account_id__in=holders).values_list("account_id", flat=True))
    entered = Identity.objects.filter(account_id__in=holders, ended_at__isnull=True)
    others = fine | set(entered.values_list("account_id", flat=True))
    apps = live.filter(kind=FactorKind.TOTP, account_id__in=holders)
    shown = fine | set(apps.values_list("account_id", flat=True))
    given = places.rule_set(LogInRules, area_path=(), on=clock.local_date(at)).rules
    roles = Appointment.objects.filter(offered.in_force(at), account_id__in=holders - shown)
    needy = {row.account_id for row in roles if rules.needs_factor([row.role], given)}
    return Bound(frozenset(holders), frozenset(holders - others), frozenset(needy))
