"""Registrations under way: saved after every step, sealed whole, emptied when done, deleted when forgotten."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit import each, rooms, sealed
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.people import identity, locked, queries, rules
from baiying.people.models import Claim, Person, RegistrationDraft

# An ended one is of use for a second press alone.
_ENDED_STAYS = timedelta(days=1)


class DraftEnded(Refused):
    code = "draft_ended"
    sentence = _("这次注册已经提交过，或者已经删除。")


@transaction.atomic
def start_draft(*, phone: str, account_id: int | None, at: datetime) -> RegistrationDraft:
    """Continue what this proven phone left unfinished, or begin.

    Where the phone may be shared (no account), what somebody has put a name to is never continued unasked.
    """
    for unfinished in queries.drafts_of(phone, account_id):
        if account_id is not None or not queries.says_who(queries.draft_content(unfinished)):
            return unfinished
    hashed = identity.phone_hash(phone)
    draft = RegistrationDraft(phone_hash=hashed, account_id=account_id, started_at=at, changed_at=at)
    draft.content_sealed = _sealed(draft, {"phone": phone})
    draft.save(force_insert=True)
    return draft


def _sealed(draft: RegistrationDraft, content: dict[str, Any]) -> bytes:
    return sealed.seal(json.dumps(content), at=sealed.Place.of(draft, "content_sealed"))


@transaction.atomic
def save_draft(*, draft: RegistrationDraft, changes: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Keep what a step said beside what the others said; gives all of it. Refuses: DraftEnded."""
    row = _under_way(draft)
    content = {**queries.draft_content(row), **changes}
    row.content_sealed, row.changed_at = _sealed(row, content), at
    row.save(update_fields=["content_sealed", "changed_at"])
    return content


@transaction.atomic
def swap_phone(*, draft: RegistrationDraft, phone: str, at: datetime) -> None:
    """The phone that was proven first is the guardian's; the child's, proven now, takes its place.

    Refuses: DraftEnded.
    """
    row = _under_way(draft)
    content = queries.draft_content(row)
    typed = content.get("typed", {})
    guardian = {**typed.get("guardian", {}), "guardian_phone": content["phone"]}
    content |= {"phone": phone, "typed": {**typed, "guardian": guardian}}
    row.phone_hash, row.content_sealed, row.changed_at = identity.phone_hash(phone), _sealed(row, content), at
    row.save(update_fields=["phone_hash", "content_sealed", "changed_at"])


@transaction.atomic
def end_draft(
    *, draft: RegistrationDraft, act: Callable[[], Person | Claim | None], actor: Actor, at: datetime
) -> Person | None:
    """End a registration by what comes of it: a person, or a claim. Where `act` makes nothing it goes on.

    All or nothing, and once: whoever presses at the same moment waits here. Of what was typed only the phone stays, by
    which the same hand is known, and the area. What brought somebody here (an invitation) is told who came.
    Refuses: DraftEnded, and what `act` refuses.
    """
    row = _under_way(draft)
    made = act()
    if made is None:
        return None
    said = queries.draft_content(row)
    kept = {"phone": said["phone"], "residence_id": said.get("residence_id")}
    if isinstance(made, Person):
        row.made = made
        if key := said.get("brought_by"):
            for came in rooms.filling("brought"):
                came(key, made.pk, actor, at)
    else:
        kept["claimed_in"] = made.area_id
    row.content_sealed, row.changed_at, row.ended_at = _sealed(row, kept), at, at
    row.save(update_fields=["content_sealed", "changed_at", "ended_at", "made"])
    return row.made


def _under_way(draft: RegistrationDraft) -> RegistrationDraft:
    row = locked.draft(draft.pk)
    if row is None or row.ended_at is not None:
        raise DraftEnded
    return row


@transaction.atomic
def drop_drafts_of(*, phone: str) -> None:
    """The number is somebody else's now: what was begun with it was not begun by who holds it."""
    RegistrationDraft.objects.filter(phone_hash=identity.phone_hash(phone)).delete()


def clear_old_drafts(*, at: datetime) -> int:
    """Delete drafts nobody finished, and what is left of those that ended. Run daily; gives how many."""
    old = Q(changed_at__lt=at - timedelta(days=rules.RegistrationRules().draft_days))
    rows = RegistrationDraft.objects.filter(old | Q(ended_at__lt=at - _ENDED_STAYS))
    return each.delete("people.clear_old_drafts", rows, at=at).done
