"""What an address of this room is about, for a complaint about it."""

import re
from datetime import datetime

from baiying.places import queries
from baiying.ui.cards import Thing

_SITE = re.compile(r"/sites/([0-9a-z]+)/")


def site(path: str, _at: datetime) -> Thing | None:
    """The practice site of an address. Who works there is named by the words of the complaint."""
    found = _SITE.match(path)
    row = queries.site(found[1]) if found else None
    return Thing(row.name, tuple(row.division.path)) if row is not None else None
