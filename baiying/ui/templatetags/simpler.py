"""Elder mode shows fewer things, not only larger ones: `{% load simpler %}`."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translate

register = template.Library()


@register.simple_block_tag(takes_context=True)
def secondary(context: template.Context, content: SafeString, label: Any = "") -> SafeString:
    """What one does not come for first: as it stands, or in elder mode folded behind “更多” (or `label`).

    `{% secondary %}…{% endsecondary %}`. A `<details>`, so it opens by finger, key and without scripts; nothing is
    taken away. Inside a list the list is closed before it and opened anew.
    """
    if not context.get("elder") or not content.strip():
        return content
    return format_html(
        '<details class="by-more by-secondary"><summary>{}</summary>{}</details>', label or translate("更多"), content
    )
