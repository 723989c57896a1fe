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
    # Whoever is heard is told alone: those around them learn nothing of it.
    "complaints.asked_to_speak": Told(_("请您说明情况"), hidden=True),
    "complaints.hearing_over": Told(_("请您说明的事办结了"), hidden=True),
    "complaints.spoken": Told(_("投诉涉及的人说明了情况")),
}
