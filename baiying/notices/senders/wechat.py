"""WeChat: template messages of the city's service account, and whose WeChat it is that a person binds.

Source: the vendor's documents (服务号): 获取稳定版接口调用凭据, 发送模板消息, 网页授权, 全局错误码.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from baiying.kit import clock, kept
from baiying.kit.kept import translate
from baiying.notices.senders import wechat_fields as fields
from baiying.notices.senders import weixin
from baiying.notices.senders.base import (
    AddressRefused,
    GatewayDown,
    NeverDeliverable,
    Parcel,
    SendFailed,
    Throttled,
    Unclear,
)

# Does not follow the service account (any more), or refuses what it sends.
_DOES_NOT_FOLLOW = frozenset({43004, 43019, 43101, 43116})
_NO_SUCH_READER = frozenset({40003, 46004})
_TEMPLATE = frozenset({40037, 47003})
_MINUTE = frozenset({45011, 45047})
_DAY = frozenset({45009})
_OUR_ACCOUNT = frozenset({*weixin.STALE, 40002, 40013, 40125, 40164, 40243, 41002, 41004, 48001, 48004, 50002, 61024})
_BUSY = -1
# The code of a log-in is used, too old or none.
_WRONG_CODES = frozenset({40029, 40163, 41008, 42003})
_FIELD_NAMED = re.compile(r"data\.([a-z_]+\d{1,3})\b")
_OURS = {"name": "person", "when": "time", "where": "place", "address": "place"}
# What a text calls the time or place that holds no more: never shown as the one that does.
_WAS = "before"


def account() -> weixin.Account:
    return weixin.Account(**settings.WECHAT_ACCOUNT)


def refusal(code: int, said: str = "") -> SendFailed:
    """Why a message was not taken. Of what WeChat says the number alone is kept, and the name of a field."""
    words = {"code": code}
    if code in _DOES_NOT_FOLLOW:
        return AddressRefused(translate("对方没有关注公众号，或不收它的消息（%(code)s）。") % words)
    if code in _NO_SUCH_READER:
        return AddressRefused(translate("公众号不认识这个微信（%(code)s）。") % words)
    if code in _TEMPLATE:
        named = _FIELD_NAMED.search(said)
        if named:
            return NeverDeliverable(
                translate("微信不接受模板的字段 %(field)s（%(code)s）。") % {**words, "field": named[1]}
            )
        return NeverDeliverable(translate("微信不接受这个模板（%(code)s）。") % words)
    if code in _DAY:
        return Throttled(translate("公众号今天的次数用完了（%(code)s）。") % words, timedelta(hours=1))
    if code in _MINUTE:
        return Throttled(translate("发得太密，微信要求稍后再试（%(code)s）。") % words, timedelta(minutes=1))
    if code in _OUR_ACCOUNT:
        return GatewayDown(translate("微信不接受我们的账号、密钥或服务器地址（%(code)s）。") % words)
    return SendFailed(translate("微信没有接受（%(code)s）。") % words)


def _fetch(given: weixin.Account) -> dict[str, Any]:
    body = {"grant_type": "client_credential", "appid": given.app, "secret": given.secret}
    return weixin.ask(given, "/cgi-bin/stable_token", {}, body)


TOKENS = weixin.Tokens(_fetch, refusal)


class WechatSender:
    def send(self, parcel: Parcel) -> str:
        given = account()
        if not given.is_set:
            raise GatewayDown(translate("公众号还没有设置好。"))
        body = {"touser": parcel.address, **_content(given, parcel), "client_msg_id": parcel.reference}
        answer = weixin.sent(given, TOKENS, "/cgi-bin/message/template/send", body)
        if code := weixin.code_of(answer):
            raise refusal(code, str(answer.get("errmsg", "")))
        if "msgid" not in answer:
            raise Unclear(translate("微信的回答读不懂，不知道发出没有。"))
        return str(answer["msgid"])


def says_more(kind: str) -> bool:
    """Whether what waited for the morning may leave as one message of a kind, which says how many more there are."""
    try:
        return fields.says_more(fields.template_of(fields.read(account().templates), kind))
    except fields.WrongMapping:
        return False


def _content(given: weixin.Account, parcel: Parcel) -> dict[str, Any]:
    """The template, what fills it, and the page that it opens. Raises GatewayDown, NeverDeliverable."""
    try:
        templates = fields.read(given.templates)
    except fields.WrongMapping as wrong:
        raise GatewayDown(translate("公众号的模板设置不对：%(why)s") % {"why": wrong.problems[0]}) from wrong
    template = fields.template_of(templates, parcel.kind)
    if template is None:
        raise NeverDeliverable(translate("这一类消息还没有微信模板。"))
    try:
        values = fields.fill(template, shown(parcel), without=translate("见详情"))
    except fields.CannotHold as wrong:
        raise NeverDeliverable(
            translate("模板的字段 %(field)s 放不下这条消息的内容。") % {"field": wrong.name}
        ) from wrong
    made: dict[str, Any] = {
        "template_id": template.number,
        "data": {name: {"value": value} for name, value in values.items()},
    }
    if settings.PUBLIC_ADDRESS and parcel.link:
        made["url"] = settings.PUBLIC_ADDRESS + parcel.link
    return made


def shown(parcel: Parcel) -> fields.Given:
    """What a message has to show: its text, what it is about, and what its recipe (kit.kept) says by name.

    A message whose text was made without a recipe has the text, its kind and the moment of sending alone.
    """
    texts: dict[str, str] = {}
    starts: datetime | date | None = None
    ends: datetime | None = None
    for name, recipe in _named(parcel.recipe):
        with kept.in_chinese():
            texts.setdefault(_OURS.get(name, name), kept.said(recipe))
        if starts is None and name != _WAS and (found := _time_in(recipe)) is not None:
            starts, ends = found
    texts.setdefault("title", parcel.subject)
    more = translate("另有 %(n)s 条，请打开看") % {"n": parcel.more} if parcel.more else translate("没有别的消息")
    texts |= {"text": parcel.text, "kind": parcel.subject, "more": more}
    return fields.Given(texts, clock.local(parcel.at), starts, ends)


def _named(recipe: Any) -> Iterator[tuple[str, Any]]:
    """What fills the gaps of a text, by name; the first that is found of a name is meant."""
    if isinstance(recipe, dict) and "+" in recipe:
        for part in recipe["+"]:
            yield from _named(part)
    elif isinstance(recipe, dict) and "%" in recipe:
        for name, value in recipe["v"].items():
            yield name, value
            yield from _named(value)


def _time_in(recipe: Any) -> tuple[datetime | date, datetime | None] | None:
    """The time that a value says, where it is one (ui.kept)."""
    if not (isinstance(recipe, dict) and recipe.get("f") in {"day", "moment", "span"}):
        return None
    if recipe["f"] == "day":
        return date.fromisoformat(recipe["a"][0]), None
    first, *rest = (clock.local(datetime.fromisoformat(iso)) for iso in recipe["a"])
    return first, rest[0] if rest else None


def consent_address(*, back: str, state: str) -> str:
    """Where a person says yes in WeChat: nothing but which reader it is of the service account (snsapi_base)."""
    given = account()
    asked = {"appid": given.app, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base", "state": state}
    return f"{given.consent}/connect/oauth2/authorize?{urlencode(asked)}#wechat_redirect"


def who(code: str) -> str:
    """The reader (openid) that a code stands for. Raises WrongCode, SendFailed."""
    given = account()
    asked = {"appid": given.app, "secret": given.secret, "code": code, "grant_type": "authorization_code"}
    answer = weixin.ask(given, "/sns/oauth2/access_token", asked)
    wrong, openid = weixin.code_of(answer), answer.get("openid")
    if wrong in _WRONG_CODES:
        raise weixin.WrongCode
    if wrong or not isinstance(openid, str) or not openid:
        raise refusal(wrong)
    return openid
