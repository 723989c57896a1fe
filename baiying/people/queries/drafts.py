"""Registrations under way."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as translate

from baiying.kit import clock, sealed
from baiying.kit.values import identifiers
from baiying.people import identity, rules
from baiying.people.models import RegistrationDraft
from baiying.people.queries import catalogues
from baiying.places import queries as places

# One phone is shared by a family, not by a village.
_MOST_OF_ONE_PHONE = 8


def draft(public_id: str) -> RegistrationDraft | None:
    """A registration under way or just ended, by what the session kept of it."""
    return RegistrationDraft.objects.filter(public_id=public_id).select_related("made", "made__account").first()


def drafts_of(phone: str, account_id: int | None) -> list[RegistrationDraft]:
    """What was begun with a phone for an account, or for nobody who has one yet; the newest first."""
    same = Q(account__isnull=True) if account_id is None else Q(account_id=account_id)
    rows = RegistrationDraft.objects.filter(same, phone_hash=identity.phone_hash(phone), ended_at__isnull=True)
    return list(rows.order_by("-id")[:_MOST_OF_ONE_PHONE])


def says_who(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Name and number as somebody has given them already, checked or not; empty where nobody has said who he is.

    Whoever continues what has a name is asked first.
    """
    if content.get("name"):
        return content
    said: Mapping[str, Any] = content.get("claim") or content.get("typed", {}).get("name") or {}
    return said


def draft_content(draft: RegistrationDraft) -> dict[str, Any]:
    """What was typed so far."""
    content: dict[str, Any] = json.loads(
        sealed.open_sealed(draft.content_sealed, at=sealed.Place.of(draft, "content_sealed"))
    )
    return content


def steps_of(content: Mapping[str, Any], today: date) -> list[str]:
    """The steps this registration takes after the phone, in order; by the age limits where its person lives."""
    area = places.division_by_id(content.get("residence_id") or 0)
    limits = catalogues.registration_rules(area.path if area else (), today)
    born = content.get("birth_date")
    minor = born is not None and identifiers.age_on(date.fromisoformat(born), today) < limits.adult_age
    return rules.steps(minor=minor)


def what_began(phone: str, at: datetime) -> str:
    """In a sentence: at which step the registration stands that this phone left half-way; empty if there is none."""
    begun = next(iter(drafts_of(phone, None)), None)
    content = draft_content(begun) if begun else {}
    if not content.get("residence_id"):
        return ""
    steps = steps_of(content, clock.local_date(at))
    # The phone was the first step.
    number = steps.index(rules.next_step(content, steps)) + 2
    return translate("您上次填到第 %(n)s 步，填好的都还在，接着填就行。") % {"n": number}
