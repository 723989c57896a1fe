"""What a room brings to the house: the words of every `room.py`, and the board on which they hang.

A `room.py` holds values and dotted names only, so that it is light to import: no models, no views, no queries. `config`
gathers every one when the program is ready; what stands in a lower room reads the board, never a room above.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, Literal, cast

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from baiying.kit.facts import Fact
from baiying.kit.named import MergeStep as MergeStep
from baiying.kit.named import NamesPerson as NamesPerson
from baiying.kit.named import NamesTeam as NamesTeam
from baiying.kit.rights import Right
from baiying.kit.rule_kinds import RuleKind as RuleKind
from baiying.kit.rule_kinds import SwitchedUse
from baiying.kit.slots import Place
from baiying.kit.values.actor import Actor

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Grant:
    """A right and the roles that hold it, by the names of `accounts.models.Role`.

    `urgent`: an emergency needs it. It stays with a role that is held back for some hours because its holder lost every
    second factor: seeing and calling off what goes on, reaching people, keeping the machines. Never looking at full
    numbers, deciding about people, appointing, changing rules or hours.
    """

    right: Right
    roles: tuple[str, ...]
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A page of the offices in the navigation, `page` being the name of its address.

    `order` places it among the pages of all rooms; a heading stands where the first of its pages stands.
    """

    order: int
    heading: Text
    label: Text
    page: str
    # For those whose acting appointment has one of these.
    rights: tuple[Right, ...] = ()
    # Also for those who hold an office in a unit (administrator, leader), who have no appointment.
    for_units: bool = False
    # Also for those who lead an activity without any office.
    for_leaders: bool = False
    # The dotted name of a question that those of a unit are asked before it is shown: `(actor, at) -> bool`.
    when: str = ""
    # For every appointment, whatever its rights.
    for_anybody_at_work: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the menus outside the offices: head and foot of public pages, bar of a phone, account menu.

    The bar and the account menu are for the signed in. `when` is the dotted name of a question: `(actor, at) -> bool`.
    """

    order: int
    menu: Literal["site", "foot", "bar", "account"]
    label: Text
    page: str
    icon: str = ""
    # Only for those at work: with an appointment or an office in a unit, or leading an activity.
    at_work: bool = False
    when: str = ""
    # The address says where one came from: `?from=/activities/…/`, the path alone.
    from_here: bool = False
    # The dotted name of what counts what waits there: `(actor, at) -> int`. Only for the bar, where it shows.
    count: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """The dotted name of a function that fills a place on a page of a room above; the lowest `order` comes first."""

    name: str
    order: int

    def filled(self) -> Callable[..., Any]:
        return cast("Callable[..., Any]", called(self.name))


# Who reads help, as it is said on its pages, in their order.
READERS: Mapping[str, Text] = {
    "everybody": _("所有人"),
    "volunteer": _("志愿者"),
    "guardian": _("监护人"),
    "leader": _("队长和带队的人"),
    "unit": _("单位管理员"),
    "office": _("各级工作人员"),
    "admin": _("管理员和审计员"),
}


@dataclass(frozen=True, slots=True)
class Topic:
    """How some pages are used, for people: what they are for in one sentence, and how it is done, step by step.

    `key`: its address below /help/. `who` reads it first. `pages`: names of routes on which it is offered; a page has
    one topic. Nothing is said that the program does not do.
    """

    key: str
    who: Literal["everybody", "volunteer", "guardian", "leader", "unit", "office", "admin"]
    title: Text
    sentence: Text
    steps: tuple[Text, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message that is said at the moment of sending, or that its reader may keep to the inbox.

    Those without one go out whatever anybody set. Not `settable`: neither the reader's nor anybody's to turn off.
    What a reader turns off is the text message alone; the inbox has it as before.

    `maker`: the dotted name of the function that says it at the moment of sending: `(args, at)` gives the text (kept,
    so that it leaves in its reader's language), or notices.actions.Dropped with the reason why nothing is sent, or
    Later where it is asked again; empty where nothing leaves the house. `any_hour`: whether a reader may let it ring in
    the quiet hours. `note`: what it tells of; `always`: what of the same matter comes by text message whatever was set:
    the own shift, an emergency. `reaches`: the dotted name of the question whether its messages can reach somebody at
    all, `(actor, at) -> bool`; whom it cannot reach is not asked about it. `whole`: who turns it off is not written to
    at all: what goes to many (N09), a digest. `night_only`: of it a reader sets nothing but whether it rings in the
    quiet hours, and it does until the reader says no: news of what one leads. `outdated`: the dotted name of
    why what stands in an inbox holds no longer, `(args of several) -> list of sentences`, each empty where it does.
    """

    code: str
    label: Text
    note: Text
    maker: str
    any_hour: bool = False
    settable: bool = True
    always: Text = ""
    reaches: str = ""
    whole: bool = False
    night_only: bool = False
    outdated: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a message of one kind tells of, for whoever reads what was sent: the readers, and the offices.

    `hidden`: to whom it went, and what it says, is for its reader alone: a complaint about the office that would look.
    `repeated`: whether it is sent again where nobody knows if it left (a gateway that was cut off before it answered):
    twice is better than not at all for one's own shift, not for what goes to many. `useful_for`: how long it may wait
    for a gateway where its letter does not say until when it is of use. `needed`: who does not know it goes in vain or
    acts on what holds no longer (called off, moved, withdrawn). The day's limit never keeps it from leaving; it counts
    there all the same.
    """

    label: Text
    hidden: bool = False
    repeated: bool = True
    needed: bool = False
    useful_for: timedelta = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Everything a room brings; what it leaves out it does not have."""

    # Module of addresses, and roughly how many of a hundred requests they get: the most visited are tried first.
    addresses: str = ""
    visits: int = 0
    # A router of the open data interface.
    api: str = ""
    rights: tuple[Grant, ...] = ()
    offices: tuple[Office, ...] = ()
    entries: tuple[Entry, ...] = ()
    # How its pages are used: the dotted name of a tuple of Topic.
    topics: str = ""
    rule_kinds: tuple[RuleKind, ...] = ()
    # What an entry of the audit is called, by its action; and the things that entries are about.
    audit_actions: Mapping[str, Text] = field(default_factory=dict)
    audit_subjects: Mapping[str, Text] = field(default_factory=dict)
    # Which of the actions are looks at personal data, and which take data out of the house.
    audit_looks: frozenset[str] = frozenset()
    audit_takes: frozenset[str] = frozenset()
    # What the things of entries are called now: `(ids by kind, at) -> {(kind, id): ui.cards.Named}`.
    audit_names: tuple[Slot, ...] = ()
    # Workbench: `(actor, at) -> ui.piles.Pile | None`. Today: `(person_id, account_id, at) -> ui.cards.Card | None`.
    piles: tuple[Slot, ...] = ()
    cards: tuple[Slot, ...] = ()
    # What was given to an account and waits for its own answer: `(account_id, at) -> list[ui.offers.Offer]`.
    offers: tuple[Slot, ...] = ()
    # Other ways in: `() -> list[ui.cards.OtherWay]`; on the page of the own ways in: `(account_id, at) -> Card | None`.
    other_ways: tuple[Slot, ...] = ()
    ways_in: tuple[Slot, ...] = ()
    # What a guardian's withdrawal undoes here, said before it is pressed: `(person_id, at) -> list[str]`.
    withdrawals: tuple[Slot, ...] = ()
    # What a ward does at this moment, on the guardian's pages: `(person_id, at) -> list[ui.cards.WardNow]`.
    wards_now: tuple[Slot, ...] = ()
    # What a team's page shows of a room above: `(team_id, at) -> ui.cards.Card | None`.
    of_team: tuple[Slot, ...] = ()
    # What an office's page of a person shows of a room above: `(person_id, actor, at) -> ui.cards.Card | None`.
    of_person: tuple[Slot, ...] = ()
    # What people say for words of the field, beside what is written: `(at) -> Mapping[str, tuple[str, ...]]`.
    everyday: tuple[Slot, ...] = ()
    # What a list of this room finds for words that another found nothing for: `(text, at) -> ui.seeking.Proposal`.
    finders: tuple[Slot, ...] = ()
    # What the offices' one box finds here: `(actor, words, at) -> ui.everywhere.Group | None`.
    seekers: tuple[Slot, ...] = ()
    # What somebody looked at before logging in or registering: `(path, at) -> ui.cards.LookedAt | None`.
    looked_at: tuple[Slot, ...] = ()
    # What an address of this room is about, for a complaint about it: `(path, at) -> ui.cards.Thing | None`.
    things: tuple[Slot, ...] = ()
    # Whether a person is on the record of shifts of which one was kept: `(person_id, shift_ids) -> {shift: bool}`.
    attended: tuple[Slot, ...] = ()
    # What is undone above of shifts just given another time, last in that transaction: `(shifts, actor, at) -> None`.
    moving: tuple[Slot, ...] = ()
    # What is told above when the rest of a running shift is called off, likewise: `(shift, reason, at) -> None`.
    ending: tuple[Slot, ...] = ()
    # What came of shifts: `(shift_ids) -> {shift: Served}`; where its rows are: `(shift, actor, *, leads) -> address`.
    served: tuple[Slot, ...] = ()
    served_rows: tuple[Slot, ...] = ()
    # What a ward has before it, on the guardian's page: `(person_id, at) -> list[(words, address)]`.
    ward_plans: tuple[Slot, ...] = ()
    # What of it was cancelled and may be had again: `(person_id, account_id, at) -> list[(words, page, button, post)]`.
    ward_again: tuple[Slot, ...] = ()
    # What is known of somebody whom a key of this room brought to register: `(key, at) -> ui.brought.Brought | None`.
    brings: tuple[Slot, ...] = ()
    # That a person came of it, last in the registration's own transaction: `(key, person_id, actor, at) -> None`.
    brought: tuple[Slot, ...] = ()
    # Which jobs of this room hear of which fact of a room below (or of its own).
    listeners: Mapping[type[Fact], tuple[str, ...]] = field(default_factory=dict)
    # Job -> when: cron, with seconds last where there are six fields. The scheduler's clock is UTC.
    clockwork: Mapping[str, str] = field(default_factory=dict)
    # A listener's job -> the job of the clockwork that finds, once a night or oftener, what the listener missed.
    sweeps: Mapping[str, str] = field(default_factory=dict)
    # What a job does, as the system administrator reads it; and the gauges of the machine room: `(at) -> list[Gauge]`.
    job_words: Mapping[str, Text] = field(default_factory=dict)
    gauges: tuple[Slot, ...] = ()
    # Columns that name a person, or a team; how two of them become one and apart.
    names_person: tuple[NamesPerson, ...] = ()
    merge_steps: tuple[MergeStep, ...] = ()
    names_team: tuple[NamesTeam, ...] = ()
    team_merge_steps: tuple[MergeStep, ...] = ()
    message_kinds: tuple[MessageKind, ...] = ()
    # What its messages tell of: the name of a mapping of kinds (an end in a dot or stroke: all that begin so) to Told.
    tells: str = ""
    # What somebody was not told though one might expect it, and why: `(person_ids, at) -> list[ui.cards.NotTold]`.
    not_told: tuple[Slot, ...] = ()
    # The last acts of some people, so that nobody is asked as asleep who is awake: `(kit.acts.Whose, at) -> list[Act]`.
    acts: tuple[Slot, ...] = ()
    # What is open in areas, for whoever closes them: `(area ids, at) -> (what it is called, {area id: how many})`.
    area_holds: tuple[Slot, ...] = ()
    # How rules of two kinds clash, said on the pages of both: `(kind, rules, area path, day) -> sentence or nothing`.
    rule_clashes: tuple[Slot, ...] = ()
    # What was filed of the impact of a use: `(code of a NewUse, area path, actor) -> kit.rule_kinds.Filed`.
    assessed: tuple[Slot, ...] = ()
    # Uses of personal data that begin with a setting of the installation.
    switched: tuple[SwitchedUse, ...] = ()
    # How many are counted in areas, who cannot be more than live there: `(area ids, at) -> {area id: how many}`.
    counted_in: tuple[Slot, ...] = ()
    # What becomes of rows when areas become one, shown before and done with it: `(joins, at) -> ui.joins.Merging`.
    merging: tuple[Slot, ...] = ()
    # (account_id, team_id, at): what somebody still leads of a team, as words, when the office there ends.
    still_led: tuple[Slot, ...] = ()
    # The last day on which something of bodies was, is or will be on: `(body_ids, at) -> {body id: date}`.
    last_active: tuple[Slot, ...] = ()
    # What the copy of somebody's data holds of this room: `(kit.copying.Whose, at) -> list[kit.copying.Section]`; and
    # the dotted name of a tuple of kit.copying.Copied: in which section the rows of each column of names_person stand.
    copies: tuple[Slot, ...] = ()
    copied: str = ""
    # What becomes of each table when a person closes the account: dotted name of a tuple of kit.erasing.Erasure, and
    # the rest by steps: `(kit.erasing.Erased, at) -> None`, from the top of the house down.
    erasures: str = ""
    erases: tuple[Slot, ...] = ()
    to_hand_over: tuple[Slot, ...] = ()  # In other hands first: `(person_id, account_id, at) -> list[ToHandOver]`.
    holdables: str = ""  # What may be kept beyond its term: the dotted name of a tuple of kit.keeping.Holdable.
    keeps: tuple[Slot, ...] = ()  # Which are kept: `(kind, at) -> frozenset of ids`.
    secret_lists: tuple[str, ...] = ()  # Whose being taken tells something: registered for their taker alone.
    # For what it keeps rows of people, as the notice on personal data says it to everybody (PIPL art. 17).
    purpose: Text = ""
    # Which of some people are children: `(person ids, at) -> list of ids`. Where a file waits for somebody's leave, the
    # address of that: `(kit.taking.File, actor, at, reason) -> address or nothing`.
    children_in: tuple[Slot, ...] = ()
    withholds: tuple[Slot, ...] = ()
    # Who handles the data of an area, printed into files that leave the house: `(area_id, at) -> str`.
    handled_by: tuple[Slot, ...] = ()


# Filled by config alone: the rooms by name, from the ground up.
_board: dict[str, Room] = {}


def hang(rooms: Mapping[str, Room]) -> None:
    """Hang up what every room brings."""
    _board.clear()
    _board.update(rooms)
    topics.cache_clear()
    tells.cache_clear()
    told_of.cache_clear()
    _help.cache_clear()


@cache
def topics() -> tuple[Topic, ...]:
    """How all pages are used, in the order of rooms."""
    return tuple(topic for room in _board.values() if room.topics for topic in called(room.topics))


@cache
def _help() -> dict[str, Topic]:
    return {page: topic for topic in topics() for page in topic.pages}


def topic_of(page: str) -> Topic | None:
    """The help of a page, by the name of its route; none for what explains itself or is no page."""
    return _help().get(page)


def brought() -> Mapping[str, Room]:
    """The rooms by name, from the ground up, with what each brings."""
    return _board


def called(name: str) -> Any:
    """What a dotted name means. Raises ImportError for one that leads nowhere; a house test tries them all."""
    return import_string(name)


def filling(place: Place) -> Iterator[Callable[..., Any]]:
    """The functions that fill a place, in their order."""
    slots: list[Slot] = [slot for room in _board.values() for slot in getattr(room, place)]
    for slot in sorted(slots, key=lambda slot: (slot.order, slot.name)):
        yield slot.filled()


def is_assessed(code: str) -> bool:
    """Whether the impact of a use of the whole installation was filed; what waits for it stays off until then."""
    return any(asked(code, (), Actor()).public_ids for asked in filling("assessed"))


def merge_steps(*, of_teams: bool = False) -> list[tuple[str, MergeStep]]:
    """How two records, or two teams, become one, room by room, in the order of the locks that are taken."""
    rooms = [(name, room.team_merge_steps if of_teams else room.merge_steps) for name, room in _board.items()]
    return sorted(((name, step) for name, steps in rooms for step in steps), key=lambda one: (one[1].order, one[0]))


def message_kinds() -> dict[str, MessageKind]:
    """The kinds of messages that rooms bring, by code, in the order of the rooms."""
    return {kind.code: kind for room in _board.values() for kind in room.message_kinds}


def settable_kinds() -> dict[str, MessageKind]:
    """Those of them that their readers may set."""
    return {code: kind for code, kind in message_kinds().items() if kind.settable}


@cache
def tells() -> dict[str, Told]:
    """What all messages tell of, by kind or by what kinds begin with, in the order of the rooms."""
    return {kind: told for room in _board.values() if room.tells for kind, told in called(room.tells).items()}


@cache
def told_of(kind: str) -> Told:
    """What a kind tells of; of one that no room names, what its beginning says, else that it is a message."""
    known = tells()
    if kind in known:
        return known[kind]
    begins = [key for key in known if key.endswith((".", "_")) and kind.startswith(key)]
    return known[max(begins, key=len)] if begins else Told(_("其他消息"))


def who(label: str) -> Text:
    """Who did something, as a story shows it: a job of ours is the system, with what it was about."""
    words = job_words().get(label)
    return _("系统（%(job)s）") % {"job": words} if words is not None else label


def job_words() -> dict[str, Text]:
    """What every job of every room does, in words."""
    return {job: words for room in _board.values() for job, words in room.job_words.items()}
