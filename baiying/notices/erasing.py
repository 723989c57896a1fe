"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

_OWN = _("只是写给您的。")
ERASURES = (
    Erasure("Message.inbox", _("发给您的消息"), _OWN, by="inbox", goes=True),
    Erasure("ChatAccount.inbox", _("绑定的微信"), _OWN, by="inbox", goes=True),
    Erasure("MailAddress.inbox", _("邮箱"), _OWN, by="inbox", goes=True),
    Erasure("Preference.inbox", _("消息设置"), _OWN, by="inbox", goes=True),
    Erasure("Reading.inbox", _("读到哪一条"), _OWN, by="inbox", goes=True),
    Erasure("Reading.account_id", _("替孩子读到哪一条"), _OWN, by="account", goes=True),
)
