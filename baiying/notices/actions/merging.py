"""What a reader set and bound, when two records of one human become one (kit.merging). Messages move as they are."""

from baiying.kit.merging import Joining
from baiying.notices.models import ChatAccount, MailAddress, Preference, Reading


def join_readers(joining: Joining) -> None:
    """The survivor's own settings and addresses stay; what it lacks it gets."""
    own, other = joining.survivor.public_id, joining.loser.public_id
    kinds = list(Preference.objects.filter(inbox=own).values_list("kind", flat=True))
    joining.move(Preference.objects.filter(inbox=other).exclude(kind__in=kinds), "inbox")
    if not MailAddress.objects.filter(inbox=own).exists():
        joining.move(MailAddress.objects.filter(inbox=other), "inbox")
    lanes = list(ChatAccount.objects.filter(inbox=own).values_list("lane", flat=True))
    joining.move(ChatAccount.objects.filter(inbox=other).exclude(lane__in=lanes), "inbox")
    readers = list(Reading.objects.filter(inbox=own).values_list("account_id", flat=True))
    joining.move(Reading.objects.filter(inbox=other).exclude(account_id__in=readers), "inbox")
