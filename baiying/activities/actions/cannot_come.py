"""Who answers to a text message of the own shift not to come, and has not cancelled, is put before whoever leads.

Nothing is cancelled by an answer: whoever has the phone in the hand is not always who signed up, and a word may be
meant of another day.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from baiying.activities import locked, queries
from baiying.activities.actions import leader_news, refusals
from baiying.activities.models import Signup
from baiying.activities.reminded import CannotCome
from baiying.kit import audit, each
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor


def hear_cannot_come(*, at: datetime) -> int:
    """Take up what was answered of late; gives how many sign-ups are new. Run every minute; an answer counts once."""
    answers = {reply.pk: (reply.said_at or reply.heard_at, ids) for reply, ids in queries.answers_to_take_up(at)}
    known = set(CannotCome.objects.filter(reply_id__in=list(answers)).values_list("reply_id", flat=True))
    fresh = [pk for pk, (_said, ids) in answers.items() if ids and pk not in known]
    return each.each("activities.hear_cannot_come", fresh, lambda pk: _take_up(pk, *answers[pk], at), at=at).done


@transaction.atomic
def _take_up(reply_id: int, said_at: datetime, signup_ids: list[int], at: datetime) -> bool:
    """Those of the sign-ups that stand, of shifts that begin later; one of which it is asked already is asked once."""
    rows = Signup.objects.filter(pk__in=signup_ids, state__in=queries.LIVE, shift__starts_at__gt=at)
    # Whom somebody asked since is not asked again for what was said before.
    known = CannotCome.objects.filter(Q(settled_at__isnull=True) | Q(settled_at__gte=said_at), signup=OuterRef("pk"))
    rows = rows.filter(~Exists(known), shift__called_off_at__isnull=True)
    some = list(rows.select_related("shift__activity__area"))
    made = [CannotCome(signup=one, reply_id=reply_id, said_at=said_at) for one in some]
    CannotCome.objects.bulk_create(made, ignore_conflicts=True)
    for one in some:
        leader_news.hurry(one.shift, at)
    return bool(some)


@transaction.atomic
def settle_cannot_come(*, cannot_come: CannotCome, actor: Actor, at: datetime) -> None:
    """Somebody who leads has asked. Pressed again it changes nothing: the first hand stays."""
    row = locked.cannot_come(cannot_come.pk)
    if row.settled_at is None:
        _note(row, actor, at, settled_at=at)


@transaction.atomic
def undo_settled(*, cannot_come: CannotCome, actor: Actor, at: datetime) -> None:
    """It was the wrong line. Refuses: NotYourCall, who did not say so."""
    row = locked.cannot_come(cannot_come.pk)
    if row.settled_at is None:
        return
    if row.settled_by_id != actor.account_id:
        raise refusals.NotYourCall
    if not CannotCome.objects.filter(signup_id=row.signup_id, settled_at__isnull=True).exists():
        _note(row, actor, at, settled_at=None)


def _note(row: CannotCome, actor: Actor, at: datetime, *, settled_at: datetime | None) -> None:
    row.settled_at, row.settled_by_id = settled_at, actor.account_id if settled_at else None
    row.save(update_fields=["settled_at", "settled_by_id"])
    audit.record(
        "CannotComeAsked" if settled_at else "CannotComeAskedUndone", actor=actor, at=at,
        subject=("signup", row.signup_id), area_id=row.signup.shift.activity.area_id,
        detail={"person_id": row.signup.person_id, "shift_id": row.signup.shift_id},
    )  # fmt: skip
