"""Reads: the boxes of a notice, and what lies in the boxes that somebody may open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext

from baiying.accounts import access as accounts
from baiying.circulars.models import SIGNED, Box, Circular, Recipient, Signature
from baiying.circulars.rights import Right
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams

# A notice that asks for signatures looks for new boxes so long.
_RUNS = timedelta(days=3)
_UNSIGNED = Q(asked_number__gt=0, signed_number__lt=F("asked_number"))


def boxes_of(circular_id: int) -> QuerySet[Box]:
    """The boxes of a notice, in the order in which they were made: that of the places, never of who was faster."""
    rows = Box.objects.filter(circular_id=circular_id)
    return rows.select_related("area", "above", "answered_by", "body", "team", "circular").order_by("id")


def unsigned(circular_id: int) -> QuerySet[Box]:
    """Those that were told of a version they must sign and have not signed it."""
    return Box.objects.filter(_UNSIGNED, circular_id=circular_id, told_at__isnull=False).order_by("id")


def unanswered(rows: QuerySet[Box]) -> QuerySet[Box]:
    """Those that were told of a notice that asks for an answer, and gave none."""
    return rows.filter(circular__asks_answer=True, answered_at__isnull=True, told_at__isnull=False)


def with_late_boxes(at: datetime) -> QuerySet[Circular]:
    """Notices with a box whose time to sign is over and which the clock has not reminded yet."""
    late = Box.objects.filter(_UNSIGNED, sign_by__lte=at, late_reminded_at__isnull=True)
    late = late.filter(circular__withdrawn_at__isnull=True)
    return Circular.objects.filter(pk__in=late.values("circular_id"))


def still_signing(at: datetime) -> QuerySet[Circular]:
    """Duty and emergency notices of the last days."""
    return Circular.objects.filter(sort__in=SIGNED, sent_at__gte=at - _RUNS, withdrawn_at__isnull=True)


def box(public_id: str) -> Box | None:
    rows = Box.objects.select_related("circular", "circular__area", "area", "body", "team", "above", "answered_by")
    return rows.filter(public_id=public_id).first()


def boxes_named(ids: Iterable[int]) -> list[tuple[int, str]]:
    """Id and name of some boxes."""
    return list(Box.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def boxes_told(recipient_ids: Collection[int]) -> dict[int, str]:
    """As whose post some recipients were told: the first of their places, units or teams, and how many there are.

    Volunteers, who are told one by one, have no entry.
    """
    if not recipient_ids:
        return {}
    told = Recipient.objects.filter(pk__in=recipient_ids, account__isnull=False)
    ids = {pk: [*own, *above] for pk, own, above in told.values_list("pk", "box_ids", "above_ids")}
    names = dict(boxes_named(some[0] for some in ids.values() if some))
    found = {pk: (names[some[0]], len(some)) for pk, some in ids.items() if some and some[0] in names}
    several = gettext("%(name)s等 %(n)s 处")
    return {pk: several % {"name": name, "n": n} if n > 1 else name for pk, (name, n) in found.items()}


def mine(actor: Actor, at: datetime) -> QuerySet[Box]:
    """What lies in the boxes that an actor may open: of the place of the acting appointment, of empty boxes that came
    to it from below, of the units the account administers and the teams it leads. What is due first stands first."""
    may = Q(pk__in=[])
    acting = actor.acting
    if acting is not None and acting.area_id is not None and accounts.may(actor, Right.RECEIVE):
        may |= Q(area_id=acting.area_id, body__isnull=True) | Q(above_id=acting.area_id)
    if actor.account_id is not None:
        may |= Q(body_id__in=teams.administered_body_ids(actor.account_id, at))
        may |= Q(team_id__in=teams.led_team_ids(actor.account_id, at))
    rows = Box.objects.filter(may, told_at__isnull=False)
    return rows.select_related("circular", "circular__area", "area", "body", "team")


def waiting(rows: QuerySet[Box]) -> QuerySet[Box]:
    """Those in which something is still to be done: sign, answer, or act by a day that has not passed by a month."""
    todo = _UNSIGNED | Q(circular__asks_answer=True, answered_at__isnull=True)
    rows = rows.filter(todo, circular__withdrawn_at__isnull=True)
    return rows.order_by(F("sign_by").asc(nulls_last=True), F("due_on").asc(nulls_last=True), "id")


def signed_with(row: Box, rows: QuerySet[Box]) -> list[Box]:
    """Of somebody's boxes those that wait for a signature of the same version of the same notice as one of them."""
    same = rows.filter(_UNSIGNED, circular_id=row.circular_id, told_number=row.told_number).exclude(pk=row.pk)
    return list(same.filter(circular__withdrawn_at__isnull=True).order_by("id"))


def wanted_by(row: Box) -> datetime | None:
    """When the next thing of a box is due: the signature, else the act."""
    if row.asked_number > row.signed_number and row.sign_by is not None:
        return row.sign_by
    return clock.end_of(row.due_on) if row.due_on is not None else None


def signatures_of(circular_id: int) -> dict[int, list[Signature]]:
    """The signatures of a notice by box, the oldest first."""
    found: dict[int, list[Signature]] = {}
    for one in Signature.objects.filter(box__circular_id=circular_id).order_by("id"):
        found.setdefault(one.box_id, []).append(one)
    return found


def signatures_of_box(box_id: int) -> list[Signature]:
    """Who signed which version for a box."""
    return list(Signature.objects.filter(box_id=box_id).order_by("number"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a notice is: boxes, not percentages, and nothing about who opened it."""

    boxes: int
    told: int
    empty: int
    asked: int
    signed: int
    unsigned: int
    answers_asked: int
    answered: int
    done: int


def progress(row: Circular) -> Progress:
    """Counted from the boxes; signed and not signed make up those asked, per version in `signed_by_version`."""
    told = Q(told_at__isnull=False)
    counted = Box.objects.filter(circular=row).aggregate(
        boxes=Count("pk"), told=Count("pk", told), empty=Count("pk", Q(above__isnull=False)),
        asked=Count("pk", told & Q(asked_number__gt=0)), answered=Count("pk", told & Q(answered_at__isnull=False)),
        done=Count("pk", told & Q(done=True)),
    )  # fmt: skip
    missing = unsigned(row.pk).count()
    return Progress(
        **counted,
        signed=counted["asked"] - missing,
        unsigned=missing,
        answers_asked=counted["told"] if row.asks_answer else 0,
    )


def signed_by_version(circular_id: int) -> dict[int, int]:
    """How many boxes signed each version."""
    rows = Signature.objects.filter(box__circular_id=circular_id).order_by("number")
    return dict(rows.values_list("number").annotate(Count("pk")))
