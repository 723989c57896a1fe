"""A copy of somebody's data: asked for, made by a job, handed over once a code, emptied after days."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, each, jobs, limits, sealed
from baiying.kit.db import errors, transaction
from baiying.kit.errors import Refused
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.privacy import locked, queries, rules
from baiying.privacy.actions import requests
from baiying.privacy.models import Copy, Way
from baiying.privacy.request_models import RequestKind, RequestOutcome
from baiying.ui import formats

# Each is a pass over all that is held about somebody.
_MOST_A_DAY = 5
_MISSED = timedelta(hours=1)


class CopyIsOver(Refused):
    code = "copy_is_over"
    sentence = _("这份副本已经不能取了：过了期限，或者您现在不能替他（她）取。需要的话，请重新要一份。")


class TooManyCopies(Refused):
    code = "too_many_copies"
    sentence = _("今天要的副本太多了，请明天再要，或取已经做好的那一份。")
    status = 429


def ask_copy(*, person: people.Person, way: str, reason: str = "", actor: Actor, at: datetime) -> Copy:
    """Wish for a copy; a job makes it. While one of the same account lives, that is given and nothing is made.

    Refuses: TooManyCopies. Stands outside a transaction, because a try counts though it is refused.
    """
    assert actor.account_id is not None
    empty_old(at=at, person_id=person.pk)
    before = queries.live_copy(person.pk, actor.account_id)
    if before is not None:
        return before
    limit = limits.Limit("copies", _MOST_A_DAY, timedelta(days=1))
    if not limits.take(limit, person.pk, actor.account_id, at=at):
        raise TooManyCopies
    try:
        return _ask(person, way, reason, actor, at)
    except IntegrityError as error:
        if errors.constraint_of(error) != "privacy_one_live_copy":
            raise
        found = queries.live_copy(person.pk, actor.account_id)
        assert found is not None
        return found


@transaction.atomic
def _ask(person: people.Person, way: str, reason: str, actor: Actor, at: datetime) -> Copy:
    assert actor.account_id is not None
    row = Copy.objects.create(
        person=person, way=way, asked_at=at, asked_by_id=actor.account_id, reason=reason.strip()[:120]
    )
    audit.record(
        "CopyAsked", actor=actor, at=at, subject=("person", person.pk), area_id=person.residence_id,
        detail={"copy": row.public_id, "way": way, "reason": row.reason},
    )  # fmt: skip
    requests.enter_done_alone(
        person=person, kind=RequestKind.COPY, way=way, source=f"copy:{row.pk}", actor=actor, at=at
    )
    jobs.enqueue("privacy.make_copy", copy_id=row.pk)
    if way != Way.SELF:
        # Whoever asks for somebody else's copy is known to the one whose data it is.
        who = translate("监护人") if way == Way.GUARDIAN else translate("当面办理的工作人员")
        text = translate("%(who)s为您要了一份个人信息副本。不是您的意思，请马上联系实践站（所）。") % {"who": who}
        notices.write(
            kind="privacy.copy_asked", text=text, at=at, inbox=person.public_id, phone=people.phone_of(person),
            link="/mine/data/",
        )  # fmt: skip
    return row


@transaction.atomic
def make_copy(*, copy_id: int, at: datetime) -> bool:
    """Gather what all rooms hold and seal it. Made already, dropped or erased meanwhile: nothing."""
    row = locked.copy(copy_id)
    if row is None or row.made_at is not None or row.emptied_at is not None:
        return False
    given = queries.privacy_rules(row.person.residence.path, clock.local_date(at))
    inbox = people.inbox_of_account(row.asked_by_id)
    with translation.override(people.language_of_inbox(inbox)):
        found = queries.gather(queries.whose(row.person_id), guardian=row.way == Way.GUARDIAN, at=at)
    text = json.dumps(found, ensure_ascii=False)
    row.content_sealed = sealed.seal(text, at=sealed.Place.of(row, "content_sealed"))
    row.rows = sum(len(section["rows"]) for section in found["sections"])
    row.made_at, row.until = at, rules.copy_until(at, given)
    row.save(update_fields=["content_sealed", "rows", "made_at", "until"])
    requests.settle(source=f"copy:{row.pk}", outcome=RequestOutcome.DONE, at=at)
    if row.way != Way.DESK:
        words = translate("您要的个人信息副本做好了，%(until)s 以前可以取，取的时候要验证码。")
        text = words % {"until": formats.datetime_text(row.until)}
        notices.write(
            kind="privacy.copy_ready", text=text, at=at, inbox=inbox, link=f"/mine/data/copies/{row.public_id}/"
        )
    return True


@transaction.atomic
def hand_over(*, copy_id: int, form: str, actor: Actor, at: datetime) -> dict[str, Any]:
    """What is in a copy, for who asked: rights asked again under the lock, counted, written down. Refuses: CopyIsOver.

    The caller has used up a fresh code, which serves for one handing over alone.
    """
    row = locked.copy(copy_id)
    assert actor.account_id is not None
    if row is None or queries.state_of(row, at) != rules.READY or not queries.may_fetch(row, actor.account_id, at):
        raise CopyIsOver
    row.fetched += 1
    row.last_fetched_at = at
    row.save(update_fields=["fetched", "last_fetched_at"])
    audit.record(
        "CopyHandedOver", actor=actor, at=at, subject=("person", row.person_id), area_id=row.person.residence_id,
        detail={"copy": row.public_id, "way": row.way, "form": form, "reason": row.reason, "times": row.fetched},
    )  # fmt: skip
    return queries.content_of(row)


@transaction.atomic
def drop_copy(*, copy_id: int, actor: Actor, at: datetime) -> None:
    """Empty a copy before its time. Twice: the second finds it empty."""
    row = locked.copy(copy_id)
    if row is None or row.emptied_at is not None:
        return
    _empty(row, at)
    audit.record(
        "CopyDropped", actor=actor, at=at, subject=("person", row.person_id), area_id=row.person.residence_id,
        detail={"copy": row.public_id},
    )  # fmt: skip


def make_missed(*, at: datetime) -> int:
    """Make what was asked an hour ago and not made: a job that was lost."""
    ids = list(queries.not_made(at - _MISSED).values_list("pk", flat=True))
    return each.each("privacy.make_copy", ids, lambda pk: make_copy(copy_id=pk, at=at), at=at).done


def empty_old(*, at: datetime, person_id: int | None = None) -> int:
    """Empty what may no longer be fetched; how many. Run every night, and before one asks anew."""
    rows = queries.to_empty(at)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return each.each(
        "privacy.empty_copies", list(rows.values_list("pk", flat=True)), lambda pk: _over(pk, at), at=at
    ).done


@transaction.atomic
def _over(copy_id: int, at: datetime) -> bool:
    row = locked.copy(copy_id)
    if row is None or queries.state_of(row, at) != rules.OVER or row.emptied_at is not None:
        return False
    _empty(row, at)
    return True


def _empty(row: Copy, at: datetime) -> None:
    row.content_sealed, row.emptied_at = None, at
    row.save(update_fields=["content_sealed", "emptied_at"])
