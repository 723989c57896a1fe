"""The rights of this room: their names, and what a manager reads when appointing somebody."""

from django.utils.translation import gettext_lazy as _

from baiying.kit import rights


class Right(rights.Right):
    ANSWER_COMPLAINTS = "complaints.answer", _("受理和答复本地区的投诉、举报和建议")
