"""Addresses that leave the page: with the host in front, and to the map programs that people have on their phones."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as translate

from baiying.kit.values import coordinates

# What we call ourselves to the map programs; they ask for a name, nothing more.
_SOURCE = "baiying"


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path, as it stands on paper and in calendars."""
    return f"{settings.PUBLIC_ADDRESS or f'{request.scheme}://{request.get_host()}'}{path}"


@dataclass(frozen=True, slots=True)
class Way:
    """A map program and the address that opens it at a place."""

    label: str
    url: str


def ways(name: str, address: str, longitude: float | None, latitude: float | None) -> list[Way]:
    """The map programs, each in its own system of coordinates; without a point they search for the address.

    They are links: our page asks no map's host for anything. `longitude` and `latitude` are WGS-84.
    """
    if longitude is None or latitude is None:
        return _searches(address)
    point = coordinates.Point(float(longitude), float(latitude))
    gcj, bd = coordinates.gcj02(point), coordinates.bd09(point)
    # Amap parts its values by commas, Tencent by semicolons and colons.
    plain = "".join(c for c in name if c not in ",;:|")
    amap = {"to": f"{_degrees(gcj.longitude)},{_degrees(gcj.latitude)},{plain}", "coordinate": "gaode"}
    baidu = {
        "location": f"{_degrees(bd.latitude)},{_degrees(bd.longitude)}",
        "title": name,
        "content": address or name,
        "coord_type": "bd09ll",
        "output": "html",
    }
    tencent = {"type": "bus", "to": plain, "tocoord": f"{_degrees(gcj.latitude)},{_degrees(gcj.longitude)}"}
    here = f"{_degrees(point.latitude)},{_degrees(point.longitude)}"
    return [
        Way(translate("高德地图"), _url("https://uri.amap.com/navigation", amap, callnative="1", src=_SOURCE)),
        Way(translate("百度地图"), _url("https://api.map.baidu.com/marker", baidu, src=f"webapp.{_SOURCE}")),
        Way(translate("腾讯地图"), _url("https://apis.map.qq.com/uri/v1/routeplan", tencent, referer=_SOURCE)),
        Way(translate("手机自带的地图"), f"geo:{here}?q={quote(f'{here}({name})')}"),
    ]


def _searches(address: str) -> list[Way]:
    if not address:
        return []
    return [
        Way(
            translate("高德地图"),
            _url("https://uri.amap.com/search", {"keyword": address}, callnative="1", src=_SOURCE),
        ),
        Way(
            translate("百度地图"),
            _url("https://api.map.baidu.com/geocoder", {"address": address, "output": "html"}, src=f"webapp.{_SOURCE}"),
        ),
        Way(
            translate("腾讯地图"),
            _url("https://apis.map.qq.com/uri/v1/search", {"keyword": address}, referer=_SOURCE),
        ),
        Way(translate("手机自带的地图"), f"geo:0,0?q={quote(address)}"),
    ]


def _degrees(value: float) -> str:
    return f"{value:.6f}"


def _url(base: str, values: dict[str, str], **more: str) -> str:
    return f"{base}?{urlencode({**values, **more})}"
