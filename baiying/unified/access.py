"""Whose session a visit belongs to, and whose tie it is."""

import secrets

from django.http import Http404

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking
from baiying.unified import queries, rules

# A secret of the browser: only whoever began a visit in it may end it there. Gone with the session.
_BROWSER = "unified"


def holder_of(request: Asking) -> rules.Holder:
    """Who holds the session now."""
    browser = request.session.get(_BROWSER)
    hashed = queries.hash_of("browser", browser) if isinstance(browser, str) else b""
    account_id = request.actor.account_id
    return rules.Holder(hashed, account_id, accounts.session_id(request) if account_id else "")


def hold(request: Asking) -> rules.Holder:
    """Who holds it, with a secret that it keeps from now on."""
    if not isinstance(request.session.get(_BROWSER), str):
        request.session[_BROWSER] = secrets.token_urlsafe(24)
    return holder_of(request)


def own_tie(request: Asking, identity_pid: str) -> int:
    """The id of a tie of the own account; a 404 for any other."""
    row = account_rows.tied_elsewhere(request.actor.account_id or 0).filter(public_id=identity_pid).first()
    if row is None:
        raise Http404
    return row.pk
