"""Entering a rule set: an immutable version, validated against the dataclass of its kind (R055)."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import queries
from baiying.places.models import RuleSet
from baiying.places.rules import values as rules


class KindUnknown(Refused):
    code = "kind_unknown"
    sentence = _("没有这一类规则。")


class RuleSourceNeeded(Refused):
    code = "rule_source_needed"
    sentence = _("请写明依据，例如文件名、文号和条款。")
    field = "source"


class EndsBeforeStart(Refused):
    code = "ends_before_start"
    sentence = _("结束日期要晚于开始日期。")
    field = "valid_to"


class ValuesRefused(Refused):
    code = "values_refused"
    sentence = _("数值不合规则，请核对。")


@transaction.atomic
def enter_rule_set(
    *,
    kind: str,
    area_id: int | None,
    valid_from: date,
    valid_to: date | None,
    values: dict[str, Any],
    source: str,
    actor: Actor,
    at: datetime,
) -> RuleSet:
    """Add a version of a kind of rules for an area (None: everywhere); `values` holds what differs from the defaults.

    Refuses: KindUnknown, RuleSourceNeeded, EndsBeforeStart, ValuesRefused.
    """
    found = queries.kinds().get(kind)
    if found is None:
        raise KindUnknown
    if not source.strip():
        raise RuleSourceNeeded
    if valid_to is not None and valid_to <= valid_from:
        raise EndsBeforeStart
    names = {field.name for field in rules.fields_of(found.rules)}
    if not values.keys() <= names:
        raise ValuesRefused(unknown=sorted(values.keys() - names))
    try:
        rules.checked(found.rules, values)
    except rules.BadValue as bad:
        raise ValuesRefused(bad.detail or None) from bad
    row = RuleSet.objects.create(
        kind=kind, area_id=area_id, valid_from=valid_from, valid_to=valid_to, values=values,
        source=source.strip()[:200], entered_at=at, entered_by_id=actor.account_id,
    )  # fmt: skip
    audit.record("RuleSetEntered", actor=actor, at=at, subject=("rule_set", row.pk), area_id=area_id, detail=values)
    return row
