"""What the messages of this room tell of."""

from django.utils.translation import gettext_lazy as _

from baiying.kit.rooms import Told

TELLS = {
    "complaints.filed": Told(_("收到投诉建议")),
    "complaints.handed_to": Told(_("转来投诉建议")),
    # Whoever complained of the office does not stand in what the office reads.
    "complaints.taken_up": Told(_("投诉建议的回话"), hidden=True),
    "complaints.handed_over": Told(_("投诉建议的回话"), hidden=True),
    "complaints.answered": Told(_("投诉建议的回话"), hidden=True),
}
