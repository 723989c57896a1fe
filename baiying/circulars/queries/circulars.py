"""Reads: the notices of an office, what they say, and the preview of one before it is sent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from baiying.accounts.access import Scope
from baiying.circulars import rules, said
from baiying.circulars.models import Approval, Attachment, Box, Circular, Mailing, Recipient, Sort, Wording
from baiying.circulars.queries import audience as to_whom
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.people import queries as persons
from baiying.places import queries as places

# The kind of message under which volunteers may switch off what offices send to all.
TO_VOLUNTEERS = "circulars.volunteers"


def circular_rules(area_path: Sequence[int], on: date) -> rules.CircularRules:
    """The limits of an area on a day."""
    return places.rule_set(rules.CircularRules, area_path=area_path, on=on).rules


def rules_of(row: Circular, at: datetime) -> rules.CircularRules:
    """The limits that hold for a notice today."""
    return circular_rules(row.area.path, clock.local_date(at))


def far_ahead(row: Circular, at: datetime) -> timedelta:
    """So long ahead a notice is mostly sent; later, whoever sends it is asked whether the day is meant."""
    given = rules_of(row, at)
    return timedelta(days=given.ahead_days_emergency if row.sort == Sort.EMERGENCY else given.ahead_days)


def circular(public_id: str) -> Circular | None:
    rows = Circular.objects.select_related("area", "written_by", "approved_by")
    return rows.filter(public_id=public_id).first()


def by_form(form_id: str) -> Circular | None:
    """What was written with this form before."""
    return Circular.objects.select_related("area", "written_by").filter(form_id=form_id).first()


def with_title(rows: QuerySet[Circular]) -> QuerySet[Any]:
    """Each with `title` of the version in force, `told` boxes and `signed` boxes."""
    last = _in_force(Wording.objects.filter(circular=OuterRef("pk"))).order_by("-number").values("title")[:1]
    boxes = Box.objects.filter(circular=OuterRef("pk")).order_by().values("circular").annotate(n=Count("pk"))
    signed = boxes.filter(asked_number__gt=0, signed_number__gte=F("asked_number"))
    return rows.annotate(
        title=Subquery(last),
        told=Coalesce(Subquery(boxes.values("n")), 0),
        signed=Coalesce(Subquery(signed.values("n")), 0),
    )


def circulars(scope: Scope) -> QuerySet[Any]:
    """The notices of the offices of an area and below, the newest first: drafts of the own office alone, and none that
    was deleted."""
    rows = Circular.objects.filter(scope.areas("area")).select_related("area", "written_by")
    laid_open = Q(sent_at__isnull=False) | Q(asked_at__isnull=False) | Q(area_id=scope.area_id)
    rows = rows.filter(laid_open).exclude(sent_at__isnull=True, withdrawn_at__isnull=False)
    # How far each is on its way; without the persons foreseen, who may be a hundred thousand.
    sent = Mailing.objects.defer("foreseen").order_by("-number")
    return with_title(rows).prefetch_related(Prefetch("mailings", sent, to_attr="sendings")).order_by("-id")


def to_approve(scope: Scope) -> QuerySet[Any]:
    """What waits for a second person, the oldest first."""
    rows = Circular.objects.filter(scope.areas("area"), asked_at__isnull=False, approved_at__isnull=True)
    rows = rows.filter(withdrawn_at__isnull=True, sent_at__isnull=True).select_related("area", "written_by")
    return with_title(rows).order_by("asked_at", "id")


def to_approve_by(scope: Scope, hands: Iterable[int]) -> QuerySet[Any]:
    """The same without those that the reader's own hands wrote or changed, and with those that stopped because others
    were found than foreseen, or because they were corrected."""
    own = list(hands)
    rows = Circular.objects.filter(scope.areas("area"), withdrawn_at__isnull=True).exclude(
        Q(written_by_id__in=own) | Q(hands__overlap=own)
    )
    stopped = Mailing.objects.filter(held_at__isnull=False, stopped_at__isnull=True, ended_at__isnull=True)
    asked = Q(asked_at__isnull=False, approved_at__isnull=True, sent_at__isnull=True)
    rows = rows.filter(asked | Q(pk__in=stopped.values("circular_id"))).select_related("area", "written_by")
    # An emergency before what can wait.
    first = Case(When(sort=Sort.EMERGENCY, then=0), default=1)
    ordered: QuerySet[Circular] = with_title(rows).order_by(first, "asked_at", "id")
    return ordered


def named(ids: Iterable[int]) -> list[tuple[int, str, str]]:
    """Id, title and public id of some notices."""
    rows = with_title(Circular.objects.filter(pk__in=list(ids)))
    return [(row.pk, row.title, row.public_id) for row in rows]


def _in_force(rows: QuerySet[Wording]) -> QuerySet[Wording]:
    """Without corrections that wait for a second person, or were laid aside while they waited."""
    held = Mailing.objects.filter(
        circular=OuterRef("circular"), number=OuterRef("number"), number__gt=1, held_at__isnull=False
    )
    return rows.filter(~Exists(held))


def wordings(circular_id: int) -> list[Wording]:
    """The versions that are or were in force, the newest first."""
    return list(_in_force(Wording.objects.filter(circular_id=circular_id)).order_by("-number"))


def to_be_approved(circular_id: int) -> Wording | None:
    """The correction that waits for a second person: for the offices that write and approve, and nobody else."""
    held = Mailing.objects.filter(circular_id=circular_id, number__gt=1, held_at__isnull=False, stopped_at__isnull=True)
    return Wording.objects.filter(circular_id=circular_id, number__in=held.values("number")).first()


def titles(circular_ids: Iterable[int]) -> dict[int, str]:
    """The titles of some notices, of the version in force."""
    rows = _in_force(Wording.objects.filter(circular_id__in=set(circular_ids))).order_by("circular_id", "number")
    return dict(rows.values_list("circular_id", "title"))


def versions_told(circular_id: int, *, account_id: int | None, person_id: int | None) -> list[Wording]:
    """The versions of which somebody was told, the newest first."""
    mine = Q(pk__in=[])
    if account_id is not None:
        mine |= Q(account_id=account_id)
    if person_id is not None:
        mine |= Q(person_id=person_id)
    told = Recipient.objects.filter(mine, mailing__circular_id=circular_id, told_at__isnull=False)
    numbers = list(told.values_list("mailing__number", flat=True))
    return list(Wording.objects.filter(circular_id=circular_id, number__in=numbers).order_by("-number"))


def wording(circular_id: int, number: int) -> Wording:
    """What a version says."""
    return Wording.objects.get(circular_id=circular_id, number=number)


def newest(circular_id: int) -> Wording:
    """The last that was written, be it a correction that waits for a second person."""
    return Wording.objects.filter(circular_id=circular_id).order_by("-number")[0]


def in_force(circular_id: int) -> Wording:
    """What it says now, to everybody."""
    return _in_force(Wording.objects.filter(circular_id=circular_id)).order_by("-number")[0]


def moved_to(row: Circular) -> date | None:
    """The day by which it must be done now, where a version moved it; None where it stands as it was first sent.

    Each correction names it: whom the version that moved it did not reach, because it was stopped on its way, knows no
    other.
    """
    moved = _in_force(Wording.objects.filter(circular=row, due_on__isnull=False))
    return row.due_on if moved.exists() else None


def has_been_told(circular_id: int) -> bool:
    """Whether the notice has come to anybody, in person or in a box."""
    told = Recipient.objects.filter(mailing__circular_id=circular_id, told_at__isnull=False)
    return told.exists() or Box.objects.filter(circular_id=circular_id, told_at__isnull=False).exists()


def _files(circular_id: int) -> QuerySet[Attachment]:
    """Without their content."""
    return Attachment.objects.filter(circular_id=circular_id).defer("content_sealed").order_by("id")


def files_of(says: Wording) -> list[Attachment]:
    """The files that go with a version."""
    rows = _files(says.circular_id)
    return list(rows.filter(since=1) if says.file_ids is None else rows.filter(pk__in=says.file_ids))


def files_known(circular_id: int) -> list[Attachment]:
    """All that were ever added, to any version."""
    return list(_files(circular_id))


def files_added(circular_id: int) -> list[Attachment]:
    """Those that were added for a correction and went with none that was sent."""
    sent = {pk for one in wordings(circular_id) for pk in one.file_ids or ()}
    return list(_files(circular_id).filter(since__gt=1).exclude(pk__in=sent))


def attachment(public_id: str) -> Attachment | None:
    return Attachment.objects.filter(public_id=public_id).select_related("circular", "circular__area").first()


def mailings(circular_id: int) -> list[Mailing]:
    """How each version went out, the newest first."""
    return list(Mailing.objects.filter(circular_id=circular_id).order_by("-number"))


def open_mailings(at: datetime, *, urgent: bool) -> QuerySet[Mailing]:
    """What has to go on now: asked for, not at its end, neither paused nor held nor stopped. `urgent`: what was marked
    so and emergencies, or the rest."""
    rows = Mailing.objects.filter(ended_at__isnull=True, stopped_at__isnull=True, paused_at__isnull=True)
    first = Q(circular__urgent=True) | Q(circular__sort=Sort.EMERGENCY)
    return rows.filter(first if urgent else ~first, held_at__isnull=True, starts_at__lte=at)


@dataclass(frozen=True, slots=True)
class Going:
    """How far a mailing is: those chosen, told, not told; and texts that left after its stop (taken up before it)."""

    chosen: int
    told: int
    untold: int
    taken_up: int


def still_goes_out(mailing: Mailing) -> bool:
    """Whether there is something to pause or to stop: not all were told, or texts still wait (morning, outage)."""
    return mailing.ended_at is None or notices.waits_from(f"circulars:{mailing.pk}:")


def going(mailing: Mailing) -> Going:
    """Counted from the rows, so that told and not told always make up those chosen."""
    rows = Recipient.objects.filter(mailing=mailing)
    told = rows.filter(told_at__isnull=False).count()
    untold = rows.filter(told_at__isnull=True).count()
    return Going(told + untold, told, untold, rows.filter(text_at__isnull=False).count())


def is_recipient(circular_id: int, *, account_id: int, person_id: int | None, at: datetime) -> bool:
    """Whether the person for whom an account acts was told of the notice as a volunteer, or the account holds an office
    now at a box of which it was told. Whoever left the office leaves the notice there."""
    told = Recipient.objects.filter(mailing__circular_id=circular_id, told_at__isnull=False)
    if person_id is not None and told.filter(person_id=person_id).exists():
        return True
    ids = told.filter(account_id=account_id).values_list("box_ids", "above_ids")
    box_ids = {pk for some in ids for both in some for pk in both}
    return to_whom.holds_one_of(box_ids, account_id, at)


@dataclass(slots=True)
class Preview:
    """What sending would do now: nothing of it is kept, and sending asks anew."""

    boxes: int = 0
    by_level: list[tuple[str, int]] = field(default_factory=list)
    people: int = 0
    empty: list[str] = field(default_factory=list)
    volunteers: int = 0
    volunteer_ids: list[int] = field(default_factory=list)
    # Who hears of it by text message: those whom the notice means if it asks for that, else who has no inbox here.
    texts: int = 0
    # What one text message is charged as, and all of them at the most; the price of that where it is known.
    parts_each: notices.Parts | None = None
    parts: int = 0
    price: Decimal | None = None
    signature: str = ""
    needs_approval: bool = False
    due_on: date | None = None
    calendar_known: bool = True


def refusing(row: Circular) -> QuerySet[Any]:
    """The inboxes of volunteers that a notice does not go to: nobody switches an emergency off."""
    off = notices.refusing(TO_VOLUNTEERS)
    return off.none() if row.sort == Sort.EMERGENCY else off


def volunteers_meant(row: Circular) -> list[int]:
    """The volunteers to whom a notice would go one by one at this moment."""
    return list(_volunteers(row).values_list("pk", flat=True))


def _volunteers(row: Circular) -> QuerySet[Any]:
    return to_whom.volunteers(to_whom.audience_of(row.audience), refusing(row))


def approved_for(circular_id: int) -> list[int]:
    """The volunteers whom a notice meant when a second person approved it; nobody where that was not kept."""
    return Approval.objects.filter(circular=circular_id).values_list("foreseen", flat=True).first() or []


def preview(row: Circular, at: datetime) -> Preview:
    """How many boxes and people a draft would reach at this moment, and what its text messages would cost in parts."""
    audience = to_whom.audience_of(row.audience)
    boxes = to_whom.targets(audience, at)
    held_now = to_whom.holders(boxes, at)
    people, instead = to_whom.to_be_told(boxes, held_now, row.area.path, at)
    found = Preview(boxes=len(boxes), people=len(people))
    found.by_level = list(Counter(_sort_of(one) for one in boxes).items())
    found.empty = [one.name for one in boxes if not held_now.at(one)]
    found.volunteer_ids = volunteers_meant(row)
    found.volunteers = len(found.volunteer_ids)
    text = said.text_message(row.area.name, newest(row.pk).title, emergency=row.sort == Sort.EMERGENCY)
    found.parts_each, found.signature = notices.parts_of(str(text)), notices.signature()
    found.texts = texts_to([*people, *instead], by_text=row.by_text)
    if row.by_text and found.volunteers:
        found.texts += persons.how_many_to_text(_volunteers(row).values("pk"), clock.local_date(at))
    found.parts = found.parts_each.most * found.texts
    found.price = notices.price_of(found.parts)
    found.needs_approval = rules.needs_approval(
        boxes=found.boxes, people=found.volunteers, emergency=row.sort == Sort.EMERGENCY, given=rules_of(row, at)
    )
    if row.working_days:
        found.due_on, found.calendar_known = places.working_day_after(clock.local_date(at), row.working_days)
    return found


def texts_to(told: Sequence[int], *, by_text: bool) -> int:
    """How many text messages go out where so many are told, an account as often as it is: to all of them if the notice
    asks for that, else to those who have no inbox here, so that it is the only way to them."""
    inboxes = {} if by_text else persons.inboxes_of_accounts(told)
    return sum(pk not in inboxes for pk in told)


def _sort_of(one: to_whom.Target) -> str:
    if one.team_id is not None:
        return "team"
    return "body" if one.body_id is not None else one.level
