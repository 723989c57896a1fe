"""The volunteer's oath: which words, and by what they are known again. Pure."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar


def _(text: str) -> str:
    """Marks a text for the catalogue of translations."""
    return text


@dataclass(frozen=True, slots=True)
class OathRules:
    """The words of the oath in an area (R017). An area may give its own, or none: then it stands nowhere.

    Source: the registered volunteer's oath of the national rules for registered volunteers (中国注册志愿者管理办法,
    Communist Youth League, 2013). Nothing hangs on it: no law asks for an oath before somebody serves.
    """

    KIND: ClassVar[str] = "oath"
    SOURCE: ClassVar[str] = "中国注册志愿者管理办法 (2013)"

    text: str = _(
        "我愿意成为一名光荣的志愿者。我承诺：尽己所能，不计报酬，帮助他人，服务社会；践行志愿精神，传播先进文化；"
        "为建设团结互助、平等友爱、共同前进的美好社会贡献力量。"
    )


def version_of(text: str) -> str:
    """By what words are known again: the same wherever and whenever they are the same; empty for none."""
    plain = "".join(text.split())
    return hashlib.sha256(plain.encode()).hexdigest()[:12] if plain else ""
