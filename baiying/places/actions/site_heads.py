"""Heads of many sites from one table: taken over from today on, and back again (R024)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Model

from baiying.kit import clock, sealed
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.places.models import SiteHeadPhone, SiteImport, SiteStaff, StaffRole
from baiying.places.rules import staff as rules
from baiying.places.rules.site_tables import Given

_ONE = timedelta(days=1)
# The new record and the one it follows, or None.
Pairs = Sequence[tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Heading:
    """Whom a table names as head of a site, whom that one follows, or by `why` that it cannot be."""

    line: int
    site_id: int
    name: str
    phone: str
    before: SiteStaff | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class NewPhone:
    """Another telephone of a head who stays, as the table names it."""

    line: int
    site_id: int
    row: SiteStaff
    phone: str


@dataclass(slots=True)
class Named:
    """What the heads of a table change: who takes over, and whose telephone is another one, by line."""

    comes: dict[int, Heading] = field(default_factory=dict)
    phones: dict[int, NewPhone] = field(default_factory=dict)

    @property
    def lines(self) -> list[int]:
        return sorted((*self.comes, *self.phones))


def headings(given: Iterable[Given], day: date) -> Named:
    """What the heads of a table change from a day on; who heads the site already by this telephone is no change."""
    named = [one for one in given if one.head]
    terms = _terms([one.site_id for one in named])
    found = Named()
    for one in named:
        there = terms.get(one.site_id, {})
        heads = (rules.Term(row.pk, row.from_day, row.to_day) for row in there.values())
        now = next((row for row in there.values() if _in_office(row, day)), None)
        if now is None or now.name != one.head:
            comes = rules.succession(day, heads)
            before = there.get(comes.ends) if comes.ends is not None else None
            why = comes.why or ("followed" if before is not None and before.to_day is not None else "")
            found.comes[one.line] = Heading(one.line, one.site_id, one.head, one.head_phone, before, why)
        elif one.head_phone and _phone_of(now) != one.head_phone:
            found.phones[one.line] = NewPhone(one.line, one.site_id, now, one.head_phone)
    return found


def _phone_of(row: SiteStaff) -> str:
    """The telephone, to be compared and sealed again: nobody is shown it, so no look is written down."""
    if not row.phone_sealed:
        return ""
    return sealed.open_sealed(row.phone_sealed, at=sealed.Place.of(row, "phone_sealed"))


def _in_office(row: SiteStaff, day: date) -> bool:
    return row.from_day <= day and (row.to_day is None or row.to_day >= day)


def _terms(site_ids: Collection[int]) -> Mapping[int, dict[int, SiteStaff]]:
    """Site's id -> its heads by the ids of their records, withdrawn ones left out."""
    rows = SiteStaff.objects.filter(site__in=site_ids, role=StaffRole.HEAD, withdrawn_at__isnull=True)
    found: dict[int, dict[int, SiteStaff]] = {}
    for row in rows:
        found.setdefault(row.site_id, {})[row.pk] = row
    return found


def take_over(given: Sequence[Heading], actor: Actor, at: datetime) -> Pairs:
    """Enter the heads of locked sites from today on; whoever headed one has yesterday as the last day."""
    day = clock.local_date(at)
    ended = [one.before for one in given if one.before is not None]
    for row in ended:
        row.to_day, row.ended_at, row.ended_by_id = day - _ONE, at, actor.account_id
    SiteStaff.objects.bulk_update(ended, ["to_day", "ended_at", "ended_by_id"], batch_size=1000)
    rows = [_row(one, day, actor, at) for one in given]
    SiteStaff.objects.bulk_create(rows, batch_size=1000)
    return [(row.pk, row.follows_id) for row in rows]


def _row(one: Heading, day: date, actor: Actor, at: datetime) -> SiteStaff:
    row = SiteStaff(
        site_id=one.site_id, role=StaffRole.HEAD, name=one.name, from_day=day, follows=one.before,
        said_at=at, said_by_id=actor.account_id,
    )  # fmt: skip
    if one.phone:
        _write_phone(row, one.phone)
    return row


def _write_phone(row: SiteStaff, phone: str) -> None:
    row.phone_sealed = sealed.seal(phone, at=sealed.Place.of(row, "phone_sealed"))
    row.phone_mask = identifiers.mask_phone(phone)


_PHONE = ("phone_sealed", "phone_mask")


def call_anew(given: Sequence[NewPhone], table: SiteImport) -> None:
    """Write the telephones of heads who stay, of locked sites; what stood there is kept sealed beside the table."""
    kept = []
    for one in given:
        row = one.row
        before = SiteHeadPhone(staff=row, came_with=table, was_mask=row.phone_mask)
        before.was_sealed = _sealed_anew(row, "phone_sealed", before, "was_sealed")
        kept.append(before)
        _write_phone(row, one.phone)
    SiteHeadPhone.objects.bulk_create(kept, batch_size=1000)
    SiteStaff.objects.bulk_update([one.row for one in given], _PHONE, batch_size=1000)


def call_as_before(staff_ids: Collection[int], table: SiteImport) -> bool:
    """Put the telephones back that a table wrote; False if another table has written one since."""
    kept = list(SiteHeadPhone.objects.filter(came_with=table).select_related("staff"))
    later = SiteHeadPhone.objects.filter(staff__in=staff_ids, came_with__gt=table)
    if len(kept) != len(staff_ids) or later.exists():
        return False
    for one in kept:
        one.staff.phone_sealed = _sealed_anew(one, "was_sealed", one.staff, "phone_sealed")
        one.staff.phone_mask = one.was_mask
    SiteStaff.objects.bulk_update([one.staff for one in kept], _PHONE, batch_size=1000)
    # No number is kept longer than it can be put back.
    SiteHeadPhone.objects.filter(came_with=table).delete()
    return True


def _sealed_anew(row: Model, column: str, to: Model, into: str) -> bytes | None:
    """A sealed value for another place: it opens nowhere but where it was sealed for."""
    box = getattr(row, column)
    if not box:
        return None
    return sealed.seal(sealed.open_sealed(box, at=sealed.Place.of(row, column)), at=sealed.Place.of(to, into))


def put_back(pairs: Pairs, actor: Actor, at: datetime) -> bool:
    """Withdraw the heads of a table, and let those before them go on; False if one was changed since."""
    rows = SiteStaff.objects.in_bulk([pk for pair in pairs for pk in pair if pk is not None])
    new = [rows[pk] for pk, _before in pairs]
    before = [rows[pk] for _new, pk in pairs if pk is not None]
    sites = _terms([row.site_id for row in new])
    for row in new:
        later = any(other.from_day > row.from_day for other in sites.get(row.site_id, {}).values())
        if row.withdrawn_at is not None or row.to_day is not None or later:
            return False
        row.withdrawn_at, row.withdrawn_by_id = at, actor.account_id
    for row in before:
        row.to_day = row.ended_at = row.ended_by_id = None
    # The new ones first: two heads at a time are refused by the database.
    SiteStaff.objects.bulk_update(new, ["withdrawn_at", "withdrawn_by_id"], batch_size=1000)
    SiteStaff.objects.bulk_update(before, ["to_day", "ended_at", "ended_by_id"], batch_size=1000)
    return True
