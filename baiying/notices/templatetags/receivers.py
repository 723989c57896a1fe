"""Who outside this house gets an address and a text so that a message arrives, for the notice on personal data."""

from django import template

from baiying.notices import words

register = template.Library()


@register.simple_tag
def receivers() -> list[str]:
    """A sentence for each vendor behind a way that is switched on; none where nothing leaves the house."""
    return words.receivers()
