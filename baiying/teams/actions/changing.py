"""What of a form is a change: what another saved while it waited for the row is not put back."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


def asked_anew(before: Model, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of the columns of a form those that say something else than the row did when the form came in: `before` was read
    without a lock, and what the form leaves as it was is left as it is by now."""
    return {name: value for name, value in wanted.items() if getattr(before, name) != value}
