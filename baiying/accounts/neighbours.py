"""What rooms above tell this one; composition fills it once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from baiying.kit.listed import ListedOffice


@dataclass(slots=True)
class Neighbours:
    """What rooms above tell this one; set once by config/wiring.py.

    `person_of_account` finds the own person of an account; `may_act_for` says whether an account may act for a person
    today; `is_demo` says whether codes may show on the screen;
    `what_waits` says in a sentence what a proven phone without an account has asked for and waits for; `what_began`
    at which step the registration stands that it left half-way; `what_asked` which children wait for an answer of
    whoever holds it, each with the page of the request; `asked_first` to which page an account comes first that is
    asked so.
    """

    person_of_account: Callable[[int], int | None] = lambda _account_id: None
    may_act_for: Callable[[int, int], bool] = lambda _account_id, _person_id: False
    is_demo: Callable[[], bool] = lambda: False
    what_waits: Callable[[str, datetime], str] = lambda _phone, _at: ""
    what_began: Callable[[str, datetime], str] = lambda _phone, _at: ""
    what_asked: Callable[[str, datetime], list[tuple[str, str]]] = lambda _phone, _at: []
    asked_first: Callable[[int, datetime], str] = lambda _account_id, _at: ""
    # Whether somebody else claims the record by which an account comes in: then who holds its number is asked first,
    # at `claimed_page`, before anything is shown.
    is_claimed: Callable[[int, datetime], bool] = lambda _account_id, _at: False
    claimed_page: str = ""
    # Who has a log-in and is called so (keys of names): account, name, areas down to the home, whether they left.
    known_by_name: Callable[[Iterable[str]], list[tuple[int, str, list[int], bool]]] = lambda _keys: []
    # Whether the own person of an account is under 18 on a day.
    is_child: Callable[[int, date], bool] = lambda _account_id, _day: False
    # Offices of rooms above that a list of appointments may name, by what lines call them (kit.listed).
    listed: "Mapping[str, ListedOffice]" = field(default_factory=dict)
    # The other accounts of the same human, where two records of one became one.
    same_human: Callable[[int], list[int]] = lambda _account_id: []


neighbours = Neighbours()
