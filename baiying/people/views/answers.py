"""Small answers that several views give."""

from baiying.accounts import actions as accounts
from baiying.accounts.access import Asking
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

__all__ = ["refuse", "see_other", "send_code"]


def send_code(request: Asking, phone: str, purpose: str) -> bool:
    """Send a code to a phone that was not typed here; gives whether there is one to type. What refuses is said."""
    try:
        accounts.start_code(phone=phone, purpose=purpose, actor=request.actor, at=clock.now())
    except accounts.CodeSentJustNow as refusal:
        flash.note(request, str(refusal))
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return False
    return True
