"""Setting a target: every change is a new row, and taking it back is one too."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from baiying.figures import rules
from baiying.figures.models import Target
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor


class TargetOutOfRange(Refused):
    code = "target_out_of_range"
    sentence = _("目标超出了范围：占比填 0 到 100 之间的百分数，时长填 0 到 1000 之间的小时数。")
    field = "value"


@transaction.atomic
def set_target(
    *,
    area_id: int,
    year: int,
    definition: str,
    tier: str,
    threshold_hours: int | None,
    value: Decimal | None,
    words: str,
    actor: Actor,
    at: datetime,
) -> Target:
    """Set the target of a definition for an area and year: a share from 0 to 1, or hours; None takes it back.

    Tier and threshold are kept only where the definition has them. Raises TargetOutOfRange.
    """
    meant = rules.BY_CODE[definition]
    most = {rules.Unit.SHARE: 1, rules.Unit.PER_100: 100, rules.Unit.HOURS: 1000}[meant.unit]
    if value is not None and not 0 <= value <= most:
        raise TargetOutOfRange
    target = Target.objects.create(
        area_id=area_id,
        year=year,
        definition=definition,
        tier=tier if meant.tiered else "",
        threshold_hours=threshold_hours if meant.takes_threshold else None,
        value=value,
        words=words,
        set_at=at,
        set_by_id=actor.account_id,
    )
    audit.record(
        "figures.set_target",
        actor=actor,
        at=at,
        subject=("target", target.pk),
        area_id=area_id,
        detail={
            "year": year,
            "definition": definition,
            "version": meant.version,
            "tier": target.tier,
            "threshold_hours": target.threshold_hours,
            "value": None if value is None else str(value),
        },
    )
    return target
