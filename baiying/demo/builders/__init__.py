"""Rows for tests and for the cast: one function for each noun, sensible where nothing is said.

They write through the rooms' bulk doors, so a row made here is a row as the demo city has it. Numbers come from one
counter: the same calls in the same order give the same names and phones.
"""

from baiying.demo.builders.accounts import account, appointment
from baiying.demo.builders.activities import activity, post, shift, signup
from baiying.demo.builders.circulars import circular, circular_file
from baiying.demo.builders.complaints import complaint
from baiying.demo.builders.hours import attendance, entry, objection, proposal
from baiying.demo.builders.people import Parent, card, person, registration_of
from baiying.demo.builders.places import SmallCity, calendar_day, division, population, rule_set, site, small_city
from baiying.demo.builders.rosters import drive, invitation, line, paper, roster
from baiying.demo.builders.teams import body, membership, office, team
from baiying.demo.builders.when import LONG_AGO, NOW

__all__ = [
    "LONG_AGO", "NOW", "Parent", "SmallCity", "account", "activity", "appointment", "attendance", "body",
    "calendar_day", "card", "circular", "circular_file", "complaint", "division", "drive", "entry", "invitation",
    "line", "membership", "objection", "office", "paper", "person", "population", "post", "proposal",
    "registration_of", "roster", "rule_set", "shift", "signup", "site", "small_city", "team",
]  # fmt: skip
