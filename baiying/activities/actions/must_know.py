"""Whoever must know of a change and is reached by no message is called, and that is noted (N15, N05)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from baiying.activities import locked, queries
from baiying.activities.actions import refusals
from baiying.activities.models import Signup
from baiying.activities.reminded import MustKnow
from baiying.activities.rules import news, reached, reminders
from baiying.kit import audit, clock, each
from baiying.kit.db import transaction
from baiying.kit.values.actor import Actor
from baiying.notices import actions as notices
from baiying.notices import queries as messages
from baiying.places import queries as places

_AT_ONCE = 500


def note(signups: Sequence[Signup], what: str, letters: Mapping[int, Sequence[notices.Letter]], at: datetime) -> None:
    """Note whom news that must be known were written to; `letters` by sign-up. In the transaction that writes them.

    Who only waited in line, or had applied, had no place and sets out for nothing: nobody has to call them.
    """
    if what not in news.MUST_KNOW:
        return
    open_ones = MustKnow.objects.filter(signup__in=signups, state__in=(reached.UNKNOWN, reached.CALL))
    open_ones.exclude(what=what, written_at=at).update(state=reached.OLD)
    rows = [
        MustKnow(
            signup=one,
            what=what,
            sources=[letter.unique_source for letter in letters.get(one.pk, ())],
            written_at=at,
            until=one.shift.ends_at,
            **_at_once(letters.get(one.pk, ())),
        )
        for one in signups
        if one.accepted_at is not None and one.shift.ends_at > at
    ]
    MustKnow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def _at_once(letters: Sequence[notices.Letter]) -> dict[str, str]:
    """To whom nothing goes out has to be called from the first moment."""
    goes_out = any(letter.phone for letter in letters)
    return {} if goes_out else {"state": reached.CALL, "why": reached.NO_WAY}


def look_who_knows(*, at: datetime) -> int:
    """Look whether what must be known has arrived; gives how many were looked at. Run every minute."""
    ids = each.keys(queries.not_known_yet(at))
    return each.pieces("activities.look_who_knows", ids, lambda keys: _look(keys, at), at=at, size=_AT_ONCE).done


@transaction.atomic
def _look(ids: Collection[int], at: datetime) -> int:
    rows = list(MustKnow.objects.filter(pk__in=ids).select_related("signup__shift__activity__area"))
    became = messages.became([source for row in rows for source in row.sources])
    rules_of = places.rule_reader(reminders.ReminderRules)
    found_anew: dict[int, tuple[str, str]] = {}

    @cache
    def quiet(patience: timedelta) -> bool:
        # What need not ring at night waits for the morning, and then has its minutes.
        return messages.is_quiet(at) or messages.is_quiet(at - patience)

    for row in rows:
        shift = row.signup.shift
        given = rules_of(shift.activity.area.path, clock.local_date(at)).rules
        patience = timedelta(minutes=given.call_after_minutes)
        mine = [became[source] for source in row.sources if source in became]
        found = reached.state_of(
            [one.in_app for one in mine if one.in_app],
            [how for one in mine for how in one.outward],
            written_at=row.written_at,
            at=at,
            patience=patience,
            held=quiet(patience) and not reminders.rings(shift.starts_at, row.written_at, given),
        )
        if found != (row.state, row.why):
            found_anew[row.pk] = found
    _note_found(rows, found_anew)
    return len(rows)


def _note_found(seen: Sequence[MustKnow], found: Mapping[int, tuple[str, str]]) -> None:
    """Write down what was found, where nobody has written meanwhile what is known better: that it was agreed to, or
    that newer news took its place. Who was called stays so: these columns are not written."""
    was = {row.pk: (row.state, row.why) for row in seen}
    changed = []
    for row in locked.must_know_of(found):
        if (row.state, row.why) == was[row.pk]:
            row.state, row.why = found[row.pk]
            changed.append(row)
    MustKnow.objects.bulk_update(changed, ["state", "why"])


@transaction.atomic
def told_by_phone(*, must_know: MustKnow, actor: Actor, at: datetime) -> None:
    """Somebody who leads called, or said it in person. Pressed again it changes nothing: the first hand stays."""
    row = locked.must_know(must_know.pk)
    if row.told_at is not None:
        return
    row.told_at, row.told_by_id = at, actor.account_id
    row.save(update_fields=["told_at", "told_by_id"])
    _audit("ToldByPhone", row, actor, at)


@transaction.atomic
def undo_told(*, must_know: MustKnow, actor: Actor, at: datetime) -> None:
    """Take a told_by_phone back: it was the wrong line. Refuses: NotYourCall, who did not say so."""
    row = locked.must_know(must_know.pk)
    if row.told_at is None:
        return
    if row.told_by_id != actor.account_id:
        raise refusals.NotYourCall
    row.told_at = row.told_by_id = None
    row.save(update_fields=["told_at", "told_by_id"])
    _audit("ToldByPhoneUndone", row, actor, at)


def _audit(action: str, row: MustKnow, actor: Actor, at: datetime) -> None:
    audit.record(
        action, actor=actor, at=at, subject=("signup", row.signup_id), area_id=row.signup.shift.activity.area_id,
        detail={"what": row.what, "person_id": row.signup.person_id, "shift_id": row.signup.shift_id},
    )  # fmt: skip
