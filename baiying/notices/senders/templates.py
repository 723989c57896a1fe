"""Templates of gateways: one for each text with its gaps, as vendors approve them, or one whose only gap is the text.

A vendor that lets no variable hold a whole text approves each text by itself. A text is known by a short key made of
what always stands in it, so that a text that was changed has no template until the new one is approved: nothing else
leaves under the old words.
"""

import hashlib

from django.conf import settings

_SIGN, _LETTERS = "#", 8


def key_of(pattern: str) -> str:
    """By what the settings name a text with gaps (kit.kept.pattern)."""
    return _SIGN + hashlib.sha256(pattern.encode()).hexdigest()[:_LETTERS]


def takes_any(lane: str) -> bool:
    """Whether a gateway of text messages takes any text: it has the one template whose only gap is the text."""
    return "*" in settings.GATEWAY_ACCOUNTS.get(lane, {}).get("templates", {})


def by_text(lane: str) -> bool:
    """Whether the gateway of a lane has templates of single texts."""
    templates = settings.GATEWAY_ACCOUNTS.get(lane, {}).get("templates", {})
    return any(name.startswith(_SIGN) for name in templates)
