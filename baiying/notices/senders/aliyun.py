"""Text messages by Aliyun: SendSms of 2017-05-25, signed by V3 (ACS3-HMAC-SHA256).

Source: the vendor's documents dysmsapi 2017-05-25 (SendSms) and "V3 request structure and signature"; the test holds
the published example.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, timedelta
from urllib.parse import quote, urlsplit

from baiying.notices.senders import gateways
from baiying.notices.senders.base import Parcel, SendFailed, Throttled

_ADDRESS, _VERSION = "https://dysmsapi.aliyuncs.com", "2017-05-25"
MEANS = gateways.Means(
    down=(
        "isv.AMOUNT_NOT_ENOUGH",
        "isv.OUT_OF_SERVICE",
        "isv.ACCOUNT",
        "isv.PRODUCT_UN",
        "isp.RAM_PERMISSION_DENY",
        "isv.SMS_SIGNATURE",
        "isv.DAY_LIMIT_CONTROL",
        "isv.MONTH_LIMIT_CONTROL",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "IncompleteSignature",
        "Forbidden",
    ),
    throttled=(("isv.BUSINESS_LIMIT_CONTROL", timedelta(minutes=1)), ("Throttling", timedelta(seconds=10))),
    never=(
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.PARAM_NOT_SUPPORT_URL",
        "isv.SMS_CONTENT",
    ),
    unclear=("isp.", "ServiceUnavailable", "InternalError"),
)
# One code for three limits of a number; its message says which.
_LONGER = (("天级", timedelta(hours=4)), ("小时级", timedelta(hours=1)))


def canonical(values: Mapping[str, str]) -> str:
    """A query in the one order and writing in which it is signed (RFC 3986)."""
    return "&".join(f"{quote(key, safe='~')}={quote(values[key], safe='~')}" for key in sorted(values))


def headers(*, key_id: str, key: str, query: str, body: bytes, given: Mapping[str, str]) -> dict[str, str]:
    """The headers that prove who asks (ACS3-HMAC-SHA256), and those given: host, x-acs-action, and so on."""
    digest = hashlib.sha256(body).hexdigest()
    signed = {**given, "x-acs-content-sha256": digest}
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name].strip()}\n" for name in sorted(signed))
    asked = f"POST\n/\n{query}\n{lines}\n{names}\n{digest}"
    to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(asked.encode()).hexdigest()}"
    signature = hmac.digest(key.encode(), to_sign.encode(), "sha256").hex()
    proof = f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={names},Signature={signature}"
    return {**signed, "Authorization": proof}


class AliyunSender:
    def __init__(self, lane: str) -> None:
        self._lane = lane

    def send(self, parcel: Parcel) -> str:
        account = gateways.account(self._lane)
        address = account.address or _ADDRESS
        template, values = gateways.filled(account, parcel)
        asked = {
            "PhoneNumbers": parcel.address,
            "SignName": account.signature,
            "TemplateCode": template,
            "TemplateParam": json.dumps(values, ensure_ascii=False),
            "OutId": parcel.reference,
        }
        query = canonical(asked)
        given = {
            "host": urlsplit(address).netloc, "x-acs-action": "SendSms", "x-acs-version": _VERSION,
            "x-acs-date": parcel.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(16),
        }  # fmt: skip
        proof = headers(key_id=account.key_id, key=account.key, query=query, body=b"", given=given)
        _status, answer = gateways.post(f"{address.rstrip('/')}/?{query}", proof, b"")
        if answer.get("Code") == "OK":
            return str(answer.get("BizId", ""))
        raise _refusal(str(answer.get("Code", "")), str(answer.get("Message", "")))


def _refusal(code: str, message: str) -> SendFailed:
    found = MEANS.refusal(code)
    if isinstance(found, Throttled):
        found.again_in = next((pause for word, pause in _LONGER if word in message), found.again_in)
    return found
