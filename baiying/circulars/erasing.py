"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

ERASURES = (
    Erasure("Recipient.person", _("群发通知的收件名单"), _("只为发给您。"), goes=True),
    Erasure("Recipient.account", _("群发通知的收件名单"), _("只为发给您。"), by="account", goes=True),
    Erasure(
        "Signature.account",
        _("您代单位签收的通知"),
        _("签收是单位的公务记录，签的名字不能改。"),
        by="account",
        keeps=("name",),
    ),
)
