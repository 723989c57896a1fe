"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    REVIEW_HOURS = "hours.review", _("作为第二人复核时长")
    SEE_HOURS = "hours.see", _("查看本地区的时长记录")
    REVERSE_HOURS = "hours.reverse", _("冲销记错的时长")
    ANSWER_OBJECTIONS = "hours.answer_objections", _("答复对时长的异议")
