"""How codes are said to people, and the address that a card carries."""

from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Asking
from baiying.people.models import Card

Text = str | Promise


class StateWords(NamedTuple):
    tone: str
    short: Text
    next: Text


STATES = {
    "awaiting_guardian": StateWords("amber", _("等监护人同意"), _("监护人在自己的手机上同意之后，才能报名。")),
    "awaiting_check": StateWords("amber", _("等实名核验"), _("带身份证件到实践站（所），工作人员看过就行，不用复印。")),
    "failed": StateWords("brick", _("实名核验未通过"), _("请按下面的说明改正后重新提交。")),
    "counted": StateWords("jade", _("已实名，时长计入"), _("可以报名参加活动。")),
    "held": StateWords("amber", _("注册核实中"), _("核实完以前不能新报名，已经入账的时长不变。")),
    "ended": StateWords("plain", _("注册已结束"), _("可以随时重新注册，以前的记录都在。")),
}
_PURPOSES = {
    "volunteer_service": _("注册为志愿者并记录服务"),
    "id_number": _("收集证件号码（单独同意）"),
    "guardian": _("监护人同意"),
    "guardian_under_14": _("监护人单独同意（不满 14 周岁）"),
}
_HOW = {
    "citizen": _("居民身份证"),
    "residence_permit": _("港澳台居民居住证"),
    "hk_macao": _("港澳居民来往内地通行证"),
    "taiwan": _("台湾居民来往大陆通行证"),
    "foreign_permanent": _("外国人永久居留身份证"),
    "passport": _("护照"),
    "household_register": _("户口簿"),
    "earlier": _("以前核验过"),
}


def state_words(state: str) -> StateWords:
    return STATES[state]


def purpose_name(purpose: str) -> Text:
    return _PURPOSES.get(purpose, purpose)


def document_name(code: str) -> Text:
    return _HOW.get(code, code)


def card_url(request: Asking, card: Card) -> str:
    """What the QR code on the card says: an address, so that any phone's camera opens it."""
    base = settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return f"{base}/v/{card.code}/"
