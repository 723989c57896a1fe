"""One entry of the navigation.

`group` is `site` (head of public pages), `bar` (foot of a phone), `account` (the account menu), `foot` (foot of public
pages), or the heading under which an office page lists it.
"""

from typing import NamedTuple

from django.utils.functional import Promise


class Entry(NamedTuple):
    label: str | Promise
    url: str
    active: bool = False
    group: str | Promise = "site"
    icon: str = ""
    waiting: int = 0
    # The address gets `?from=` with the path of the present page.
    from_here: bool = False
