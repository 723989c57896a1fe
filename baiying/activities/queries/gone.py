"""Who had a place and cannot come after all, with what they said: for whoever leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from baiying.activities.models import Signup, SignupState
from baiying.activities.queries import signups
from baiying.ui import formats


@dataclass(frozen=True, slots=True)
class Gone:
    """A place that was given back or taken away. `by_own_hand`: who had it pressed; the reason is theirs."""

    signup: Signup
    by_own_hand: bool

    @property
    def why(self) -> str:
        """The reason in the reader's language as far as it was one of those to tap; own words stay as they are."""
        return why_of(self.signup)


def why_of(signup: Signup) -> str:
    """The reason for which a sign-up ended, as a reader of any language reads it; empty where none was said."""
    known, _comma, own = signup.reason.partition("，")
    said = gettext(known) if known else ""
    return formats.listed([part for part in (said, own) if part], "，") if said != known else signup.reason


def gone_from(shift_ids: Sequence[int]) -> dict[int, list[Gone]]:
    """By shift who gave a place back, the newest first: the last time of each, and nobody who has signed up anew.

    What ended because the shift was called off is not among it.
    """
    rows = Signup.objects.filter(shift_id__in=list(shift_ids)).filter(signups.HAD_A_PLACE, ~signups.ENDED_WITH_SHIFT)
    live = Signup.objects.filter(shift_id__in=list(shift_ids), state__in=signups.LIVE)
    again = set(live.values_list("shift_id", "person_id"))
    found: dict[int, list[Gone]] = {}
    for row in rows.filter(state=SignupState.CANCELLED).select_related("person").order_by("-ended_at", "-id"):
        if (row.shift_id, row.person_id) in again:
            continue
        again.add((row.shift_id, row.person_id))
        own = row.ended_by_id is not None and row.ended_by_id == row.person.account_id
        found.setdefault(row.shift_id, []).append(Gone(row, own))
    return found
