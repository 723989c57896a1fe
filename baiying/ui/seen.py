"""The mark of what a page has shown before an act: nobody makes it up, and it stands for nothing else."""

import json
from datetime import UTC, datetime

from django.utils.crypto import salted_hmac


def mark(kind: str, *shown: object) -> str:
    """Stands for what was shown: another as soon as anything of it is changed. `kind` tells one page from the next."""
    return salted_hmac(f"seen.{kind}", json.dumps(shown, sort_keys=True, default=str)).hexdigest()[:32]


_NEVER = datetime.min.replace(tzinfo=UTC)


def moment(text: str) -> datetime:
    """When what a page showed was laid before its reader, as the page sends it back; of a page that does not say so,
    never."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _NEVER
    return found if found.tzinfo is not None else _NEVER
