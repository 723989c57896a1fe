"""The site is to get another name: whoever has a passkey hears of it before, for it opens nothing there."""

from collections.abc import Iterable
from datetime import datetime

from baiying.accounts.actions import telling
from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor


def announce_new_site(*, host: str, holders: Iterable[int], actor: Actor, at: datetime) -> int:
    """Tell these accounts, in the app and by text message; gives how many. The same name is told once to each."""
    told = 0
    for account_id in sorted(holders):
        text = translate(
            "本平台将改名为 %(host)s，您的通行密钥在那里不能用。"
            "请先确认手机号能收到验证码，改了以后到“登录与安全”重新加一把。"
        )
        telling.tell_everywhere(
            account_id=account_id, kind="factor_new_site", text=text % {"host": host},
            source=f"factor_new_site:{host}:{account_id}", at=at,
        )  # fmt: skip
        told += 1
    _note(host, told, actor, at)
    return told


@transaction.atomic
def _note(host: str, told: int, actor: Actor, at: datetime) -> None:
    audit.record("NewSiteAnnounced", actor=actor, at=at, subject=("site", None), detail={"host": host, "told": told})
