"""Texts of the database in the form in which everything is compared: `name__folded__contains=finding.folded(typed)`.

Full-width forms, the several signs for one dot, hyphen or apostrophe and capitals are one here as they are there, so
that a search finds what was written by another keyboard. Kept names hold no signs that cannot be seen.

Names of people are compared by `__keyed` with names.key(typed): without blanks and dots too, so that 李 大爷 is 李大爷.
"""

from django.db.models import CharField, Q, TextField, Transform

from baiying.kit.values import names

_FROM, _TO = names.FOLDS


class Folded(Transform):
    """What kit.values.finding.folded makes of a text, beside what cannot be seen; a test holds the two equal."""

    lookup_name = "folded"
    template = f"lower(normalize(translate(%(expressions)s, {_FROM}, {_TO}), NFKC))"
    output_field = TextField()


class Keyed(Folded):
    """What kit.values.names.key makes of a name, where a table keeps no key of its own; a test holds the two equal."""

    lookup_name = "keyed"
    template = "regexp_replace(" + Folded.template + f", $key${names.KEYLESS}$key$, '', 'g')"


def register() -> None:
    """Make `__folded` and `__keyed` known to every text column."""
    for transform in (Folded, Keyed):
        CharField.register_lookup(transform)
        TextField.register_lookup(transform)


def called(column: str, typed: str) -> Q:
    """Rows whose column has part of the name typed, however it is spaced; none for a name of blanks."""
    key = names.key(typed)
    return Q(**{f"{column}__keyed__contains": key}) if key else Q(pk__in=())
