"""What stands in the addresses of this room."""

from tests.walks.doors import Stage


def samples(_stage: Stage) -> dict[str, str]:
    return {
        "gateway": "tencent", "chat_lane": "wechat", "receipts_key": "nobody-knows-it", "off_token": "nobodys~off",
    }  # fmt: skip
