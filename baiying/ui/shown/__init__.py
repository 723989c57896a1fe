"""What an edit form showed when it was opened, so that an old page never overwrites another's change in silence.

A view that edits a row says `guard(request, form, thing)` once, after making the form with the row's present values as
its `initial`, and stands under `one_at_a_time`. See `guarding` for what somebody with an old page is told.
"""

from baiying.ui.shown import hands
from baiying.ui.shown.guarding import Beside, area, guard, keep
from baiying.ui.shown.saving import one_at_a_time
from baiying.ui.shown.versions import FIELD, Moved, Thing, Version, sent_by, token_of

__all__ = [
    "FIELD",
    "Beside",
    "Moved",
    "Thing",
    "Version",
    "area",
    "guard",
    "hands",
    "keep",
    "one_at_a_time",
    "sent_by",
    "token_of",
]
