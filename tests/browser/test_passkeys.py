"""A passkey and an authenticator app in a real browser, on a phone: added, known again, shown, a way in (U26, U29).

Passkeys belong to a name: the pages are opened on localhost, for a bare address has none.
"""

import os
import re
from pathlib import Path
from typing import Any

import pyotp
import pytest

from baiying.kit import clock
from tests.browser.conftest import Cast, Stage
from tests.browser.stage import Visitor

pytestmark = pytest.mark.browser


def _named(stage: Stage) -> Stage:
    stage.address = stage.address.replace("127.0.0.1", "localhost")
    return stage


def _device(visitor: Visitor) -> Any:
    """A phone that unlocks by a finger, in place of the browser's own."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def _shot(visitor: Visitor, name: str) -> None:
    """With BAIYING_SHOTS set to a folder, a picture of the page for whoever looks at it."""
    if folder := os.environ.get("BAIYING_SHOTS"):
        visitor.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_u29_a_passkey_is_added_once_and_opens_by_itself(stage: Stage, cast: Cast) -> None:
    who = _named(stage).visitor().log_in(cast["county"].phone)
    _device(who)
    who.go("/mine/security/").reads("您的岗位要有第二步验证")
    _shot(who, "security-none")
    who.follow("加通行密钥")
    _shot(who, "passkey-new")
    who.press("在这台设备上登记").reads("只显示这一次")
    _shot(who, "codes")
    assert len(who.page.locator("main ol code").all()) == 10
    who.follow("已经收好，继续").reads("Chrome", "还剩 10 个")
    _shot(who, "security")
    who.follow("加通行密钥")
    who.page.get_by_role("button", name="在这台设备上登记").click()
    who.page.get_by_text("这台设备已登记").wait_for()
    _shot(who, "passkey-known")
    # Another session shows it for the office, and comes in by it alone.
    who.context.clear_cookies()
    who.log_in(cast["county"].phone).reads("第二步验证")
    _shot(who, "factor")
    who.press("用通行密钥验证")
    assert "/desk/" in who.page.url
    who.context.clear_cookies()
    who.go("/log-in/")
    _shot(who, "log-in")
    who.follow("用通行密钥登录")
    _shot(who, "passkey-log-in")
    who.press("用通行密钥登录")
    assert "/desk/" in who.page.url


def test_an_app_is_added_on_a_desktop_and_shown(stage: Stage, cast: Cast) -> None:
    who = _named(stage).visitor(phone=False).log_in(cast["clerk"].phone)
    who.go("/mine/security/apps/new/")
    _shot(who, "totp-new")
    key = who.page.locator("[data-copy]").first.get_attribute("data-copy") or ""
    secret = re.sub(r"\s", "", key)
    who.fill(code="000000").press("加上").reads("数字不对")
    who.fill(code=pyotp.TOTP(secret).at(clock.now())).press("加上").reads("只显示这一次")
    who.go("/mine/security/").reads("手机上的验证器", "登录着的设备")
    _shot(who, "security-desktop")
    who.context.clear_cookies()
    stage.clock.move(minutes=2)
    who.log_in(cast["clerk"].phone).reads("第二步验证")
    _shot(who, "factor-desktop")
    who.follow("用纸上的恢复码")
    _shot(who, "paper")
    who.page.go_back()
    who.fill(code=pyotp.TOTP(secret).at(clock.now())).press("验证")
    who.go("/desk/factors/")
    _shot(who, "colleagues")


def test_without_scripts_the_app_is_enough(stage: Stage, cast: Cast) -> None:
    who = _named(stage).visitor(scripts=False).log_in(cast["reviewer"].phone)
    who.go("/mine/security/passkeys/new/").reads("用不了通行密钥")
    who.go("/mine/security/apps/new/")
    secret = re.sub(r"\s", "", who.page.locator("[data-copy]").first.get_attribute("data-copy") or "")
    who.fill(code=pyotp.TOTP(secret).at(clock.now())).press("加上").reads("只显示这一次")
