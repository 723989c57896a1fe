"""What the machine room shows of personal data."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.kit.gauges import Gauge
from baiying.privacy import queries


def assessed(at: datetime) -> list[Gauge]:
    """How much is switched on that nobody has assessed (PIPL art. 55)."""
    missing = queries.not_assessed()
    return [
        Gauge(
            name="uses_not_assessed",
            value=len(missing),
            label=_("开着、还没有登记影响评估的"),
            good=not missing,
            advice=_("请负责个人信息保护的人在“影响评估”里登记：") + "、".join(str(use.label) for use in missing)
            if missing
            else "",
        )
    ]
