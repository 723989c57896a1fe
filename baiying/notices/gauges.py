"""What the machine room shows of messages."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit.gauges import Gauge
from baiying.notices import queries

_LATE = timedelta(hours=12)


def messages(at: datetime) -> list[Gauge]:
    """Text messages that wait (a night's wait is in order), and those given up in the last day."""
    oldest = queries.waiting().order_by("id").values_list("written_at", flat=True).first()
    age = max(0.0, (at - oldest).total_seconds()) if oldest else 0.0
    given_up = queries.given_up_since(at - timedelta(days=1)).count()
    return [
        Gauge(name="messages_waiting", value=queries.waiting().count(), label=_("等着发出的短信"), good=True),
        Gauge(
            name="oldest_message_waits",
            value=age,
            label=_("最早的短信已等待"),
            good=age < _LATE.total_seconds(),
            advice=_("短信发不出去：看看短信通道和后台进程。"),
            kind="seconds",
        ),
        Gauge(
            name="messages_given_up_in_a_day",
            value=given_up,
            label=_("一天内没有发成的短信"),
            good=given_up == 0,
            advice=_("试过几次都没有发成，或当天的上限已到；原因在每条短信的记录里。"),
        ),
    ]
