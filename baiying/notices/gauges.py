"""What the machine room shows of messages."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from baiying.kit.gauges import Gauge
from baiying.notices import queries


def messages(at: datetime) -> list[Gauge]:
    """What waits, whether its ways out work, and what was given up in the last day.

    Who looks here (a probe, `baiying doctor`, the machine room) does not depend on the sender that it looks at.
    """
    silent = [since for _name, since, _why in queries.dead(at)]
    wrong = queries.template_problems()
    given_up = queries.given_up_since(at - timedelta(days=1)).count()
    return [
        Gauge(name="messages_waiting", value=queries.waiting().count(), label=_("等着发出的短信"), good=True),
        Gauge(
            name="messages_stuck",
            value=max(((at - since).total_seconds() for since in silent), default=0.0),
            label=_("消息发不出去已经多久"),
            good=not silent,
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
        Gauge(
            name="wechat_templates_wrong",
            value=len(wrong),
            label=_("微信模板设置里的错误"),
            good=not wrong,
            advice=_("消息通道页面上写着哪里不对；改好服务器的设置后重新启动。"),
        ),
    ]
