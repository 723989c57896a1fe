"""Reads of the desk: the front page, today, what waits."""

from baiying.desk.queries.digests import KIND, AtWork, Waiting, is_at_work, to_look_at, waiting_for
from baiying.desk.queries.front_page import FrontPage, front_page
from baiying.desk.queries.piles import piles
from baiying.desk.queries.today import Today, today

__all__ = [
    "KIND",
    "AtWork",
    "FrontPage",
    "Today",
    "Waiting",
    "front_page",
    "is_at_work",
    "piles",
    "to_look_at",
    "today",
    "waiting_for",
]
