"""The mark of what a page has shown before an act: nobody makes it up, and it stands for nothing else."""

import json

from django.utils.crypto import salted_hmac


def mark(kind: str, *shown: object) -> str:
    """Stands for what was shown: another as soon as anything of it is changed. `kind` tells one page from the next."""
    return salted_hmac(f"seen.{kind}", json.dumps(shown, sort_keys=True, default=str)).hexdigest()[:32]
