"""What a reader sets, and marking read."""

from collections.abc import Collection
from datetime import datetime

from baiying.kit import rooms
from baiying.kit.db import transaction
from baiying.notices import queries, words
from baiying.notices.models import ChatAccount, MailAddress, Message, Preference, Reading
from baiying.notices.queries import Off


@transaction.atomic
def prefer(*, inbox: str, kind: str, by_text: bool, any_hour: bool, at: datetime) -> None:
    """Set whether a kind also comes as a text message, and whether at any hour. Raises KeyError for other kinds."""
    known = rooms.settable_kinds()[kind]
    set_to = {"by_text": by_text or known.night_only, "any_hour": any_hour and known.any_hour, "set_at": at}
    Preference.objects.update_or_create(inbox=inbox, kind=kind, defaults=set_to)


@transaction.atomic
def turn_off(*, off: Off, at: datetime) -> None:
    """No more of what an address in a mail names, for all whom the mail was for; what was set of the night stays. Twice
    is once."""
    for inbox, kind in queries.off_now(off):
        known = rooms.settable_kinds()[kind]
        wish = {"by_text": known.night_only, "set_at": at}
        Preference.objects.update_or_create(inbox=inbox, kind=kind, defaults=wish)


@transaction.atomic
def carry_over(*, inbox: str, to: str) -> None:
    """Give what was written to an account, and what it set, to the person that it now comes in as.

    What was set for that person already stays. Repeating changes nothing.
    """
    if not inbox or inbox == to:
        return
    Message.objects.filter(inbox=inbox).update(inbox=to)
    known = Preference.objects.filter(inbox=to).values_list("kind", flat=True)
    Preference.objects.filter(inbox=inbox).exclude(kind__in=list(known)).update(inbox=to)
    Preference.objects.filter(inbox=inbox).delete()
    if not MailAddress.objects.filter(inbox=to).exists():
        MailAddress.objects.filter(inbox=inbox).update(inbox=to)
    MailAddress.objects.filter(inbox=inbox).delete()
    bound = ChatAccount.objects.filter(inbox=to).values_list("lane", flat=True)
    ChatAccount.objects.filter(inbox=inbox).exclude(lane__in=list(bound)).update(inbox=to)
    ChatAccount.objects.filter(inbox=inbox).delete()


@transaction.atomic
def shut_about(*, inboxes: Collection[str], about: str, at: datetime) -> int:
    """Whoever reads there answers for somebody no more: what was told of that one is read no more, and what has not
    left the house does not. The rows stay. Repeating changes nothing; gives how many were shut."""
    rows = Message.objects.filter(inbox__in=set(inboxes) - {""}, about=about, shut_at__isnull=True).exclude(about="")
    waits = rows.exclude(channel="inapp").filter(delivered_at__isnull=True, failed_at__isnull=True)
    # What a worker has in its hand at this moment may still leave.
    waits.filter(claimed_at__isnull=True).update(failed_at=at, dropped=True, failure=words.not_theirs_any_more())
    return rows.update(shut_at=at)


@transaction.atomic
def mark_all_read(*, inbox: str, until: int, at: datetime) -> int:
    """Note as read what is not newer than the newest that the reader had before the eyes (a message's id); gives how
    many. What came since stays unread (N35); repeating changes nothing.
    """
    return queries.inbox_of(inbox).order_by().filter(id__lte=until, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def note_reading(*, inbox: str, account_id: int, upto: int, at: datetime) -> None:
    """Somebody who does not own the inbox has read so far; never less far than before."""
    made, new = Reading.objects.get_or_create(inbox=inbox, account_id=account_id, defaults={"upto": upto, "at": at})
    if not new and made.upto < upto:
        Reading.objects.filter(pk=made.pk, upto__lt=upto).update(upto=upto, at=at)


@transaction.atomic
def mark_read(*, inbox: str, ids: list[int], at: datetime) -> None:
    """Note that the messages were on the screen. Repeating changes nothing: the first time stays."""
    queries.inbox_of(inbox).order_by().filter(id__in=ids, read_at__isnull=True).update(read_at=at)
