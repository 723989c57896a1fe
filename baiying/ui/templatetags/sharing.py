"""How to get there, and how to pass an address on: `{% load sharing %}`."""

from typing import Any

from django import template

from baiying.ui import links

register = template.Library()


@register.inclusion_tag("ui/components/way.html")
def way_there(name: str, address: str, longitude: Any = None, latitude: Any = None) -> dict[str, Any]:
    """The address to copy, and the map programs that lead there."""
    return {"address": address, "ways": links.ways(name, address, longitude, latitude)}


@register.inclusion_tag("ui/components/copyable.html")
def copyable(text: str, label: str, size: str = "") -> dict[str, str]:
    """A number to copy: one touch selects it whole, and `ui/js/share.js` shows a button, which `label` names."""
    return {"text": text, "label": label, "size": size}


@register.inclusion_tag("ui/components/share.html")
def share(url: str, title: str, text: str = "", code: str = "", poster: str = "") -> dict[str, str]:
    """A whole address to pass on; `code` is the picture of its QR code, `poster` a sheet to print."""
    return {"url": url, "title": title, "text": text, "code": code, "poster": poster}
