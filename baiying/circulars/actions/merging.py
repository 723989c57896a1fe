"""Who was told of a notice, when two records of one human become one (kit.merging)."""

from baiying.circulars.models import Recipient
from baiying.kit.merging import Joining


def join_recipients(joining: Joining) -> None:
    """A mailing tells one human once: where both are on it, the survivor's own line stays."""
    known = Recipient.objects.filter(person_id=joining.survivor.id).values_list("mailing_id", flat=True)
    joining.move(Recipient.objects.filter(person_id=joining.loser.id).exclude(mailing_id__in=list(known)), "person")
