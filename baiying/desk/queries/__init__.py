"""Reads of the desk: the front page, today, what waits."""

from baiying.desk.queries.front_page import FrontPage, front_page
from baiying.desk.queries.piles import piles
from baiying.desk.queries.today import Today, today

__all__ = ["FrontPage", "Today", "front_page", "piles", "today"]
