"""Registrations under way."""

import json
from typing import Any

from baiying.kit import sealed
from baiying.people.models import RegistrationDraft


def draft(public_id: str) -> RegistrationDraft | None:
    return RegistrationDraft.objects.filter(public_id=public_id).first()


def draft_content(draft: RegistrationDraft) -> dict[str, Any]:
    """What was typed so far."""
    content: dict[str, Any] = json.loads(
        sealed.open_sealed(draft.content_sealed, at=sealed.Place.of(draft, "content_sealed"))
    )
    return content
