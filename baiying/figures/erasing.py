"""What becomes of this room's tables when a person closes the account."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.erasing import Erasure

ERASURES = (
    Erasure("Mark.person_id", _("待重新合计的标记"), _("合计完就清掉，几秒钟的事。")),
    Erasure("PersonYear.person_id", _("按年合计的数字"), _("往年的统计不变，只有编号。")),
)
