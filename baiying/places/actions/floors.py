"""What laws fix, written into the database from the rules' own dataclasses, and older versions brought up to it."""

from datetime import datetime

from django.utils.translation import gettext as translate

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.values import floors
from baiying.kit.values.actor import system
from baiying.places import queries
from baiying.places.models import LegalFloor, RuleSet


@transaction.atomic
def write_floors() -> None:
    """The table of floors as the code has it now."""
    wanted = [
        LegalFloor(
            kind=name, field=floor.field, bound=floor.bound, value=floor.value, duty=floor.duty,
            sentence=floor.sentence, valid_from=floor.valid_from, valid_to=floor.valid_to,
        )
        for name, kind in queries.kinds().items()
        for floor in floors.floors_of(kind.rules)
    ]  # fmt: skip
    LegalFloor.objects.all().delete()
    LegalFloor.objects.bulk_create(wanted)


@transaction.atomic
def raise_versions(*, at: datetime) -> int:
    """Put a version that keeps to the law in the place of each one that does not, and say so in the audit.

    For versions from before a floor was written: afterwards none can be entered. As the owner only, who alone may
    withdraw what is in force and enter without a second person.
    """
    raised = 0
    for row in RuleSet.objects.filter(withdrawn_at__isnull=True):
        kind = queries.kinds().get(row.kind)
        looser = floors.broken(kind.rules, row.values, row.valid_from, row.valid_to) if kind else []
        if not looser:
            continue
        values = row.values | {f.field: f.raised(row.values[f.field]) for f in looser}
        why = " ".join(translate(floor.sentence) for floor in looser)
        RuleSet.objects.filter(pk=row.pk).update(withdrawn_at=at, withdrawn_why=why[:200])
        new = RuleSet.objects.create(
            kind=row.kind, area_id=row.area_id, valid_from=row.valid_from, valid_to=row.valid_to, values=values,
            source=row.source, proposed_at=at, confirmed_at=row.confirmed_at and at, in_force_from=row.in_force_from,
            note="raised",
        )  # fmt: skip
        audit.record(
            "RuleSetRaised", actor=system("migrate"), at=at, subject=("rule_set", new.pk), area_id=row.area_id,
            detail={"before": row.values, "after": values, "replaces": row.pk, "why": why},
        )  # fmt: skip
        raised += 1
    return raised
