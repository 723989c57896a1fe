"""A gallery page as text, without the floors above: no account, no database, no context processors."""

from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory

from baiying.kit.values.actor import STRANGER
from baiying.ui import gallery_content


def drawn(name: str, *, elder: str = "") -> str:
    """The page of that name in the gallery; `elder` is 1 or 2 for larger type."""
    shown = gallery_content.page(name)
    surroundings = {
        "request": RequestFactory().get("/", {"page": name}),
        "csrf_token": "token",
        "actor": STRANGER,
        "elder": bool(elder),
        "elder_size": elder,
        "demo": True,
    }
    return str(get_template(shown.template).template.render(Context({**surroundings, **shown.context})))  # type: ignore[attr-defined]
