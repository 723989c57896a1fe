"""What sealing costs under both suites, and how fast a city turns from one to the other and back."""

from typing import Any

from django.test.utils import override_settings

from baiying.kit import resealing, sealed
from bench import report, system

_TIMES = 20_000
_HERE = sealed.Place("people_person", "abcdefghjkmn", "phone_sealed")


def measure(_running: system.System) -> None:
    costs = {name: _cost(name) for name in ("aes", "sm")}
    report.line(
        "sealing and opening a number under SM4-GCM", 1e6 * costs["sm"], "µs", "under AES-256-GCM", 1e6 * costs["aes"]
    )
    turned = {name: _turned(name) for name in ("sm", "aes")}
    report.line(
        "values of a city sealed anew under SM4-GCM", turned["sm"], "values/s", "back under AES-256-GCM", turned["aes"]
    )


def _cost(name: str) -> float:
    """Seconds to seal a phone number under a row's key and to open it again."""
    key = sealed.new_key()

    def act() -> None:
        for _one in range(_TIMES):
            sealed.open_sealed(sealed.seal("13912345678", at=_HERE, key=key), at=_HERE, key=key)

    with override_settings(BAIYING_SUITE=name):
        return report.seconds(act) / _TIMES


def _turned(name: str) -> float:
    """Values a second: read, opened, sealed anew and written, every sealed column of every table."""
    found: list[Any] = []
    with override_settings(BAIYING_SUITE=name):
        seconds = report.seconds(lambda: found.append(resealing.reseal(lambda *_: None)))
    if found[0].unreadable:
        raise SystemExit(f"{len(found[0].unreadable)} values could not be opened.")
    return float(found[0].done / seconds)
