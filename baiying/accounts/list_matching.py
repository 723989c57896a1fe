"""What a list of appointments comes to now: each line with its place and who is meant, or with what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count, Q

from baiying.accounts import access, list_rules, queries, rules
from baiying.accounts.list_keeping import Ready, Sheet
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.accounts.list_rules import Fault, Form, Grant, Known, Line, Place
from baiying.accounts.models import Account, Appointment
from baiying.kit import clock
from baiying.kit.db import offered
from baiying.kit.listed import ListedOffice, Sought
from baiying.kit.rights import roles_with
from baiying.kit.values import names
from baiying.kit.values.tables import plain
from baiying.places import queries as places

# What a line comes to: offered to somebody, sent to a number by which nobody of the own area comes in, or nothing new.
OFFERED, INVITED, ALREADY = "offered", "invited", "already"
FATES = (OFFERED, INVITED, ALREADY)
# Faults that are cured by the digits of a phone, typed on the page.
ASKING = frozenset({"name_several", "name_elsewhere", "name_unknown", "tail_unknown", "tail_several"})


@dataclass(slots=True)
class Checked:
    """`ready`: the lines to give; `shown`: of each who is found (line, name, end of the phone); `asked`: the lines that
    wait for digits, each with the name."""

    ready: list[Ready] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fates: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))
    asked: list[tuple[int, str]] = field(default_factory=list)
    rows: int = 0


@dataclass(slots=True)
class _World:
    """What the lines of one list are compared with, fetched at once."""

    levels: dict[int, str]
    by_word: dict[str, list[Place]]
    gone: dict[str, tuple[str, str]]
    closed: set[str]
    outside: set[str]
    # Units and teams, by the office that lines name.
    units: dict[str, Sought]
    by_key: dict[str, list[Known]]
    by_phone: dict[str, list[Known]]
    grants: dict[tuple[int, str, int], list[Grant]]
    invited: set[tuple[bytes, str, int]]
    own: frozenset[int]


def check(row: AppointmentList, sheet: Sheet, at: datetime) -> Checked:
    """Read every line below the heading; a good line does not wait for a bad one."""
    on = clock.local_date(at)
    found, forms = Checked(), _forms()
    given = (*rules.roles_to_give(row.role), *offices_given(row.role))
    lines: list[Line] = []
    for one in sheet.rows:
        if one.number <= sheet.heading or not any(cell.text for cell in one.cells):
            continue
        found.rows += 1
        line, bad = list_rules.read(one, sheet.columns, given=given, on=on, offices=forms)
        found.faults.extend(bad)
        if line is not None:
            typed = sheet.digits.get(line.number)
            lines.append(replace(line, digits=typed) if typed else line)
    world = _world(row, lines, at)
    taken: dict[tuple[str, str, int], list[tuple[int, Grant]]] = defaultdict(list)
    for line in lines:
        _judge(row, line, world, taken, found, at)
    found.faults.sort(key=lambda one: one.line)
    return found


def _judge(
    row: AppointmentList, line: Line, world: _World, taken: dict[tuple[str, str, int], list[tuple[int, Grant]]],
    found: Checked, at: datetime,
) -> None:  # fmt: skip
    on, given_by = clock.local_date(at), (row.role, row.area_id)
    place, fault = _unit(line, world.units[line.office]) if line.office else _place(line, world)
    if place is None:
        found.faults.append(fault)
        return
    town = list_rules.town_of(place, world.levels)
    meant = list_rules.who_is_meant(
        line, world.by_key.get(names.key(line.name), ()), by_phone=world.by_phone.get(line.digits, ()), town=town,
        within=row.area_id,
    )  # fmt: skip
    if meant.code:
        column = "phone" if meant.code.startswith(("tail", "number")) else "name"
        found.faults.append(Fault(line.number, column, meant.code, meant.said))
        if meant.code in ASKING:
            found.asked.append((line.number, line.name))
        return
    if meant.account_id in world.own:
        found.faults.append(Fault(line.number, "name", "own"))
        return
    key = (str(meant.account_id or line.digits), line.role, place.pk)
    before = taken[key]
    for number, grant in before:
        if list_rules.overlap([grant], line, given_by, on):
            found.faults.append(Fault(line.number, "name", "double", str(number)))
            return
    first = line.first_day if line.first_day is not None and line.first_day > on else on
    before.append((line.number, Grant(given_by, first, line.last_day)))
    if meant.invite:
        known = (queries.phone_hash(line.digits), line.role, place.pk) in world.invited
        fate = ALREADY if known else INVITED
    else:
        stands = world.grants.get((meant.account_id or 0, line.role, place.pk), [])
        said = list_rules.overlap(stands, line, given_by, on)
        if said == "other":
            found.faults.append(Fault(line.number, "last_day", "other_days"))
            return
        fate = ALREADY if said else OFFERED
    found.fates[fate] += 1
    if fate != ALREADY:
        digits = line.digits if meant.invite else ""
        found.ready.append(
            Ready(line.number, line.role, place.pk, meant.account_id, line.name, digits, line.first_day, line.last_day)
        )


def _place(line: Line, world: _World) -> tuple[Place | None, Fault]:
    word = _word(line)
    place, why = list_rules.place_meant(line, world.by_word.get(word, ()))
    if why == "place_unknown":
        if word in world.gone:
            code, name = world.gone[word]
            return None, Fault(line.number, "place", "place_gone", f"{name} {code}")
        why = "place_closed" if word in world.closed else "place_outside" if word in world.outside else why
    column = "role" if why == "role_level" else "place"
    return place, Fault(line.number, column, why, line.place[:40])


def listed() -> Mapping[str, ListedOffice]:
    """The offices of rooms above that a list may name."""
    return access.neighbours.listed


def offices_given(role: str) -> list[str]:
    """Those that an office of a role gives."""
    return [one.role for one in listed().values() if role in roles_with(one.right)]


def _forms() -> dict[str, Form]:
    return {
        plain(word): Form(one.role, one.column, one.has_term)
        for one in listed().values()
        for word in (*one.words, one.role)
    }


def _unit(line: Line, sought: Sought) -> tuple[Place | None, Fault]:
    word = listed()[line.office].word(line.place)
    place, why = list_rules.place_meant(line, sought.by_word.get(word, ()))
    if why == "unit_unknown" and not sought.by_word.get(word):
        why = "unit_closed" if word in sought.closed else "place_outside" if word in sought.outside else why
    return place, Fault(line.number, listed()[line.office].column, why, line.place[:40])


def _units(row: AppointmentList, lines: Sequence[Line], at: datetime) -> dict[str, Sought]:
    words: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.office:
            words[line.office].add(listed()[line.office].word(line.place))
    return {office: listed()[office].seek(said, row.area_id, at) for office, said in words.items()}


def _word(line: Line) -> str:
    """By what a line's place is looked for: its code, else the last of its names."""
    parts = list_rules.name_parts(line.place)
    return list_rules.code_of(line.place) or (parts[-1] if parts else "")


def _world(row: AppointmentList, lines: Sequence[Line], at: datetime) -> _World:
    words = {_word(line) for line in lines if not line.office}
    units = _units(row, lines, at)
    everywhere = places.divisions()
    rows = everywhere.filter(code__in=words) | everywhere.filter(name__in=words)
    found = list(rows.values_list("pk", "name", "code", "level", "path"))
    paths = [tuple(one[4]) for one in found]
    paths += [one.path for kind in units.values() for there in kind.by_word.values() for one in there]
    above = places.divisions_by_id({pk for path in paths for pk in path})
    by_word: dict[str, list[Place]] = defaultdict(list)
    outside: set[str] = set()
    for pk, name, code, level, path in found:
        place = Place(pk, name, code, level, tuple(path), tuple(above[up].name for up in path if up in above))
        for word in words & {name, code}:
            if row.area_id is None or row.area_id in path:
                by_word[word].append(place)
            else:
                outside.add(word)
    missing = {word for word in words if word not in by_word}
    gone = places.recoded(missing)
    if missing - gone.keys():
        gone |= {word: one for word, one in places.gone_said(row.area_id).items() if word in missing}
    keys = {names.key(line.name) for line in lines}
    phones = {line.digits for line in lines if len(line.digits) > 4}
    known = _known(keys, {line.name for line in lines}, phones, at)
    by_key: dict[str, list[Known]] = defaultdict(list)
    for one in known.values():
        by_key[names.key(one.name)].append(one)
    return _World(
        levels={pk: one.level for pk, one in above.items()},
        by_word=by_word,
        gone=gone,
        closed=places.closed_codes(missing),
        outside=outside,
        units=units,
        by_key=by_key,
        by_phone={phone: [known[pk] for pk in ids if pk in known] for phone, ids in _by_phone(phones).items()},
        grants=_grants(known, at),
        invited=_invited(row, at),
        own=access.hands_of(row.made_by_id),
    )


def _by_phone(phones: Iterable[str]) -> dict[str, list[int]]:
    hashes = {queries.phone_hash(phone): phone for phone in phones}
    found: dict[str, list[int]] = defaultdict(list)
    for hashed, ids in queries.holders_of(hashes).items():
        found[hashes[hashed]] = ids
    return found


def _known(keys: set[str], typed: set[str], phones: set[str], at: datetime) -> dict[int, Known]:
    """Who is called so, or comes in by these numbers: with the ends of their phones, and where they live or serve."""
    by_phone = {pk for found in _by_phone(phones).values() for pk in found}
    # Who comes in by a number is found whatever they are called; where they live is known by what they are called.
    called = set(Account.objects.filter(pk__in=by_phone).values_list("display_name", flat=True))
    more = {names.key(name) for name in called} - keys
    homes: dict[int, tuple[str, list[int], bool]] = {
        pk: (name, path, left)
        for pk, name, path, left in access.neighbours.known_by_name(keys | more)
        if pk in by_phone or names.key(name) in keys
    }
    ids = by_phone | homes.keys()
    rows = Account.objects.filter(pk__in=ids) | Account.objects.filter(display_name__in=typed)
    accounts = {pk: (name, closed) for pk, name, closed in rows.values_list("pk", "display_name", "closed_at")}
    masks = queries.phone_masks(accounts)
    served: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    standing = Appointment.objects.filter(offered.given(at), account_id__in=accounts, area__isnull=False)
    for pk, path in standing.values_list("account_id", "area__path"):
        served[pk].append(tuple(path))
    known: dict[int, Known] = {}
    for pk, (shown, closed) in accounts.items():
        name, path, left = homes.get(pk, (shown, [], False))
        paths = (*((tuple(path),) if path else ()), *served[pk])
        tails = (masks[pk][-4:],) if pk in masks else ()
        known[pk] = Known(pk, name, tails, paths, left or closed is not None)
    return known


def called_by_number(line: Ready, at: datetime) -> int | None:
    """The one account of a line's name and whole number, wherever it is; None where nobody or several are meant."""
    hashed = queries.phone_hash(line.digits)
    rows = Account.objects.filter(pk__in=queries.holders_of([hashed]).get(hashed, []))
    known = [Known(pk, name) for pk, name in rows.values_list("pk", "display_name")]
    there = [one.account_id for one in list_rules.called(known, line.name) if not has_left(one.account_id, line.name)]
    return there[0] if len(there) == 1 else None


def has_left(account_id: int, name: str) -> bool:
    """Whether somebody of this name has left since the list was looked at: closed, or at rest."""
    rows = access.neighbours.known_by_name({names.key(name)})
    return any(left for pk, _name, _path, left in rows if pk == account_id)


def _grants(known: Mapping[int, Known], at: datetime) -> dict[tuple[int, str, int], list[Grant]]:
    found: dict[tuple[int, str, int], list[Grant]] = defaultdict(list)
    rows = Appointment.objects.filter(offered.given(at), account_id__in=list(known), area__isnull=False)
    for one in rows:
        found[one.account_id, one.role, one.area_id or 0].append(grant_of(one))
    for office in listed().values():
        for (account_id, thing_id), grants in office.held(list(known), at).items():
            found[account_id, office.role, thing_id].extend(grants)
    return found


def grant_of(row: Appointment) -> Grant:
    return Grant((row.given_role, row.given_area_id), clock.local_date(row.starts_at), row.last_day)


def _invited(row: AppointmentList, at: datetime) -> set[tuple[bytes, str, int]]:
    """To whom the office's open invitations are."""
    rows = AppointmentInvitation.objects.filter(
        listing__area_id=row.area_id, listing__role=row.role, taken_at=None, withdrawn_at=None, ends_at__gt=at,
        emptied_at=None,
    )  # fmt: skip
    columns = rows.values_list("phone_hash", "role", "area", "thing_id")
    return {(bytes(hashed or b""), role, thing or area) for hashed, role, area, thing in columns}


def answers_to_list(list_id: int) -> dict[str, int]:
    """How many of those that a list appointed have accepted, declined, or not answered yet."""
    rows = Appointment.objects.filter(listing_id=list_id)
    waits = Q(accepted_at__isnull=True, declined_at__isnull=True, ended_by_id__isnull=True)
    found = Counter[str](
        rows.aggregate(
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
            declined=Count("pk", filter=Q(declined_at__isnull=False)),
            waiting=Count("pk", filter=waits),
        )
    )
    for office in listed().values():
        found.update(office.answers(list_id))
    return dict(found)


def names_of(ready: Sequence[Ready]) -> dict[tuple[str, int], str]:
    """What the places, units and teams of some lines are called, by role and id."""
    ids: dict[str, set[int]] = defaultdict(set)
    for one in ready:
        ids[one.role if one.role in listed() else ""].add(one.place_id)
    called = {kind: listed()[kind].names(those) if kind else places.names_by_id(those) for kind, those in ids.items()}
    return {
        (one.role, one.place_id): called[one.role if one.role in listed() else ""].get(one.place_id, "")
        for one in ready
    }
