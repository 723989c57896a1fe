"""WeCom (企业微信): messages of an application to those who work for the city, and whose account it is that is bound.

Source: the vendor's documents 91039 (获取access_token), 90236 (发送应用消息), 91022 (网页授权), 90313 (全局错误码).
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from baiying.kit.kept import translate
from baiying.kit.values import numbers
from baiying.notices.senders import wechat_fields, weixin
from baiying.notices.senders.base import (
    AddressRefused,
    GatewayDown,
    NeverDeliverable,
    Parcel,
    SendFailed,
    Throttled,
    Unclear,
)

_NO_SUCH_READER = frozenset({40003, 60011, 60111, 81013})
_TEXT = frozenset({40008, 40058, 44004, 45002, 45003})
_MINUTE = frozenset({45009, 45033})
_OUR_ACCOUNT = frozenset({*weixin.STALE, 40013, 40056, 41002, 41004, 41011, 48002, 50001, 50002, 60020, 301002})
_WRONG_CODES = frozenset({40029, 42003, 41008})
# The same text to the same reader is not sent twice within so long; no try of ours comes later.
_NOT_TWICE = int(timedelta(hours=4).total_seconds())
# Of the vendor, in bytes: what is longer is cut or refused.
_WIDE = str.maketrans("<>", "＜＞")
_TITLE_BYTES, _WORDS_BYTES = 128, 512


def account() -> weixin.Account:
    return weixin.Account(**settings.WECOM_ACCOUNT)


def refusal(code: int) -> SendFailed:
    """Why a message was not taken. Of what WeCom says the number alone is kept."""
    words = {"code": code}
    if code in _NO_SUCH_READER:
        return AddressRefused(translate("企业微信里没有这个人，或不在应用的可见范围（%(code)s）。") % words)
    if code in _TEXT:
        return NeverDeliverable(translate("企业微信不接受这段文字（%(code)s）。") % words)
    if code in _MINUTE:
        return Throttled(translate("发得太密，企业微信要求稍后再试（%(code)s）。") % words, timedelta(minutes=1))
    if code in _OUR_ACCOUNT:
        return GatewayDown(translate("企业微信不接受我们的应用、密钥或服务器地址（%(code)s）。") % words)
    return SendFailed(translate("企业微信没有接受（%(code)s）。") % words)


def _fetch(given: weixin.Account) -> dict[str, Any]:
    return weixin.ask(given, "/cgi-bin/gettoken", {"corpid": given.app, "corpsecret": given.secret})


TOKENS = weixin.Tokens(_fetch, refusal)


class WecomSender:
    def send(self, parcel: Parcel) -> str:
        given = account()
        if not given.is_set or not given.agent:
            raise GatewayDown(translate("企业微信还没有设置好。"))
        body = {
            "touser": parcel.address,
            "agentid": given.agent if (number := numbers.whole(given.agent)) is None else number,
            **_content(parcel),
        }
        if "textcard" in body:
            # By what it holds WeCom tells one message from another: the number of ours stands in the card's address.
            body |= {"enable_duplicate_check": 1, "duplicate_check_interval": _NOT_TWICE}
        answer = weixin.sent(given, TOKENS, "/cgi-bin/message/send", body)
        if "errcode" not in answer:
            raise Unclear(translate("企业微信的回答读不懂，不知道发出没有。"))
        if code := weixin.code_of(answer):
            raise refusal(code)
        if answer.get("invaliduser") or answer.get("unlicenseduser"):
            # It says that all is well, and names those whom it did not write to.
            raise refusal(81013)
        return str(answer.get("msgid", ""))


def _content(parcel: Parcel) -> dict[str, Any]:
    """A card that opens the page, where there is one; else the text alone."""
    if settings.PUBLIC_ADDRESS and parcel.link:
        link = parcel.link if "#" in parcel.link else f"{parcel.link}#{parcel.reference}"
        card = {
            "title": shortened(parcel.subject or parcel.text, _TITLE_BYTES),
            "description": shortened(parcel.text, _WORDS_BYTES),
            "url": settings.PUBLIC_ADDRESS + link,
            "btntxt": translate("去看看"),
        }
        return {"msgtype": "textcard", "textcard": card}
    return {"msgtype": "text", "text": {"content": literal(parcel.text)}}


def shortened(text: str, most_bytes: int) -> str:
    """As much of a text as so many bytes hold, … in place of the rest; no sign is halved."""
    most = len(text) * 2
    made = wechat_fields.tidy(literal(text))
    while len(made.encode()) > most_bytes:
        most = min(most, len(made)) - 1
        made = wechat_fields.cut(wechat_fields.tidy(literal(text)), most)
    return made


def literal(text: str) -> str:
    """WeCom takes what stands in angle brackets for a link or a colour: what somebody typed has wide ones (N33)."""
    return text.translate(_WIDE)


def consent_address(*, back: str, state: str) -> str:
    """Where somebody says yes in WeCom: nothing but which member it is (snsapi_base)."""
    given = account()
    asked = {
        "appid": given.app, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base", "state": state,
        "agentid": given.agent,
    }  # fmt: skip
    return f"{given.consent}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"


def who(code: str) -> str:
    """The member (userid) that a code stands for. Raises WrongCode, SendFailed; also for who is no member."""
    given = account()
    token = TOKENS.get(given)
    answer = weixin.ask(given, "/cgi-bin/auth/getuserinfo", {"access_token": token, "code": code})
    if weixin.code_of(answer) in weixin.STALE:
        token = TOKENS.get(given, not_this=token)
        answer = weixin.ask(given, "/cgi-bin/auth/getuserinfo", {"access_token": token, "code": code})
    wrong, userid = weixin.code_of(answer), answer.get("userid") or answer.get("UserId")
    if wrong in _WRONG_CODES:
        raise weixin.WrongCode
    if wrong:
        raise refusal(wrong)
    if not isinstance(userid, str) or not userid:
        raise weixin.WrongCode
    return userid
