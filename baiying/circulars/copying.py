"""What the copy of somebody's data holds of this room: which notices of the offices went to them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from baiying.circulars.models import Recipient
from baiying.kit.copying import Copied, Section, Whose

COPIED = (Copied("Recipient.person", "circulars.received"),)


def sections(whose: Whose, at: datetime) -> list[Section]:
    fields = {"told_at": _("发给您的时间"), "text_at": _("短信时间")}
    rows = Recipient.objects.filter(person_id=whose.person_id).order_by("id").values(*fields)
    return [Section("circulars.received", _("主管部门群发的通知"), fields, list(rows))]
