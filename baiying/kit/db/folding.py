"""Texts of the database in the form in which everything is compared: `name__folded__contains=finding.folded(typed)`.

Full-width forms, the several signs for one dot, hyphen or apostrophe and capitals are one here as they are there, so
that a search finds what was written by another keyboard. Kept names hold no signs that cannot be seen.
"""

from django.db.models import CharField, TextField, Transform

from baiying.kit.values import names

_FROM, _TO = names.FOLDS


class Folded(Transform):
    """What kit.values.finding.folded makes of a text, beside what cannot be seen; a test holds the two equal."""

    lookup_name = "folded"
    template = f"lower(normalize(translate(%(expressions)s, {_FROM}, {_TO}), NFKC))"
    output_field = TextField()


def register() -> None:
    """Make `__folded` known to every text column."""
    CharField.register_lookup(Folded)
    TextField.register_lookup(Folded)
