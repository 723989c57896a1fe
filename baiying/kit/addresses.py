"""The network address of whoever asks: behind trusted proxies what they say, else the other end of the connection.

Each proxy adds to the right-hand end of X-Forwarded-For the address that connected to it; everything further left was
typed by the asker and proves nothing. So one counts from the right, and only as far as the proxies are trusted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network
# One household, office or phone is given at least this much of the IPv6 space: limits count by it.
_IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Proxies:
    """Whom to believe: so many proxies one behind the other, or those in certain networks. Neither: nobody."""

    hops: int = 0
    networks: tuple[Network, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hops or self.networks)


def proxies(text: str) -> Proxies:
    """From the setting: a number of hops, or networks with commas between. Raises ValueError with what is wrong."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1 and parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 3:
        return Proxies(hops=int(parts[0]))
    return Proxies(networks=tuple(ip_network(part) for part in parts))


def address_of(meta: Mapping[str, Any], trusted: Proxies) -> str:
    """The asker's address in its shortest writing; empty where there is none (a socket without a proxy)."""
    nearest = tidy(str(meta.get("REMOTE_ADDR", "")))
    said = [tidy(part) for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")] if trusted else []
    found = _by_hops(said, trusted.hops) if trusted.hops else _by_networks(said, nearest, trusted.networks)
    return found or nearest


def _by_hops(said: Sequence[str], hops: int) -> str:
    # Fewer entries than proxies: somebody came past one of them, and what he says is his own word.
    return said[-hops] if len(said) >= hops else ""


def _by_networks(said: Sequence[str], nearest: str, networks: Sequence[Network]) -> str:
    found = nearest
    for address in reversed(said):
        if not _within(found, networks) or not address:
            break
        found = address
    return found


def _within(address: str, networks: Sequence[Network]) -> bool:
    # No address at all is a local socket: only a proxy on this machine can write to it.
    return not address or any(ip_address(address) in network for network in networks)


def tidy(text: str) -> str:
    """An address without port, brackets and zone, IPv4 out of IPv6; empty for what is none."""
    text = text.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def neighbourhood(address: str) -> str:
    """What limits count by: an IPv4 address, or the network of an IPv6 one, which has more than anybody can use up."""
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/{_IPV6_PREFIX}", strict=False).network_address)
