"""Trying a provider out for its operator: what it says of itself, its keys, its clock. Nothing is written."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from baiying.unified import rules
from baiying.unified.provider import known, line
from baiying.unified.provider.configured import Provider
from baiying.unified.provider.troubles import DOWN, ODD, SLOW, Trouble

# The command line speaks Chinese and English on one line; nothing of it stands on a page.
_WORDS = {
    DOWN: "连不上，请检查地址、DNS、防火墙和证书。Cannot be reached: address, DNS, firewall, certificate",
    SLOW: "太慢，没有等到答复。Did not answer in time",
    ODD: "答复不合标准，或与设置不符。Its answer is not what the standard or the settings say",
}


@dataclass(frozen=True, slots=True)
class Line:
    good: bool
    words: str


def try_out(provider: Provider, at: datetime) -> list[Line]:
    """Line by line what is right, up to the first thing that is wrong."""
    known.forget()
    if not rules.is_safe_address(provider.issuer):
        return [Line(False, f"ISSUER 要以 https:// 开头。It has to begin with https://: {provider.issuer}")]
    try:
        found = known.metadata(provider)
        keys = known.keys(provider)
        off = _seconds_off(provider, at)
    except Trouble as trouble:
        return [Line(False, f"{_WORDS.get(trouble.code, trouble.code)}: {trouble.seen or trouble.code}")]
    lines = [Line(True, f"说明 discovery {known.address_of(provider)}, 签名 signs {' '.join(found.algorithms)}")]
    count = len(keys.keys) if keys else 0
    lines.append(Line(count > 0, f"公钥 keys: {count}"))
    if off is not None and abs(off) > rules.SKEW.total_seconds():
        lines.append(Line(False, f"时钟差 {off:.0f} 秒，请对时。The clocks are {off:.0f} seconds apart"))
    if not provider.secret:
        lines.append(Line(True, "没有设 SECRET：只靠 PKCE。No secret is set: PKCE alone"))
    return lines


def _seconds_off(provider: Provider, at: datetime) -> float | None:
    """How far the provider's clock stands from ours, by what it says of the time; None where it says nothing."""
    said = line.date_of(provider, known.address_of(provider))
    try:
        return (parsedate_to_datetime(said) - at).total_seconds() if said else None
    except (ValueError, TypeError):
        return None
