"""The help for the offices' one box."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.kit import rooms
from baiying.kit.values.actor import Actor
from baiying.ui import everywhere


def topics(_actor: Actor, words: str, _at: datetime) -> everywhere.Group | None:
    """The help whose title or sentence has every word; the help is for everybody."""
    wanted = words.casefold().split()
    hits = (
        everywhere.Hit(str(one.title), str(one.sentence), reverse("desk:help_topic", args=[one.key]))
        for one in rooms.topics()
        if all(word in f"{one.title}\n{one.sentence}".casefold() for word in wanted)
    )
    return everywhere.group(_("帮助"), hits)
