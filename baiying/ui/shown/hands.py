"""Who changed a thing since a form was opened, read from the audit."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from baiying.kit import audit
from baiying.kit.models import AuditEvent
from baiying.ui import formats
from baiying.ui.shown.versions import Moved, Thing

# Hands that one sentence names.
_MOST = 3


def sentence(request: HttpRequest, thing: Thing, moved: Moved, fields: str) -> str:
    """That the page is old: who changed what when. Where the audit names nobody, that somebody did.

    Of a page that does not say when it was opened nobody knows whether anybody did.
    """
    if moved.since is None:
        return _("看不出这一页是什么时候打开的，也许别人后来改过。与现在不同的是：%(fields)s。这次还没有保存。") % {
            "fields": fields
        }
    hands = _hands(request, thing, moved)
    if not hands:
        return _("您打开这一页以后，别人改过：%(fields)s。这次还没有保存。") % {"fields": fields}
    words = {"who": formats.listed(hands), "fields": fields}
    return _("您打开这一页以后，%(who)s改过：%(fields)s。这次还没有保存。") % words


def _hands(request: HttpRequest, thing: Thing, moved: Moved) -> list[str]:
    rows = (
        audit.story_of(thing.kind, thing.pk if thing.told_as is None else thing.told_as)
        .filter(ok=True, action__in=thing.acts)
        .order_by("-id")
    )
    # An act that was under way when the page was made bears the moment at which it began: then it is the last one.
    since = rows.filter(at__gte=moved.since)[:_MOST]
    found: dict[str, str] = {}
    for row in list(since) or list(rows[:1]):
        found.setdefault(_name(request, row), formats.datetime_text(row.at))
    return [_("%(who)s（%(when)s）") % {"who": who, "when": when} for who, when in found.items()]


def _name(request: HttpRequest, row: AuditEvent) -> str:
    actor = getattr(request, "actor", None)
    if actor is not None and actor.account_id is not None and row.account_id == actor.account_id:
        return _("您自己")
    return row.who or _("系统")
