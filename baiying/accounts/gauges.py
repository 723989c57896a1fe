"""What the machine room reads of the log-in."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.accounts import actions
from baiying.kit.gauges import Gauge

# An alarm while people still get theirs.
_ALARM = 0.5


def codes(at: datetime) -> list[Gauge]:
    """How much of the hour's codes is used: each is a text message that somebody pays for."""
    left, most = actions.codes_left(at)
    used = most - left
    advice = _(
        "验证码发得比平时多得多，可能有人在刷。请看“消息”里的验证码，查来自哪里；到了上限就全部停发，通行密钥、密码和当面办理照常。"
    )
    label = _("最近一小时用掉的验证码额度")
    return [Gauge(name="codes_used", value=used, label=label, good=used < most * _ALARM, advice=advice)]
