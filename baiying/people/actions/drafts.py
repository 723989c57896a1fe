"""Registrations under way: saved after every step, sealed whole, deleted when done or forgotten."""

import json
from datetime import datetime, timedelta
from typing import Any

from baiying.kit import each, sealed
from baiying.kit.db import transaction
from baiying.people import identity, queries, rules
from baiying.people.models import RegistrationDraft


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
def save_draft(*, draft: RegistrationDraft, content: dict[str, Any], at: datetime) -> None:
    draft.content_sealed, draft.changed_at = _sealed(draft, content), at
    draft.save(update_fields=["content_sealed", "changed_at"])


@transaction.atomic
def drop_draft(*, draft: RegistrationDraft) -> None:
    RegistrationDraft.objects.filter(pk=draft.pk).delete()


@transaction.atomic
def drop_drafts_of(*, phone: str) -> None:
    """The number is somebody else's now: what was begun with it was not begun by who holds it."""
    RegistrationDraft.objects.filter(phone_hash=identity.phone_hash(phone)).delete()


def clear_old_drafts(*, at: datetime) -> int:
    """Delete drafts nobody finished. Run daily; gives how many."""
    old = at - timedelta(days=rules.RegistrationRules().draft_days)
    return each.delete("people.clear_old_drafts", RegistrationDraft.objects.filter(changed_at__lt=old), at=at).done
