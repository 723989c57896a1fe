"""Addresses of the web in what people write. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from baiying.kit.values import texts

# Endings under which nobody writes anything but an address; others only with a path after them, because a sentence
# whose blank was forgotten ends the same ("I cannot come.work is busy").
_SURE = "com|cn|net|org|edu|gov|mil|xyz|vip|icu|cc|中国|公司|网络|网址"
_WITH_PATH = (
    "top|info|io|me|co|app|site|online|shop|club|link|ltd|work|fun|tech|live|pro|wang|ly|tv|im|us|ru|tk|hk|tw|mo"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SCHEME = re.compile(r"(?<![a-z0-9])([a-z][a-z0-9+.-]{1,15}):/{1,2}[^\s，。；！？、“”（）]+")
_HOST = re.compile(
    rf"(?<![@a-z0-9.-])(?:{_LABEL}\.)+(?:(?:{_SURE})(?![a-z0-9-])|(?:{_WITH_PATH})/)(?::\d+)?[^\s，。；！？、“”（）]*"
)
_WWW = re.compile(r"(?<![a-z0-9])www\.[a-z0-9-]+[^\s，。；！？、“”（）]*")
# A dot that is written so that no machine sees it: 。 and ． and 点 between Latin letters, or with blanks around it.
_DOT = re.compile(
    r"(?<=[a-z0-9])(?:\s*[。｡．·•]\s*|\s*[\[(]?dot[\])]?\s*|(?:(?<=[a-z])|(?<=\d{3}))\s*[\[(]?点[\])]?\s*|\s+\.\s*|\.\s+)(?=[a-z0-9-]+)"
)
_NAME = re.compile(r"[\w.@:-]*")
_SLASHES = re.compile(r"(?<=[a-z])\s*:\s*/\s*/\s*")


def link_in(text: str, *, allowed: Iterable[str] = ()) -> str:
    """The first address of the web in a text, as it is read; empty where there is none. Mail addresses are none.

    `allowed`: hosts that may be named, each with what stands under it.
    """
    plain = unicodedata.normalize("NFKC", texts.visible(text)).lower()
    plain = _SLASHES.sub("://", plain)
    hosts = tuple(one.lower() for one in allowed)
    for said in (plain, _DOT.sub(".", plain)):
        for pattern in (_SCHEME, _WWW, _HOST):
            for found in pattern.finditer(said):
                if not _is_allowed(found[0], hosts):
                    return found[0].rstrip(".,;:!?)")
    return ""


def _is_allowed(address: str, hosts: tuple[str, ...]) -> bool:
    scheme, slashes, rest = address.partition("://")
    if slashes and scheme not in {"http", "https"}:
        return False
    # As far as signs of a host go: browsers and phones stop at others (a comma, a backslash), and so do we.
    host = _NAME.match(rest if slashes else address)[0]  # type: ignore[index]
    # What stands before @ is shown first and is not where one gets to.
    name = host.rpartition("@")[2].partition(":")[0] if "@" not in host else ""
    return any(name == one or name.endswith(f".{one}") for one in hosts)
