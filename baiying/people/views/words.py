"""How codes are said to people, and the address that a card carries."""

from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Asking
from baiying.kit.values import identifiers
from baiying.people.models import Card, ClosedWhy, Consent, Guardianship
from baiying.people.queries import Said
from baiying.ui import formats

Text = str | Promise


class StateWords(NamedTuple):
    tone: str
    short: Text
    next: Text


STATES = {
    "awaiting_guardian": StateWords("amber", _("等监护人同意"), _("监护人在自己的手机上同意之后，才能报名。")),
    "awaiting_number": StateWords(
        "amber",
        _("等本人同意收集证件号码"),
        _("监护人已经同意。满 14 周岁的，收集证件号码由本人单独同意；同意以前可以报名，时长先记着，不入账。"),
    ),
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


def guardian_words(row: Guardianship) -> str:
    """What became of asking a guardian, and when: who gave no answer said neither yes nor no."""
    if row.ended_on is not None:
        said = gettext("%(day)s 起不再是监护人") % {"day": formats.date_text(row.ended_on)}
        if row.end_lifted_at is None:
            return said
        return gettext("%(said)s；%(day)s 起可以再请") % {"said": said, "day": formats.date_text(row.end_lifted_at)}
    if row.withdrawn_at is not None:
        return gettext("%(day)s 撤回") % {"day": formats.date_text(row.withdrawn_at)}
    if row.declined_at is not None:
        said = {
            ClosedWhy.LAID_ASIDE: gettext("没有答复，%(day)s 由新的请求代替"),
            ClosedWhy.NOT_THEIRS: gettext("%(day)s 得知号码已换主人，没有请到"),
        }.get(ClosedWhy(row.closed_why or ClosedWhy.NO), gettext("%(day)s 没有同意"))
        return said % {"day": formats.date_text(row.declined_at)}
    if row.agreed_at is None:
        return gettext("%(day)s 已发短信，等答复") % {"day": formats.date_text(row.asked_at)}
    said = gettext("%(day)s 同意") % {"day": formats.date_text(row.agreed_at)}
    if row.waits_since is not None and row.in_force_at is None:
        said = gettext("%(said)s，另一位监护人不同意，还没有生效") % {"said": said}
        if row.unproven_at is None:
            return said
        words = {"said": said, "day": formats.date_text(row.unproven_at)}
        return gettext("%(said)s；%(day)s 办公室看过材料，还不能证明由谁决定") % words
    if row.in_force_at is not None:
        return gettext("%(said)s，%(day)s 起生效") % {"said": said, "day": formats.date_text(row.in_force_at)}
    return said


def giver_words(row: Consent) -> str:
    """Who gave a consent: a guardian by surname, others by what they are to the record."""
    if row.given_by != "guardian" or not row.giver_name:
        return str(row.get_given_by_display())
    return gettext("监护人 %(who)s") % {"who": identifiers.mask_name(row.giver_name)}


def said_words(one: Said) -> str:
    """What another guardian said, for a guardian: by surname only."""
    words = {"who": one.who, "day": formats.date_text(one.at)}
    if one.said == "ended":
        return gettext("%(who)s不再是监护人，%(day)s由办公室凭文书登记") % words
    if one.said == "withdrew" and one.settled:
        return gettext("%(who)s %(day)s撤回了同意，办公室后来凭证明作了决定") % words
    if one.said == "withdrew":
        return gettext("%(who)s %(day)s撤回了同意") % words
    if one.said == "no" and one.settled:
        return gettext("%(who)s %(day)s没有同意，办公室后来凭证明作了决定") % words
    if one.said == "no":
        return gettext("%(who)s %(day)s没有同意") % words
    if one.waits:
        return gettext("%(who)s %(day)s同意了，还没有生效") % words
    return gettext("%(who)s %(day)s同意了") % words


def card_url(request: Asking, card: Card) -> str:
    """What the QR code on the card says: an address, so that any phone's camera opens it."""
    base = settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
    return f"{base}/v/{card.code}/"
