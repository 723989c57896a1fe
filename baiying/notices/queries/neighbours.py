"""What rooms above tell this one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from baiying.notices.rules import NoticeRules


@dataclass(slots=True)
class Neighbours:
    """What rooms above tell this one; set once by config/wiring.py.

    `rules` gives the dated limits of a day (rule sets live in places); `inbox_of_person` the inbox key of a person;
    `owner_of_person` the account that is the person, None where there is none;
    `inbox_without_person` that of an account which has no person, who reads of wards, empty for one that has;
    `phones_of_inboxes` the phones by which the readers of some inboxes are texted now, to send to and never to show;
    `areas_of_inboxes` where the persons of some inboxes live, by inbox; `language_of_inbox` in which language one is
    written to, empty for Chinese; `screen_phone` the phone of an account whose text messages may show on a page (empty
    outside a demo).
    """

    rules: Callable[[date], NoticeRules] = lambda _day: NoticeRules()
    inbox_of_person: Callable[[int], str] = lambda _person_id: ""
    owner_of_person: Callable[[int], int | None] = lambda _person_id: None
    inbox_without_person: Callable[[int], str] = lambda _account_id: ""
    phones_of_inboxes: Callable[[Collection[str]], Mapping[str, str]] = lambda _inboxes: {}
    areas_of_inboxes: Callable[[Collection[str]], Mapping[str, int]] = lambda _inboxes: {}
    language_of_inbox: Callable[[str], str] = lambda _inbox: ""
    screen_phone: Callable[[int], str] = lambda _account_id: ""


neighbours = Neighbours()
