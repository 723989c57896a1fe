"""Text messages by Tencent Cloud: SendSms of 2021-01-11, signed by TC3-HMAC-SHA256.

Source: the vendor's documents 382/55981 (SendSms) and 382/52072 (signature v3); the test holds the published example.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from baiying.notices.senders import gateways
from baiying.notices.senders.base import Parcel

_ADDRESS, _SERVICE, _VERSION, _REGION = "https://sms.tencentcloudapi.com", "sms", "2021-01-11", "ap-guangzhou"
_TYPE = "application/json; charset=utf-8"
_SIGNED = "content-type;host"
MEANS = gateways.Means(
    down=(
        "AuthFailure",
        "UnauthorizedOperation",
        "FailedOperation.InsufficientBalanceInSmsPackage",
        "FailedOperation.SignatureIncorrectOrUnapproved",
        "InvalidParameterValue.SdkAppIdNotExist",
        "LimitExceeded.App",
    ),
    throttled=(
        ("LimitExceeded.PhoneNumberThirtySecondLimit", timedelta(seconds=30)),
        ("LimitExceeded.PhoneNumberOneHourLimit", timedelta(hours=1)),
        ("LimitExceeded.PhoneNumberDailyLimit", timedelta(hours=4)),
        ("LimitExceeded.PhoneNumberSameContentDailyLimit", timedelta(hours=4)),
        ("LimitExceeded", timedelta(minutes=1)),
        ("RequestLimitExceeded", timedelta(seconds=10)),
    ),
    never=(
        "InvalidParameterValue.IncorrectPhoneNumber",
        "InvalidParameterValue.ContentLengthLimit",
        "FailedOperation.ContainSensitiveWord",
        "FailedOperation.PhoneNumberInBlacklist",
        "UnsupportedOperation",
    ),
    unclear=("InternalError",),
)


def authorization(*, key_id: str, key: str, host: str, service: str, payload: bytes, at: int) -> str:
    """The header that proves who asks (TC3-HMAC-SHA256), `at` being the seconds that stand in X-TC-Timestamp."""
    day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    canonical = f"POST\n/\n\ncontent-type:{_TYPE}\nhost:{host}\n\n{_SIGNED}\n{hashlib.sha256(payload).hexdigest()}"
    scope = f"{day}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    secret = f"TC3{key}".encode()
    for part in (day, service, "tc3_request"):
        secret = hmac.digest(secret, part.encode(), "sha256")
    signature = hmac.digest(secret, to_sign.encode(), "sha256").hex()
    return f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={_SIGNED}, Signature={signature}"


class TencentSender:
    def __init__(self, lane: str) -> None:
        self._lane = lane

    def send(self, parcel: Parcel) -> str:
        account = gateways.account(self._lane)
        address = account.address or _ADDRESS
        host = urlsplit(address).netloc
        template, values = gateways.filled(account, parcel)
        asked = {
            "PhoneNumberSet": [f"+86{parcel.address}"],
            "SmsSdkAppId": account.app,
            "SignName": account.signature,
            "TemplateId": template,
            "TemplateParamSet": list(values.values()),
            "SessionContext": parcel.reference,
        }
        payload, at = json.dumps(asked, ensure_ascii=False).encode(), int(parcel.at.timestamp())
        proof = authorization(
            key_id=account.key_id, key=account.key, host=host, service=_SERVICE, payload=payload, at=at
        )
        headers = {
            "Authorization": proof, "Content-Type": _TYPE, "Host": host, "X-TC-Action": "SendSms",
            "X-TC-Version": _VERSION, "X-TC-Timestamp": str(at), "X-TC-Region": account.region or _REGION,
        }  # fmt: skip
        _status, answer = gateways.post(address, headers, payload)
        said = answer.get("Response")
        if not isinstance(said, dict):
            raise gateways.unreadable()
        if error := said.get("Error"):
            raise MEANS.refusal(str(error.get("Code", "")))
        one = (said.get("SendStatusSet") or [{}])[0]
        if one.get("Code") != "Ok":
            raise MEANS.refusal(str(one.get("Code", "")))
        return str(one.get("SerialNo", ""))
