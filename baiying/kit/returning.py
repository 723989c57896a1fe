"""Where somebody goes back to: a path of this site that an address, a form or a session named, and nothing else."""

from django.utils.http import url_has_allowed_host_and_scheme

# Longer addresses are not ours, and a session kept in a cookie has no room for them.
_LONGEST = 500


def local(path: str | None) -> str:
    """The path as it was given if it leads within this site; empty for any other: no link of ours leads away."""
    wish = path or ""
    fits = wish.startswith("/") and len(wish) <= _LONGEST
    return wish if fits and url_has_allowed_host_and_scheme(wish, allowed_hosts=None) else ""
