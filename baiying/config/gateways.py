"""The accounts at the gateways, from the environment: one for text messages, one for log-in codes."""

import os
from typing import Any


def accounts() -> dict[str, dict[str, Any]]:
    """By lane (notices.senders.LANES). Log-in codes have what is set for them alone, and share the rest."""
    return {"sms": _account("BAIYING_SMS_"), "codes": _account("BAIYING_SMS_CODES_", "BAIYING_SMS_")}


def smtp() -> dict[str, str]:
    """The mail server: how it is reached, who we are there, and from which address we write."""
    return {
        "host": os.environ.get("BAIYING_SMTP_HOST", ""),
        "port": os.environ.get("BAIYING_SMTP_PORT", "587"),
        "user": os.environ.get("BAIYING_SMTP_USER", ""),
        "password": os.environ.get("BAIYING_SMTP_PASSWORD", ""),
        "sender": os.environ.get("BAIYING_SMTP_FROM", ""),
        "reply_to": os.environ.get("BAIYING_SMTP_REPLY_TO", ""),
        "tls": os.environ.get("BAIYING_SMTP_TLS", "starttls"),
    }


def wechat() -> dict[str, str]:
    """The service account of WeChat: who we are there, its templates, and the addresses that are asked and shown."""
    return {
        "app": os.environ.get("BAIYING_WECHAT_APP", ""),
        "secret": os.environ.get("BAIYING_WECHAT_SECRET", ""),
        "templates": os.environ.get("BAIYING_WECHAT_TEMPLATES", ""),
        "address": os.environ.get("BAIYING_WECHAT_ADDRESS", "https://api.weixin.qq.com").rstrip("/"),
        "consent": os.environ.get("BAIYING_WECHAT_CONSENT", "https://open.weixin.qq.com").rstrip("/"),
    }


def wecom() -> dict[str, str]:
    """The application in WeCom: the corporation, the application's number and secret, and the same two addresses."""
    return {
        "app": os.environ.get("BAIYING_WECOM_CORP", ""),
        "agent": os.environ.get("BAIYING_WECOM_AGENT", ""),
        "secret": os.environ.get("BAIYING_WECOM_SECRET", ""),
        "address": os.environ.get("BAIYING_WECOM_ADDRESS", "https://qyapi.weixin.qq.com").rstrip("/"),
        "consent": os.environ.get("BAIYING_WECOM_CONSENT", "https://open.weixin.qq.com").rstrip("/"),
    }


def oidc() -> list[dict[str, str]]:
    """The providers of OpenID Connect that one may come in by, in the order that is set."""
    keys = [one.strip() for one in os.environ.get("BAIYING_OIDC", "").split(",") if one.strip()]
    return [_provider(key, f"BAIYING_OIDC_{key.upper()}_") for key in keys]


def _provider(key: str, prefix: str) -> dict[str, str]:
    names = ("ISSUER", "CLIENT", "SECRET", "NAME", "NAME_EN", "CA")
    return {"key": key, **{name.lower(): os.environ.get(prefix + name, "").strip() for name in names}}


def _account(*prefixes: str) -> dict[str, Any]:
    def given(name: str) -> str:
        found = (os.environ.get(prefix + name, "").strip() for prefix in prefixes)
        return next((value for value in found if value), "")

    return {
        "key_id": given("KEY_ID"),
        "key": given("KEY"),
        "app": given("APP"),
        "signature": given("SIGNATURE"),
        "templates": dict(_pairs(given("TEMPLATES"))),
        "region": given("REGION"),
        "address": given("ADDRESS").rstrip("/"),
    }


def _pairs(text: str) -> list[tuple[str, str]]:
    """`kind=template,*=template`"""
    parts = (one.partition("=") for one in text.split(","))
    return [(kind.strip(), number.strip()) for kind, sign, number in parts if sign]
