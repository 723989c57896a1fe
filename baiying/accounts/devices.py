"""By what words a device is known: what its browser says of itself, in a few codes. Pure; said and not proven.

Order matters: almost every browser claims to be Safari, and those inside WeChat claim to be Chrome.
"""

from ipaddress import ip_address

from django.utils.translation import gettext_lazy as _

_BROWSERS = (
    ("MicroMessenger", "wechat"), ("Edg", "edge"), ("HuaweiBrowser", "huawei"), ("MiuiBrowser", "xiaomi"),
    ("QQBrowser", "qq"), ("Firefox", "firefox"), ("FxiOS", "firefox"), ("Chrome", "chrome"), ("CriOS", "chrome"),
    ("Safari", "safari"),
)  # fmt: skip
_MACHINES = (
    ("iPhone", "iphone"), ("iPad", "ipad"), ("HarmonyOS", "harmony"), ("OpenHarmony", "harmony"),
    ("Android", "android"), ("Windows", "windows"), ("Macintosh", "mac"), ("Linux", "linux"),
)  # fmt: skip
BROWSERS = {
    "wechat": _("微信"), "edge": "Edge", "huawei": _("华为浏览器"), "xiaomi": _("小米浏览器"), "qq": _("QQ 浏览器"),
    "firefox": "Firefox", "chrome": "Chrome", "safari": "Safari",
}  # fmt: skip
MACHINES = {
    "iphone": "iPhone", "ipad": "iPad", "harmony": _("鸿蒙设备"), "android": _("安卓手机"),
    "windows": _("Windows 电脑"), "mac": _("苹果电脑"), "linux": _("Linux 电脑"),
}  # fmt: skip
# By the method of a log-in. Who is chosen among several of a phone came in by its code or its password.
WAYS = {
    "code": _("验证码登录"), "password": _("密码登录"), "choice": _("手机号登录"), "passkey": _("通行密钥登录"),
    "oidc": _("统一身份认证登录"),
}  # fmt: skip


def codes_of(user_agent: str) -> tuple[str, str]:
    """Browser and machine by their codes; empty where nobody knows."""
    browser = next((code for word, code in _BROWSERS if word in user_agent), "")
    return browser, next((code for word, code in _MACHINES if word in user_agent), "")


def words_of(browser: str, machine: str) -> str:
    """The codes as people say them; empty where nobody knows."""
    return " · ".join(str(one) for one in (MACHINES.get(machine, ""), BROWSERS.get(browser, "")) if one)


def mask_of(address: str) -> str:
    """The first half of a network address: enough to tell home from abroad, too little to find a house."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return ".".join([*str(found).split(".")[:2], "*", "*"])
    return ":".join(found.exploded.split(":")[:2]) + ":*"
